"""Fields of items that a column fills without more ado, those of the user too."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from tpm_tui.domain.fields import Column
from tpm_tui.domain.text import field_values
from tpm_tui.domain.values.codec import Stored, dump_value
from tpm_tui.exchange.common.change_set import ChangeSet, StoredValues
from tpm_tui.exchange.common.notations.foreign_dates import stored_finish, stored_start
from tpm_tui.exchange.common.notations.foreign_durations import read_duration
from tpm_tui.exchange.issue_trackers.common.tracker_table import IssueTable


class FieldReader:
    """Reads the columns whose target is ``field:NAME``."""

    def __init__(self, table: IssueTable, change_set: ChangeSet) -> None:
        self._table = table
        self._change_set = change_set
        self._names = [t.partition(":")[2] for t in table.places if t.startswith("field:")]

    def add(self, values: StoredValues, cells: Sequence[str], known: str | None, line: int) -> None:
        """Add what the cells say; an empty one changes nothing. ValueError if one cannot be read."""
        custom: dict[str, Any] = {}
        for name in self._names:
            text = " ".join(self._table.texts(f"field:{name}", cells))
            if not text:
                continue
            column = self._table.own[name]
            try:
                stored = self._read(column, text)
            except ValueError as problem:
                raise ValueError(f"{column.label}: {problem}") from None
            if column.custom:
                custom[name] = stored
            else:
                values[name] = stored
        if custom:
            before = json.loads(str(self._change_set.plan.value("item", known, "custom") if known else "{}") or "{}")
            values["custom"] = json.dumps(
                {**before, **custom}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
            )

    def _read(self, column: Column, text: str) -> Stored:
        if column.type is datetime:
            moment = self._table.dates.read(text)
            return stored_finish(moment) if column.field.format == "finish" else stored_start(moment)
        if column.type is date:
            return self._table.dates.read(text).date().isoformat()
        if column.type is int and column.field.format == "duration":
            return read_duration(text, self._change_set.context)
        return dump_value(
            column, field_values.parse_value(column, text, self._change_set.plan, self._change_set.context)
        )
