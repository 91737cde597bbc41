"""Plain CSV of one kind of record: its columns are matched to fields, its rows found by key, id or source id."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tpm_tui.domain.cancellation import ProgressReporter
from tpm_tui.domain.fields import SYSTEM_FIELDS, Column
from tpm_tui.domain.kinds import KINDS, PROGRAMME_ID
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.query.sheet import custom_columns
from tpm_tui.domain.text import field_values
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values import rank
from tpm_tui.domain.values.codec import Stored
from tpm_tui.exchange.common.change_set import ChangeSet, StoredValues
from tpm_tui.exchange.common.column_mapping import ImportOptions, SavedMapping, recall_mapping, save_mapping
from tpm_tui.exchange.common.csv_rows import read_csv_table
from tpm_tui.exchange.common.import_result import ColumnMapping
from tpm_tui.exchange.common.references import ReferenceResolver
from tpm_tui.exchange.common.source import SourceText
from tpm_tui.exchange.common.validation import validate_changes
from tpm_tui.exchange.csv.cells import parse_cell, unescape_formula
from tpm_tui.exchange.jira.mappings import ISSUE_PRIORITIES, ISSUE_STATUSES, ISSUE_TYPES

#: What other programs call the fields of items.
HEADER_SYNONYMS = {
    "item": {
        "summary": "title", "name": "title", "task": "title", "task name": "title", "subject": "title",
        "assignee": "owner", "assigned to": "owner", "due date": "deadline", "deadline": "deadline",
        "description": "notes", "effort": "estimate", "duration": "estimate", "labels": "tags", "label": "tags",
        "issue key": "key", "issue id": "id", "state": "status", "points": "points", "start date": "constraint_date",
        "% complete": "progress", "percent complete": "progress", "stream": "workstream", "number": "key",
    },
    "person": {"full name": "name", "role": "function", "hourly rate": "rate"},
    "risk": {"risk": "title", "description": "notes", "likelihood": "probability", "mitigation": "response"},
    "stakeholder": {"company": "organisation", "influence": "power"},
}  # fmt: skip

#: What other programs call the values of items, where the file has no such word itself.
FOREIGN_VALUES = {"status": ISSUE_STATUSES, "type": ISSUE_TYPES, "priority": ISSUE_PRIORITIES}

_OWN_ID = re.compile(r"[0-9A-HJKMNP-TV-Z]{20}")
_PLAIN_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True)
class MappedTable:
    """A table as read: ``fields`` holds the column each cell fills, None for those that are ignored."""

    kind: str
    fields: tuple[Column | None, ...]
    rows: list[tuple[int, list[str]]]
    refused: list[tuple[int, str]]
    columns: tuple[ColumnMapping, ...]
    notes: list[str]
    saved_mapping: SavedMapping | None


def read(source: SourceText, options: ImportOptions, plan: Plan, steps: ProgressReporter) -> MappedTable:
    """The rows of a table. Where no column fills a field, nothing is taken but how the columns were understood.

    ValidationError if the kind or a mapped field is unknown.
    """
    if options.kind not in KINDS:
        raise ValidationError(f"there is no kind {options.kind[:40]!r}; there are {', '.join(KINDS)}")
    table = read_csv_table(source)
    headers = [unescape_formula(h) for h in table.headers]
    known = {c.name: c for c in KINDS[options.kind].columns}
    if options.kind == "item":
        known = {**{c.name: c for c in custom_columns(plan)}, **known}
    remembered = recall_mapping(plan, "CSV", options.kind, headers)
    fields = _fields(headers, known, options, remembered)
    notes = list(source.notes)
    if remembered:
        notes.append("columns are understood as at the last import of a file with the same ones")
    rows: list[tuple[int, list[str]]] = []
    for line, cells in table.rows:
        rows.append((line, [unescape_formula(c) if c and c[0] == "'" else c for c in cells]))
        steps.advance()
    keep = None
    if options.mapping:
        pairs = {h: c.name if c else "" for h, c in zip(headers, fields, strict=True)}
        keep = SavedMapping("CSV", options.kind, source.name, pairs)
    columns = tuple(_mapped(headers, fields, rows))
    if not any(fields):
        some = ", ".join(headers[:8])[:120]
        reason = f"no column of {source.name} is a field of {KINDS[options.kind].label.lower()}: {some}"
        return MappedTable(options.kind, fields, [], [(0, reason)], columns, notes, None)
    refused = table.refused
    if not (rows or refused):
        refused = [(0, f"{source.name} has no rows below its headers")]
    return MappedTable(options.kind, fields, rows, refused, columns, notes, keep)


def targets(plan: Plan, kind: str) -> dict[str, str]:
    """What a column may fill: fields by name, with their labels."""
    labels = {c.name: c.label for c in KINDS[kind].columns if c.settable or c.name in ("id", "key")}
    return labels | ({c.name: c.label for c in custom_columns(plan)} if kind == "item" else {})


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[_\W]+", " ", text.lower()).split()) or text.strip().lower()


def _fields(
    headers: Sequence[str], known: Mapping[str, Column], options: ImportOptions, remembered: Mapping[str, str]
) -> tuple[Column | None, ...]:
    """The field of each column: as the person says, as they said before, or as the header says."""
    said = {h.strip().lower(): f.strip() for h, f in {**remembered, **options.mapping}.items()}
    unknown = said.keys() - {h.lower() for h in headers}
    if unknown:
        raise ValidationError(f"the file has no column {min(unknown)[:40]!r}")
    by_name = {_plain(name): c for name, c in known.items()}
    by_label = {_plain(c.label): c for c in known.values()}
    synonyms = {word: known[name] for word, name in HEADER_SYNONYMS.get(options.kind, {}).items()}
    fields: list[Column | None] = []
    for header in headers:
        target = said.get(header.lower())
        word = _plain(header if target is None else target)
        if target is not None and word in ("", "ignore", "ignored"):
            fields.append(None)
            continue
        field = by_name.get(word) if target is not None else None
        field = field or by_label.get(word) or by_name.get(word) or synonyms.get(header.strip().lower())
        if target is not None and field is None:
            raise ValidationError(f"{KINDS[options.kind].label} has no field {target[:40]!r}")
        taken = field is not None and any(f is not None and f.name == field.name for f in fields)
        fields.append(None if taken and field is not None and not field.many else field)
    return tuple(fields)


def _mapped(
    headers: Sequence[str], fields: Sequence[Column | None], rows: Sequence[tuple[int, list[str]]]
) -> Iterator[ColumnMapping]:
    for place, (header, field) in enumerate(zip(headers, fields, strict=True)):
        name = field.name if field and (field.settable or field.name in ("id", "key")) else ""
        label = field.label if field and name else "kept by the program" if field else "ignored"
        if name in ("id", "key", "source_id"):
            label += ": finds the record"
        sample = next((cells[place] for _, cells in rows[:200] if cells[place].strip()), "")
        yield ColumnMapping(header, 1, name, label, sample[:60])


def draft(
    parsed: MappedTable, plan: Plan, context: InputContext, new_id: Callable[[], str], steps: ProgressReporter
) -> ChangeSet:
    """What a table would change in a plan."""
    change_set = ChangeSet(plan, context, new_id, main=parsed.kind)
    change_set.refused += parsed.refused
    change_set.notes += parsed.notes
    change_set.columns = parsed.columns
    rows = _RowImporter(parsed, change_set)
    for line, cells in parsed.rows:
        rows.meet(line, cells)
    for line, cells in parsed.rows:
        rows.take(line, cells)
        steps.advance()
    rows.rank()
    validate_changes(change_set)
    save_mapping(change_set, parsed.saved_mapping)
    return change_set


class _RowImporter:
    """First meets every row, so that rows can point at each other, then takes their values."""

    def __init__(self, parsed: MappedTable, change_set: ChangeSet) -> None:
        self._change_set = change_set
        self._kind = parsed.kind
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
        self._key = re.compile(rf"{KINDS[parsed.kind].prefix}-[1-9]\d{{0,14}}")

    def _cell(self, name: str, cells: Sequence[str]) -> str:
        return next((t for p in self._places.get(name, ()) if (t := cells[p].strip())), "")

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
        named = id_ or key
        if id_ in self._table:
            return id_, {}
        if key.upper() in self._keys:
            return self._keys[key.upper()], {}
        for word in (source, id_, key):
            if word and word in self._sources:
                return self._sources[word], {}
        if self._kind == "programme" and PROGRAMME_ID in self._table:
            return PROGRAMME_ID, {}
        own: StoredValues = {"key": key.upper()} if self._key.fullmatch(key.upper()) else {}
        fits = _OWN_ID if "source_id" in self._table.columns else _PLAIN_ID
        if id_ and (fits.fullmatch(id_) or _OWN_ID.fullmatch(id_)):
            other = self._change_set.plan.kind_of(id_)
            if other is not None:
                raise ValidationError(f"the id {id_} is that of a {other.label.lower()}")
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
            self._change_set.add(self._kind, values, line, id_)
        elif not self._change_set.set(self._kind, id_, values, line):
            self._change_set.same += 1

    def _values(self, known: str | None, cells: Sequence[str]) -> StoredValues:
        values: StoredValues = {}
        custom: dict[str, Any] = {}
        for column in self._columns:
            places = self._places[column.name]
            text = cells[places[0]] if len(places) == 1 else " ".join(t for p in places if (t := cells[p].strip()))
            try:
                stored = self._read(column, text)
            except ValueError as problem:
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
            kept = {name: value for name, value in {**was, **custom}.items() if value is not None}
            if kept != was:
                values["custom"] = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return values

    def _read(self, column: Column, text: str) -> Stored:
        bare = text.strip()
        if column.ref and bare:
            if column.nullable and field_values.means_nobody(bare) and KINDS[column.ref].created_by_name:
                return None
            return self._references.read(column, text)
        if bare and self._kind == "item" and column.name in FOREIGN_VALUES:
            words = (
                list(self._change_set.plan.states)
                if column.field.vocabulary
                else [str(c) for c in column.field.choices]
            )
            ours = {word.lower(): word for word in words}
            choice = ours.get(bare.lower()) or ours.get(FOREIGN_VALUES[column.name].get(bare.lower(), ""))
            if choice is not None:
                return choice
        return parse_cell(column, text, self._change_set.plan, self._change_set.context)

    def rank(self) -> None:
        """Order new items after what is there, as in the file."""
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
