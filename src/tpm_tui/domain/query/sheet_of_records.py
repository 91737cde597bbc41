"""A kind of record as a sheet: its own fields, the user's, and the computed ones, all read the same way."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from tpm_tui.domain.derived.columns.derived_column_catalog import DERIVED_COLUMNS
from tpm_tui.domain.derived.parent_status_from_children import followed_statuses
from tpm_tui.domain.fields import Column, Field
from tpm_tui.domain.plan.kind_table import Table
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text import field_values
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.codec import Stored

#: Computed columns that come from a planner: (kind, field) -> the column and its values in the table's order.
ExtraColumns = Mapping[tuple[str, str], tuple[Column, list[Stored]]]

#: The kind and the name of the column that is read otherwise than it is kept.
FOLLOWED_COLUMN = ("item", "status")

_CUSTOM_TYPES: dict[str, type] = {"text": str, "number": float, "date": date, "choice": str}


class Sheet:
    """What grids, filters, sorts and exports read of one plan.

    The status of an item is the one that follows from the facts where nobody has said one; with ``follows`` False, for
    what is to be read in again, it is as the record keeps it.
    """

    def __init__(
        self, plan: Plan, context: InputContext, extras: ExtraColumns | None = None, *, follows: bool = True
    ) -> None:
        self.plan = plan
        self.follows = follows
        self.context = context
        self.extras = dict(extras or {})
        self._columns: dict[str, dict[str, Column]] = {}
        self._values: dict[tuple[str, str], list[Stored]] = {}

    def table(self, kind: str) -> Table:
        return self.plan[kind]

    def columns(self, kind: str) -> dict[str, Column]:
        """Every column of a kind by name: declared, added by the user, computed."""
        if kind not in self._columns:
            by_name = dict(self.plan[kind].kind.columns_by_name)
            if kind == "item":
                by_name |= {c.name: c for c in custom_columns(self.plan) if c.name not in by_name}
            by_name |= {name: d.column for name, d in DERIVED_COLUMNS.get(kind, {}).items()}
            by_name |= {name: column for (k, name), (column, _) in self.extras.items() if k == kind}
            self._columns[kind] = by_name
        return self._columns[kind]

    def values(self, kind: str, name: str) -> list[Stored]:
        """A column's stored values in the table's order. KeyError if there is no such column."""
        if self.follows and (kind, name) == FOLLOWED_COLUMN:
            return followed_statuses(self.plan)
        own = self.plan[kind].columns.get(name)
        if own is not None:
            return own
        place = (kind, name)
        if place not in self._values:
            if place in self.extras:
                self._values[place] = self.extras[place][1]
            elif name in DERIVED_COLUMNS.get(kind, {}):
                self._values[place] = DERIVED_COLUMNS[kind][name].compute(self.plan, self.context)
            else:
                column = self.columns(kind)[name]
                self._values[place] = _custom_values(self.plan, column)
        return self._values[place]

    def value(self, kind: str, id_: str, name: str) -> Stored:
        return self.values(kind, name)[self.plan[kind].position[id_]]

    def text(self, kind: str, id_: str, name: str) -> str:
        """One value as a person reads it; an estimate that nobody gave after a ~, items by the key people know."""
        if kind == "item" and name == "key":
            return self.plan.shown_key(kind, id_)
        if kind == "item" and name == "waits":
            held = self.plan.id_of_key("item", str(self.value(kind, id_, name) or ""))
            return "" if held is None else self.plan.shown_key("item", held)
        text = field_values.show_stored(self.columns(kind)[name], self.value(kind, id_, name), self.plan, self.context)
        return f"~{text}" if text and self.is_assumed(kind, id_, name) else text

    def is_assumed(self, kind: str, id_: str, name: str) -> bool:
        """Whether a value is an estimate that was assumed, and that nobody has given since."""
        return (
            kind == "item"
            and name == "estimate"
            and self.plan["item"].value(id_, "estimate_basis") not in (None, "estimated")
        )


def custom_columns(plan: Plan) -> list[Column]:
    """The fields that the user added to items."""
    table = plan["custom_field"]
    custom = []
    for id_ in table.ids:
        row = table.row(id_)
        choices = tuple(json.loads(str(row["choices"]))) if row["type"] == "choice" else ()
        field = Field(str(row["name"]).replace("_", " ").capitalize(), choices=choices)
        type_ = _CUSTOM_TYPES[str(row["type"])]
        custom.append(
            Column(str(row["name"]), type_, nullable=True, required=False, default=None, field=field, custom=True)
        )
    return custom


def _custom_values(plan: Plan, column: Column) -> list[Stored]:
    values: list[Stored] = []
    for stored in plan["item"].columns["custom"]:
        value = json.loads(str(stored)).get(column.name) if stored and stored != "{}" else None
        values.append(_of_its_type(value, column.type))
    return values


def _of_its_type(value: Any, type_: type) -> Stored:
    """A custom field's value if it is of the field's type, else None: the type may have been another one before."""
    if type_ is float:
        return value if isinstance(value, int | float) else None
    if type_ is date:
        try:
            return date.fromisoformat(value).isoformat()
        except (TypeError, ValueError):
            return None
    return str(value) if isinstance(value, str | int | float) else None
