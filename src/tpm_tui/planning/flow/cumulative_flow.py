"""The cumulative flow diagram: how many items have reached each state at the end of each day."""

from collections import defaultdict
from collections.abc import Sequence

from msgspec import Struct

from tpm_tui.planning.flow.history.state_history import StateHistory
from tpm_tui.planning.flow.history.workflow import Workflow
from tpm_tui.planning.flow.item_flow import DAY


class CumulativeDay(Struct, frozen=True):
    """The end of one day (days since 1970-01-01).

    ``reached[n]`` items are in step n of the workflow or beyond it; so the numbers never rise from left to right. What
    is dropped counts nowhere, what goes back from done is done no longer. ``wip``: started and not finished.
    """

    day: int
    reached: tuple[int, ...]
    wip: int


def cumulative_flow(
    histories: Sequence[StateHistory],
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
    # one number for each step, one for what is nowhere, and the work in progress
    moved: dict[int, list[int]] = defaultdict(lambda: [0] * (width + 2))
    first = min((history.minutes[0] // DAY for history in histories if history.minutes), default=None)
    for history in histories:
        for minute, (left, entered, in_progress) in zip(
            history.minutes, workflow.sequence(history.states).moves, strict=True
        ):
            change = moved[minute // DAY]
            change[left] -= 1
            change[entered] += 1
            if in_progress:
                change[-1] += in_progress
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
            wip += change[-1]
        if day >= begin:
            reached, total = [], 0
            for count in reversed(here_now):
                total += count
                reached.append(total)
            result.append(CumulativeDay(day, tuple(reversed(reached)), wip))
    return result
