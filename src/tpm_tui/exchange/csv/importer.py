"""Plain CSV of one kind of record: its columns are matched to fields, its rows found by key, id or source id."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import chain, islice

from msgspec.structs import replace

from tpm_tui.domain.cancellation_of_long_work import ProgressReporter
from tpm_tui.domain.derived.columns.columns_from_planning import FORECAST_COLUMNS
from tpm_tui.domain.derived.columns.derived_column_catalog import DERIVED_COLUMNS
from tpm_tui.domain.derived.columns.items import SCHEDULE_COLUMNS, VARIANCE_COLUMNS
from tpm_tui.domain.fields import Column, Field
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.query.sheet_of_records import custom_columns
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.exchange.common.change_set import ChangeSet
from tpm_tui.exchange.common.csv_rows import CsvTable, column_label, read_csv_table
from tpm_tui.exchange.common.import_result import ColumnMapping
from tpm_tui.exchange.common.notations.foreign_dates import DateReader, DayMonthOrder
from tpm_tui.exchange.common.remembered_column_mapping import (
    ImportOptions,
    SavedMapping,
    recall_mapping,
    save_mapping,
    split_mapping,
)
from tpm_tui.exchange.common.source_text import SourceText
from tpm_tui.exchange.common.validation import refuse_all, validate_changes
from tpm_tui.exchange.csv.csv_cells import unescape_formula
from tpm_tui.exchange.csv.records_from_rows import OWN_ID, MappedTable, RowImporter
from tpm_tui.exchange.csv.register_words import HEADER_SYNONYMS, as_percent, reads_as_chance, title_synonyms
from tpm_tui.exchange.issue_trackers.common import tracker_importer
from tpm_tui.exchange.issue_trackers.common.headers import TARGET_LABELS
from tpm_tui.exchange.issue_trackers.common.known_tracker_exports import dialect_of, is_item_header
from tpm_tui.exchange.issue_trackers.common.tracker_table import IssueTable, read_issue_table

#: What a field of the user may be called where it comes back from a table.
_BROUGHT_NAME = re.compile(r"[^\W\d]\w{1,39}")

#: Rows that are looked at for whose table it is.
SAMPLED_ROWS = 200


def read(source: SourceText, options: ImportOptions, plan: Plan, steps: ProgressReporter) -> MappedTable | IssueTable:
    """The rows of a table. Where no column fills a field, nothing is taken but how the columns were understood.

    Items that have no key or id of ours come from elsewhere, and are read as other programs write them.
    ValidationError if the kind or a mapped field is unknown.
    """
    if options.kind not in KINDS:
        raise ValidationError(f"there is no kind {options.kind[:40]!r}; there are {', '.join(KINDS)}")
    table = read_csv_table(source, is_header=is_item_header if options.kind == "item" else None)
    if options.kind == "item":
        first = list(islice(table.rows, SAMPLED_ROWS))
        table = replace(table, rows=chain(first, table.rows))
        if not _has_own_names(table.headers, first, plan):
            return read_issue_table(source, options, plan, dialect_of, steps, table)
    return read_records(source, table, options, plan, steps)


def _has_own_names(headers: Sequence[str], first: Sequence[tuple[int, list[str]]], plan: Plan) -> bool:
    """Whether the rows of a table of items are named by our keys or ids."""
    key = re.compile(rf"{KINDS['item'].prefix}-[1-9]\d{{0,14}}", re.I)
    for place, header in enumerate(headers):
        word = header.strip().lower()
        names = [name for _, cells in first if (name := cells[place].strip())]
        if word == "key" and any(map(key.fullmatch, names)):
            return True
        if word == "id" and any(OWN_ID.fullmatch(name) or name in plan["item"] for name in names):
            return True
    return False


def read_records(
    source: SourceText,
    table: CsvTable,
    options: ImportOptions,
    plan: Plan,
    steps: ProgressReporter,
    synonyms: Mapping[str, str] | None = None,
) -> MappedTable:
    """The rows of a table of one kind. ``synonyms`` says which headers, in lower case, mean which field, where neither
    a person nor the field's own name does."""
    headers = [unescape_formula(h) for h in table.headers]
    known = KINDS[options.kind].columns_by_name
    if options.kind == "item":
        known = {**{c.name: c for c in custom_columns(plan)}, **known}
    remembered = recall_mapping(plan, "CSV", options.kind, headers)
    fields, meanings = _fields(headers, known, options, remembered, synonyms)
    fields, brought = _with_brought_fields(headers, fields, options, plan)
    notes = list(source.notes)
    if remembered:
        notes.append("columns are understood as at the last import of a file with the same ones")
    rows: list[tuple[int, list[str]]] = []
    for line, cells in table.rows:
        rows.append((line, [unescape_formula(c) if c and c[0] == "'" else c for c in cells]))
        steps.advance()
    fields = _with_chances(fields, rows, known)
    if table.repeated:
        count, line = len(table.repeated), table.repeated[0]
        notes.append(f"the header stands again in {counted(count, 'row')} (line {line}), skipped")
    keep = None
    if options.mapping:
        pairs = {h: c.name if c else "" for h, c in zip(headers, fields, strict=True)}
        pairs |= {f"{h}:{value}": ours for h, values in meanings.items() for value, ours in values.items()}
        keep = SavedMapping("CSV", options.kind, source.name, frozenset(headers), pairs)
    columns = tuple(_mapped(headers, fields, rows))
    ignored = _ignored(headers, fields, rows)
    refused = table.refused
    if not any(fields):
        some = ", ".join(headers[:8])[:120]
        reason = f"no column of {source.name} is a field of {KINDS[options.kind].label.lower()}: {some}"
        rows, refused, keep = [], [(0, reason)], None
    elif not (rows or refused):
        refused = [(0, f"{source.name} has no rows below its headers")]
    meant = {
        field.name: meanings[header.lower()]
        for header, field in zip(headers, fields, strict=True)
        if field is not None and header.lower() in meanings
    }
    dates = DateReader.of_order(_day_month_order(fields, rows))
    return MappedTable(options.kind, fields, rows, refused, columns, notes, ignored, dates, meant, keep, brought)


