"""Flow figures of one item: started, finished, cycle time, age, minutes in each state [Kanban Guide 2025.5]."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tpm_tui.planning.flow.history.state_history import StateHistory
from tpm_tui.planning.flow.history.workflow import Group, Workflow, WorkflowState

DAY = 1440
Span = tuple[int, int]
"""A stretch of clock minutes, the end not included."""


@dataclass(frozen=True, slots=True)
class ItemFlow:
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
        return None if self.days is None else self.days[1] - self.days[0] + 1

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
    # one walk, looked up and added up here: a call for each change of state would be a third of the time
    known, in_state = workflow.states, dict.fromkeys(states, 0)
    started = finished = reopened_at = None
    was_active = False
    group: Group = "todo"
    since, name, active = minutes[0], states[0], 0
    marked: list[Span] = []
    after_finish: list[tuple[str, int]] = []  # counts once it has come back from done
    for minute, to in zip(minutes, states, strict=True):
        if minute > since:
            if group == "done":
                after_finish.append((name, minute - since))
            else:
                in_state[name] += minute - since
                if group == "active":
                    active += _active_minutes(known.get(name), since, minute, marked)
        before, state = group, known.get(to)
        if state is not None:
            group = state.group
        if group == "active" or group == "done":
            if started is None:
                started = minute
            if group == "active":
                was_active = True
            elif before != "done":
                finished = minute
        if before == "done" and group != "done":
            for spent_in, spent in after_finish:
                in_state[spent_in] += spent
            after_finish.clear()
            if group != "dropped":
                reopened_at = minute
        since, name = minute, to
    end = now
    if group == "done" and finished is not None:
        end = finished
    else:
        finished = None
        in_state[name] += end - since
        if group == "active":
            active += _active_minutes(known.get(name), since, end, marked)
    for block in history.blocks:
        start, stop = max(block.start, minutes[0]), min(end if block.end is None else block.end, end)
        if start < stop:
            marked.append((start, stop))
    blocked = joined(marked)
    if blocked:
        active -= overlap(_active_spans(minutes, states, workflow, end), blocked)
    return ItemFlow(
        key=history.key, created=minutes[0], started=started, finished=finished, now=now, state=states[-1],
        dropped=group == "dropped", skipped=finished is not None and not was_active, reopened_at=reopened_at,
        minutes_in_state=in_state, blocked_minutes=sum(stop - start for start, stop in blocked), active_minutes=active,
    )  # fmt: skip


def _active_minutes(state: WorkflowState | None, start: int, stop: int, marked: list[Span]) -> int:
    """The minutes of a stretch in an active state that are work; one that means blocked is marked instead."""
    if state is not None and state.blocked:
        marked.append((start, stop))
    return 0 if state is not None and (state.blocked or state.waiting) else stop - start


def _active_spans(minutes: Sequence[int], states: Sequence[str], workflow: Workflow, end: int) -> list[Span]:
    """The stretches in active states, up to an end, that are neither waiting nor blocked ones."""
    spans: list[Span] = []
    group: Group = "todo"
    for start, stop, name in zip(minutes, [*minutes[1:], end], states, strict=True):
        state = workflow.states.get(name)
        if state is not None:
            group = state.group
        if group == "active" and not (state is not None and (state.blocked or state.waiting)):
            stop = min(stop, end)
            if start < stop:
                spans.append((start, stop))
    return spans


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
