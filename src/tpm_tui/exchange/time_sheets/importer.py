"""A time sheet: CSV of logged time. Bare numbers are hours, and what an entry cost is kept with it.

Columns are matched as those of any CSV (Date, Person, Task, Hours and the like are understood, or mapped).
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from tpm_tui.domain.cancellation import ProgressReporter
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.amounts import amount_text
from tpm_tui.domain.values.codec import Stored
from tpm_tui.exchange.common.change_set import ChangeSet
from tpm_tui.exchange.common.column_mapping import ImportOptions
from tpm_tui.exchange.common.source_text import SourceText
from tpm_tui.exchange.csv import importer as csv_importer
from tpm_tui.exchange.csv.records_from_rows import MappedTable
from tpm_tui.exchange.trackers.tracker_table import IssueTable
from tpm_tui.planning.planned_cost import entry_amount

KIND = "time_entry"
#: A row with the same values as an entry is that entry: time sheets have no keys.
_SAME = ("person", "item", "day", "minutes")
_HOURS = re.compile(r"\d+([.,]\d+)?")


def read(source: SourceText, options: ImportOptions, plan: Plan, steps: ProgressReporter) -> MappedTable | IssueTable:
    """The rows of a time sheet. ValidationError if a mapped field is unknown."""
    table = csv_importer.read(source, replace(options, kind=KIND), plan, steps)
    if isinstance(table, MappedTable):
        places = [at for at, field in enumerate(table.fields) if field is not None and field.name == "minutes"]
        for _, cells in table.rows:
            for at in places:
                if _HOURS.fullmatch(cells[at].strip()):
                    cells[at] = f"{cells[at].strip()}h"
    return table


def draft(
    table: MappedTable | IssueTable,
    plan: Plan,
    context: InputContext,
    new_id: Callable[[], str],
    steps: ProgressReporter,
) -> ChangeSet:
    """The change set of a time sheet; the amount of a new entry follows from the person's rate of the day."""
    change_set = csv_importer.draft(table, plan, context, new_id, steps)
    known = _known_entries(plan)
    again = 0
    for id_, change in list(change_set.changes.items()):
        values = change.values
        entry = tuple(values.get(name) for name in _SAME)
        if change.kind == KIND and change.new and known[entry]:
            known[entry] -= 1
            again += 1
            del change_set.changes[id_]
            continue
        person = values.get("person")
        if change.kind == KIND and change.new and values.get("amount") is None and person in plan["person"]:
            day, minutes = date.fromisoformat(str(values["day"])), int(values.get("minutes") or 0)
            values["amount"] = amount_text(entry_amount(plan, str(person), day, minutes))
    if again:
        change_set.notes.append(f"{again} rows are logged already, and are not logged twice")
    return change_set


def _known_entries(plan: Plan) -> Counter[tuple[Stored, ...]]:
    """How often each entry is there: the same person, item, day and time."""
    columns = plan[KIND].columns
    return Counter(zip(*(columns[name] for name in _SAME), strict=True))


def targets(plan: Plan, _kind: str) -> dict[str, str]:
    """What a person may let a column of a time sheet fill."""
    return csv_importer.targets(plan, KIND)