def _with_chances(
    fields: tuple[Column | None, ...], rows: Sequence[tuple[int, list[str]]], known: Mapping[str, Column]
) -> tuple[Column | None, ...]:
    """A risk's probability in percent is its chance, not one of five levels; the cells are read over."""
    for place, field in enumerate(fields):
        if field is not known.get("probability") or field is None or "chance" not in known or known["chance"] in fields:
            continue
        if reads_as_chance([cells[place] for _, cells in rows]):
            for _, cells in rows:
                cells[place] = as_percent(cells[place])
            return (*fields[:place], known["chance"], *fields[place + 1 :])
    return fields


def _with_brought_fields(
    headers: Sequence[str], fields: tuple[Column | None, ...], options: ImportOptions, plan: Plan
) -> tuple[tuple[Column | None, ...], tuple[Column, ...]]:
    """In a file without items, an unknown column of a table of ours is a field that the user had added: it comes back
    as one of text, unless the mapping says something of it, or it is what the program calculates."""
    if options.kind != "item" or len(plan["item"]):
        return fields, ()
    said = {header.strip().lower() for header in options.mapping}
    calculated = [*KINDS["item"].columns]
    for planned in (SCHEDULE_COLUMNS, FORECAST_COLUMNS["item"], VARIANCE_COLUMNS):
        calculated += planned.values()
    calculated += [derived.column for derived in DERIVED_COLUMNS["item"].values()]
    taken = {word for column in calculated for word in (column.name, _plain(column.label).replace(" ", "_"))}
    filled: list[Column | None] = []
    brought: list[Column] = []
    for header, given in zip(headers, fields, strict=True):
        column, name = given, _plain(header).replace(" ", "_")
        unknown = given is None and header.strip().lower() not in said and name not in taken
        if unknown and _BROUGHT_NAME.fullmatch(name):
            text = Field(header.strip()[:40])
            column = Column(name, str, nullable=True, required=False, default=None, field=text, custom=True)
            brought.append(column)
            taken.add(name)
        filled.append(column)
    return tuple(filled), tuple(brought)


