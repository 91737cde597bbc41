"""The trend of earned value: its figures at the end of each week, from the start of the baseline to the status date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.money.earned_value.planned_value import planned_value

if TYPE_CHECKING:
    from tpm_tui.planning.money.earned_value.earned_schedule import EarnedSchedule
    from tpm_tui.planning.money.earned_value.earned_value import EarnedValue
    from tpm_tui.planning.money.earned_value.earned_value_of_plan import PlanEarnedValue

#: Weeks that a trend looks back at most: two years.
MOST_WEEKS = 104


class TrendPoint(Struct, frozen=True):
    """The figures at the end of a day (since 1970-01-01), in minor units and working days."""

    day: int
    value: EarnedValue
    schedule: EarnedSchedule
    ieac_finish: date | None


def week_ends(plan: Plan, baseline: str, status_day: int) -> list[int]:
    """The Sundays from the start of a baseline to the status date, and that date itself; days since 1970-01-01."""
    first = max(planned_value(plan, baseline).first, status_day - 7 * MOST_WEEKS + 1)
    sunday = first + (3 - first) % 7  # day 3, 1970-01-04, is one
    return [*range(sunday, status_day, 7), status_day] if first <= status_day else [status_day]


def trend_point(earned: PlanEarnedValue) -> TrendPoint:
    """The figures of a trend at one status date."""
    return TrendPoint(earned.status_day, earned.total, earned.schedule, earned.ieac_finish)
