"""The estimate at completion of the top line: only ever that of the plan on the screen."""

from datetime import date
from pathlib import Path

from support.plans import plan_of
from tpm_tui.app.services.calculations.cost_estimator import CostEstimate, cost_estimate
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.workspace.status_bar import status_bar_text
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.planning.money.money_findings import EstimateAgainstBudget

CONTEXT = InputContext(date(2026, 11, 23))


def top_line(session: WorkspaceSession) -> str:
    left, _ = status_bar_text(session)
    return "".join(text for text, _ in left)


def test_the_estimate_of_another_plan_is_not_shown() -> None:
    session = WorkspaceSession(Path("garden.db"), CONTEXT)
    estimate = EstimateAgainstBudget("1 310 000", "1 250 000", "cpi", 4.8, True, (131_000_000, 125_000_000))
    session.cost_estimate = CostEstimate(session.plan, estimate)
    assert "EAC 1 310 000 of 1 250 000" in top_line(session)
    session.plan = plan_of([("item", "a", {"title": "Fence"})])
    assert "EAC" not in top_line(session)


def test_a_plan_without_a_budget_is_named_with_its_none() -> None:
    plan = plan_of([("item", "a", {"title": "Fence"})])
    assert cost_estimate(plan, CONTEXT) == CostEstimate(plan, None)
