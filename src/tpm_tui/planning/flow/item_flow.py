"""Flow figures of one item: started, finished, cycle time, age, minutes in each state [Kanban Guide 2025.5]."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tpm_tui.planning.flow.history.state_history import StateHistory
from tpm_tui.planning.flow.history.workflow import Workflow

DAY = 1440
Span = tuple[int, int]
"""A stretch of clock minutes, the end not included."""


class ItemFlow(NamedTuple):
    """What the history of an item says at ``now``; moments are clock minutes.

    ``started`` is the first time that it left the to-do states, ``finished`` the last time that it entered the done
    states, None while it is not in one. ``skipped``: done without ever having been active. ``reopened_at``: the last
    time that it came back from done, None for what never did. ``active_minutes`` were spent in active states that are
    no waiting states, and not blocked.
    """

    key: str
    created: int
    started: int | None
    finished: int | None
    now: int
    state: str
    dropped: bool
    skipped: bool
    reopened_at: int | None
    minutes_in_state: dict[str, int]
    blocked_minutes: int
    active_minutes: int

    @property
    def reopened(self) -> bool:
        """Came back from done."""
        return self.reopened_at is not None

    @property
    def in_progress(self) -> bool:
        """Started, neither finished nor dropped: what counts as work in progress."""
        return self.started is not None and self.finished is None and not self.dropped

    @property
    def elapsed_minutes(self) -> int | None:
        """Cycle time in clock minutes; None for what is not finished."""
        return None if self.finished is None or self.started is None else self.finished - self.started

    @property
    def days(self) -> Span | None:
        """First and last day, as days since 1970-01-01, of the cycle time of a finished item."""
        return None if self.finished is None or self.started is None else (self.started // DAY, self.finished // DAY)

    @property
    def days_inclusive(self) -> int | None:
        """Cycle time in calendar days: finish − start + 1."""
        if self.finished is None or self.started is None:
            return None
        return self.finished // DAY - self.started // DAY + 1

    @property
    def lead_days_inclusive(self) -> int | None:
        """Lead time in calendar days: finish − creation + 1; None for what is not finished."""
        return None if self.finished is None else self.finished // DAY - self.created // DAY + 1

    @property
    def age_minutes(self) -> int | None:
        """Clock minutes since the start of work in progress."""
        return self.now - self.started if self.started is not None and self.in_progress else None

    @property
    def age_days_inclusive(self) -> int | None:
        """Age of work in progress in calendar days: today − start + 1."""
        if self.started is None or not self.in_progress:
            return None
        return self.now // DAY - self.started // DAY + 1


def item_flow(history: StateHistory, workflow: Workflow, now: int) -> ItemFlow | None:
    """The figures of an item as of ``now``; None where it did not exist yet.

    The minutes in all states add up to the time from creation to the last finish, else to now.
    """
    minutes, states = history.minutes, history.states
    if not minutes or minutes[-1] > now:
        count = bisect_right(minutes, now)
        if not count:
            return None
        minutes, states = minutes[:count], states[:count]
    sequence = workflow.sequence(states)
    begun_at, finished_at, reopened_at = sequence.begun_at, sequence.finished_at, sequence.reopened_at
    finished = None if finished_at is None else minutes[finished_at]
    in_state = dict.fromkeys(states, 0)
    # what follows the last finish is not counted
    stops = [*minutes[1:], now] if finished_at is None else minutes[1 : finished_at + 1]
    for name, since, until in zip(states, minutes, stops, strict=False):
        in_state[name] += until - since
    if history.blocks or not sequence.plain:
        blocked, active = _blocked_and_active(history, minutes, states, workflow, now if finished is None else finished)
    else:
        blocked, active = 0, sum([in_state[name] for name in sequence.working])
    # by place: naming the fields would take longer than finding them
    return ItemFlow(
        history.key, minutes[0], None if begun_at is None else minutes[begun_at], finished, now, states[-1],
        sequence.groups[-1] == "dropped", finished is not None and not sequence.active,
        None if reopened_at is None else minutes[reopened_at], in_state, blocked, active,
    )  # fmt: skip


def _blocked_and_active(
    history: StateHistory, minutes: Sequence[int], states: Sequence[str], workflow: Workflow, end: int
) -> tuple[int, int]:
    """Minutes up to an end that were blocked, by a mark or by a state that means so, and those that were work."""
    marked: list[Span] = []
    for block in history.blocks:
        start, stop = max(block.start, minutes[0]), min(end if block.end is None else block.end, end)
        if start < stop:
            marked.append((start, stop))
    working: list[Span] = []
    stops = (*minutes[1:], end)
    for start, stop, name, group in zip(minutes, stops, states, workflow.sequence(states).groups, strict=True):
        state = workflow.states.get(name)
        stop = min(stop, end)
        if group != "active" or start >= stop:
            continue
        if state is not None and state.blocked:
            marked.append((start, stop))
        elif state is None or not state.waiting:
            working.append((start, stop))
    blocked = joined(marked)
    return (
        sum(stop - start for start, stop in blocked),
        sum(stop - start for start, stop in working) - overlap(working, blocked),
    )


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same time as spans that rise and do not touch."""
    result: list[Span] = []
    for start, stop in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = result[-1][0], max(stop, result[-1][1])
        else:
            result.append((start, stop))
    return result


def overlap(spans: Sequence[Span], others: Sequence[Span]) -> int:
    """Minutes that lie in both of two sets of spans, each without overlaps of its own."""
    if not others:
        return 0
    return sum(
        max(0, min(stop, other_stop) - max(start, other_start))
        for start, stop in spans
        for other_start, other_stop in others
    )
