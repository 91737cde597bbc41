"""Dates beside the screen: which plan they are of, and which plan has none."""

from datetime import date

from support.plans import plan_of
from tpm_tui.app.services.calculations.scheduler import Scheduler
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.planning.analysis.schedule_result import ScheduleRequest, ScheduleResult

CONTEXT = InputContext(date(2026, 11, 23))
FINE = plan_of([("item", "a", {"title": "Fence"})])
CIRCLE = plan_of(
    [
        ("item", "a", {"title": "Fence"}),
        ("item", "b", {"title": "Gate"}),
        ("link", "ab", {"predecessor": "a", "successor": "b"}),
        ("link", "ba", {"predecessor": "b", "successor": "a"}),
    ]
)


async def scheduled(*plans: Plan) -> tuple[list[ScheduleResult], list[tuple[Plan, str]]]:
    """The results and the failures of which a scheduler tells that is given plans faster than it computes."""
    results: list[ScheduleResult] = []
    failures: list[tuple[Plan, str]] = []
    scheduler = Scheduler(results.append, lambda plan, text: failures.append((plan, text)))
    try:
        for plan in plans:
            scheduler.plan(ScheduleRequest(plan, CONTEXT))
        await scheduler.wait_until_idle(30)
    finally:
        scheduler.close()
    return results, failures


async def test_a_plan_without_dates_is_named() -> None:
    results, [(plan, text)] = await scheduled(CIRCLE)
    assert plan is CIRCLE
    assert text.startswith("the dates cannot be worked out: ")
    assert not results


async def test_only_the_newest_plan_counts() -> None:
    results, failures = await scheduled(CIRCLE, FINE)
    assert [one.plan for one in results] == [FINE]
    assert not failures
    results, [(plan, _)] = await scheduled(FINE, CIRCLE)
    assert plan is CIRCLE
    assert not results
