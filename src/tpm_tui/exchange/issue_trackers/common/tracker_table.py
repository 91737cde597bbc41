"""A table of items as another program exports it: which columns fill what, and the rows that are used."""

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter

from msgspec import Struct

from tpm_tui.domain.cancellation_of_long_work import ProgressReporter
from tpm_tui.domain.fields import Column
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.exchange.common.csv_rows import CsvTable, column_label, read_csv_table
from tpm_tui.exchange.common.import_result import ColumnMapping
from tpm_tui.exchange.common.notations.foreign_dates import DateReader, DayMonthOrder, date_range, looks_like_date
from tpm_tui.exchange.common.remembered_column_mapping import ImportOptions, SavedMapping, recall_mapping, split_mapping
from tpm_tui.exchange.common.source_text import SourceText
from tpm_tui.exchange.issue_trackers.common.fields.own_fields import FIELD_OF_TARGET, own_fields, own_target
from tpm_tui.exchange.issue_trackers.common.headers import (
    LINK_NAMES,
    MULTI_VALUED,
    TARGET_LABELS,
    bare_unit,
    header_target_label,
    is_issue_header,
    target_of,
)
from tpm_tui.exchange.issue_trackers.common.known_tracker_exports import TABLE, Dialect

#: (line, the cells that are used) of one row.
IssueRow = tuple[int, tuple[str, ...]]


#: Rows that are looked at for a value to show of each column, and for which columns hold dates.
SAMPLED_ROWS = 200


#: What programs write where a cell is empty.
_EMPTY = frozenset({"na", "n/a", "null", "none", "nan", "nv", "nd", "-", "--", "[]"})


#: Targets in which such a word says something: a title may be "None", a priority too.
_MEANS_NONE = frozenset({"title", "resolution"})


class IssueTable(Struct, frozen=True):
    """A table as read: ``places`` says which of the cells of a row fill which target, ``used_headers`` the header of
    each cell, ``units`` how many minutes a bare number of a target counts, ``meanings`` what a person said that values
    mean (target -> value -> ours), ``second`` the rows of a table below. Nothing of it is decided against a Plan yet.
    """

    dialect: Dialect
    columns: tuple[ColumnMapping, ...]
    places: Mapping[str, tuple[int, ...]]
    used_headers: Sequence[str]
    rows: Sequence[IssueRow]
    refused: Sequence[tuple[int, str]]
    notes: Sequence[str]
    assumed: Sequence[str]
    ignored: Sequence[tuple[str, int]]
    dates: DateReader
    units: Mapping[str, float | None]
    meanings: Mapping[str, Mapping[str, str]]
    own: Mapping[str, Column]
    second: Sequence[tuple[int, list[str]]]
    saved_mapping: SavedMapping | None

    @property
    def is_planner(self) -> bool:
        """Whether its durations are those of a plan, where one of nought is a milestone: a planner's table, or one that
        was written by hand and says what comes after what."""
        return self.dialect.planned or (self.dialect is TABLE and "predecessors" in self.places)

    def texts(self, target: str, cells: Sequence[str]) -> list[str]:
        """Every value of a row for a target, without the empty ones."""
        return [text for p in self.places.get(target, ()) if (text := cells[p].strip()) and text.lower() not in _EMPTY]

    def text(self, target: str, cells: Sequence[str]) -> str:
        """The first value of a row for a target that is not empty."""
        for place in self.places.get(target, ()):
            text = cells[place].strip()
            if text and (text.lower() not in _EMPTY or target in _MEANS_NONE):
                return text
        return ""

    def header_of(self, target: str) -> str:
        """The header of the first column that fills a target; empty if none does."""
        place = self.places.get(target, (-1,))[0]
        return self.used_headers[place] if place >= 0 else ""

    def meaning(self, target: str, value: str) -> str:
        """What a person said that a value means; empty if nothing."""
        meanings = self.meanings.get(target)
        return meanings.get(value.lower(), "") if meanings else ""


