"""The columns of releases and of metrics that nobody sets."""

from tpm_tui.domain.derived.columns.derived_column import derived_by_name, derived_column, minutes_between
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.codec import Stored


def _latest_reading(plan: Plan, _context: InputContext) -> list[Stored]:
    readings, latest = plan["reading"], []
    for metric in plan["metric"].ids:
        mine = plan.ids_by_reference("reading", "metric").get(metric, ())
        newest = max(mine, key=lambda r: str(readings.value(r, "at")), default=None)
        latest.append(readings.value(newest, "value") if newest else None)
    return latest


DERIVED = {
    "release": derived_by_name(
        (derived_column("to_restore", int, "Restored in", width=10, format="elapsed"),
         minutes_between("release", "detected", "restored")),
    ),
    "metric": derived_by_name((derived_column("latest", float, "Latest", width=8), _latest_reading)),
}  # fmt: skip
