"""Lessons of another programme, from CSV; one that is known already is not told twice."""

from msgspec.structs import replace

from tpm_tui.domain.cancellation_of_long_work import ProgressReporter
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.values.codec import Stored
from tpm_tui.exchange.common.change_set import ChangeSet
from tpm_tui.exchange.common.remembered_column_mapping import ImportOptions
from tpm_tui.exchange.common.source_text import SourceText
from tpm_tui.exchange.csv import importer as csv_importer
from tpm_tui.exchange.csv.records_from_rows import MappedTable
from tpm_tui.exchange.issue_trackers.common.tracker_table import IssueTable

KIND = "lesson"


def read(source: SourceText, options: ImportOptions, plan: Plan, steps: ProgressReporter) -> MappedTable | IssueTable:
    """The rows of a file of lessons. ValidationError if a mapped field is unknown."""
    return csv_importer.read(source, replace(options, kind=KIND), plan, steps)


def draft(table: MappedTable | IssueTable, change_set: ChangeSet, steps: ProgressReporter) -> None:
    """The change set of the lessons that are not there yet: what happened and what to do differently make one."""
    csv_importer.draft(table, change_set, steps)
    columns = change_set.plan[KIND].columns
    known = {_words(title, action) for title, action in zip(columns["title"], columns["action"], strict=True)}
    again = 0
    for id_, change in list(change_set.changes.items()):
        if change.kind == KIND and change.new:
            lesson = _words(change.values.get("title"), change.values.get("action"))
            if lesson in known:
                again += 1
                del change_set.changes[id_]
            known.add(lesson)
    if again:
        change_set.notes.append(f"{counted(again, 'lesson is', 'lessons are')} known already")


def targets(plan: Plan, _kind: str) -> dict[str, str]:
    """What a person may let a column of a file of lessons fill."""
    return csv_importer.targets(plan, KIND)


def _words(title: Stored, action: Stored) -> tuple[str, str]:
    return " ".join(str(title or "").casefold().split()), " ".join(str(action or "").casefold().split())
