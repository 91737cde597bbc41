"""From the journal to the figures of a sprint: how its items stood at each change."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.clock import to_local
from tpm_tui.domain.time.instants import to_minute
from tpm_tui.domain.values.codec import Stored
from tpm_tui.planning.sprints.sprint_figures import SprintChange, SprintFigures, sprint_figures

#: A transaction: its aware moment, its edits.
TimedEdits = tuple[datetime, Sequence[Edit]]

#: Fields of an item that sprint figures follow.
SPRINT_ITEM_FIELDS = ("sprint", "status", "estimate", "parent", "actual_finish", "progress")

_UNSET = KINDS["item"].column("status").default


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
    """Of each item that ever was in the sprint, how it stood after each change of it, or of what lies below it."""
    states = _ItemStates(plan.state_groups)
    inside: set[str] = set()
    for moment, edits in items:
        minute = to_minute(to_local(moment))
        for edit in edits:
            if edit.kind != "item":
                continue
            touched = {*states.ancestors(edit.id), *inside} if states.drops(edit) else {*states.ancestors(edit.id)}
            if states.take(edit).get("sprint") == sprint:
                inside.add(edit.id)
            for id_ in sorted({edit.id, *touched, *states.ancestors(edit.id)}):
                if id_ in inside:
                    member = states.rows[id_].get("sprint") == sprint and not states.is_dropped(id_)
                    estimate = _likely(states.rows[id_].get("estimate"))
                    yield SprintChange(minute, id_, member, estimate, member and states.is_done(id_))


class _ItemStates:
    """How items stand after each edit that was taken, oldest first."""

    def __init__(self, groups: Mapping[str, str]) -> None:
        self.rows: dict[str, dict[str, Stored]] = {}
        self._groups = groups
        self._children: dict[str, set[str]] = {}

    def take(self, edit: Edit) -> Mapping[str, Stored]:
        """Take an edit of an item in; what is known of the item since."""
        row = self.rows.setdefault(edit.id, {})
        before = row.get("parent")
        # What was deleted is in no sprint any more; an undo that brings it back says in which it is.
        after = {"sprint": None, "parent": None} if edit.after is None else edit.after
        row.update({name: after[name] for name in SPRINT_ITEM_FIELDS if name in after})
        if row.get("parent") != before:
            self._children.get(str(before), set()).discard(edit.id)
            if row["parent"] is not None:
                self._children.setdefault(str(row["parent"]), set()).add(edit.id)
        return row

    def drops(self, edit: Edit) -> bool:
        """Whether an edit drops an item, or takes it up again, with all that lies below it."""
        after = edit.after or {}
        return "status" in after and "dropped" in (after["status"], self.rows.get(edit.id, {}).get("status"))

    def ancestors(self, id_: str) -> list[str]:
        """The items above one, the nearest first."""
        above: list[str] = []
        parent = self.rows.get(id_, {}).get("parent")
        while parent is not None and str(parent) not in above:
            above.append(str(parent))
            parent = self.rows.get(str(parent), {}).get("parent")
        return above

    def is_dropped(self, id_: str) -> bool:
        """Whether an item is dropped, or lies below one that is."""
        return any(self.rows.get(one, {}).get("status") == "dropped" for one in (id_, *self.ancestors(id_)))

    def is_done(self, id_: str) -> bool:
        """Whether an item is done by the rule of :func:`finished_items`; one with parts that nobody gave a status of
        its own, once all of them are that are not dropped."""
        row = self.rows[id_]
        status = str(row.get("status") or _UNSET)
        if self._groups.get(status) == "done" or row.get("actual_finish") is not None or row.get("progress") == 100:
            return True
        parts = [part for part in self._children.get(id_, ()) if self.rows[part].get("status") != "dropped"]
        return status == _UNSET and bool(parts) and all(self.is_done(part) for part in parts)


def _likely(estimate: Stored) -> int:
    """Minutes of the likely case; 0 where there is no estimate."""
    return round(json.loads(str(estimate))[1]) if estimate else 0