def read_issue_table(
    source: SourceText,
    options: ImportOptions,
    plan: Plan,
    dialect_of: Callable[[Sequence[str]], Dialect],
    steps: ProgressReporter,
    table: CsvTable | None = None,
) -> IssueTable:
    """The rows of an export. ``options.mapping`` overrides what the headers say, and so does a mapping remembered in
    the plan.

    Without a column of titles nothing is taken but how the columns were understood. ValidationError if a target is
    unknown.
    """
    table = table or read_csv_table(source, is_header=is_issue_header)
    headers = table.headers
    dialect = dialect_of(headers)
    format_ = "Jira" if dialect.wiki else "CSV"
    remembered = recall_mapping(plan, format_, "item", headers)
    said, meant = split_mapping({**remembered, **options.mapping}, headers)
    own = own_fields(plan)
    chosen = _chosen(headers, said, dialect, own)
    notes = list(source.notes)
    if remembered:
        notes.append("columns are understood as at the last import of a file with the same ones")
    used = [i for i, target in enumerate(chosen) if target]
    places: dict[str, list[int]] = {}
    units: dict[str, float | None] = {}
    for place, index in enumerate(used):
        places.setdefault(chosen[index], []).append(place)
        units.setdefault(chosen[index], bare_unit(headers[index], dialect.bare_unit))
    reader = _RowReader(table, used, steps)
    rows = reader.read()
    order = reader.order
    dates = DateReader.of_order(order)
    assumed = []
    if order.unknown:
        assumed.append("dates like 6/7/2026 are read as month/day/year; nothing in the file says otherwise")
    elif order.mixed and order.ambiguous:
        notes.append("the file has dates as day/month and as month/day; those that may be either are refused")
    if table.repeated:
        notes.append(
            f"the header stands again in {counted(len(table.repeated), 'row')} (line {table.repeated[0]}), skipped"
        )
    if table.above:
        notes.append(f"{counted(table.above, 'line')} above the header left out")
    if table.headings:
        line, name = table.headings[0]
        notes.append(f"{counted(len(table.headings), 'heading')} of groups left out (line {line}: {name[:40]})")
    ignored = [(column_label(headers, i), n) for i, n in enumerate(reader.filled) if n and not chosen[i]]
    columns = _columns(headers, chosen, reader.first, own, {} if dialect.wiki else FIELD_OF_TARGET)
    meanings = (
        {chosen[headers_lower.index(h)]: v for h, v in meant.items()}
        if (headers_lower := [h.lower() for h in headers])
        else {}
    )
    rows = _with_meanings(rows, places, meanings)
    keep = None
    if options.mapping:
        named = chosen if dialect.wiki else [FIELD_OF_TARGET.get(target, target) for target in chosen]
        pairs = dict(zip(headers, named, strict=True))
        pairs |= {f"{h}:{value}": ours for h, values in meant.items() for value, ours in values.items()}
        keep = SavedMapping(format_, "item", source.name, frozenset(headers), pairs)
    refused: Sequence[tuple[int, str]] = table.refused
    if "title" not in chosen:
        some = ", ".join(headers[:8])[:120]
        if dialect.wiki:
            reason = f"{source.name} is no Jira export: no column Summary; found {some}; --map COLUMN=title names it"
        else:
            reason = f"no column of {source.name} is the title of items: {some}; --map COLUMN=title names it"
        rows, refused, keep = [], [(0, reason)], None
    elif not (rows or refused):
        refused = [(0, f"{source.name} has no rows below its headers")]
    return IssueTable(
        dialect, columns, {t: tuple(p) for t, p in places.items()}, [headers[i] for i in used], rows,
        refused, notes, assumed, ignored, dates,
        units, meanings, own, table.second, keep,
    )  # fmt: skip


#: Targets whose values a person's words for them are looked up in where they are read.
_MEANT_WHERE_READ = frozenset({"status", "type", "priority"})


def _with_meanings(
    rows: list[IssueRow], places: Mapping[str, Sequence[int]], meanings: Mapping[str, Mapping[str, str]]
) -> list[IssueRow]:
    """The rows with what a person said that values mean in their place: names, tags, dates."""
    meant = [
        (place, words)
        for target, words in meanings.items()
        if target not in _MEANT_WHERE_READ
        for place in places.get(target, ())
    ]
    if not meant:
        return rows
    read = []
    for line, cells in rows:
        said = list(cells)
        for place, words in meant:
            said[place] = words.get(cells[place].strip().lower(), cells[place])
        read.append((line, tuple(said)))
    return read


