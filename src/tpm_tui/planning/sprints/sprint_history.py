"""From the journal to the figures of a sprint: how its items stood at each change."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.clock import to_local
from tpm_tui.domain.time.instants import to_minute
from tpm_tui.domain.values.codec import Stored
from tpm_tui.planning.sprints.sprint_figures import SprintChange, SprintFigures, sprint_figures

#: A transaction: its aware moment, its edits.
TimedEdits = tuple[datetime, Sequence[Edit]]

#: Fields of an item that sprint figures follow.
SPRINT_ITEM_FIELDS = ("sprint", "status", "estimate")


def sprint_figures_of(
    plan: Plan,
    sprint: str,
    items: Iterable[TimedEdits],
    sprints: Iterable[TimedEdits],
    deleted: Mapping[str, str],
    now: datetime,
) -> SprintFigures:
    """The figures of a sprint, of items by their keys.

    ``items``, ``sprints``: transactions that touch items and sprints, oldest first. The sprint begins when its scope
    was frozen; where nobody froze it, at the end of its first day, so that planning on that day is commitment. It ends
    with its last day, or now. ``deleted``: id -> key of items that were deleted. ValueError where it has no start.
    """
    row = plan["sprint"].row(sprint)
    begun = _frozen_at(sprint, sprints)
    if begun is None:
        if row["start"] is None:
            raise ValueError("the sprint has no start; set its start, or start it")
        begun = _end_of(str(row["start"]))
    end = datetime.max.replace(year=9000) if row["end"] is None else _end_of(str(row["end"]))
    if begun > now:
        begun = min(begun, now)  # planned today: what is in it now is what is committed to
    changes = list(_changes(plan, sprint, items))
    figures = sprint_figures(changes, to_minute(begun), to_minute(end), to_minute(now))
    named = {change.item for change in changes}
    label = {id_: plan.label("item", id_) if id_ in plan["item"] else deleted.get(id_, id_) for id_ in named}

    def keys(ids: Sequence[str]) -> tuple[str, ...]:
        """In the order in which the keys were given."""
        return tuple(sorted((label[id_] for id_ in ids), key=lambda key: (len(key), key)))

    return SprintFigures(
        keys(figures.committed), keys(figures.added), keys(figures.dropped), keys(figures.done),
        keys(figures.carried), figures.velocity, figures.burn_up,
    )  # fmt: skip


def _frozen_at(sprint: str, sprints: Iterable[TimedEdits]) -> datetime | None:
    for moment, edits in sprints:
        for edit in edits:
            if edit.id == sprint and json.loads(str((edit.after or {}).get("committed") or "[]")):
                return to_local(moment)
    return None


def _end_of(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time()) + timedelta(days=1, minutes=-1)


def _changes(plan: Plan, sprint: str, items: Iterable[TimedEdits]) -> Iterable[SprintChange]:
    """Of each item that ever was in the sprint, how it stood after each change."""
    state: dict[str, dict[str, Stored]] = {}
    inside: set[str] = set()
    groups = plan.state_groups
    for moment, edits in items:
        minute = to_minute(to_local(moment))
        for edit in edits:
            if edit.kind != "item":
                continue
            row = state.setdefault(edit.id, {})
            # What was deleted is in no sprint any more; an undo that brings it back says in which it is.
            after = {"sprint": None} if edit.after is None else edit.after
            row.update({name: after[name] for name in SPRINT_ITEM_FIELDS if name in after})
            if row.get("sprint") == sprint:
                inside.add(edit.id)
            if edit.id in inside:
                yield _sprint_state(minute, edit.id, sprint, row, groups)


def _sprint_state(
    minute: int, item: str, sprint: str, row: Mapping[str, Stored], groups: Mapping[str, str]
) -> SprintChange:
    status = str(row.get("status") or "backlog")
    dropped = status == "dropped"
    return SprintChange(
        minute, item, row.get("sprint") == sprint and not dropped, _likely(row.get("estimate")),
        groups.get(status) == "done" and not dropped,
    )  # fmt: skip


def _likely(estimate: Stored) -> int:
    """Minutes of the likely case; 0 where there is no estimate."""
    return round(json.loads(str(estimate))[1]) if estimate else 0
