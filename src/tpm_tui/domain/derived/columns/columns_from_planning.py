"""The columns that planning adds to kinds of record; their values come of planning, which loads more."""

from tpm_tui.domain.derived.columns import items, objectives, risks
from tpm_tui.domain.derived.columns.items import BLOCK_COLUMN, SCHEDULE_COLUMNS, VARIANCE_COLUMNS
from tpm_tui.domain.fields import Column

FORECAST_COLUMNS: dict[str, dict[str, Column]] = items.FORECAST | objectives.FORECAST | risks.FORECAST
"""What a forecast adds to the records of a kind, by name."""


def computed_columns(kind: str) -> dict[str, Column]:
    """Every column that planning may add to a kind, by name."""
    own = {BLOCK_COLUMN.name: BLOCK_COLUMN} | SCHEDULE_COLUMNS | VARIANCE_COLUMNS
    return (own if kind == "item" else {}) | FORECAST_COLUMNS.get(kind, {})
