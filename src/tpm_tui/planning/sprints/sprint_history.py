"""From the journal to the figures of a sprint: how its items stood at each change."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    """Of each item that ever was in the sprint, how it stood after each transaction that touched it, or what lies below
    or above it."""
    states = _ItemStates(plan.state_groups)
    inside: set[str] = set()
    for moment, edits in items:
        touched = states.take([edit for edit in edits if edit.kind == "item"])
        inside |= {id_ for id_ in touched if states.rows[id_].get("sprint") == sprint}
        minute = to_minute(to_local(moment))
        for id_ in sorted(inside if states.has_moved else touched & inside):
            row = states.rows[id_]
            member = row.get("sprint") == sprint and not states.is_dropped(id_)
            yield SprintChange(minute, id_, member, _likely(row.get("estimate")), member and states.is_done(id_))


class _ItemStates:
    """How items stand after the transactions that were taken, oldest first. ``has_moved``: the last one put items below
    others, dropped some, or took some up again, and what lies below goes with them."""

    def __init__(self, groups: Mapping[str, str]) -> None:
        self.rows: dict[str, dict[str, Stored]] = {}
        self.has_moved = False
        self._groups = groups
        self._children: dict[str, set[str]] = {}

    def take(self, edits: Sequence[Edit]) -> set[str]:
        """Take in what a transaction did to items; those that it touched, and all above them, before and since."""
        self.has_moved = False
        touched = {above for edit in edits for above in self._above(edit.id)}
        for edit in edits:
            row = self.rows.setdefault(edit.id, {})
            before = dict(row)
            # What was deleted is in no sprint any more; an undo that brings it back says in which it is.
            after = {"sprint": None, "parent": None} if edit.after is None else edit.after
            row.update({name: after[name] for name in SPRINT_ITEM_FIELDS if name in after})
            if row.get("parent") != before.get("parent"):
                self._children.get(str(before.get("parent")), set()).discard(edit.id)
                if row["parent"] is not None:
                    self._children.setdefault(str(row["parent"]), set()).add(edit.id)
            drops = (row.get("status") == "dropped") != (before.get("status") == "dropped")
            self.has_moved |= drops or row.get("parent") != before.get("parent")
        return touched | {above for edit in edits for above in self._above(edit.id)}

    def _above(self, id_: str) -> list[str]:
        """An item and those above it that are known, the nearest first."""
        above: list[str] = []
        at: Stored = id_
        while at is not None and str(at) in self.rows and str(at) not in above:
            above.append(str(at))
            at = self.rows[str(at)].get("parent")
        return above

    def is_dropped(self, id_: str) -> bool:
        """Whether an item is dropped, or lies below one that is."""
        return any(self.rows[one].get("status") == "dropped" for one in self._above(id_))

    def is_done(self, id_: str) -> bool:
        """Whether an item is done by the rules of :mod:`tpm_tui.domain.derived`: by its own facts; one without a status
        of its own also once the work below it is, what is dropped left out."""
        if self._is_finished(self.rows[id_]):
            return True
        leaves = self._leaves(id_)
        last = next(leaves, None) if str(self.rows[id_].get("status") or _UNSET) == _UNSET else None
        return last is not None and self._is_finished(last) and all(map(self._is_finished, leaves))

    def _is_finished(self, row: Mapping[str, Stored]) -> bool:
        group = self._groups.get(str(row.get("status")))
        return group == "done" or row.get("actual_finish") is not None or row.get("progress") == 100

    def _leaves(self, id_: str) -> Iterator[Mapping[str, Stored]]:
        """The items without parts below one; nothing of what is dropped."""
        waiting, met = list(self._children.get(id_, ())), {id_}
        while waiting:
            below = waiting.pop()
            if below in met or self.rows[below].get("status") == "dropped":
                continue  # met before: a damaged journal may lead in a circle
            met.add(below)
            parts = self._children.get(below)
            if parts:
                waiting += parts
            else:
                yield self.rows[below]


def _likely(estimate: Stored) -> int:
    """Minutes of the likely case; 0 where there is no estimate."""
    return round(json.loads(str(estimate))[1]) if estimate else 0
