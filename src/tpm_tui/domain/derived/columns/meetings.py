"""The columns that nobody sets of what meetings lead to."""

from tpm_tui.domain.derived.columns.derived_column import derived_by_name, overdue_column, past_due

DERIVED = {"action": derived_by_name(overdue_column("Overdue", past_due("action", "done")))}
