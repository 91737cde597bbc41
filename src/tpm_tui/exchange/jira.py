"""Jira CSV exports: reading the file. What becomes of it is in :mod:`tpm_tui.exchange.jira_items` and beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from tpm_tui.domain.dates import Words
from tpm_tui.domain.entry import Refused
from tpm_tui.domain.plan import Plan
from tpm_tui.domain.progress import Steps
from tpm_tui.exchange.csv_rows import sheet
from tpm_tui.exchange.draft import Draft
from tpm_tui.exchange.jira_values import Dates
from tpm_tui.exchange.jira_words import MANY, ORDERINGS, TARGETS, in_words, target_of
from tpm_tui.exchange.mapping import Options, Pairs, recall, remember
from tpm_tui.exchange.outcome import Mapped
from tpm_tui.exchange.source import Source

Row = tuple[int, tuple[str, ...]]

#: Rows that are looked at for a value to show of each column.
LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Export:
    """A Jira export as read: ``rows`` are (line, the cells that are used); ``places`` says which of those cells fill
    what. Nothing of it is decided against a Plan yet. ``keep`` is a mapping to remember."""

    columns: tuple[Mapped, ...]
    places: dict[str, tuple[int, ...]]
    rows: list[Row]
    refused: list[tuple[int, str]]
    notes: list[str]
    dates: Dates
    keep: Pairs | None

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


def read(source: Source, options: Options, plan: Plan, steps: Steps) -> Export:
    """The rows of an export. ``options.mapping`` overrides what the headers say, and so does a mapping remembered in
    the plan.

    Without a column of summaries nothing is taken but how the columns were understood. Refused if a target is unknown.
    """
    table = sheet(source)
    remembered = recall(plan, "Jira", "item", table.headers)
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
    rows: list[Row] = []
    first: list[list[str]] = []
    for line, cells in table.rows:
        if len(first) < LOOKED_AT:
            first.append(cells)
        rows.append((line, pick(cells)))
        steps.step()
    dates_at = [p for target in ("finish", "due", "start") for p in places.get(target, ())]
    dates, open_order = Dates.judged_by(cells[p] for _, cells in rows for p in dates_at)
    if open_order:
        notes.append("dates like 6/7/2026 are read as month/day/year; nothing in the file says otherwise")
    columns = _columns(table.headers, chosen, first)
    keep = (
        Pairs("Jira", "item", source.name, dict(zip(table.headers, chosen, strict=True))) if options.mapping else None
    )
    if "title" not in chosen:
        found = ", ".join(table.headers[:8])[:120]
        refused = [(0, f"{source.name} is no Jira export: no column Summary; found {found}")]
        return Export(columns, {}, [], refused, notes, dates, None)
    refused = table.refused
    if not (rows or refused):
        refused = [(0, f"{source.name} has no rows below its headers")]
    return Export(columns, {t: tuple(p) for t, p in places.items()}, rows, refused, notes, dates, keep)


def targets(_plan: Plan, _kind: str) -> dict[str, str]:
    """What a column may fill."""
    return TARGETS


def _chosen(headers: Sequence[str], mapping: Mapping[str, str]) -> list[str]:
    """What each column fills, empty for nothing."""
    wanted = {header.strip().lower(): target.strip().lower() for header, target in mapping.items()}
    unknown = wanted.keys() - {h.lower() for h in headers}
    if unknown:
        raise Refused(f"the file has no column {min(unknown)[:40]!r}")
    chosen: list[str] = []
    for header in headers:
        target = wanted.get(header.lower())
        if target is None:
            target = target_of(header)
        elif target in ("ignore", "ignored", "-"):
            target = ""
        if target and target not in TARGETS and ":" not in target:
            raise Refused(f"a Jira column can fill {', '.join(TARGETS)}, not {target[:40]!r}")
        chosen.append(target)
    return chosen


def _columns(headers: Sequence[str], chosen: Sequence[str], first: Sequence[Sequence[str]]) -> tuple[Mapped, ...]:
    """One entry a header, in the file's order, columns that share it together."""
    counts: dict[str, int] = {}
    for header in headers:
        counts[header] = counts.get(header, 0) + 1
    found = []
    for header, count in counts.items():
        at = list(headers).index(header)
        target = chosen[at]
        field = target if ":" not in target or target.partition(":")[2] in ORDERINGS else ""
        label = in_words(target)
        if count > 1 and target and target not in MANY and ":" not in target:
            label += ", the first that is filled"
        sample = next((text for cells in first if (text := cells[at].strip())), "")
        found.append(Mapped(header, count, field, label, sample[:60]))
    return tuple(found)


def draft(export: Export, plan: Plan, words: Words, new_id: Callable[[], str], steps: Steps) -> Draft:
    """What an export would change in a plan."""
    from tpm_tui.exchange.jira_items import Items
    from tpm_tui.exchange.jira_relations import relate

    found = Draft(plan, words, new_id, main="item")
    found.refused += export.refused
    found.notes += export.notes
    items = Items(export, found)
    for line, cells in export.rows:
        items.take(line, cells)
        steps.step()
    items.finish()
    relate(export, found, items)
    found.columns = export.columns
    remember(found, export.keep)
    return found
