"""The whole file from JSON, as :mod:`tpm_tui.exchange.json.exporter` writes it, into an empty file or a used one."""

import json
from collections import Counter
from datetime import datetime
from itertools import count
from typing import Any

from msgspec import Struct, field

from tpm_tui.domain.cancellation_of_long_work import ProgressReporter
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS, PROGRAMME_ID
from tpm_tui.domain.plan.edits import Edit, Tombstone
from tpm_tui.domain.plan.kind_table import default_row
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.counted_nouns import counted, with_article
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.codec import value_from_json
from tpm_tui.exchange.common.change_set import ChangeSet, StoredValues
from tpm_tui.exchange.common.export_options import JournalTransaction
from tpm_tui.exchange.common.remembered_column_mapping import ImportOptions
from tpm_tui.exchange.common.source_text import SourceText
from tpm_tui.exchange.common.validation import validate_changes
from tpm_tui.exchange.json import tombstone_lines
from tpm_tui.exchange.json.exporter import FORMAT, VERSION
from tpm_tui.exchange.json.journal_lines import read_transactions
from tpm_tui.exchange.json.scanner import ScannedJson, scan_json
from tpm_tui.store.file.create import initial_records
from tpm_tui.store.store import Store

#: How other JSON comes in.
_OTHER_JSON = "; issues of GitHub come in with tpm import github, tasks of Taskwarrior with tpm import taskwarrior"


class JsonDocument(Struct, frozen=True):
    """What a file says: records as (kind, line, JSON value), keys that none has any more, and its journal if it brings
    one."""

    records: list[tuple[str, int, Any]]
    kinds: set[str]
    aliases: dict[str, str]
    deleted: list[Tombstone]
    journal: list[JournalTransaction] | None
    notes: list[str] = field(default_factory=list)


def read(source: SourceText, _options: ImportOptions, _plan: Plan, steps: ProgressReporter) -> JsonDocument:
    """The records of a file. ValidationError if it is not such a file, or of a newer version."""
    if not source.text.strip():
        raise ValidationError(f"{source.name} is empty")
    if source.text.lstrip().startswith("["):
        raise ValidationError(f"{source.name} is no export of tpm but a list{_OTHER_JSON}")
    document = scan_json(source.text, steps.advance)
    if document.head.get("format") != FORMAT:
        raise ValidationError(f'{source.name} is no export of tpm: it does not say "format": "{FORMAT}"{_OTHER_JSON}')
    version = document.head.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or not 1 <= version <= VERSION:
        raise ValidationError(f"{source.name} is of version {str(version)[:20]}, and this tpm reads up to {VERSION}")
    notes = list(source.notes)
    journal = None
    if document.journal is not None:
        try:
            journal = read_transactions(document.journal)
        except ValueError as problem:
            notes.append(f"its journal cannot be read and was left out: {problem}")
    aliases, deleted = tombstone_lines.read_tombstones(document.head, notes)
    return JsonDocument(document.records, _kinds(document), aliases, deleted, journal, notes)


def _kinds(document: ScannedJson) -> set[str]:
    return {kind for kind, _, _ in document.records}


def is_new_file(plan: Plan) -> bool:
    """Whether nobody has done anything to the file yet."""
    first = {kind for kind, _, _ in initial_records("", datetime.min)}
    return plan.sequence <= 1 and not any(len(table) for name, table in plan.tables.items() if name not in first)


def draft(parsed: JsonDocument, change_set: ChangeSet, steps: ProgressReporter) -> None:
    """What the records would change in a plan: made, or changed where their id is there already."""
    plan = change_set.plan
    change_set.notes += parsed.notes
    if is_new_file(plan):
        change_set.removed = _unused_defaults(parsed, plan)
    records = _RecordImporter(change_set, is_new_file(plan))
    for kind, line, value in parsed.records:
        try:
            records.take(kind, line, value)
        except (ValueError, TypeError, OverflowError) as problem:
            change_set.refused.append((line, " ".join(str(problem).split())[:300]))
        steps.advance()
    validate_changes(change_set)
    records.finish()
    tombstone_lines.add_tombstones(change_set, parsed.aliases, parsed.deleted)


def _unused_defaults(parsed: JsonDocument, plan: Plan) -> list[tuple[str, str]]:
    """What a new file was made with and the file that comes has not."""
    coming = {(kind, value.get("id")) for kind, _, value in parsed.records if isinstance(value, dict)}
    kinds = parsed.kinds & {"calendar", "state"}
    return [(kind, id_) for kind in sorted(kinds) for id_ in plan[kind].ids if (kind, id_) not in coming]


def restore(parsed: JsonDocument, store: Store, steps: ProgressReporter) -> ChangeSet | None:
    """Fill a new file with the records and the journal that led to them. None, with a note, where the file has been
    worked in, something is refused, or the journal leads elsewhere: the records are then imported as one edit."""
    if parsed.journal is None:
        return None
    if not is_new_file(store.plan):
        parsed.notes.append("the journal was left out: this file has a history of its own")
        return None
    numbers = count(1)
    change_set = ChangeSet(store.plan, store.context, lambda: f"new-{next(numbers)}")
    draft(parsed, change_set, steps)
    if change_set.refused:
        parsed.notes.append("the journal was left out: it does not fit what is left after refusals")
        return None
    try:
        store.restore(_plan_of(change_set), parsed.journal, change_set.aliases, change_set.deleted)
    except ValidationError as problem:
        parsed.notes.append(f"the journal was left out: {problem.reason}")
        return None
    return change_set


