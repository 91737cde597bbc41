"""What the journal says of needs, issues and sprints, read from a file for the engines that follow it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from tpm_tui.domain.kinds.scope.requirements import CONTENT_FIELDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.scope.trace_history import TRACE_FIELDS, trace_coverage
from tpm_tui.planning.scope.traceability import Coverage
from tpm_tui.planning.sprints.impediments import Impediment, open_impediments
from tpm_tui.planning.sprints.sprint_figures import SprintFigures
from tpm_tui.planning.sprints.sprint_history import SPRINT_ITEM_FIELDS, sprint_figures_of
from tpm_tui.store.store import Store

if TYPE_CHECKING:
    from tpm_tui.planning.sprints.sprint_history import TimedEdits


def need_coverage(store: Store, plan: Plan) -> list[Coverage]:
    """What answers each need of the plan, in the order of their keys."""
    changes = store.changes_of("requirement", *CONTENT_FIELDS, *TRACE_FIELDS)
    history = [(entry.sequence, edits) for entry, edits in changes]
    return trace_coverage(plan, history, {stone.id: stone.key for stone in store.deleted()})


def impediments_of(store: Store, plan: Plan, today: date) -> list[Impediment]:
    """The open issues, the oldest first."""
    from tpm_tui.planning.model.calendars import programme_calendar

    history = [(entry.time, edits) for entry, edits in store.changes_of("issue", "status")]
    return open_impediments(plan, history, programme_calendar(plan), today)


def latest_sprint(plan: Plan, today: date) -> str | None:
    """The id of the sprint that began last; None where none has."""
    table = plan["sprint"]
    begun = [
        (str(start)[:10], id_)
        for id_, start in zip(table.ids, table.columns["start"], strict=True)
        if start is not None and str(start)[:10] <= today.isoformat()
    ]
    return max(begun)[1] if begun else None


def closed_velocities(store: Store, plan: Plan, sprint: str, today: date, most: int) -> list[int]:
    """The velocities of the newest sprints, at most so many, that ended before a sprint began; working minutes."""
    table = plan["sprint"]
    limit = min(str(table.value(sprint, "start"))[:10], today.isoformat())
    ended = sorted(
        (str(end)[:10], id_)
        for id_, start, end in zip(table.ids, table.columns["start"], table.columns["end"], strict=True)
        if start is not None and end is not None and id_ != sprint and str(end)[:10] <= limit
    )
    if not ended:
        return []
    items, frozen = _sprint_changes(store)
    return [_figures(plan, id_, items, frozen, {}).velocity for _, id_ in ended[-most:]]


def figures_of_sprint(store: Store, plan: Plan, sprint: str) -> SprintFigures:
    """The figures of a sprint, as of its end or now. ValueError where it has no dates."""
    keys = {stone.id: stone.key for stone in store.deleted() if stone.kind == "item"}
    return _figures(plan, sprint, *_sprint_changes(store), keys)


def _sprint_changes(store: Store) -> "tuple[Sequence[TimedEdits], Sequence[TimedEdits]]":
    """The transactions that touch what sprint figures follow of items, and those that froze the scope of sprints."""
    items = [(entry.time, edits) for entry, edits in store.changes_of("item", *SPRINT_ITEM_FIELDS, deletions=True)]
    frozen = [(entry.time, edits) for entry, edits in store.changes_of("sprint", "committed")]
    return items, frozen


def _figures(
    plan: Plan,
    sprint: str,
    items: "Sequence[TimedEdits]",
    frozen: "Sequence[TimedEdits]",
    deleted: "Mapping[str, str]",
) -> SprintFigures:
    from tpm_tui.domain.time import clock

    return sprint_figures_of(plan, sprint, items, frozen, deleted, clock.to_local(clock.now()))
