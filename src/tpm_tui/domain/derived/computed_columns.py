"""The columns that planning adds to kinds of record, declared; their values come of planning, which loads more."""

from datetime import datetime

from tpm_tui.domain.derived.derived_columns import derived_column
from tpm_tui.domain.fields import Column

_START = {"width": 12, "format": "start"}
_FINISH = {"width": 12, "format": "finish"}

SCHEDULE_COLUMNS: dict[str, Column] = {
    column.name: column
    for column in (
        derived_column("start", datetime, "Start", **_START),
        derived_column("finish", datetime, "Finish", **_FINISH),
        derived_column("early_start", datetime, "Early start", **_START),
        derived_column("early_finish", datetime, "Early finish", **_FINISH),
        derived_column("late_start", datetime, "Late start", **_START),
        derived_column("late_finish", datetime, "Late finish", **_FINISH),
        derived_column("total_slack", int, "Slack", width=8, format="lag"),
        derived_column("free_slack", int, "Free slack", width=8, format="lag"),
        derived_column("critical", bool, "Critical", width=8),
    )
}
"""What the schedule adds to an item. Instants are ISO local time to the minute, slack is working minutes."""

BLOCK_COLUMN = derived_column("blocked_days", int, "Blocked for", width=11, help="working days since it was blocked")
"""The age of an item's block."""

FORECAST_COLUMNS: dict[str, dict[str, Column]] = {
    "item": {
        column.name: column
        for column in (
            derived_column("criticality", int, "Critical in", width=11, format="percent"),
            derived_column("p80", datetime, "P80", width=12, format="finish"),
        )
    },
    "objective": {
        column.name: column
        for column in (
            derived_column("effort_share", int, "Effort", width=6, format="percent", help="of the effort of all work"),
            derived_column("last_p80", datetime, "Last item P80", width=13, format="finish"),
        )
    },
    "risk": {
        column.name: column
        for column in (
            derived_column("p80_days", float, "P80 costs", width=10, help="working days P80 would gain without it"),
            derived_column("response_p80_days", float, "P80 buys", width=9, help="working days its response buys"),
            derived_column(
                "days_per_1000", float, "Days/1000", width=10, help="days its response buys for 1,000 of money"
            ),
        )
    },
}
"""What a forecast adds to items, objectives and risks."""

VARIANCE_COLUMNS: dict[str, Column] = {
    column.name: column
    for column in (
        derived_column("start_variance", int, "Start slip", width=9, format="lag"),
        derived_column("finish_variance", int, "Finish slip", width=9, format="lag"),
    )
}
"""What a baseline adds to an item: working minutes, positive where it is later than in the baseline."""


def computed_columns(kind: str) -> dict[str, Column]:
    """Every column that planning may add to a kind, by name."""
    own = {BLOCK_COLUMN.name: BLOCK_COLUMN} | SCHEDULE_COLUMNS | VARIANCE_COLUMNS
    return (own if kind == "item" else {}) | FORECAST_COLUMNS.get(kind, {})