def _plan_of(change_set: ChangeSet) -> Plan:
    """The plan as the change set leaves it."""
    edits = []
    for change in change_set.changes.values():
        if change.new:
            row = {**default_row(KINDS[change.kind]), **change.values, "id": change.id}
            edits.append(Edit(change.kind, change.id, None, row))
        else:
            edits.append(Edit(change.kind, change.id, {}, change.values))
    gone = [Edit(kind, id_, change_set.plan[kind].row(id_), None) for kind, id_ in change_set.removed]
    return change_set.plan.applied([*edits, *gone])


class _RecordImporter:
    def __init__(self, change_set: ChangeSet, new: bool) -> None:
        self._change_set = change_set
        self._new = new
        self._columns = {name: kind.columns_by_name for name, kind in KINDS.items()}
        self._keys: dict[str, dict[str, str]] = {}
        self._lines: dict[str, int] = {}
        self._strange: Counter[str] = Counter()
        self._rekeyed = 0

    def take(self, kind: str, line: int, value: Any) -> None:
        """One record. ValueError with the reason if it is refused."""
        if kind not in KINDS:
            raise ValueError(f"there is no kind {kind[:40]!r}")
        if not isinstance(value, dict):
            raise ValueError("a record is an object, {…}")
        id_ = self._id(kind, value)
        if id_ in self._lines:
            raise ValueError(f"the id {id_} stands in line {self._lines[id_]} already")
        self._lines[id_] = line
        values = self._values(kind, value)
        if id_ in self._change_set.plan[kind]:
            if self._new:
                self._key(kind, id_, values)
            else:
                for name in ("key", "created", "changed"):
                    values.pop(name, None)
            if not self._change_set.set(kind, id_, values, line):
                self._change_set.same += 1
            return
        self._key(kind, id_, values)
        self._change_set.add(kind, values, line, id_)

    def finish(self) -> None:
        self._keep_what_is_needed()
        if self._rekeyed:
            self._change_set.notes.append(
                f"a new key for {counted(self._rekeyed, 'record')}: the old one is that of another record here"
            )
        for name, many in self._strange.items():
            self._change_set.notes.append(
                f"{counted(many, 'record')} with a field {name} that this tpm does not know; it was left out"
            )

    def _keep_what_is_needed(self) -> None:
        """Of what a new file was made with, keep what the records that come still use."""
        change_set = self._change_set
        used = {str(c.values.get("status", "backlog")) for c in change_set.changes.values() if c.kind == "item"}
        used |= {
            str(c.values.get("calendar")) for c in change_set.changes.values()
        }  # of items, people, exceptions alike
        used |= {str(change_set.value("programme", id_, "calendar")) for id_ in change_set.plan["programme"]}
        for kind, id_ in list(change_set.removed):
            if {id_, str(change_set.plan.value(kind, id_, "name"))} & used:
                change_set.removed.remove((kind, id_))
                key = change_set.plan.value(kind, id_, "key")
                for change in change_set.changes.values():
                    if change.kind == kind and change.values.get("key") == key:
                        del change.values["key"]
                        self._rekeyed += 1

    def _id(self, kind: str, value: dict[str, Any]) -> str:
        id_ = value.get("id")
        if id_ is None:
            return self._change_set.new_id()
        if not tombstone_lines.is_id(id_):
            raise ValueError(f"{str(id_)[:40]!r} is no id")
        other = self._change_set.plan.kind_of(id_)
        if other is not None and other.name != kind:
            raise ValueError(f"the id {id_} is that of {with_article(other.label)}")
        if kind == "programme" and id_ != PROGRAMME_ID:
            raise ValueError("there is one programme in a file, with the id 'programme'")
        return id_

    def _values(self, kind: str, value: dict[str, Any]) -> StoredValues:
        columns = self._columns[kind]
        values: StoredValues = {}
        for name, given in value.items():
            column = columns.get(name)
            if column is None:
                self._strange[f"{kind}.{name}"[:60]] += 1
            elif name != "id":
                values[name] = _stored(column, given)
        return values

    def _key(self, kind: str, id_: str, values: StoredValues) -> None:
        """Keep a record's key, unless it is another record's. ValueError if it is no key."""
        key = values.get("key")
        if key is None:
            values.pop("key", None)
            return
        if tombstone_lines.kind_of_key(key) != kind:
            raise ValueError(f"{str(key)[:40]!r} is no key; keys look like {KINDS[kind].prefix}-3")
        if kind not in self._keys:
            table = self._change_set.plan[kind]
            gone = {i for _, i in self._change_set.removed}
            pairs = zip(table.columns["key"], table.ids, strict=True)
            former = {k: i for k, i in self._change_set.plan.aliases.items() if i in table.position}
            self._keys[kind] = former | {str(k): i for k, i in pairs if i not in gone}
        if self._keys[kind].setdefault(str(key), id_) != id_:
            del values["key"]
            self._rekeyed += 1


def _stored(column: Column, given: Any) -> Any:
    """A JSON value in stored form. ValueError with the reason if it is of another shape."""
    if given is None and column.name in ("key", "created", "changed"):
        return None
    if column.name == "custom":
        if not isinstance(given, str):
            raise ValueError("custom is a text that holds a JSON object")
        try:
            if not isinstance(json.loads(given), dict):
                raise ValueError
        except (ValueError, RecursionError):
            raise ValueError("custom is a text that holds a JSON object") from None
    return value_from_json(column, given)
