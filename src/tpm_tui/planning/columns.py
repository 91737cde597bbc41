"""The schedule as columns of the item table, for whatever shows a sheet: grids, filters, exports, JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tpm_tui.domain.calendar import moment_of
from tpm_tui.domain.codec import Stored
from tpm_tui.domain.dates import Words
from tpm_tui.domain.derived import computed
from tpm_tui.domain.fields import Column
from tpm_tui.domain.plan import Plan
from tpm_tui.planning.bridge import left_out, schedule_of

_START = {"width": 12, "format": "start"}
_FINISH = {"width": 12, "format": "finish"}

COLUMNS: dict[str, Column] = {
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


#: Written minutes that are kept for the next time.
MOST_TEXTS = 1_000_000


class _Texts(dict[int, str]):
    """Clock minute -> ISO text, each minute written once."""

    def __missing__(self, minute: int) -> str:
        text = self[minute] = moment_of(minute).isoformat(timespec="minutes")
        return text


def schedule_columns(plan: Plan, words: Words) -> dict[tuple[str, str], tuple[Column, list[Stored]]]:
    """("item", name) -> the column and its stored values in the table's order: the ``extras`` of a Sheet.

    Dropped items have no dates: None. Raises CycleError and NoWorkingTimeError as the schedule does.
    """
    found, out = schedule_of(plan, words), left_out(plan)
    texts = plan.memo("schedule.texts", (), _Texts)  # reads nothing: kept from edit to edit
    if len(texts) > MOST_TEXTS:
        texts.clear()
    values: dict[str, Sequence[Stored]] = {
        name: [texts[minute] for minute in getattr(found, name)]
        for name, column in COLUMNS.items()
        if column.type is datetime
    }
    values["total_slack"], values["free_slack"] = found.total_slack, found.free_slack
    values["critical"] = [int(critical) for critical in found.critical]
    if any(out):
        values = {
            name: [None if dropped else value for value, dropped in zip(column, out, strict=True)]
            for name, column in values.items()
        }
    return {("item", name): (column, list(values[name])) for name, column in COLUMNS.items()}


def worked_out(kind: str) -> dict[str, Column]:
    """Every column that planning may add to a kind, by name."""
    from tpm_tui.planning.variance import COLUMNS as VARIANCE

    return ({**COLUMNS, **VARIANCE} if kind == "item" else {}) | FORECAST.get(kind, {})
