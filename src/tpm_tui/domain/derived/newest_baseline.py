"""The baseline that a plan is measured against where none is named."""

from tpm_tui.domain.plan.plan import Plan


def newest_baseline(plan: Plan) -> str | None:
    """Id of the baseline that was taken last, None in a plan without one."""
    table = plan["baseline"]
    taken = table.columns["taken"]
    return max(table.ids, key=lambda id_: (str(taken[table.position[id_]] or ""), table.position[id_]), default=None)
