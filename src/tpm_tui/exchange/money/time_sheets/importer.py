"""A time sheet: CSV of logged time. Columns, units and numbers are understood as programs and people write them.

What an entry cost is kept with it. Nothing is logged twice: a row with the values of an entry is that entry.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from tpm_tui.domain.cancellation_of_long_work import ProgressReporter
from tpm_tui.domain.derived.logged_time import logged_time_problem
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.domain.values.amounts import amount_text
from tpm_tui.domain.values.codec import Stored
from tpm_tui.exchange.common.change_set import ChangeSet
from tpm_tui.exchange.common.csv_rows import CsvTable, read_csv_table
from tpm_tui.exchange.common.fields_by_header_words import match_headers
from tpm_tui.exchange.common.notations.decimal_marks import decimal_mark, read_number
from tpm_tui.exchange.common.remembered_column_mapping import ImportOptions
from tpm_tui.exchange.common.source_text import SourceText
from tpm_tui.exchange.csv import importer as csv_importer
from tpm_tui.exchange.csv.records_from_rows import MappedTable
from tpm_tui.exchange.issue_trackers.common.tracker_table import IssueTable
from tpm_tui.exchange.money.amount_cells import read_amounts
from tpm_tui.exchange.money.time_sheets.time_headers import PARTS, TIME_HEADERS, break_minutes, unit_minutes
from tpm_tui.planning.money.planned_cost import entry_amount

KIND = "time_entry"
#: A row with the same values as an entry is that entry: time sheets have no keys.
_SAME = ("person", "item", "day", "minutes")
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)(?::([0-5]\d))?")
_TIME_OF_DAY = re.compile(r"(?:.*[T ])?(\d{1,2}):([0-5]\d)(?::[0-5]\d.*)?\s*([AaPp])?\.?[Mm]?\.?")


def read(source: SourceText, options: ImportOptions, plan: Plan, steps: ProgressReporter) -> MappedTable | IssueTable:
    """The rows of a time sheet. ValidationError if a mapped field is unknown."""
    table = read_csv_table(source)
    rows = list(table.rows)
    table, used = _with_parts_joined(replace(table, rows=iter(rows)))
    fields = match_headers(table.headers, TIME_HEADERS) | _own_keys(table.headers, rows)
    read = csv_importer.read_records(source, table, replace(options, kind=KIND), plan, steps, fields)
    read.ignored[:] = [(header, count) for header, count in read.ignored if header not in used]
    by_field = {field.name: at for at, field in reversed(list(enumerate(read.fields))) if field is not None}
    among_commas = "," not in source.text.partition("\n")[0]
    if "minutes" in by_field:
        _read_minutes(read, by_field["minutes"], table.headers[by_field["minutes"]], among_commas)
    if "amount" in by_field:
        read_amounts(read, [by_field["amount"]], among_commas)
    if "person" in by_field:
        people = _People(plan)
        for _, cells in read.rows:
            cells[by_field["person"]] = people.named(cells[by_field["person"]])
    return read


def _own_keys(headers: list[str], rows: list[tuple[int, list[str]]]) -> dict[str, str]:
    """The column of our own keys, in a table that was exported from here."""
    key = re.compile(rf"{KINDS[KIND].prefix}-[1-9]\d*")
    place = next((at for at, header in enumerate(headers) if header.lower() == "key"), None)
    if place is None or not any(key.fullmatch(cells[place].strip()) for _, cells in rows):
        return {}
    return {"key": "key"}


def _with_parts_joined(table: CsvTable) -> tuple[CsvTable, set[str]]:
    """The table with a column for a person's whole name, or for the time from a beginning to an end, where it has
    only the parts of them; and the headers of these."""
    lower, read = [header.lower() for header in table.headers], list(table.rows)
    table = replace(table, rows=iter(read))
    parts = {part: lower.index(header) for header, part in match_headers(table.headers, PARTS).items()}
    fields = set(match_headers(table.headers, TIME_HEADERS).values())
    joined: list[tuple[str, Callable[[list[str]], str]]] = []
    used: set[str] = set()
    if {"first name", "last name"} <= parts.keys():
        first, last = parts["first name"], parts["last name"]
        joined.append(("Person", lambda cells: f"{cells[first]} {cells[last]}".strip()))
        used |= {table.headers[first], table.headers[last]}
    if "minutes" not in fields and {"begin", "end"} <= parts.keys():
        begin, end, pause = parts["begin"], parts["end"], parts.get("break")
        unit = 1 if pause is None else break_minutes(lower[pause], [cells[pause] for _, cells in read])
        joined.append(
            ("Minutes", lambda cells: _between(cells[begin], cells[end], "" if pause is None else cells[pause], unit))
        )
        used |= {table.headers[at] for at in (begin, end, pause) if at is not None}
    if not joined:
        return table, used
    rows = ((line, [*cells, *(make(cells) for _, make in joined)]) for line, cells in table.rows)
    return replace(table, headers=[*table.headers, *(name for name, _ in joined)], rows=rows), used


def _between(begin: str, end: str, pause: str, unit: int) -> str:
    """Minutes from one time of day to another, past midnight where it is earlier, without the break, whose bare
    numbers count so many minutes."""
    first, last = _minute_of_day(begin), _minute_of_day(end)
    if first is None or last is None:
        return ""
    rest = read_number(pause, decimal_mark([pause])) if pause.strip() and ":" not in pause else None
    clock = _CLOCK.fullmatch(pause.strip())
    without = int(clock[1]) * 60 + int(clock[2]) if clock else round((rest or 0) * unit)
    return str((last - first) % MINUTES_PER_DAY - without)


def _minute_of_day(text: str) -> int | None:
    match = _TIME_OF_DAY.fullmatch(text.strip())
    if match is None:
        return None
    hour = int(match[1]) % 12 + (12 if match[3] in ("p", "P") else 0) if match[3] else int(match[1])
    return hour * 60 + int(match[2])


def _read_minutes(table: MappedTable, place: int, header: str, among_commas: bool) -> None:
    """Let each cell of worked time say its minutes; what is no bare number or clock time stays."""
    texts = [cells[place] for _, cells in table.rows]
    mark = decimal_mark(texts, among_commas)
    numbers = [read_number(text, mark) for text in texts]
    unit, guessed = unit_minutes(header, [Fraction(number) for number in numbers if number is not None])
    if guessed:
        said = f"the numbers under {header} are taken as minutes: some are more hours than a day has"
        table.notes.append(f"{said}; a header with its unit, as in {header} (h), says otherwise")
    for (_, cells), number in zip(table.rows, numbers, strict=True):
        clock = _CLOCK.fullmatch(cells[place].strip())
        if clock is not None:
            cells[place] = f"{int(clock[1]) * 60 + int(clock[2]) + round(int(clock[3] or 0) / 60)}m"
        elif number is not None:
            cells[place] = f"{round(Fraction(number) * unit)}m"


class _People(Struct):
    """Finds the name by which a person is known here, by their address or with the family name first."""

    plan: Plan

    def named(self, text: str) -> str:
        table, bare = self.plan["person"], " ".join(text.split())
        names = {str(name).lower(): str(name) for name in table.columns["name"]}
        by_email = {
            str(email).lower(): str(name)
            for email, name in zip(table.columns["email"], table.columns["name"], strict=True)
            if email
        }
        family, comma, given = bare.partition(",")
        turned = f"{given.strip()} {family.strip()}" if comma else bare
        return by_email.get(bare.lower()) or names.get(turned.lower()) or (turned if comma else text)


def draft(table: MappedTable | IssueTable, change_set: ChangeSet, steps: ProgressReporter) -> None:
    """The change set of a time sheet; the amount of a new entry follows from the person's rate of the day."""
    csv_importer.draft(table, change_set, steps)
    plan = change_set.plan
    known, worked = _known_entries(plan), _WorkedDays(plan, change_set)
    again = 0
    for id_, change in list(change_set.changes.items()):
        if change.kind != KIND:
            continue
        values = change.values if change.new else {**plan[KIND].row(id_), **change.values}
        if not change.new:
            worked.add(id_, values)
            continue
        entry = tuple(values.get(name) for name in _SAME)
        if known[entry]:
            known[entry] -= 1
            again += 1
            del change_set.changes[id_]
            continue
        if not worked.add(id_, values):
            continue
        minutes = int(values["minutes"] or 0)
        person = values.get("person")
        if values.get("amount") is None and person in plan["person"]:
            day = date.fromisoformat(str(values["day"]))
            values["amount"] = amount_text(entry_amount(plan, str(person), day, minutes))
    if again:
        change_set.notes.append(f"{counted(again, 'row')} of what is logged already: not logged twice")
    _name_new_people(change_set)


