"""Open issues and blocked items with their age in working days and the level that they have risen to."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.clock import to_local
from tpm_tui.domain.time.work_calendar import WorkCalendar
from tpm_tui.domain.values.codec import stored_ids
from tpm_tui.planning.flow.history.working_day_count import WorkingDayCount
from tpm_tui.planning.model.blocked_age import blocked_ages
from tpm_tui.planning.sprints.impediment_age import LEVELS, EscalationLevel, escalation_level, impediment_age

#: A transaction: its aware moment, its edits.
TimedIssueEdits = tuple[datetime, Sequence[Edit]]


class Impediment(Struct, frozen=True):
    """An open issue, or an item that is blocked by none of them: its key, the keys of the items it holds up, its
    owner's name, its age in working days."""

    kind: Literal["issue", "item"]
    id: str
    key: str
    items: tuple[str, ...]
    owner: str | None
    cause: str
    age_days: int
    level: str


def open_impediments(
    plan: Plan, history: Iterable[TimedIssueEdits], calendar: WorkCalendar, today: date
) -> list[Impediment]:
    """The open issues but requests for change, and the items that are blocked without one, the oldest first, by the
    limits that the programme keeps.

    ``history``: transactions that touch the status of issues, oldest first: an issue that was resolved and opened
    again goes on at the age it had.
    """
    stretches = _open_stretches(history)
    days = WorkingDayCount(calendar.is_working)
    levels = escalation_levels(plan)
    table = plan["issue"]
    result: list[Impediment] = []
    held: set[str] = set()
    for id_ in table.ids:
        row = table.row(id_)
        if row["status"] != "open" or row["type"] == "request for change":
            continue
        raised = str(row["raised_on"]) if row["raised_on"] else None
        spans = list(stretches.get(id_, ()))
        if raised:
            first = date.fromisoformat(raised).toordinal()
            spans = [(first, spans[0][1]) if spans else (first, None), *spans[1:]]
        age = impediment_age(spans or [(today.toordinal(), None)], today.toordinal(), days)
        held.update(stored_ids(row["items"]))
        items = tuple(plan.label("item", str(i)) for i in stored_ids(row["items"]))
        owner = plan.title("person", str(row["owner"])) if row["owner"] else None
        level = escalation_level(age, levels, str(row["level"]))
        result.append(Impediment("issue", id_, str(row["key"]), items, owner, str(row["cause"] or ""), age, level))
    ages = blocked_ages(plan, today)
    for id_ in (id_ for id_ in plan["item"].ids if id_ in ages and id_ not in held):
        key, cause = plan.label("item", id_), str(plan.value("item", id_, "blocked_cause") or "")
        result.append(Impediment("item", id_, key, (key,), None, cause, ages[id_], escalation_level(ages[id_], levels)))
    return sorted(result, key=lambda one: -one.age_days)


def escalation_levels(plan: Plan) -> tuple[EscalationLevel, ...]:
    """Team, lead and sponsor with the working days after which an impediment rises, as the programme keeps them."""
    limits = [int(text) for text in str(plan.programme("escalation_days") or "").split()]
    if len(limits) != len(LEVELS) - 1:
        return LEVELS
    return (*(EscalationLevel(one.name, limit) for one, limit in zip(LEVELS, limits, strict=False)), LEVELS[-1])


def _open_stretches(history: Iterable[TimedIssueEdits]) -> dict[str, list[tuple[int, int | None]]]:
    """Issue -> days on which it was opened and closed."""
    stretches: dict[str, list[tuple[int, int | None]]] = {}
    for moment, edits in history:
        day = to_local(moment).toordinal()
        for edit in edits:
            if edit.kind != "issue" or edit.after is None or "status" not in edit.after:
                continue
            spans = stretches.setdefault(edit.id, [])
            if edit.after["status"] == "open":
                spans.append((day, None))
            elif spans and spans[-1][1] is None:
                spans[-1] = (spans[-1][0], day)
    return stretches
