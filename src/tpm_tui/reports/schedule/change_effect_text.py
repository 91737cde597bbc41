"""What a change of plan comes to, in sentences and as data: days, money, load."""

from collections.abc import Iterator
from typing import Any

from tpm_tui.domain.derived.currency import currency_digits
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import finish_day, to_datetime
from tpm_tui.domain.values.amounts import decimal_string, grouped_amount, of_minor_units
from tpm_tui.planning.analysis.impact.change_in_days_money_and_load import ChangeEffect, LoadChange
from tpm_tui.reports.phrases import duration_text, shift_text

#: People and pools that are named at most.
_NAMED = 4


def finish_text(context: InputContext, effect: ChangeEffect) -> tuple[str, str]:
    """The finish before and after, and by how much it moves in calendar days: ``2 Dec → 9 Dec``, ``+7d``."""
    then, now = (dates.day_text(finish_day(minute), context) for minute in effect.impact.finish)
    return (f"{then} → {now}" if then != now else now), shift_text(*effect.impact.finish) or "as it is"


def cost_text(plan: Plan, effect: ChangeEffect) -> tuple[str, str]:
    """The planned cost before and after, and the difference: ``10,000 → 12,000 EUR``, ``+2,000``."""
    digits, currency = currency_digits(plan), str(plan.programme("currency") or "")
    before, after = (grouped_amount(of_minor_units(units, digits), digits) for units in effect.cost)
    more = effect.cost[1] - effect.cost[0]
    moved = grouped_amount(of_minor_units(abs(more), digits), digits)
    total = f"{before} → {after}" if more else after
    return f"{total} {currency}".rstrip(), f"{'+' if more > 0 else '-'}{moved}" if more else "as it is"


def load_texts(before: Plan, plan: Plan, context: InputContext, effect: ChangeEffect) -> list[str]:
    """Who is asked for more or less work, and for more or fewer days above capacity; a text each."""
    texts = [_load_text(before, plan, context, load) for load in effect.loads[:_NAMED]]
    rest = len(effect.loads) - _NAMED
    return [*texts, f"and {rest} more"] if rest > 0 else texts


def _load_text(before: Plan, plan: Plan, context: InputContext, load: LoadChange) -> str:
    of = plan if load.id in plan[load.kind] else before
    more = load.minutes[1] - load.minutes[0]
    parts = [f"{'+' if more > 0 else '-'}{duration_text(abs(more), context)} of work"] if more else []
    then, now = load.overloaded_days
    if then != now:
        parts.append(f"{then} → {counted(now, 'day')} above capacity")
    elif now:
        parts.append(f"{counted(now, 'day')} above capacity as before")
    return f"{of.label(load.kind, load.id)} {', '.join(parts)}"


def effect_sentences(before: Plan, plan: Plan, context: InputContext, effect: ChangeEffect) -> Iterator[str]:
    """A sentence each for the finish, the planned cost and the load."""
    yield f"Finish: {' · '.join(finish_text(context, effect))}"
    yield f"Planned cost: {' · '.join(cost_text(plan, effect))}"
    yield f"Load: {'; '.join(load_texts(before, plan, context, effect)) or 'as it is'}"


def effect_summary(before: Plan, plan: Plan, context: InputContext, effect: ChangeEffect) -> str:
    """Days, money and load in a line, what stays as it is left out: ``finish +7d, cost +5,000 EUR, Ana +5 days``."""
    finish, (total, more) = finish_text(context, effect)[1], cost_text(plan, effect)
    currency = total.rpartition(" ")[2] if plan.programme("currency") else ""
    parts = [f"finish {finish}"] if effect.impact.minutes else []
    parts += [f"cost {more} {currency}".rstrip()] if effect.cost[0] != effect.cost[1] else []
    return ", ".join([*parts, *load_texts(before, plan, context, effect)]) or "neither dates, cost nor load move"


def change_effect_facts(before: Plan, plan: Plan, effect: ChangeEffect) -> dict[str, Any]:
    """The documented JSON: pairs are before and after; finishes are local ISO times, ``finish_minutes`` working
    minutes, costs decimal strings."""
    digits = currency_digits(plan)

    def minute(at: int) -> str:
        return to_datetime(at).isoformat(timespec="minutes")

    def shown(load: LoadChange) -> str:
        return (plan if load.id in plan[load.kind] else before).shown_key(load.kind, load.id)

    return {
        "finish": [minute(at) for at in effect.impact.finish],
        "finish_minutes": effect.impact.minutes,
        "planned_cost": [decimal_string(of_minor_units(units, digits), digits) for units in effect.cost],
        "load": [
            {"key": shown(load), "minutes": list(load.minutes), "overloaded_days": list(load.overloaded_days)}
            for load in effect.loads
        ],
        "moved": [
            {"key": plan.shown_key("item", one.item), "finish": [minute(at) for at in one.finish]}
            for one in effect.impact.moved
        ],
    }
