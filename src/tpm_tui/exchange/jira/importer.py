"""Jira CSV exports: reading the file. What becomes of it is in :mod:`tpm_tui.exchange.jira.items` and beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from tpm_tui.domain.cancellation import ProgressReporter
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.exchange.common.change_set import ChangeSet
from tpm_tui.exchange.common.column_mapping import ImportOptions, SavedMapping, recall_mapping, save_mapping
from tpm_tui.exchange.common.csv_rows import read_csv_table
from tpm_tui.exchange.common.import_result import ColumnMapping
from tpm_tui.exchange.common.source import SourceText
from tpm_tui.exchange.jira.mappings import FIELD_LABELS, LINK_TYPES, MULTI_VALUED, field_label, field_of
from tpm_tui.exchange.jira.values import JiraDateParser

JiraRow = tuple[int, tuple[str, ...]]

#: Rows that are looked at for a value to show of each column.
SAMPLED_ROWS = 200


@dataclass(frozen=True, slots=True)
class JiraExport:
    """A Jira export as read: ``rows`` are (line, the cells that are used); ``places`` says which of those cells fill
    what. Nothing of it is decided against a Plan yet. ``keep`` is a mapping to remember."""

    columns: tuple[ColumnMapping, ...]
    places: dict[str, tuple[int, ...]]
    rows: list[JiraRow]
    refused: list[tuple[int, str]]
    notes: list[str]
    dates: JiraDateParser
    saved_mapping: SavedMapping | None

    def texts(self, target: str, cells: Sequence[str]) -> list[str]:
        """Every value of a row for a target, without the empty ones."""
        return [text for place in self.places.get(target, ()) if (text := cells[place].strip())]

    def text(self, target: str, cells: Sequence[str]) -> str:
        """The first value of a row for a target that is not empty."""
        for place in self.places.get(target, ()):
            text = cells[place].strip()
            if text:
                return text
        return ""


def read(source: SourceText, options: ImportOptions, plan: Plan, steps: ProgressReporter) -> JiraExport:
    """The rows of an export. ``options.mapping`` overrides what the headers say, and so does a mapping remembered in
    the plan.

    Without a column of summaries nothing is taken but how the columns were understood. ValidationError
    if a target is unknown.
    """
    table = read_csv_table(source)
    remembered = recall_mapping(plan, "Jira", "item", table.headers)
    chosen = _chosen(table.headers, {**remembered, **options.mapping})
    notes = list(source.notes)
    if remembered:
        notes.append("columns are understood as at the last import of a file with the same ones")
    used = [i for i, target in enumerate(chosen) if target]
    places: dict[str, list[int]] = {}
    for place, index in enumerate(used):
        places.setdefault(chosen[index], []).append(place)
    pick: Callable[[list[str]], tuple[str, ...]] = (
        itemgetter(*used) if len(used) > 1 else lambda cells: tuple(cells[i] for i in used)
    )
    rows: list[JiraRow] = []
    first: list[list[str]] = []
    for line, cells in table.rows:
        if len(first) < SAMPLED_ROWS:
            first.append(cells)
        rows.append((line, pick(cells)))
        steps.advance()
    dates_at = [p for target in ("finish", "due", "start") for p in places.get(target, ())]
    dates, open_order = JiraDateParser.judged_by(cells[p] for _, cells in rows for p in dates_at)
    if open_order:
        notes.append("dates like 6/7/2026 are read as month/day/year; nothing in the file says otherwise")
    columns = _columns(table.headers, chosen, first)
    keep = (
        SavedMapping("Jira", "item", source.name, dict(zip(table.headers, chosen, strict=True)))
        if options.mapping
        else None
    )
    if "title" not in chosen:
        first_headers = ", ".join(table.headers[:8])[:120]
        refused = [(0, f"{source.name} is no Jira export: no column Summary; found {first_headers}")]
        return JiraExport(columns, {}, [], refused, notes, dates, None)
    refused = table.refused
    if not (rows or refused):
        refused = [(0, f"{source.name} has no rows below its headers")]
    return JiraExport(columns, {t: tuple(p) for t, p in places.items()}, rows, refused, notes, dates, keep)


def targets(_plan: Plan, _kind: str) -> dict[str, str]:
    """What a column may fill."""
    return FIELD_LABELS


def _chosen(headers: Sequence[str], mapping: Mapping[str, str]) -> list[str]:
    """What each column fills, empty for nothing."""
    wanted = {header.strip().lower(): target.strip().lower() for header, target in mapping.items()}
    unknown = wanted.keys() - {h.lower() for h in headers}
    if unknown:
        raise ValidationError(f"the file has no column {min(unknown)[:40]!r}")
    chosen: list[str] = []
    for header in headers:
        target = wanted.get(header.lower())
        if target is None:
            target = field_of(header)
        elif target in ("ignore", "ignored", "-"):
            target = ""
        if target and target not in FIELD_LABELS and ":" not in target:
            raise ValidationError(f"a Jira column can fill {', '.join(FIELD_LABELS)}, not {target[:40]!r}")
        chosen.append(target)
    return chosen


def _columns(
    headers: Sequence[str], chosen: Sequence[str], first: Sequence[Sequence[str]]
) -> tuple[ColumnMapping, ...]:
    """One entry a header, in the file's order, columns that share it together."""
    counts: dict[str, int] = {}
    for header in headers:
        counts[header] = counts.get(header, 0) + 1
    columns = []
    for header, count in counts.items():
        at = list(headers).index(header)
        target = chosen[at]
        field = target if ":" not in target or target.partition(":")[2] in LINK_TYPES else ""
        label = field_label(target)
        if count > 1 and target and target not in MULTI_VALUED and ":" not in target:
            label += ", the first that is filled"
        sample = next((text for cells in first if (text := cells[at].strip())), "")
        columns.append(ColumnMapping(header, count, field, label, sample[:60]))
    return tuple(columns)


def draft(
    export: JiraExport, plan: Plan, context: InputContext, new_id: Callable[[], str], steps: ProgressReporter
) -> ChangeSet:
    """What an export would change in a plan."""
    from tpm_tui.exchange.jira.items import IssueImporter
    from tpm_tui.exchange.jira.relations import add_relations

    change_set = ChangeSet(plan, context, new_id, main="item")
    change_set.refused += export.refused
    change_set.notes += export.notes
    items = IssueImporter(export, change_set)
    for line, cells in export.rows:
        items.take(line, cells)
        steps.advance()
    items.finish()
    add_relations(export, change_set, items)
    change_set.columns = export.columns
    save_mapping(change_set, export.saved_mapping)
    return change_set
