"""Invoices and other costs as CSV. Columns, amounts and categories are understood as programs and people write them.

An invoice is known again by its number and supplier, so that the list can come in once a month and grow.
"""

import re
import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from tpm_tui.domain.cancellation_of_long_work import ProgressReporter
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.kinds.costs import COST_CATEGORIES
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.values.codec import Stored
from tpm_tui.exchange.common.change_set import ChangeSet
from tpm_tui.exchange.common.csv_rows import CsvTable, read_csv_table
from tpm_tui.exchange.common.fields_by_header_words import match_headers
from tpm_tui.exchange.common.remembered_column_mapping import ImportOptions
from tpm_tui.exchange.common.source_text import SourceText
from tpm_tui.exchange.csv import importer as csv_importer
from tpm_tui.exchange.csv.records_from_rows import MappedTable
from tpm_tui.exchange.issue_trackers.common.tracker_table import IssueTable
from tpm_tui.exchange.money.amount_cells import read_amounts
from tpm_tui.exchange.money.invoices.invoice_headers import CATEGORY_WORDS, INVOICE_HEADERS, SUPPLIER_HEADERS

KIND = "cost"
_AMOUNTS = ("planned", "committed", "actual")
#: An invoice without a number is known again by all of these.
_SAME = ("title", "category", "item", "at", *_AMOUNTS)
_TOTALS = frozenset(
    ("total", "totals", "sum", "grand total", "subtotal", "summe", "gesamt", "gesamtsumme", "zwischensumme")
)
_CODE = re.compile(r"[A-Za-z]{3}")


class _Places(NamedTuple):
    """Where in a row something stands; None where it does not."""

    supplier: int | None
    currency: int | None


def read(source: SourceText, options: ImportOptions, plan: Plan, steps: ProgressReporter) -> MappedTable | IssueTable:
    """The rows of a list of costs. ValidationError if a mapped field is unknown."""
    table = read_csv_table(source)
    rows = list(table.rows)
    lower = [header.lower() for header in table.headers]
    places_of = {name: lower.index(header) for header, name in match_headers(table.headers, SUPPLIER_HEADERS).items()}
    places = _Places(places_of.get("supplier"), places_of.get("currency"))
    fields = match_headers(table.headers, INVOICE_HEADERS)
    table = replace(table, rows=iter(rows))
    if "title" not in fields.values():
        table, fields = _with_title(table, rows, lower, fields, places)
    made = csv_importer.read_records(source, table, replace(options, kind=KIND), plan, steps, fields)
    made = replace(made, rows=_without_totals(made), ignored=_not_used(made, table.headers, places))
    made = replace(made, rows=_in_currency(made, places.currency, str(plan.programme("currency") or "")))
    by_field = {field.name: at for at, field in reversed(list(enumerate(made.fields))) if field is not None}
    among_commas = "," not in source.text.partition("\n")[0]
    read_amounts(made, [by_field[name] for name in _AMOUNTS if name in by_field], among_commas)
    if "category" in by_field:
        _read_categories(made, by_field["category"], table.headers[by_field["category"]])
    if places.supplier is not None and "title" in by_field:
        for _, cells in made.rows:
            supplier, title = cells[places.supplier].strip(), cells[by_field["title"]].strip()
            if supplier and not title.lower().startswith(supplier.lower()):
                cells[by_field["title"]] = f"{supplier}: {title}" if title else supplier
    return made


def _with_title(
    table: CsvTable, rows: Sequence[tuple[int, list[str]]], lower: list[str], fields: dict[str, str], places: _Places
) -> tuple[CsvTable, dict[str, str]]:
    """The table with a column for the title where only supplier and number say what an invoice is for."""
    number = next((lower.index(header) for header, field in fields.items() if field == "reference"), None)

    def title(cells: list[str]) -> str:
        return "" if number is None or not cells[number].strip() else f"invoice {cells[number].strip()}"

    if places.supplier is None and number is None:
        return table, fields
    longer = ((line, [*cells, title(cells)]) for line, cells in rows)
    return replace(table, headers=[*table.headers, "Title"], rows=longer), {**fields, "title": "title"}


def _not_used(table: MappedTable, headers: Sequence[str], places: _Places) -> list[tuple[str, int]]:
    used = {headers[place] for place in places if place is not None}
    return [(header, count) for header, count in table.ignored if header not in used]


