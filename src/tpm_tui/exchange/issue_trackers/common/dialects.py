"""The programs whose exports are known by their headers, and where one means something else by a header."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tpm_tui.exchange.issue_trackers.common.headers import plain_header


@dataclass(frozen=True, slots=True)
class Dialect:
    """``signature``: headers that only this program's export has together; ``targets``: header -> target, where that
    differs from what the header means elsewhere, empty for a column that is left out.

    ``wiki``: texts are in Jira's markup. ``bare_unit``: minutes of a number without a unit, where the header does not
    tell; None: a day. ``planned``: starts are the program's own plan, finishes no deadlines.
    """

    name: str
    signature: frozenset[str] = frozenset()
    targets: Mapping[str, str] = field(default_factory=dict)
    wiki: bool = False
    bare_unit: float | None = None
    planned: bool = False


JIRA = Dialect(
    "Jira",
    wiki=True,
    bare_unit=1 / 60,
    targets={"project": "", "projects": "", "section": "", "list": "", "category": "", "number": "", "work": ""},
)

#: A table that no known program writes.
TABLE = Dialect("CSV")

DIALECTS = (
    Dialect("GanttProject", frozenset({"begin date", "outline number"}), {"end date": "planned_finish"}, planned=True),
    Dialect(
        "MS Project",
        frozenset({"duration", "predecessors"}),
        {"due": "", "end date": "planned_finish", "work": "", "project": "", "type": "", "number": ""},
        planned=True,
    ),
    Dialect(
        "GitLab",
        frozenset({"issue id", "author username", "time estimate"}),
        {"issue id": "key", "weight": "points", "milestone": "sprint", "epic title": "epic", "author": "", "url": ""},
        bare_unit=1 / 60,
    ),
    Dialect("Linear", frozenset({"cycle name", "team", "initiatives"}), {"estimate": "points", "id": "key"}),
    Dialect(
        "Plane",
        frozenset({"cycle name", "module name"}),
        {"estimate": "points", "id": "key", "project": "", "created by": "reporter"},
    ),
    Dialect(
        "Trello",
        frozenset({"card id", "list name"}),
        {"list name": "status", "board name": "components", "due complete": "finish", "card url": ""},
    ),
    Dialect(
        "ClickUp",
        frozenset({"task id", "task name", "list name"}),
        {"list name": "components", "parent name": "", "task custom id": "", "comments": ""},
    ),
    Dialect("Asana", frozenset({"task id", "section/column"}), {"name": "title"}),
    Dialect("Redmine", frozenset({"#", "tracker"}), {"#": "key", "parent task subject": "", "category": "components"}),
)


def dialect_of(headers: Sequence[str]) -> Dialect:
    """The program that a table's headers are typical of; :data:`TABLE` where none is."""
    words = {plain_header(h).replace("_", " ") for h in headers}
    return next((dialect for dialect in DIALECTS if dialect.signature <= words), TABLE)
