"""The programs whose exports are known by their headers, and where one means something else by a header."""

from collections.abc import Mapping, Sequence, Set

from msgspec import Struct, field

from tpm_tui.exchange.issue_trackers.common.headers import plain_header, target_of


class Dialect(Struct, frozen=True):
    """``signature``: headers that only this program's export has together, one of ``either`` and columns that fill
    ``fills`` beside them, where those are named; ``targets``: header -> target, where that differs from what the header
    means elsewhere, empty for a column that is left out.

    ``wiki``: texts are in Jira's markup. ``bare_unit``: minutes of a number without a unit, where the header does not
    tell; None: a day. ``planned``: starts are the program's own plan, finishes no deadlines. ``paths``: sprints and
    components are paths whose first part is the project. ``titles_by_level``: a title's column says how deep it lies.
    ``otherwise``: header -> target, where it means nothing else.
    """

    name: str
    signature: frozenset[str] = frozenset()
    targets: Mapping[str, str] = field(default_factory=dict)
    wiki: bool = False
    bare_unit: float | None = None
    planned: bool = False
    either: frozenset[str] = frozenset()
    fills: frozenset[str] = frozenset()
    paths: bool = False
    titles_by_level: bool = False
    otherwise: Mapping[str, str] = field(default_factory=dict)


def _each(target: str, headers: str) -> dict[str, str]:
    return dict.fromkeys(headers.split("|"), target)


#: A planner's word for how long a task takes, in the languages of MS Project.
_DURATION = frozenset({
    "duration", "dauer", "durée", "duración", "duração", "czas trwania", "длительность", "durata", "duur", "期間",
})  # fmt: skip

#: What only MS Project's tables say, and what says something else in them, in its languages.
_PLANNER_TARGETS = {
    **_each("active", "active|aktiv|actif|activo|activa|ativo|ativa|attivo|actief|aktywne|активно"),
    **_each(
        "mode",
        "task mode|vorgangsmodus|mode tâche|mode de la tâche|modo de tarea|modo da tarefa|modo de tarefa|"
        "modalità attività|taakmodus|tryb zadania|режим задачи",
    ),
    **_each("planned_finish", "end date|einddatum|fecha fin|date de fin|data de término|data fine|data zakończenia"),
    **_each("", "work|arbeit|travail|trabajo|trabalho|lavoro|werk|praca|трудозатраты|project|type|number"),
}

JIRA = Dialect(
    "Jira",
    wiki=True,
    bare_unit=1 / 60,
    targets={"project": "", "projects": "", "section": "", "list": "", "category": "", "number": "", "work": ""},
)

#: Headers of tables that people write by hand, and that mean too much elsewhere.
_HANDWRITTEN = {
    **_each("title", "activity|action|deliverable|aktivität|maßnahme|activité|actividad"),
    **_each("key", "ref|reference|code"),
    **_each("id", "task no|task no.|task number|task #|line|line no|item no|item no.|pos|pos."),
    **_each("owner", "lead|who|pic|accountable|wer|zuständig|qui|pilote|quién|chi"),
    **_each("assignees", "resource|team members|mitarbeiter"),
    **_each("estimate", "days|hours|est|est.|tage|stunden|jours|heures|días|horas|estimated days"),
    **_each("start", "date début|date de debut|geplanter beginn|geplanter start|from|von"),
    **_each("planned_finish", "end|planned end|planned finish|date fin|date de fin|geplantes ende|bis|until"),
    **_each("due", "due by|needed by|by when|finish by|target|fällig am|bis wann|zu erledigen bis"),
    **_each("finish", "actual end|actual finish|completed on|closed on|finished|finished on|done|fertig am"),
    **_each("completion", "%|complete %|done %|stand (%)"),
    **_each("predecessors", "prerequisite|prerequisites|after|abhängig von|abhängigkeiten|dépend de|depende de"),
    **_each("priority", "prio|moscow|urgency|importance|dringlichkeit|wichtigkeit"),
    **_each("notes", "remarks|remark|bemerkung|bemerkungen|remarque"),
    **_each("components", "phase|stage|team|department|abteilung|gewerk|lot"),
    **_each("epic", "epic"),
    **_each("versions", "release|version"),
    **_each("points", "sp"),
}

#: A table that no known program writes.
TABLE = Dialect("CSV", otherwise=_HANDWRITTEN)

DIALECTS = (
    Dialect("GanttProject", frozenset({"begin date", "outline number"}), {"end date": "planned_finish"}, planned=True),
    Dialect(
        "MS Project",
        targets={"due": "", "assigned to": "assignees", **_PLANNER_TARGETS},
        planned=True,
        either=_DURATION,
        fills=frozenset({"predecessors"}),
    ),
    Dialect(
        "Azure DevOps",
        frozenset({"id", "work item type", "state"}),
        {"id": "key", **{f"title {level}": "title" for level in range(1, 10)}},
        bare_unit=60,
        paths=True,
        titles_by_level=True,
    ),
    Dialect(
        "YouTrack",
        frozenset({"issue id", "summary", "reporter", "state"}),
        {"project": "", "issue id": "key"},
        bare_unit=1,
    ),
    Dialect(
        "GitHub",
        frozenset({"title", "url", "repository"}),
        {"url": "key", "repository": "components", "estimate": "points", "size": "", "milestone": "versions"},
    ),
    Dialect(
        "Monday",
        frozenset({"name", "item id (auto generated)"}),
        {"date": "due", "timeline": "due", "person": "assignees", "owner": "assignees", "timeline - end": "due"},
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
        {
            "list name": "status",
            "board name": "components",
            "due complete": "finish",
            "card url": "",
            "archived": "dropped",
        },
    ),
    Dialect(
        "ClickUp",
        frozenset({"task id", "task name", "list name"}),
        {"list name": "components", "parent name": "", "task custom id": "", "comments": ""},
    ),
    Dialect("Asana", frozenset({"task id", "section/column"}), {"name": "title"}),
    Dialect("Redmine", frozenset({"#", "tracker"}), {"#": "key", "parent task subject": "", "category": "components"}),
)


def is_item_header(headers: Sequence[str]) -> bool:
    """Whether a row names columns of items, in the words of a program or of a table that was written by hand."""
    words = (" ".join(plain_header(h).replace("_", " ").split()) for h in headers)
    targets = {target_of(word) or TABLE.otherwise.get(word, "") for word in words} - {""}
    return "title" in targets and len(targets) > 1


def dialect_of(headers: Sequence[str]) -> Dialect:
    """The program that a table's headers are typical of; :data:`TABLE` where none is."""
    words = {plain_header(h).replace("_", " ") for h in headers}
    filled = {target_of(h) for h in headers}
    return next((dialect for dialect in DIALECTS if _fits(dialect, words, filled)), TABLE)


def _fits(dialect: Dialect, words: Set[str], filled: Set[str]) -> bool:
    beside = not dialect.either or dialect.either & words
    return bool(dialect.signature <= words and dialect.fills <= filled and beside)
