"""The columns of incidents that nobody sets."""

from tpm_tui.domain.derived.columns.derived_column import derived_by_name, derived_column, minutes_between
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.codec import Stored


def _state(plan: Plan, _context: InputContext) -> list[Stored]:
    c = plan["incident"].columns
    return [
        "resolved" if r else "mitigated" if m else "open" for r, m in zip(c["resolved"], c["mitigated"], strict=True)
    ]


DERIVED = {
    "incident": derived_by_name(
        (derived_column("state", str, "State", width=9, choices=("open", "mitigated", "resolved")), _state),
        (derived_column("to_acknowledge", int, "Acknowledged in", width=10, format="elapsed"),
         minutes_between("incident", "detected", "acknowledged")),
        (derived_column("to_resolve", int, "Resolved in", width=10, format="elapsed"),
         minutes_between("incident", "detected", "resolved")),
    ),
}  # fmt: skip
