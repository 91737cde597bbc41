"""Issues of GitHub, as ``gh issue list --json …`` prints them or the REST interface answers.

Milestones become releases, issue types types; what was closed as not planned is dropped. Pull requests are left out.
"""

from collections.abc import Callable, Iterable
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

#: Reasons for closing that mean that the work was given up.
_GIVEN_UP = frozenset({"not_planned", "duplicate"})


def _first(*names: str) -> Callable[[dict[str, Any]], str]:
    """The first member of these that says something; of an object its title, name or login."""
    return lambda one: next((text for name in names if (text := _named(one.get(name)))), "")


def _named(value: Any) -> str:
    if isinstance(value, dict):
        return next((str(value[name]) for name in ("title", "name", "login") if value.get(name)), "")
    return plain_text(value)


def _names(values: Any) -> str:
    return ",".join(_named(value).replace(",", " ") for value in values) if isinstance(values, list) else _named(values)


def _number(value: Any) -> str:
    number = value.get("number") if isinstance(value, dict) else value
    return f"#{number}" if isinstance(number, int) and not isinstance(number, bool) else ""


def _numbers(values: Any) -> str:
    return ",".join(filter(None, map(_number, values if isinstance(values, list) else [])))


def _resolution(one: dict[str, Any]) -> str:
    return "won't do" if _first("stateReason", "state_reason")(one).lower() in _GIVEN_UP else ""


_COLUMNS = ObjectColumns(
    "GitHub",
    {
        "Key": lambda one: _number(one.get("number")), "Title": _first("title"), "State": _first("state"),
        "Resolution": _resolution, "Type": _first("issueType", "type"), "Labels": lambda one: _names(one.get("labels")),
        "Assignees": lambda one: _names(one.get("assignees") or one.get("assignee")),
        "Fix versions": _first("milestone"), "Notes": _first("body"), "Created": _first("createdAt", "created_at"),
        "Closed": _first("closedAt", "closed_at"), "Parent": lambda one: _number(one.get("parent")),
        "Blocked by": lambda one: _numbers(one.get("blockedBy")), "Blocking": lambda one: _numbers(one.get("blocking")),
    },
    frozenset({
        "number", "title", "state", "stateReason", "state_reason", "issueType", "type", "labels", "assignees",
        "assignee", "milestone", "body", "createdAt", "created_at", "closedAt", "closed_at", "parent", "blockedBy",
        "blocking", "closed",
    }),
)  # fmt: skip


def read(source: SourceText, options: ImportOptions, plan: Plan, steps: ProgressReporter) -> IssueTable:
    """The issues of a file. ValidationError if it holds something else."""
    objects = json_objects(source)
    issues = [(line, one) for line, one in objects if not one.get("pull_request")]
    if not _are_issues(one for _, one in issues):
        raise ValidationError(f"{source.name} holds no issues of GitHub: objects with number, title and state")
    if len(issues) < len(objects):
        source.notes.append(f"pull requests are left out: {len(objects) - len(issues)}")
    table, dialect = table_of_objects(issues, _COLUMNS)
    return read_issue_table(source, options, plan, lambda _headers: dialect, steps, table)


def _are_issues(objects: Iterable[dict[str, Any]]) -> bool:
    first = next(iter(objects), {})
    return {"number", "title"} <= first.keys()
