"""What was learnt from the history of a file, in words and as the documented facts of ``tpm learn --json``."""

from datetime import date
from typing import TYPE_CHECKING, Any

from tpm_tui.domain import dates
from tpm_tui.domain.dates import Words
from tpm_tui.domain.plan import Plan
from tpm_tui.reports.forecast import day

if TYPE_CHECKING:
    from tpm_tui.planning.calibration import Calibration, Group, Held
    from tpm_tui.planning.forecast import Finish
    from tpm_tui.planning.throughput import Throughput

#: The confidences that the pace is told for.
PACES = (50, 80, 95)


def held_words(held: "Held") -> str:
    """``8 of 36, 22%``; a dash where nothing is resolved yet."""
    return "─" if held.share is None else f"{held.times} of {held.of}, {held.share:.0%}"


def verdict(p50: "Held", p80: "Held") -> str:
    """The word for both percentiles: what P80 says, or P50 where P80 is as promised."""
    return p80.verdict if p80.verdict not in ("as promised", "too few") else p50.verdict


def remembered_words(found: "Calibration", plan: Plan, words: Words) -> str:
    """How many forecasts are remembered, and how P80 of the plan has moved over them."""
    if not found.days:
        return "No forecast is remembered yet: one is, on each day that something is changed in the workspace."
    first, last = found.days[0], found.days[-1]
    if first == last:
        return f"One forecast is remembered, of {dates.show_date(first, words)}."
    p80 = dict(zip(plan["forecast"].columns["day"], plan["forecast"].columns["p80"], strict=True))
    known = [str(day)[:10] for day in (p80[first.isoformat()], p80[last.isoformat()]) if day is not None]
    if len(known) < 2:
        return f"{len(found.days)} days are remembered; P80 of the plan is missing on the first or on the last of them."
    then, now = (dates.show_date(date.fromisoformat(day), words) for day in known)
    return (
        f"{len(found.days)} days are remembered: on {dates.show_date(first, words)} P80 of the plan was {then}, "
        f"on {dates.show_date(last, words)} {now}."
    )


def needed_words(found: "Calibration") -> str:
    """What is lacking for a word on estimates; "" where nothing is."""
    from tpm_tui.planning.calibration import ENOUGH

    count = len(found.groups[0].items)
    if count >= ENOUGH:
        return ""
    there = "there is one" if count == 1 else f"there are {count}" if count else "there are none yet"
    return f"This needs {ENOUGH} finished items with an estimate, a start and a finish; {there}."


def group_name(group: "Group") -> str:
    return "all finished work" if not group.by else f"{group.by}: {group.value}"


def pace_words(pace: "Throughput") -> str:
    """What the counts are, in a sentence; what is lacking where they are too few."""
    from tpm_tui.planning.throughput import ENOUGH_DAYS, ENOUGH_ITEMS

    done, days = sum(pace.counts), len(pace.counts)
    said = f"{done} item{'' if done == 1 else 's'} done in {days} working day{'' if days == 1 else 's'}"
    if pace.thin:
        return f"{said}: too few to go by, this needs {ENOUGH_DAYS} days and {ENOUGH_ITEMS} items."
    return f"{said}, {done / days:.2f} a day."


def pace_day(pace: "Throughput", percent: float, words: Words) -> str:
    found = pace.percentile(percent)
    return "never" if found is None else dates.show_date(found, words)


def items_words(pace: "Throughput", words: Words) -> str:
    """When so many items are done."""
    said = " · ".join(f"P{p} {pace_day(pace, p, words)}" for p in PACES)
    return f"{pace.items} item{'' if pace.items == 1 else 's'}: {said}" + (" (too few to go by)" if pace.thin else "")


def apart_words(pace: "Throughput", finish: "Finish", apart: int | None, words: Words) -> str:
    """Whether pace and schedule agree, by the rule of `planning.throughput.disagreement`."""
    by_pace = f"{pace_day(pace, 10, words)} to {pace_day(pace, 90, words)}"
    by_schedule = f"{day(finish.percentile(10), words)} to {day(finish.percentile(90), words)}"
    rule = f"from P10 to P90 the pace says {by_pace}, the schedule {by_schedule}"
    if pace.percentile(90) is None:
        return f"At this pace it is never done: {rule}."
    if apart is None:
        return f"The two agree, for these ranges meet: {rule}."
    later = f"{abs(apart)} days {'later' if apart > 0 else 'earlier'} at P80"
    return f"The two disagree, for these ranges do not meet: {rule}. The pace is {later}."


def facts(plan: Plan, found: "Calibration", paces: "tuple[Throughput, ...]", apart: int | None) -> dict[str, Any]:
    """Everything that was learnt, with plain numbers."""
    from tpm_tui.planning.calibration import to_scale

    return {
        "remembered": [day.isoformat() for day in found.days],
        "forecasts": [
            {
                "ahead": one.name, "p50": _held(one.p50), "p80": _held(one.p80), "open": one.open,
                "verdict": verdict(one.p50, one.p80),
            }
            for one in found.distances
        ],
        "estimates": [
            {
                "by": one.by or "all", "value": one.value, "items": len(one.items), "p50": _held(one.p50),
                "p80": _held(one.p80), "took": _rounded(one.middle), "lower_quartile": _rounded(one.lower),
                "upper_quartile": _rounded(one.upper), "factor": one.factor,
                "would_change": [plan.label("item", i) for i in to_scale(plan, found, one.by, one.value)]
                if one.factor else [],
            }
            for one in found.groups
        ],
        "pace": [
            {
                "items": pace.items,
                **{f"p{p}": None if (at := pace.percentile(p)) is None else at.isoformat() for p in PACES},
            }
            for pace in paces
        ],
        "done": sum(paces[-1].counts),
        "days": len(paces[-1].counts),
        "thin": paces[-1].thin,
        "apart_days": apart,
    }  # fmt: skip


def _held(held: "Held") -> dict[str, int]:
    return {"held": held.times, "of": held.of}


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 4)
