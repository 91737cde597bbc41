"""Tasks of Taskwarrior, as ``task export`` prints them: an array, or an object a line.

``depends`` is an array or a text with commas. Projects become workstreams, annotations notes; a deleted task is
dropped, the pattern of a recurring one left out.
"""

import re
from collections.abc import Callable
from typing import Any

from tpm_tui.domain.cancellation_of_long_work import ProgressReporter
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.exchange.common.remembered_column_mapping import ImportOptions
from tpm_tui.exchange.common.source_text import SourceText
from tpm_tui.exchange.issue_trackers.common.json_objects import (
    ObjectColumns,
    json_objects,
    plain_text,
    table_of_objects,
)
from tpm_tui.exchange.issue_trackers.common.tracker_importer import draft as draft
from tpm_tui.exchange.issue_trackers.common.tracker_importer import targets as targets
from tpm_tui.exchange.issue_trackers.common.tracker_table import IssueTable, read_issue_table

_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z?")
_STATES = {"pending": "To Do", "waiting": "To Do", "completed": "Done", "deleted": "Cancelled"}
_PRIORITIES = {"H": "High", "M": "Medium", "L": "Low"}


def _moment(*names: str) -> Callable[[dict[str, Any]], str]:
    """The first of these moments, as ISO writes it."""

    def read_moment(one: dict[str, Any]) -> str:
        text = next((plain_text(one[name]) for name in names if one.get(name)), "")
        return _MOMENT.sub(r"\1-\2-\3T\4:\5:\6Z", text)

    return read_moment


def _state(one: dict[str, Any]) -> str:
    said = plain_text(one.get("status")).lower()
    return "In Progress" if said == "pending" and one.get("start") else _STATES.get(said, said)


def _notes(one: dict[str, Any]) -> str:
    notes = one.get("annotations")
    said = [note.get("description") for note in notes if isinstance(note, dict)] if isinstance(notes, list) else []
    return "\n\n".join(filter(None, map(plain_text, said)))


def _joined(name: str) -> Callable[[dict[str, Any]], str]:
    return lambda one: ",".join(map(plain_text, v)) if isinstance(v := one.get(name), list) else plain_text(v)


_COLUMNS = ObjectColumns(
    "Taskwarrior",
    {
        "Key": lambda one: plain_text(one.get("uuid")), "Title": lambda one: plain_text(one.get("description")),
        "Status": _state, "Project": lambda one: plain_text(one.get("project")),
        "Priority": lambda one: _PRIORITIES.get(plain_text(one.get("priority")), plain_text(one.get("priority"))),
        "Tags": _joined("tags"), "Due date": _moment("due"), "Start date": _moment("scheduled", "wait"),
        "Started": _moment("start"), "Closed": _moment("end"), "Created": _moment("entry"), "Notes": _notes,
        "Depends on": _joined("depends"),
    },
    frozenset({
        "uuid", "description", "status", "project", "priority", "tags", "due", "scheduled", "wait", "start", "end",
        "entry", "annotations", "depends", "id",
    }),
)  # fmt: skip


def read(source: SourceText, options: ImportOptions, plan: Plan, steps: ProgressReporter) -> IssueTable:
    """The tasks of a file. ValidationError if it holds something else."""
    objects = json_objects(source)
    if not objects or not {"uuid", "description"} <= objects[0][1].keys():
        raise ValidationError(f"{source.name} holds no tasks of Taskwarrior: objects with uuid, description and status")
    tasks = [(line, one) for line, one in objects if one.get("status") != "recurring"]
    if len(tasks) < len(objects):
        source.notes.append(f"patterns of recurring tasks are left out: {len(objects) - len(tasks)}")
    table, dialect = table_of_objects(tasks, _COLUMNS)
    return read_issue_table(source, options, plan, lambda _headers: dialect, steps, table)
