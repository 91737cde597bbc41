"""What a plan costs over time: the S-curve of planned, actual and forecast cost, and the months of it by category.

Amounts are whole minor units and days are counted from 1970-01-01, so that every sum is exact and a table agrees with
the curve beside it.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import accumulate

from msgspec import Struct

_EPOCH = date(1970, 1, 1)


class DatedCost(Struct, frozen=True):
    """An amount in minor units that falls on a day, in a category."""

    day: int
    category: str
    amount: int


class CostCurve(Struct, frozen=True):
    """Cumulative cost at the end of each day from ``first`` on, three columns of equal length.

    ``actual`` ends at the status date; ``forecast`` begins there with what is spent by then and adds what the plan says
    the rest costs; where a column does not hold it has None.
    """

    first: int
    planned: tuple[int, ...]
    actual: tuple[int | None, ...]
    forecast: tuple[int | None, ...]


class CostMonth(Struct, frozen=True):
    """Cost within one month, and cumulative at its end; None where a column of the curve does not reach."""

    month: date
    planned: int
    actual: int | None
    forecast: int | None
    to_date: int
    """what is spent or, after the status date, forecast by the end of the month"""


class CashMonth(Struct, frozen=True):
    """Amounts within one month by category, in the order of the categories asked for."""

    month: date
    amounts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.amounts)


def cost_curve(
    planned: Iterable[DatedCost], actual: Iterable[DatedCost], remaining: Iterable[DatedCost], status_day: int
) -> CostCurve:
    """The S-curve of a plan at the end of its status date.

    ``remaining`` is what is still to be spent; what it dates before the day after the status date falls on that day.
    Actual cost dated after the status date is not counted, as it is not spent yet.
    """
    plan = _by_day(planned)
    spent = {day: amount for day, amount in _by_day(actual).items() if day <= status_day}
    rest: dict[int, int] = {}
    for day, amount in _by_day(remaining).items():
        rest[max(day, status_day + 1)] = rest.get(max(day, status_day + 1), 0) + amount
    first = min([*plan, *spent, *rest, status_day])
    last = max([*plan, *spent, *rest, status_day])
    days = range(first, last + 1)
    by_now = list(accumulate(spent.get(day, 0) for day in range(first, status_day + 1)))
    to_come = list(accumulate((rest.get(day, 0) for day in range(status_day + 1, last + 1)), initial=by_now[-1]))
    return CostCurve(
        first,
        tuple(accumulate(plan.get(day, 0) for day in days)),
        (*by_now, *[None] * (last - status_day)),
        (*[None] * (status_day - first), *to_come),
    )


def cost_months(curve: CostCurve) -> list[CostMonth]:
    """The curve by calendar months, from the first to the last with any day of it."""
    months: list[CostMonth] = []
    before = (0, 0, 0)
    spent_until = next((at for at, amount in enumerate(curve.forecast) if amount is not None), len(curve.planned) - 1)
    at_status = curve.actual[spent_until] or 0
    for start, end in _months(curve.first, len(curve.planned)):
        planned = curve.planned[end]
        actual = curve.actual[min(end, spent_until)] or 0
        forecast = (curve.forecast[end] if end >= spent_until else None) or at_status
        months.append(
            CostMonth(
                month=(_EPOCH + timedelta(curve.first + start)).replace(day=1),
                planned=planned - before[0],
                actual=actual - before[1] if start <= spent_until else None,
                forecast=forecast - max(before[2], at_status) if end > spent_until else None,
                to_date=forecast if end > spent_until else actual,
            )
        )
        before = (planned, actual, forecast)
    return months


def _months(first: int, days: int) -> Iterable[tuple[int, int]]:
    """First and last place of each month within a run of days."""
    start = 0
    while start < days:
        day = _EPOCH + timedelta(first + start)
        following = (day.replace(day=1) + timedelta(32)).replace(day=1)
        end = min(start + (following - day).days, days) - 1
        yield start, end
        start = end + 1


def cash_by_category(costs: Sequence[DatedCost], categories: Sequence[str]) -> list[CashMonth]:
    """Amounts by month and category, months without any between the first and the last included.

    ValueError for a cost whose category is none of these: a table that left it out would not sum up.
    """
    places = {category: at for at, category in enumerate(categories)}
    by_month: dict[date, list[int]] = {}
    for cost in costs:
        if cost.category not in places:
            raise ValueError(f"{cost.category!r} is no category of cost here")
        month = (_EPOCH + timedelta(cost.day)).replace(day=1)
        by_month.setdefault(month, [0] * len(categories))[places[cost.category]] += cost.amount
    months: list[CashMonth] = []
    month = min(by_month, default=_EPOCH)
    while by_month and month <= max(by_month):
        months.append(CashMonth(month, tuple(by_month.get(month, [0] * len(categories)))))
        month = (month + timedelta(32)).replace(day=1)
    return months


def _by_day(costs: Iterable[DatedCost]) -> dict[int, int]:
    sums: dict[int, int] = {}
    for cost in costs:
        sums[cost.day] = sums.get(cost.day, 0) + cost.amount
    return sums
