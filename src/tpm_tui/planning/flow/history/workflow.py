"""The states that work goes through, in their order."""

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

Group = Literal["todo", "active", "done", "dropped"]


class WorkflowState(Struct, frozen=True):
    """One step of a workflow.

    ``waiting``: nobody works on what lies here, though it is active (a queue). ``blocked``: a mark rather than a step:
    what lies here has got no further than where it was before.
    """

    name: str
    group: Group
    waiting: bool = False
    blocked: bool = False


class StateSequence(Struct, frozen=True):
    """The states that an item went through one after the other, read against a workflow; all places are indices of it.

    ``begun_at``: the first one that is no to-do state; ``finished_at``: the first of the done states at its end, None
    where it does not end in one; ``reopened_at``: the last one that came back from done. ``moves``: for each state the
    step that was left and the one that was reached, ``len(steps)`` for none, and by how much it changes the work in
    progress. ``working``: states in which somebody works; ``plain``: all states are in the workflow and none means
    blocked, so that time in a state says what it counts as.
    """

    groups: tuple[Group, ...]
    moves: tuple[tuple[int, int, int], ...]
    begun_at: int | None
    finished_at: int | None
    reopened_at: int | None
    active: tuple[int, ...]
    working: frozenset[str]
    plain: bool


class Workflow:
    """States in their order. ``steps`` are those with a line in the cumulative flow: neither blocked nor dropped."""

    def __init__(self, states: Iterable[WorkflowState]) -> None:
        self.states = {state.name: state for state in states}
        self._sequences: dict[tuple[str, ...], StateSequence] = {}
        self.steps = tuple(s for s in self.states.values() if not s.blocked and s.group != "dropped")
        self._place = {state.name: place for place, state in enumerate(self.steps)}
        self._range: dict[Group, tuple[int, int]] = {}
        for place, state in enumerate(self.steps):
            first, _ = self._range.get(state.group, (place, place))
            self._range[state.group] = first, place

    def position(self, name: str, before: int | None) -> int | None:
        """How far an item in a state has got, as an index of ``steps``; None for what is dropped.

        ``before`` is how far it had got. A blocked state keeps an item where it was, within the steps of its group; a
        state that the workflow does not have (any more) keeps it where it was.
        """
        place = self._place.get(name)
        if place is not None:
            return place
        state = self.states.get(name)
        if state is None:
            return 0 if before is None else before
        if state.group == "dropped":
            return None
        first, last = self._range.get(state.group, (0, 0))
        return min(max(before or 0, first), last)

    def group(self, name: str, before: Group = "todo") -> Group:
        """The group of a state; ``before``, the group an item was in, for a state that the workflow does not have."""
        state = self.states.get(name)
        return before if state is None else state.group

    def sequence(self, names: Iterable[str]) -> StateSequence:
        """What the states that an item went through say; most items go one of a few ways, so each is told once."""
        states = tuple(names)
        known = self._sequences.get(states)
        if known is None:
            known = self._sequences[states] = self._read_sequence(states)
        return known

    def _read_sequence(self, states: Sequence[str]) -> StateSequence:
        groups: list[Group] = []
        moves: list[tuple[int, int, int]] = []
        nowhere = len(self.steps)
        group: Group = "todo"
        place: int | None = None
        begun_at = reopened_at = None
        in_progress = False
        for index, name in enumerate(states):
            before, was_in_progress = group, in_progress
            group = self.group(name, group)
            groups.append(group)
            to = self.position(name, place)
            if begun_at is None and group in ("active", "done"):
                begun_at = index
            if before == "done" and group in ("todo", "active"):
                reopened_at = index
            in_progress = begun_at is not None and group in ("todo", "active")
            moves.append(
                (
                    nowhere if index == 0 or place is None else place,
                    nowhere if to is None else to,
                    in_progress - was_in_progress,
                )
            )
            place = to
        finished_at = len(groups)
        while finished_at and groups[finished_at - 1] == "done":
            finished_at -= 1
        known = [self.states.get(name) for name in states]
        return StateSequence(
            groups=tuple(groups),
            moves=tuple(moves),
            begun_at=begun_at,
            finished_at=finished_at if group == "done" else None,
            reopened_at=reopened_at,
            active=tuple(index for index, group in enumerate(groups) if group == "active"),
            working=frozenset(
                name
                for name, state, group in zip(states, known, groups, strict=True)
                if group == "active" and state is not None and not state.waiting
            ),
            plain=all(state is not None and not state.blocked for state in known),
        )
