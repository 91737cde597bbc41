"""The columns that planning adds to kinds of record, declared; their values come of modules that load more."""

from datetime import datetime

from tpm_tui.domain.derived import computed
from tpm_tui.domain.fields import Column

_START = {"width": 12, "format": "start"}
_FINISH = {"width": 12, "format": "finish"}

SCHEDULE: dict[str, Column] = {
    column.name: column
    for column in (
        computed("start", datetime, "Start", **_START),
        computed("finish", datetime, "Finish", **_FINISH),
        computed("early_start", datetime, "Early start", **_START),
        computed("early_finish", datetime, "Early finish", **_FINISH),
        computed("late_start", datetime, "Late start", **_START),
        computed("late_finish", datetime, "Late finish", **_FINISH),
        computed("total_slack", int, "Slack", width=8, format="lag"),
        computed("free_slack", int, "Free slack", width=8, format="lag"),
        computed("critical", bool, "Critical", width=8),
    )
}
"""What the schedule adds to an item. Instants are ISO local time to the minute, slack is working minutes."""

FORECAST: dict[str, dict[str, Column]] = {
    "item": {
        column.name: column
        for column in (
            computed("criticality", int, "Critical in", width=11, format="percent"),
            computed("p80", datetime, "P80", width=12, format="finish"),
        )
    },
    "risk": {
        column.name: column
        for column in (
            computed("p80_days", float, "P80 costs", width=9, help="working days that P80 would gain without it"),
            computed("response_p80_days", float, "P80 buys", width=9, help="working days its response buys"),
            computed("days_per_1000", float, "per 1,000", width=9, help="days its response buys for 1,000 of money"),
        )
    },
}
"""What a forecast adds to items and risks."""

VARIANCE: dict[str, Column] = {
    column.name: column
    for column in (
        computed("start_variance", int, "Start slip", width=9, format="lag"),
        computed("finish_variance", int, "Finish slip", width=9, format="lag"),
    )
}
"""What a baseline adds to an item: working minutes, positive where it is later than in the baseline."""


def worked_out(kind: str) -> dict[str, Column]:
    """Every column that planning may add to a kind, by name."""
    return (SCHEDULE | VARIANCE if kind == "item" else {}) | FORECAST.get(kind, {})
