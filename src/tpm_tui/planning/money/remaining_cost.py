"""What the plan now says the rest costs: the work that is left at its rates, and planned costs not yet spent."""

from __future__ import annotations

from fractions import Fraction

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.money import minor_units, stored_amount
from tpm_tui.planning.model.from_plan import dropped_mask, network_of
from tpm_tui.planning.planned_cost import currency_digits, planned_cost


def remaining_costs(plan: Plan, context: InputContext) -> tuple[dict[str, int], int]:
    """Minor units still to be spent by item (those with any), and for no item.

    Labour is that of the remaining minutes, in proportion to the planned; of a planned cost what is not spent yet.
    """
    table, out, network, digits = plan["item"], dropped_mask(plan), network_of(plan, context), currency_digits(plan)
    cost = planned_cost(plan, context)
    rest: dict[str, int] = {}
    for place, id_ in enumerate(table.ids):
        duration = network.duration[place]
        if cost.labour[place] and duration and network.actual_finish[place] is None and not out[place]:
            left = _remaining_minutes(network.remaining[place], network.progress[place], duration)
            rest[id_] = round(cost.labour[place] * left / duration)
    c = plan["cost"].columns
    no_item = 0
    for item, planned, actual in zip(c["item"], c["planned"], c["actual"], strict=True):
        unspent = max(minor_units(stored_amount(planned), digits) - minor_units(stored_amount(actual), digits), 0)
        position = table.position.get(str(item))
        if position is None:
            no_item += unspent
        elif unspent and not out[position] and network.actual_finish[position] is None:
            rest[str(item)] = rest.get(str(item), 0) + unspent
    return rest, no_item


def _remaining_minutes(remaining: int | None, progress: float, duration: int) -> Fraction:
    """Working minutes left of an item: as said, else by its progress in percent."""
    if remaining is not None:
        return Fraction(remaining)
    return duration * (1 - Fraction(progress).limit_denominator(1000) / 100)
