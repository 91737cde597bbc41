"""The cumulative flow diagram: how many items have reached each state at the end of each day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tpm_tui.planning.flow.history.state_history import StateHistory
from tpm_tui.planning.flow.history.workflow import Group, Workflow
from tpm_tui.planning.flow.item_flow import DAY


@dataclass(frozen=True, slots=True)
class CumulativeDay:
    """The end of one day (days since 1970-01-01).

    ``reached[n]`` items are in step n of the workflow or beyond it; so the numbers never rise from left to right. What
    is dropped counts nowhere, what goes back from done is done no longer. ``wip``: started and not finished.
    """

    day: int
    reached: tuple[int, ...]
    wip: int


def cumulative_flow(
    histories: Iterable[StateHistory],
    workflow: Workflow,
    now: int,
    *,
    since: int | None = None,
    until: int | None = None,
) -> list[CumulativeDay]:
    """One entry for each whole day from the first creation, or ``since`` where that is later, to ``until`` at most.

    Today is not whole before it is over. ``since`` and ``until`` are days since 1970-01-01, both included.
    """
    last = now // DAY - 1
    if until is not None:
        last = min(last, until)
    width = len(workflow.steps)
    moved: dict[int, list[int]] = defaultdict(lambda: [0] * (width + 1))
    states, position = workflow.states, workflow.position
    step = {state.name: place for place, state in enumerate(workflow.steps)}
    first: int | None = None
    for history in histories:
        place: int | None = None
        group: Group = "todo"
        here = counted = started = False
        for minute, name in zip(history.minutes, history.states, strict=True):
            day = minute // DAY
            if day > last:
                break
            if first is None or day < first:
                first = day
            known = states.get(name)
            if known is not None:
                group = known.group
            to = step.get(name)
            if to is None:
                to = position(name, place)
            change = moved[day]
            if here and place is not None:
                change[place] -= 1
            if to is not None:
                change[to] += 1
            started = started or group in ("active", "done")
            in_progress = started and group in ("todo", "active")
            if in_progress != counted:
                change[width] += 1 if in_progress else -1
                counted = in_progress
            place, here = to, True
    if first is None:
        return []
    begin = first if since is None else max(first, since)
    here_now = [0] * width
    wip = 0
    result = []
    for day in range(first, last + 1):
        if day in moved:
            change = moved[day]
            for place in range(width):
                here_now[place] += change[place]
            wip += change[width]
        if day >= begin:
            reached, total = [], 0
            for count in reversed(here_now):
                total += count
                reached.append(total)
            result.append(CumulativeDay(day, tuple(reversed(reached)), wip))
    return result
