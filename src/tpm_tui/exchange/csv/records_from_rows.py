"""Rows of a table of our own as records: first each is known by its key, id or source id, then its values are read."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct

from tpm_tui.domain.fields import SYSTEM_FIELDS, Column
from tpm_tui.domain.kinds import KINDS, PROGRAMME_ID
from tpm_tui.domain.text import field_values
from tpm_tui.domain.text.counted_nouns import counted, with_article
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values import rank
from tpm_tui.domain.values.codec import Stored
from tpm_tui.exchange.common.change_set import ChangeSet, StoredValues
from tpm_tui.exchange.common.import_result import ColumnMapping
from tpm_tui.exchange.common.notations.foreign_dates import DateReader
from tpm_tui.exchange.common.references import ReferenceResolver
from tpm_tui.exchange.common.remembered_column_mapping import SavedMapping
from tpm_tui.exchange.csv.csv_cells import parse_cell
from tpm_tui.exchange.csv.register_words import our_word
from tpm_tui.exchange.issue_trackers.common.fields.elapsed_time import ElapsedTimeCalendar
from tpm_tui.exchange.issue_trackers.common.jira_and_other_statuses_to_workflow_states import StatusIndex
from tpm_tui.exchange.schedules.mspdi.importer.calendar_records import ROUND_THE_CLOCK_NAME

OWN_ID = re.compile(r"[0-9A-HJKMNP-TV-Z]{20}")
_PLAIN_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")


class MappedTable(Struct, frozen=True):
    """A table as read: ``fields`` holds the column each cell fills, None for those that are ignored; ``meanings`` what
    a person said that values mean (field -> value -> ours), ``new_fields`` fields of the user that the file brings."""

    kind: str
    fields: tuple[Column | None, ...]
    rows: list[tuple[int, list[str]]]
    refused: list[tuple[int, str]]
    columns: tuple[ColumnMapping, ...]
    notes: list[str]
    ignored: list[tuple[str, int]]
    dates: DateReader
    meanings: Mapping[str, Mapping[str, str]]
    saved_mapping: SavedMapping | None
    new_fields: tuple[Column, ...] = ()


class RowImporter:
    """First meets every row, so that rows can point at each other, then takes their values."""

    def __init__(self, parsed: MappedTable, change_set: ChangeSet) -> None:
        self._change_set = change_set
        self._kind = parsed.kind
        self._rows = parsed.rows
        self._not_kept = 0
        self._table = change_set.plan[parsed.kind]
        self._references = ReferenceResolver(change_set.plan, change_set.new_id)
        self._met: dict[int, tuple[str, StoredValues]] = {}
        self._lines: dict[str, int] = {}
        places: dict[str, list[int]] = {}
        self._columns: list[Column] = []
        for place, field in enumerate(parsed.fields):
            if field is None:
                continue
            if field.name not in places and field.name not in SYSTEM_FIELDS:
                self._columns.append(field)
            places.setdefault(field.name, []).append(place)
        self._places = places
        self._keys = {str(k).upper(): i for k, i in zip(self._table.columns["key"], self._table.ids, strict=True)}
        sources = self._table.columns.get("source_id", [])
        self._sources = {str(s): i for s, i in zip(sources, self._table.ids, strict=False) if s}
        self._dates = parsed.dates
        self._elapsed_time = ElapsedTimeCalendar(change_set)
        self._meanings = parsed.meanings
        self._statuses = self._observed_statuses(parsed) if parsed.kind == "item" else None
        self._by_fields: dict[tuple[Stored, ...], str] | None = None
        self._key = re.compile(rf"{KINDS[parsed.kind].prefix}-[1-9]\d{{0,14}}")

    def _observed_statuses(self, parsed: MappedTable) -> StatusIndex:
        header = next((c.header for c in parsed.columns if c.field == "status"), "Status")
        statuses = StatusIndex(self._change_set, header)
        for line, cells in parsed.rows if "status" in self._places else ():
            statuses.observe(self._cell("status", cells), "", bool(self._cell("actual_finish", cells)), line)
        return statuses

    def _cell(self, name: str, cells: Sequence[str]) -> str:
        return next((t for p in self._places.get(name, ()) if (t := cells[p].strip())), "")

    def _title(self, cells: Sequence[str]) -> str:
        return " ".join(self._cell(KINDS[self._kind].title, cells).split())

    @cached_property
    def _is_foreign(self) -> bool:
        """Whether the rows of a register have no keys or ids of ours: then they are known by what they are called."""
        if self._kind == "item" or KINDS[self._kind].title not in self._places:
            return False
        named = (name for _, cells in self._rows for field in ("id", "key") if (name := self._cell(field, cells)))
        return not any(
            self._key.fullmatch(name.upper()) or OWN_ID.fullmatch(name) or name in self._table for name in named
        )

    @cached_property
    def _known_titles(self) -> dict[str, str]:
        """What stands for a key in a register without any: a title that one row and one record here has. What is
        called by no free text (a reading by its value) is not known by it."""
        if not KINDS[self._kind].is_titled:
            return {}
        titles = Counter(self._title(cells) for _, cells in self._rows)
        column = self._table.columns[KINDS[self._kind].title]
        here = Counter(map(str, column))
        pairs = zip(map(str, column), self._table.ids, strict=True)
        return {title: id_ for title, id_ in pairs if here[title] == 1 == titles[title]}

    def _known_by_fields(self, cells: Sequence[str]) -> str | None:
        """The record with the same fields that tell records of the kind apart, here or in a row before; else a new id
        under which it is known to the rows that follow. None where they do not, or cannot be read."""
        fields = KINDS[self._kind].known_by
        if not fields or any(name not in self._places for name in fields):
            return None
        if self._by_fields is None:
            columns = (self._table.columns[name] for name in fields)
            self._by_fields = dict(zip(zip(*columns, strict=True), self._table.ids, strict=True))
        try:
            value = tuple(self._read(KINDS[self._kind].column(name), self._cell(name, cells)) for name in fields)
        except ValueError:
            return None  # refused with its reason when the values are taken
        return self._by_fields.setdefault(value, self._change_set.new_id())

    def meet(self, line: int, cells: Sequence[str]) -> None:
        """Decide which record a row is."""
        try:
            id_, own = self._identity(cells)
        except ValidationError as problem:
            self._change_set.refused.append((line, problem.reason))
            return
        if id_ in self._lines:
            self._change_set.refused.append((line, f"this record stands in line {self._lines[id_]} already"))
            return
        self._lines[id_] = line
        self._met[line] = (id_, own)
        title = " ".join(self._cell(KINDS[self._kind].title, cells).split())
        source = str(own.get("source_id", "")) or self._cell("source_id", cells)
        self._references.add_pending(self._kind, id_, str(own.get("key", "")), source, title)

    def _identity(self, cells: Sequence[str]) -> tuple[str, StoredValues]:
        """The id of the record in a row, and what a new one gets of its names elsewhere."""
        id_, key, source = (self._cell(name, cells) for name in ("id", "key", "source_id"))
        named = "" if self._is_foreign else id_ or key
        if id_ in self._table:
            return id_, {}
        if key.upper() in self._keys:
            return self._keys[key.upper()], {}
        for word in (source, id_, key):
            if word and word in self._sources:
                return self._sources[word], {}
        if self._kind == "programme" and PROGRAMME_ID in self._table:
            return PROGRAMME_ID, {}
        if self._is_foreign:
            if known := self._known_titles.get(self._title(cells)):
                self._not_kept += "source_id" not in self._table.columns and bool(id_ or key)
                return known, {}
            if known := self._known_by_fields(cells):
                return known, {}
            if "source_id" not in self._table.columns:
                self._not_kept += bool(id_ or key)
                return self._change_set.new_id(), {}
            named = id_ or key
        own: StoredValues = {"key": key.upper()} if self._key.fullmatch(key.upper()) else {}
        fits = OWN_ID if "source_id" in self._table.columns else _PLAIN_ID
        if id_ and (fits.fullmatch(id_) or OWN_ID.fullmatch(id_)):
            other = self._change_set.plan.kind_of(id_)
            if other is not None:
                raise ValidationError(f"the id {id_} is that of {with_article(other.label)}")
            return id_, own
        if named and not own:
            if "source_id" not in self._table.columns:
                prefix = KINDS[self._kind].prefix
                raise ValidationError(
                    f"{named[:40]!r} is no key here; keys look like {prefix}-3; leave it empty for a new one"
                )
            if not source:
                own["source_id"] = key or id_
        return self._change_set.new_id(), own

    def take(self, line: int, cells: Sequence[str]) -> None:
        """One row: a new record, a changed one, or a refusal with its reason."""
        if line not in self._met:
            return
        id_, own = self._met[line]
        known = id_ in self._table
        try:
            values = {**self._values(id_ if known else None, cells), **own}
        except ValueError as problem:
            self._change_set.refused.append((line, " ".join(str(problem).split())))
            return
        for kind, pending_id, name in self._references.pending_references(values):
            self._change_set.add(kind, {KINDS[kind].title: name}, line, pending_id)
        if not known:
            if made := self._cell("created", cells):
                values["created"] = self._made(made)
            self._change_set.add(self._kind, values, line, id_)
        elif not self._change_set.set(self._kind, id_, values, line):
            self._change_set.same += 1

    def _made(self, text: str) -> Stored:
        """When a record that is new here was made where it comes from; None, which is now, where that is no date."""
        try:
            return self._dates.read(text).isoformat(timespec="minutes")
        except ValueError:
            return None

    def _values(self, known: str | None, cells: Sequence[str]) -> StoredValues:
        values: StoredValues = {}
        custom: dict[str, Any] = {}
        for column in self._columns:
            places = self._places[column.name]
            between = "\n\n" if column.field.long else " "
            text = cells[places[0]] if len(places) == 1 else between.join(t for p in places if (t := cells[p].strip()))
            try:
                stored = self._read(column, text)
            except ValueError as problem:
                if column.custom and known and text.strip() == self._present(known, column.name):
                    continue  # a value from before the field had these choices stays
                raise ValueError(f"{column.label}: {problem}") from None
            if column.custom:
                custom[column.name] = stored
            elif column.name != "source_id" or stored:
                values[column.name] = stored
        if "custom" in values:
            _require_object(values["custom"])
        if custom:
            before = values.get("custom") or (self._table.value(known, "custom") if known else "{}")
            was = json.loads(str(before))
            kept = {name: value for name, value in {**was, **custom}.items() if value not in (None, "")}
            if kept != was:
                values["custom"] = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return values

    def _present(self, known: str, name: str) -> str:
        """The text of a field of the user that a record has already."""
        value = json.loads(str(self._table.value(known, "custom") or "{}")).get(name)
        return "" if value is None else str(value)

    def _read(self, column: Column, text: str) -> Stored:
        bare = text.strip()
        if column.ref and bare:
            if column.nullable and field_values.means_nobody(bare) and KINDS[column.ref].created_by_name:
                return None
            try:
                return self._references.read(column, self._meanings.get(column.name, {}).get(bare.lower()) or text)
            except field_values.UnknownReference:
                if column.ref != "calendar" or bare != ROUND_THE_CLOCK_NAME:
                    raise
                return self._elapsed_time.id
        meaning = self._meanings.get(column.name, {}).get(bare.lower(), "")
        if bare and self._statuses and column.name == "status":
            return self._statuses.state(bare, "", meaning)
        if bare and (word := our_word(self._kind, column.name, (meaning or bare).lower())):
            ours = {str(choice).lower() for choice in column.field.choices}
            meaning = meaning if (meaning or bare).lower() in ours else word
        return parse_cell(column, meaning or text, self._change_set.plan, self._change_set.context, self._dates)

    def finish(self) -> None:
        """Order new items after what is there, as in the file; note keys that are not kept."""
        if self._not_kept:
            count = counted(self._not_kept, "row has a key", "rows have keys")
            again = "the title" if self._not_kept == 1 else "titles"
            self._change_set.notes.append(f"{count} of another program, not kept here: known again by {again}")
        if self._kind != "item":
            return
        fresh = [
            c for c in self._change_set.changes.values() if c.kind == "item" and c.new and not c.values.get("rank")
        ]
        last = max((str(r) for r in self._table.columns["rank"] if r), default="")
        for change, key in zip(fresh, rank.order_keys_after(len(fresh), last), strict=True):
            change.values["rank"] = key


def _require_object(stored: Stored) -> None:
    try:
        if isinstance(json.loads(str(stored or "{}")), dict):
            return
    except (ValueError, RecursionError):
        pass
    raise ValueError("Custom fields: not a JSON object")
