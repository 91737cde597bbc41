"""The columns of stakeholders and of the log of contacts that nobody sets."""

from datetime import date

from tpm_tui.domain.derived.columns.derived_column import derived_by_name, derived_column, overdue_column, past_due
from tpm_tui.domain.derived.contacts import (
    STAKEHOLDER_QUADRANTS,
    contact_due_values,
    contact_overdue_values,
    last_contact_values,
    quadrant_values,
)

DERIVED = {
    "stakeholder": derived_by_name(
        (derived_column("quadrant", str, "Approach", width=14, choices=STAKEHOLDER_QUADRANTS), quadrant_values),
        (derived_column("last_contact", date, "Last contact", width=10), last_contact_values),
        (derived_column("contact_due", date, "Contact due", width=11), contact_due_values),
        overdue_column("Overdue", contact_overdue_values),
    ),
    "contact": derived_by_name(overdue_column("Promise overdue", past_due("contact", "kept"))),
}