def _without_totals(table: MappedTable) -> list[tuple[int, list[str]]]:
    """The rows without those of sums, which are said: their money would count twice."""
    rows = []
    for line, cells in table.rows:
        words = [cell.strip().rstrip(":").lower() for cell in cells if any(letter.isalpha() for letter in cell)]
        if len(words) == 1 and words[0] in _TOTALS:
            table.notes.append(f"line {line} is a sum ({words[0]}), and is skipped")
        else:
            rows.append((line, cells))
    return rows


def _in_currency(table: MappedTable, place: int | None, currency: str) -> list[tuple[int, list[str]]]:
    """The rows in the currency of the file; others are refused."""
    rows = []
    for line, cells in table.rows:
        said = "" if place is None else cells[place].strip().upper()
        if currency and _CODE.fullmatch(said) and said != currency.upper():
            table.refused.append((line, f"it is in {said}, and the file is in {currency}: convert it first"))
        else:
            rows.append((line, cells))
    return rows


def _read_categories(table: MappedTable, place: int, header: str) -> None:
    """Categories by the words of others; what nobody knows is ``other``, and said."""
    words = {word: name for name, known in CATEGORY_WORDS.items() for word in known}
    said = table.meanings.get("category", {})
    unknown: dict[str, int] = {}
    for _, cells in table.rows:
        text = cells[place].strip()
        if not text or text.lower() in COST_CATEGORIES or text.lower() in said:
            continue
        name = words.get(text.lower())
        if name is None:
            unknown[text] = unknown.get(text, 0) + 1
        cells[place] = name or "other"
    for text, count in unknown.items():
        many = counted(count, "row")
        word = shlex.quote(f"{header}:{text}=vendor")
        table.notes.append(f"{text[:40]} ({many}) is taken as other; --map {word} says otherwise")


def draft(table: MappedTable | IssueTable, change_set: ChangeSet, steps: ProgressReporter) -> None:
    """The change set of a list of costs: new ones, and those of which an invoice says something else than before."""
    csv_importer.draft(table, change_set, steps)
    known = _KnownCosts(change_set.plan, change_set)
    for id_, change in list(change_set.changes.items()):
        if change.kind != KIND or not change.new:
            continue
        same = known.same_as(change.values)
        if same is not None:
            del change_set.changes[id_]
            if not change_set.set(KIND, same, change.values, change.line):
                change_set.same += 1


class _KnownCosts:
    """Finds the cost of the file that a row is: by number and supplier, where several rows have them by the title too,
    those of one title in their order; without a number by all that it says."""

    def __init__(self, plan: Plan, change_set: ChangeSet) -> None:
        c = plan[KIND].columns
        self._numbered: dict[tuple[str, str], list[tuple[str, str]]] = {}
        """invoice -> (title, id) of its positions, in their order"""
        for id_, reference, title in zip(plan[KIND].ids, c["reference"], c["title"], strict=True):
            if reference:
                self._numbered.setdefault(_invoice(reference, title), []).append((str(title), id_))
        self._others: dict[tuple[Stored, ...], list[str]] = {}
        for id_, *values in zip(plan[KIND].ids, *(c[name] for name in _SAME), strict=True):
            self._others.setdefault(tuple(values), []).append(id_)
        made = [c.values for c in change_set.changes.values() if c.kind == KIND and c.new]
        self._rows = Counter(_invoice(v.get("reference"), v.get("title")) for v in made)

    def same_as(self, values: Mapping[str, Stored]) -> str | None:
        """The id of the cost that a row with these values is, each once; None for a new one."""
        if values.get("reference"):
            invoice = _invoice(values["reference"], values.get("title"))
            known = self._numbered.get(invoice, [])
            if len(known) == 1 and self._rows[invoice] == 1:
                return known[0][1]
            place = next((at for at, (title, _) in enumerate(known) if title == str(values.get("title"))), None)
            return None if place is None else known.pop(place)[1]
        default = {name: KINDS[KIND].column(name).default for name in _SAME}
        ids = self._others.get(tuple(values.get(name, default[name]) for name in _SAME))
        return ids.pop(0) if ids else None


def _invoice(reference: Stored, title: Stored) -> tuple[str, str]:
    """The number of an invoice and who it is of: what stands before the colon of its title."""
    return str(reference or ""), str(title or "").partition(":")[0].strip().lower()


def targets(plan: Plan, _kind: str) -> dict[str, str]:
    """What a person may let a column of a list of costs fill."""
    return csv_importer.targets(plan, KIND)