def _ignored(
    headers: Sequence[str], fields: Sequence[Column | None], rows: Sequence[tuple[int, list[str]]]
) -> list[tuple[str, int]]:
    """Columns that fill nothing, with how many of their cells hold something."""
    counts = [
        (column_label(headers, place), sum(1 for _, cells in rows if cells[place].strip()))
        for place, field in enumerate(fields)
        if field is None
    ]
    return [(header, count) for header, count in counts if count]


def _day_month_order(fields: Sequence[Column | None], rows: Sequence[tuple[int, list[str]]]) -> DayMonthOrder:
    order = DayMonthOrder()
    dated = [place for place, field in enumerate(fields) if field is not None and field.type in (date, datetime)]
    for _, cells in rows if dated else ():
        for place in dated:
            order.add(cells[place])
    return order


def targets(plan: Plan, kind: str) -> dict[str, str]:
    """What a column may fill: fields by name, with their labels."""
    labels = {c.name: c.label for c in KINDS[kind].columns if c.settable or c.name in ("id", "key")}
    return labels | ({**TARGET_LABELS, **{c.name: c.label for c in custom_columns(plan)}} if kind == "item" else {})


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[_\W]+", " ", text.lower()).split()) or text.strip().lower()


def _fields(
    headers: Sequence[str],
    known: Mapping[str, Column],
    options: ImportOptions,
    remembered: Mapping[str, str],
    understood: Mapping[str, str] | None = None,
) -> tuple[tuple[Column | None, ...], dict[str, dict[str, str]]]:
    """The field of each column, as the person says, said before, or as the header says; and what values mean."""
    said, meanings = split_mapping({**remembered, **options.mapping}, headers)
    by_name = {_plain(name): c for name, c in known.items()}
    by_label = {_plain(c.label): c for c in known.values()}
    words = understood
    if words is None:
        words = title_synonyms(options.kind) | HEADER_SYNONYMS.get(options.kind, {})
    synonyms = {word: known[name] for word, name in words.items()}
    fields: list[Column | None] = []
    for header in headers:
        target = said.get(header.lower())
        word = _plain(header if target is None else target)
        if target is not None and word in ("", "ignore", "ignored"):
            fields.append(None)
            continue
        field = by_name.get(word) if target is not None else None
        if understood is None or target is not None:
            field = field or by_label.get(word) or by_name.get(word)
        field = field or (synonyms.get(header.strip().lower()) if target is None else None)
        if target is not None and field is None:
            raise ValidationError(f"{KINDS[options.kind].label} has no field {target[:40]!r}")
        taken = field is not None and any(f is not None and f.name == field.name for f in fields)
        joined = field is not None and (field.many or field.field.long)
        fields.append(None if taken and not joined else field)
    return tuple(fields), meanings


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


def draft(parsed: MappedTable | IssueTable, change_set: ChangeSet, steps: ProgressReporter) -> None:
    """What a table would change in a plan."""
    if isinstance(parsed, IssueTable):
        tracker_importer.draft(parsed, change_set, steps)
        return
    change_set.main = parsed.kind
    change_set.refused += parsed.refused
    change_set.notes += parsed.notes
    change_set.columns = parsed.columns
    change_set.ignored += parsed.ignored
    for column in parsed.new_fields:
        change_set.add("custom_field", {"name": column.name, "type": "text"})
    rows = RowImporter(parsed, change_set)
    for line, cells in parsed.rows:
        rows.meet(line, cells)
    for line, cells in parsed.rows:
        rows.take(line, cells)
        steps.advance()
    rows.finish()
    validate_changes(change_set)
    refuse_all(change_set, _changes_of_what_is_agreed(change_set))
    save_mapping(change_set, parsed.saved_mapping)


def _changes_of_what_is_agreed(change_set: ChangeSet) -> list[tuple[str, str]]:
    """(id, reason) of the changes to the content of agreed requirements, but of what is agreed anew with them."""
    plan = change_set.plan
    return [
        (id_, f"{plan.label('requirement', id_)} is agreed: ask for its change by tpm set, or set its status too")
        for id_ in change_set.reworked_needs()
        if plan.value("requirement", id_, "status") == "agreed"
        and change_set.changes[id_].values.keys().isdisjoint({"agreed_on", "status"})
    ]
