"""The states that work goes through, in their order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Group = Literal["todo", "active", "done", "dropped"]


@dataclass(frozen=True, slots=True)
class WorkflowState:
    """One step of a workflow.

    ``waiting``: nobody works on what lies here, though it is active (a queue). ``blocked``: a mark rather than a step:
    what lies here has got no further than where it was before.
    """

    name: str
    group: Group
    waiting: bool = False
    blocked: bool = False


class Workflow:
    """States in their order. ``steps`` are those with a line in the cumulative flow: neither blocked nor dropped."""

    def __init__(self, states: Iterable[WorkflowState]) -> None:
        self.states = {state.name: state for state in states}
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
