"""The columns of risks and of their mitigations that nobody sets."""

from collections.abc import Callable

from tpm_tui.domain.derived.columns.derived_column import (
    ColumnValues,
    derived_by_name,
    derived_column,
    named_columns,
    overdue_column,
    past_due,
)
from tpm_tui.domain.derived.risk_levels import NOT_SCORED, RiskLevels, risk_levels
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.codec import Stored


def _level_values(figure: Callable[[RiskLevels], int | None]) -> ColumnValues:
    """One figure of the levels of risks."""
    return lambda plan, context: [figure(levels) for levels in risk_levels(plan, context.today)]


def _review_overdue(plan: Plan, context: InputContext) -> list[Stored]:
    c, today = plan["risk"].columns, context.today.isoformat()
    return [
        int(day is not None and str(day) < today and status == "open")
        for day, status in zip(c["review_by"], c["status"], strict=True)
    ]


DERIVED = {
    "risk": derived_by_name(
        (derived_column("probability_level", int, "P", width=5, help="by the chance, else as judged"),
         _level_values(lambda levels: levels.probability)),
        (derived_column("impact_level", int, "I", width=5, help="by the delay, else as judged"),
         _level_values(lambda levels: levels.impact)),
        (derived_column("score", int, "Score", width=5, empty=NOT_SCORED,
                        help="P times I, after the response where that was said"),
         _level_values(lambda levels: levels.score)),
        (derived_column("inherent", int, "Score before", width=5, empty=NOT_SCORED),
         _level_values(lambda levels: levels.inherent_score)),
        overdue_column("Review overdue", _review_overdue),
    ),
    "mitigation": derived_by_name(overdue_column("Overdue", past_due("mitigation", "done"))),
}  # fmt: skip

FORECAST = {
    "risk": named_columns(
        derived_column("p80_days", float, "P80 costs", width=10, help="working days P80 would gain without it"),
        derived_column("response_p80_days", float, "P80 buys", width=9, help="working days its response buys"),
        derived_column("days_per_1000", float, "Days/1000", width=10, help="days its response buys for 1,000 of money"),
    ),
}
