"""What each option of a decision would do to the plan: its changes tried in a what-if, and the dates and cost after."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct

from tpm_tui.commands.scope.written_plan_changes import apply_change_lines
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError

if TYPE_CHECKING:
    from tpm_tui.planning.montecarlo.simulation_result import SimulationResult
    from tpm_tui.reports.risks_issues_decisions.option_outcomes import PlanOutcome


class OptionPlan(Struct, frozen=True):
    """A plan with an option's changes, or why they do not fit it; both None where the option names none."""

    plan: Plan | None = None
    refused: str | None = None


def option_plan(plan: Plan, context: InputContext, option: str) -> OptionPlan:
    """The plan as it would be with an option; the plan itself stays as it is."""
    from tpm_tui.store.what_if import WhatIf

    text = str(plan.value("option", option, "what_if") or "")
    if not text.strip():
        return OptionPlan()
    what_if = WhatIf(plan, context, "")
    try:
        with what_if.transaction(plan.title("option", option)) as tx:
            apply_change_lines(tx, text)
    except ValidationError as error:
        return OptionPlan(refused=error.reason)
    return OptionPlan(what_if.plan)


def option_outcomes(
    plan: Plan, context: InputContext, decision: str, simulate: Callable[[Plan], SimulationResult]
) -> dict[str | None, PlanOutcome]:
    """Key of each option that says what it changes -> what comes of the plan then; None -> the plan as it is.

    Empty where no option says so. ``simulate`` makes the forecast of a plan, every one from the same seed. Raises
    ValidationError where the plan itself has no dates or no items.
    """
    from tpm_tui.reports.risks_issues_decisions.option_outcomes import PlanOutcome, plan_outcome

    options = plan.ids_by_reference("option", "decision").get(decision, ())
    tried = {str(plan.value("option", id_, "key")): option_plan(plan, context, id_) for id_ in options}
    tried = {key: one for key, one in tried.items() if one != OptionPlan()}
    if not tried:
        return {}
    outcomes: dict[str | None, PlanOutcome] = {None: plan_outcome(plan, context, simulate(plan))}
    for key, one in tried.items():
        try:
            outcomes[key] = (
                PlanOutcome(refused=one.refused)
                if one.plan is None
                else plan_outcome(one.plan, context, simulate(one.plan))
            )
        except ValidationError as error:
            outcomes[key] = PlanOutcome(refused=error.reason)
    return outcomes
