"""The S-curve, its months and cash by category: worked by hand, and sums that agree."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpm_tui.planning.money.cost_curve import (
    CashMonth,
    CostMonth,
    DatedCost,
    cash_by_category,
    cost_curve,
    cost_months,
)

EPOCH = date(1970, 1, 1)
CATEGORIES = ("labour", "vendor", "licence")


def day(text: str) -> int:
    return (date.fromisoformat(text) - EPOCH).days


def test_a_plan_of_two_months_worked_by_hand() -> None:
    planned = [DatedCost(day("2027-01-30"), "labour", 100), DatedCost(day("2027-02-02"), "vendor", 300)]
    actual = [DatedCost(day("2027-01-30"), "labour", 150), DatedCost(day("2027-02-20"), "vendor", 999)]
    remaining = [DatedCost(day("2027-01-15"), "vendor", 40), DatedCost(day("2027-02-02"), "vendor", 300)]
    curve = cost_curve(planned, actual, remaining, day("2027-01-31"))
    assert curve.first == day("2027-01-30")
    assert curve.planned == (100, 100, 100, 400)
    assert curve.actual == (150, 150, None, None), "what is dated after the status date is not spent"
    assert curve.forecast == (None, 150, 190, 490), "what should be spent already is spent the day after"
    assert cost_months(curve) == [
        CostMonth(date(2027, 1, 1), 100, 150, None, 150),
        CostMonth(date(2027, 2, 1), 300, None, 340, 490),
    ]


def test_a_status_date_within_a_month_splits_it_into_spent_and_forecast() -> None:
    curve = cost_curve(
        [DatedCost(day("2027-03-01"), "labour", 10), DatedCost(day("2027-03-20"), "labour", 10)],
        [DatedCost(day("2027-03-01"), "labour", 12)],
        [DatedCost(day("2027-03-20"), "labour", 11)],
        day("2027-03-10"),
    )
    assert cost_months(curve) == [CostMonth(date(2027, 3, 1), 20, 12, 11, 23)]


def test_a_month_without_cost_is_a_row() -> None:
    costs = [DatedCost(day("2027-01-31"), "vendor", 5), DatedCost(day("2027-03-01"), "labour", 7)]
    assert cash_by_category(costs, CATEGORIES) == [
        CashMonth(date(2027, 1, 1), (0, 5, 0)),
        CashMonth(date(2027, 2, 1), (0, 0, 0)),
        CashMonth(date(2027, 3, 1), (7, 0, 0)),
    ]
    assert cash_by_category([], CATEGORIES) == []
    with pytest.raises(ValueError, match="'travel' is no category"):
        cash_by_category([DatedCost(0, "travel", 1)], CATEGORIES)


costs = st.lists(
    st.builds(DatedCost, st.integers(20_000, 20_400), st.sampled_from(CATEGORIES), st.integers(0, 10**9)), max_size=20
)


@given(costs, costs, costs, st.integers(19_900, 20_500))
def test_columns_never_fall_and_months_sum_to_them(
    planned: list[DatedCost], actual: list[DatedCost], remaining: list[DatedCost], status: int
) -> None:
    curve = cost_curve(planned, actual, remaining, status)
    spent = sum(cost.amount for cost in actual if cost.day <= status)
    assert list(curve.planned) == sorted(curve.planned)
    assert curve.planned[-1] == sum(cost.amount for cost in planned)
    assert curve.actual[status - curve.first] == curve.forecast[status - curve.first] == spent
    assert curve.forecast[-1] == spent + sum(cost.amount for cost in remaining)
    months = cost_months(curve)
    assert sum(month.planned for month in months) == curve.planned[-1]
    assert sum(month.actual or 0 for month in months) == spent
    assert sum((month.actual or 0) + (month.forecast or 0) for month in months) == curve.forecast[-1]
    assert months[-1].to_date == curve.forecast[-1]
    assert [month.to_date for month in months] == sorted(month.to_date for month in months)


@given(costs)
def test_cash_sums_by_category_and_by_month(rows: list[DatedCost]) -> None:
    months = cash_by_category(rows, CATEGORIES)
    assert sum(month.total for month in months) == sum(cost.amount for cost in rows)
    for place, category in enumerate(CATEGORIES):
        assert sum(month.amounts[place] for month in months) == sum(c.amount for c in rows if c.category == category)
    for month in months:
        inside = [c.amount for c in rows if (EPOCH + timedelta(c.day)).replace(day=1) == month.month]
        assert month.total == sum(inside)