class _WorkedDays:
    """The minutes of each person and day, as the rows of a sheet come in; what nobody can have worked is refused."""

    def __init__(self, plan: Plan, change_set: ChangeSet) -> None:
        self._plan, self._changes = plan, change_set
        self._minutes: Counter[tuple[str, str]] = Counter()
        for id_ in plan[KIND].ids:
            row = plan[KIND].row(id_)
            if id_ not in change_set.changes:
                self._minutes[str(row["person"]), str(row["day"])] += int(row["minutes"] or 0)

    def add(self, id_: str, values: Mapping[str, Stored]) -> bool:
        """Count an entry; False, and refused, where it cannot have been worked."""
        person, day, minutes = str(values.get("person")), str(values.get("day")), int(values.get("minutes") or 0)
        change = self._changes.changes.get(person)
        name = str(change.values["name"]) if change is not None and change.new else self._plan.title("person", person)
        problem = logged_time_problem(
            self._changes.context, name, minutes, date.fromisoformat(day[:10]), self._minutes[person, day]
        )
        if problem is not None:
            self._changes.refuse(id_, problem[0])
            return False
        self._minutes[person, day] += minutes
        return True


def _name_new_people(change_set: ChangeSet) -> None:
    """Name who is made by the sheet; whoever no entry is left of is not made."""
    used = {c.values.get("person") for c in change_set.changes.values() if c.kind == KIND}
    fresh = [c for c in change_set.changes.values() if c.kind == "person" and c.new]
    for change in fresh:
        if change.id not in used:
            del change_set.changes[change.id]
    names = ", ".join(str(c.values["name"]) for c in fresh if c.id in used)
    if names:
        change_set.assume(f"not known before, and without a rate, so that their time costs nothing yet: {names}")


def _known_entries(plan: Plan) -> Counter[tuple[Stored, ...]]:
    """How often each entry is there: the same person, item, day and time."""
    columns = plan[KIND].columns
    return Counter(zip(*(columns[name] for name in _SAME), strict=True))


def targets(plan: Plan, _kind: str) -> dict[str, str]:
    """What a person may let a column of a time sheet fill."""
    return csv_importer.targets(plan, KIND)
