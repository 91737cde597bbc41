"""What a plan costs: the work of its items at the rates of those who do it, and what is planned besides.

Amounts are whole minor units of the file's currency; what an item costs by itself is rounded once, half to even.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct

from tpm_tui.domain.derived.currency import currency_digits
from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_day_number
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.domain.values.amounts import minor_units, stored_amount
from tpm_tui.domain.values.codec import Stored
from tpm_tui.planning.model.network_from_plan import network_of
from tpm_tui.planning.model.work_assignments import ASSIGNMENT_READS, workers_of

if TYPE_CHECKING:
    from tpm_tui.planning.cpm.schedule import Schedule

MINUTES_PER_HOUR = 60

#: The columns that costs follow from, besides those of the network.
COST_READS = (
    *(("cost", name) for name in ("item", "planned", "committed", "actual", "at", "category")),
    ("person", "rate"),
    ("pool", "rate"),
    *(("rate", name) for name in ("person", "pool", "start", "rate")),
    *ASSIGNMENT_READS,
    ("programme", "currency"),
)


class RateTable:
    """What an hour of each person, and of one of each pool, costs from day to day."""

    def __init__(self, plan: Plan) -> None:
        self._base = {
            id_: Fraction(stored_amount(rate)) if rate is not None else Fraction(0)
            for table in (plan["person"], plan["pool"])
            for id_, rate in zip(table.ids, table.columns["rate"], strict=True)
        }
        self._dated: dict[str, list[tuple[int, Fraction]]] = {}
        c = plan["rate"].columns
        for person, pool, start, rate in zip(c["person"], c["pool"], c["start"], c["rate"], strict=True):
            day = to_day_number(date.fromisoformat(str(start)))
            self._dated.setdefault(str(person or pool), []).append((day, Fraction(stored_amount(rate))))
        for steps in self._dated.values():
            steps.sort()

    def __bool__(self) -> bool:
        """Whether any rate changes from a day on."""
        return bool(self._dated)

    def base(self, person: Stored) -> Fraction:
        """The rate an hour before any change; zero for whoever has none."""
        return self._base.get(str(person), Fraction(0))

    def on(self, person: Stored, day: int) -> Fraction:
        """The rate an hour on a day (days since 1970-01-01)."""
        steps = self._dated.get(str(person), [])
        place = bisect_right(steps, day, key=lambda step: step[0]) - 1
        return steps[place][1] if place >= 0 else self.base(person)

    def changes(self, person: Stored) -> Sequence[tuple[int, Fraction]]:
        """(day, rate an hour from then on), by day."""
        return self._dated.get(str(person), ())


class PlannedCost(Struct, frozen=True):
    """Minor units by position of the item table: of an item's own work, and of what is planned for it besides.

    ``other`` are costs planned for no item (or for one that is gone): day, if they have one, and amount. What is
    planned for a dropped item is in none of them.
    """

    labour: tuple[int, ...]
    planned: tuple[int, ...]
    other: tuple[tuple[int | None, int], ...]

    @property
    def own(self) -> list[int]:
        """What each item costs without what lies below it."""
        return [work + rest for work, rest in zip(self.labour, self.planned, strict=True)]

    @property
    def total(self) -> int:
        return sum(self.labour) + sum(self.planned) + sum(amount for _, amount in self.other)


def planned_cost(plan: Plan, context: InputContext) -> PlannedCost:
    """Planned cost of every item; nothing for what is dropped. Raises as `schedule_of`, where rates are dated."""
    from tpm_tui.planning.model.network_from_plan import reads_of

    reads = (*COST_READS, *reads_of(plan))
    return plan.memoised(f"planned_cost.{context.today}", reads, lambda: _planned_cost(plan, context))


def _planned_cost(plan: Plan, context: InputContext) -> PlannedCost:
    table, out, network, digits = plan["item"], dropped_items(plan), network_of(plan, context), currency_digits(plan)
    rates, workers, children = RateTable(plan), workers_of(plan), plan.children
    schedule = _schedule(plan, context) if rates else None
    labour, other_of = [0] * len(table), [0] * len(table)
    undated: dict[int, Fraction] = {}  # by the team's list, which items with the same team share
    for place, id_ in enumerate(table.ids):
        if not out[place] and id_ in workers and id_ not in children:
            minutes = network.duration[place]
            if schedule is not None:
                hourly = _hourly(rates, workers[id_], schedule, place)
            else:
                team = id(workers[id_])
                hourly = undated[team] if team in undated else _hourly(rates, workers[id_], None, place)
                undated[team] = hourly
            if hourly:
                labour[place] = _cost_of(minutes, hourly, digits)
    c = plan["cost"].columns
    other: list[tuple[int | None, int]] = []
    for item, planned, at in zip(c["item"], c["planned"], c["at"], strict=True):
        amount = minor_units(stored_amount(planned), digits)
        position = table.position.get(str(item))
        if position is not None:
            other_of[position] += 0 if out[position] else amount
        elif amount:
            other.append((None if at is None else to_day_number(date.fromisoformat(str(at))), amount))
    return PlannedCost(tuple(labour), tuple(other_of), tuple(other))


def _schedule(plan: Plan, context: InputContext) -> Schedule:
    from tpm_tui.planning.cpm.schedule_of_plan import schedule_of

    return schedule_of(plan, context)


def _hourly(
    rates: RateTable, workers: Sequence[tuple[str, Fraction]], schedule: Schedule | None, place: int
) -> Fraction:
    """What an hour of the item costs on average over its working time."""
    hourly = Fraction(0)
    for person, units in workers:
        changes = rates.changes(person) if schedule is not None else ()
        if schedule is None or not changes:
            hourly += rates.base(person) * units / 100
            continue
        calendar = schedule.network.calendar_of(place)
        start, finish = schedule.start[place], schedule.finish[place]
        whole = calendar.between(start, finish)
        if not whole:
            hourly += rates.on(person, start // MINUTES_PER_DAY) * units / 100
            continue
        cuts = [max(start, min(day * MINUTES_PER_DAY, finish)) for day, _ in changes]
        spans = zip([start, *cuts], [*cuts, finish], [rates.base(person), *(rate for _, rate in changes)], strict=True)
        parts = [calendar.between(low, high) * rate for low, high, rate in spans]
        hourly += sum(parts, Fraction(0)) / whole * units / 100
    return hourly


def _cost_of(minutes: int, hourly: Fraction, digits: int) -> int:
    """Minor units of minutes at a rate an hour, rounded once, half to even: whole numbers, as they are faster."""
    return rounded_quotient(minutes * hourly.numerator * 10**digits, MINUTES_PER_HOUR * hourly.denominator)


def rounded_quotient(numerator: int, denominator: int) -> int:
    """The whole number next to a quotient, half to even; the denominator is positive."""
    whole, rest = divmod(numerator, denominator)
    up = 2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1)
    return whole + int(up)


def amounts_with_descendants(plan: Plan, context: InputContext, own: Sequence[int]) -> list[int]:
    """Amounts of items with those of all that lies below them."""
    table, network = plan["item"], network_of(plan, context)
    whole = list(own)
    for place in sorted(range(len(table)), key=network.rank.__getitem__, reverse=True):
        above = table.position.get(str(table.columns["parent"][place]))
        if above is not None:
            whole[above] += whole[place]
    return whole


def time_entry_amounts(plan: Plan) -> list[int]:
    """What each time entry cost, in minor units: the amount kept with it, else its minutes at the rate of its day."""
    rates, digits = RateTable(plan), currency_digits(plan)
    c = plan["time_entry"].columns
    amounts = []
    for person, day, minutes, amount in zip(c["person"], c["day"], c["minutes"], c["amount"], strict=True):
        if amount is not None:
            amounts.append(minor_units(stored_amount(amount), digits))
        else:
            hourly = rates.on(person, to_day_number(date.fromisoformat(str(day))))
            amounts.append(_cost_of(int(minutes or 0), hourly, digits))
    return amounts


def entry_amount(plan: Plan, person: str, day: date, minutes: int) -> Decimal:
    """What minutes of a person cost on a day, rounded once to the minor unit."""
    from tpm_tui.domain.values.amounts import labour_cost, of_minor_units

    digits = currency_digits(plan)
    return of_minor_units(labour_cost(minutes, RateTable(plan).on(person, to_day_number(day)), digits), digits)