class _RowReader:
    """Reads the rows once: the cells that are used, how many of the others are filled, the order of day and month."""

    def __init__(self, table: CsvTable, used: Sequence[int], steps: ProgressReporter) -> None:
        self._table = table
        self._used = used
        self._steps = steps
        self.order = DayMonthOrder()
        self.first: list[list[str]] = []
        self.filled = [0] * len(table.headers)

    def read(self) -> list[IssueRow]:
        used = self._used
        pick: Callable[[list[str]], tuple[str, ...]] = (
            itemgetter(*used) if len(used) > 1 else lambda cells: tuple(cells[i] for i in used)
        )
        taken = set(used)
        unused = [i for i in range(len(self.filled)) if i not in taken]
        rows: list[IssueRow] = []
        dated: list[int] | None = None
        for line, cells in self._table.rows:
            if len(self.first) < SAMPLED_ROWS:
                self.first.append(cells)
            else:
                if dated is None:
                    dated = self._dated()
                for i in dated:
                    if cells[i]:
                        self.order.add(cells[i])
            for i in unused:
                if cells[i]:
                    self.filled[i] += 1
            rows.append((line, pick(cells)))
            self._steps.advance()
        for i in self._dated():
            for cells in self.first:
                self.order.add(cells[i])
        return rows

    def _dated(self) -> list[int]:
        """The columns in which the first value is a date, or half of the first ones are."""
        dated = []
        for i in range(len(self.filled)):
            texts = [text for cells in self.first if (text := cells[i].strip())][:40]
            if texts and sum(looks_like_date(date_range(text)[1]) for text in texts) * 2 >= len(texts):
                dated.append(i)
        return dated


def _chosen(headers: Sequence[str], said: Mapping[str, str], dialect: Dialect, own: Mapping[str, Column]) -> list[str]:
    """The target of each column, empty for none."""
    chosen: list[str] = []
    for header in headers:
        word = header.lower()
        meaning = said.get(word)
        if meaning is None:
            target = dialect.targets.get(" ".join(word.replace("_", " ").split()))
            if target is None:
                target = target_of(header) or ("" if dialect.wiki else own_target(header, own))
                target = target or dialect.otherwise.get(" ".join(word.replace("_", " ").split()), "")
        elif meaning.lower() in ("", "-", "ignore", "ignored"):
            target = ""
        else:
            target = meaning if meaning in TARGET_LABELS or ":" in meaning else own_target(meaning, own)
            if not target:
                if not dialect.wiki:
                    raise ValidationError(f"Item has no field {meaning[:40]!r}; try {', '.join(TARGET_LABELS)}")
                raise ValidationError(f"a Jira column can fill {', '.join(TARGET_LABELS)}, not {meaning[:40]!r}")
        chosen.append(target)
    return chosen


def _columns(
    headers: Sequence[str],
    chosen: Sequence[str],
    first: Sequence[Sequence[str]],
    own: Mapping[str, Column],
    names: Mapping[str, str],
) -> tuple[ColumnMapping, ...]:
    """One entry a header, in the file's order, columns that share it together."""
    counts: dict[str, int] = {}
    for header in headers:
        counts[header] = counts.get(header, 0) + 1
    columns = []
    for header, count in counts.items():
        at = list(headers).index(header)
        target = chosen[at]
        way, _, name = target.partition(":")
        if way == "field":
            field, label = name, own[name].label
        else:
            field = names.get(target, target) if ":" not in target or name in LINK_NAMES else ""
            label = header_target_label(target)
        if count > 1 and target and target not in MULTI_VALUED and ":" not in target and target != "notes":
            label += ", the first that is filled"
        sample = next((text for cells in first if (text := cells[at].strip())), "")
        columns.append(ColumnMapping(header, count, field, label, sample[:60]))
    return tuple(columns)
