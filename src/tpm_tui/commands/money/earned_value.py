"""Earned value at any status date, as the history of the file stood then, and its trend by week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tpm_tui.domain.kinds import PROGRAMME_ID
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_day_number
from tpm_tui.store.store import Store

if TYPE_CHECKING:
    from tpm_tui.planning.money.earned_value.earned_value_of_plan import PlanEarnedValue
    from tpm_tui.planning.money.earned_value.earned_value_trend import TrendPoint

_EPOCH = date(1970, 1, 1)


def plan_as_of_day(store: Store, plan: Plan, day: int, context: InputContext, later: Plan | None = None) -> Plan | None:
    """The plan as it stood at the end of a past day (since 1970-01-01); None for today and later, and for the status
    date of the file: what is in it is said of that day.

    Where the history begins after it, the plan as far as its own dates tell. ``later`` is what this has answered for a
    later day: going back from there is shorter.
    """
    from tpm_tui.planning.money.actual_cost import status_day_of
    from tpm_tui.planning.money.status_date import plan_cut_at

    if day >= to_day_number(context.today) or day == status_day_of(plan, context):
        return None
    end = datetime.combine(_EPOCH + timedelta(days=day + 1), time()).astimezone()
    then = store.as_of(end - timedelta(milliseconds=1), later)
    return then if PROGRAMME_ID in then["programme"] else plan_cut_at(plan, day)


def earned_value_at(store: Store, plan: Plan, context: InputContext, baseline: str, day: int) -> PlanEarnedValue:
    """Earned value of a file at the end of a day. ValidationError where rates hang on dates it has not; StoreError."""
    return earned_value_then(plan, context, baseline, day, plan_as_of_day(store, plan, day, context))


def earned_value_trend(
    store: Store, plan: Plan, context: InputContext, baseline: str, status_day: int
) -> Iterator[TrendPoint]:
    """The figures at the end of each week up to the status date, the newest first. Raises as `earned_value_at`."""
    from tpm_tui.planning.money.earned_value.earned_value_trend import trend_point, week_ends

    later = None
    for day in reversed(week_ends(plan, baseline, status_day)):
        then = plan_as_of_day(store, plan, day, context, later)
        later = then if then is not None and then.sequence < plan.sequence else later
        yield trend_point(earned_value_then(plan, context, baseline, day, then))


def earned_value_then(plan: Plan, context: InputContext, baseline: str, day: int, then: Plan | None) -> PlanEarnedValue:
    """Earned value of a plan at the end of a day, ``then`` as :func:`plan_as_of_day` answers. ValidationError."""
    from tpm_tui.planning.cpm.schedule_of_plan import validated_schedule
    from tpm_tui.planning.money.earned_value.earned_value_of_plan import plan_earned_value

    at = context if then is None else replace(context, today=_EPOCH + timedelta(days=day))
    if len((then or plan)["rate"]):  # only what changes its rate on a day needs dates
        validated_schedule(then or plan, at)
    return plan_earned_value(plan, at, baseline, day, then=then)
