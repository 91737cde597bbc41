"""The columns of objectives that nobody sets."""

from datetime import datetime

from tpm_tui.domain.derived.columns.derived_column import derived_column, named_columns

FORECAST = {
    "objective": named_columns(
        derived_column("effort_share", int, "Effort", width=6, format="percent", help="of the effort of all work"),
        derived_column("last_p80", datetime, "Last item P80", width=13, format="finish"),
    ),
}
