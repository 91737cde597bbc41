"""What the plan now says the rest costs: the work that is left at its rates, planned costs not yet spent, and what a
risk that occurred is expected to cost until somebody says what it really did."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from msgspec import Struct

from tpm_tui.domain.derived.currency import currency_digits
from tpm_tui.domain.derived.risk_levels import response_in_force
from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_day_number
from tpm_tui.domain.values.amounts import minor_units, stored_amount
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.model.network_from_plan import network_of
from tpm_tui.planning.model.risk_delays import linked_items, unsettled_risks
from tpm_tui.planning.money.planned_cost import planned_cost, rounded_quotient

_CATEGORY = str(KINDS["cost"].column("category").default)


class RemainingCost(Struct, frozen=True):
    """Minor units still to be spent: for which item (None for none), in which category, on which day if one is said."""

    item: str | None
    category: str
    amount: int
    day: int | None = None


def remaining_costs(plan: Plan, context: InputContext, status_day: int) -> Iterable[RemainingCost]:
    """What is still to be spent after the end of a day (since 1970-01-01).

    Labour is that of the remaining minutes, in proportion to the planned; of a planned cost what is not spent yet, and
    nothing of what was planned for a finished item. Of a threat that occurred the likely cost, where its actual cost
    will be booked: on the first of its items.
    """
    table, out, network, digits = plan["item"], dropped_items(plan), network_of(plan, context), currency_digits(plan)
    cost = planned_cost(plan, context)
    for place, id_ in enumerate(table.ids):
        duration = network.duration[place]
        if cost.labour[place] and duration and network.actual_finish[place] is None and not out[place]:
            left, of = _remaining_share(network.remaining[place], network.progress[place], duration)
            if left:
                yield RemainingCost(id_, "labour", rounded_quotient(cost.labour[place] * left, of))
    c = plan["cost"].columns
    for item, category, at, planned, actual in zip(
        c["item"], c["category"], c["at"], c["planned"], c["actual"], strict=True
    ):
        day = None if at is None else to_day_number(date.fromisoformat(str(at)))
        # a credit note is no spending that was planned: it leaves as much to spend as there was
        spent = 0 if day is not None and day > status_day else max(minor_units(stored_amount(actual), digits), 0)
        unspent = minor_units(stored_amount(planned), digits) - spent
        position = table.position.get(str(item))
        if unspent <= 0 or (position is not None and (out[position] or network.actual_finish[position] is not None)):
            continue
        yield RemainingCost(None if position is None else str(item), str(category), unspent, day)
    for risk in unsettled_risks(plan):
        said = [plan.value("risk", risk, name) for name in ("response_range", "cost")]
        after, before = (None if text is None else ThreePoint.load(str(text)) for text in said)
        span = (after or before) if response_in_force(plan, risk, context.today) else before
        if span is not None and plan.value("risk", risk, "type") != "opportunity":
            first = next(iter(linked_items(plan, risk)), None)
            yield RemainingCost(first, _CATEGORY, minor_units(stored_amount(span.likely), digits))


def _remaining_share(remaining: int | None, progress: float, duration: int) -> tuple[int, int]:
    """What is left of an item as numerator and denominator: as said in working minutes, else by its progress."""
    if remaining is not None:
        return remaining, duration
    if progress == int(progress):
        return 100 - int(progress), 100
    left = 100 - Fraction(progress).limit_denominator(1000)
    return left.numerator, 100 * left.denominator
