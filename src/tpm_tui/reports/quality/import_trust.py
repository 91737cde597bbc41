"""What can be trusted of a plan that has just been imported: its forecast, its pace, its reference classes."""

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext


def import_trust(plan: Plan, context: InputContext) -> list[str]:
    """A sentence each: how much of the open work has an estimate, and what the finished items say of the pace; nothing
    of a plan without items."""
    from tpm_tui.planning.flow.throughput import throughput
    from tpm_tui.planning.model.estimate_coverage import estimate_coverage
    from tpm_tui.reports.schedule.forecast.forecast import coverage_text, pace_text

    coverage = estimate_coverage(plan)
    if not coverage.open_work:
        return []
    estimated = (
        "the one open item has an estimate"
        if coverage.open_work == 1
        else (f"all {coverage.open_work} open items have an estimate")
    )
    said = [coverage_text(coverage) or estimated]
    if not coverage.is_founded:
        said.append(pace_text(throughput(plan, context.today), context))
    return said
