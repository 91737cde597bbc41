"""What about money is worth a look: budgets, an estimate beyond its tolerance, weights that do not sum up."""

from fractions import Fraction

from msgspec import Struct

from tpm_tui.domain.derived.newest_baseline import newest_baseline
from tpm_tui.domain.kinds import PROGRAMME_ID
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.amounts import minor_units, of_minor_units, show_amount, stored_amount
from tpm_tui.planning.money.actual_cost import status_day_of
from tpm_tui.planning.money.budget import MoneyWarning, money_summary


def money_findings(plan: Plan, context: InputContext) -> list[tuple[str, str, str]]:
    """(kind, id, what is worth a look). Raises as `schedule_of`."""
    beyond = tolerance_warning(plan, context)
    warnings = [*money_summary(plan, context).warnings, *([] if beyond is None else [beyond])]
    return [*(("programme", PROGRAMME_ID, warning.text) for warning in warnings), *_weight_findings(plan)]


class EstimateAgainstBudget(Struct, frozen=True):
    """The chosen estimate at completion beside the budget, as a person reads them; whether it is beyond tolerance.
    ``units`` are both in minor units."""

    estimate: str
    budget: str
    method: str
    tolerance: float
    is_beyond: bool
    units: tuple[int, int]


def estimate_against_budget(plan: Plan, context: InputContext) -> EstimateAgainstBudget | None:
    """EAC beside the budget of the programme, else the budget at completion of the newest baseline.

    None where either is unknown. Raises as `schedule_of`.
    """
    baseline = newest_baseline(plan)
    if baseline is None or not any(value is not None for value in plan["baseline_entry"].columns["cost"]):
        return None
    # Only a baseline with costs needs the vectors that earned value is counted with.
    from tpm_tui.planning.money.earned_value.earned_value_of_plan import plan_earned_value

    earned = plan_earned_value(plan, context, baseline, status_day_of(plan, context))
    said, estimate = plan.programme("budget"), earned.total.eac
    budget = Fraction(earned.total.bac if said is None else minor_units(stored_amount(said), earned.digits))
    if estimate is None or not budget:
        return None
    percent = Fraction(str(plan.programme("tolerance") or 0))
    units = round(estimate), round(budget)
    shown = [show_amount(of_minor_units(one, earned.digits), earned.digits) for one in units]
    beyond = estimate > budget * (100 + percent) / 100
    return EstimateAgainstBudget(shown[0], shown[1], earned.method.value, float(percent), beyond, units)


def tolerance_warning(plan: Plan, context: InputContext) -> MoneyWarning | None:
    """That the estimate at completion lies beyond the programme's tolerance, if it does. Raises as `schedule_of`."""
    said = estimate_against_budget(plan, context)
    if said is None or not said.is_beyond:
        return None
    return MoneyWarning(
        "tolerance",
        f"the estimate at completion, {said.estimate} ({said.method}), lies more than"
        f" {said.tolerance:g}% above the budget of {said.budget}",
        (
            ("estimate at completion", said.units[0], "money"),
            ("budget", said.units[1], "money"),
            ("tolerance", said.tolerance, "percent"),
        ),
    )


def _weight_findings(plan: Plan) -> list[tuple[str, str, str]]:
    """Items that earn by weighted milestones whose weights do not sum to 100."""
    table, checks = plan["item"], plan["check"].columns
    weights: dict[str, int] = {}
    for item, weight in zip(checks["item"], checks["weight"], strict=True):
        weights[str(item)] = weights.get(str(item), 0) + int(weight or 0)
    for parent, weight in zip(table.columns["parent"], table.columns["weight"], strict=True):
        if parent is not None and weight is not None:
            weights[str(parent)] = weights.get(str(parent), 0) + int(weight)
    return [
        ("item", id_, f"it earns by weighted milestones, but their weights sum to {weights.get(id_, 0)}, not 100")
        for id_, rule in zip(table.ids, table.columns["earning_rule"], strict=True)
        if rule == "weighted milestones" and weights.get(id_, 0) != 100
    ]
