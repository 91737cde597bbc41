"""Columns of clock time and slack from the working time that the passes calculate."""

from __future__ import annotations

from collections.abc import Sequence

from tpm_tui.domain.calendar import MANY
from tpm_tui.planning.compiled import Compiled
from tpm_tui.planning.forward import State, remaining


def early_dates(state: State) -> None:
    """Fill `early_start` and `early_finish` of the state from its forward pass."""
    start, finish = _clock(state.form, state.early, early=True)
    for position, (begin, end) in state.early_clock.items():
        start[position], finish[position] = begin, end
    roll_up(state.form, start, finish)
    state.early_start, state.early_finish = start, finish


def late_dates(state: State) -> tuple[list[int], list[int]]:
    """Late starts and finishes from the backward pass; actual dates where there are any."""
    start, finish = _clock(state.form, state.late, early=False)
    for position in state.form.begun:
        start[position], finish[position] = state.late_span(position)
    roll_up(state.form, start, finish)
    return start, finish


def _clock(form: Compiled, works: list[int], *, early: bool) -> tuple[list[int], list[int]]:
    """Clock time of starts given in working time, and of the finishes a duration later."""
    duration = form.network.duration
    if form.single is not None:
        return form.single.spans_of(works, _lengths(form), early=early)
    start, finish = [0] * len(works), [0] * len(works)
    for calendar, positions in form.groups:
        starts, ends = calendar.spans_of(
            [works[position] for position in positions], [duration[position] for position in positions], early=early
        )
        for position, begin, end in zip(positions, starts, ends, strict=True):
            start[position], finish[position] = begin, end
    return start, finish


def _lengths(form: Compiled) -> Sequence[int]:
    """The durations, as an array where there are many."""
    duration = form.network.duration
    if len(duration) < MANY:
        return duration
    if "duration" not in form.arrays:
        import numpy as np

        form.arrays["duration"] = np.array(duration, dtype=np.int64)
    known: Sequence[int] = form.arrays["duration"]
    return known


def roll_up(form: Compiled, start: list[int], finish: list[int]) -> None:
    """Give each summary the earliest start and the latest finish of its children, in place."""
    children = form.outline.children
    for summary in form.outline.upwards:
        below = children[summary]
        start[summary] = min([start[child] for child in below])
        finish[summary] = max([finish[child] for child in below])


def slacks(state: State, late_start: list[int], late_finish: list[int]) -> tuple[list[int], list[int], list[bool]]:
    """Total and free slack of each item in working minutes on its calendar, and whether it is critical by its slack.

    Summaries have their total slack; their free slack and what is critical follow from their children.
    """
    total = _odd_slack(state, _plain_slack(state), late_start, late_finish)
    limit = state.form.network.critical_slack_limit
    if len(total) < MANY:
        free = [max(0, min(slack, room)) for slack, room in zip(total, state.room, strict=True)]
        return total, free, [slack <= limit for slack in total]
    import numpy as np

    slack = np.array(total, dtype=np.int64)
    room = np.minimum(slack, np.array(state.room, dtype=np.int64))
    return total, np.maximum(room, 0).tolist(), (slack <= limit).tolist()


def _plain_slack(state: State) -> list[int]:
    return [late - early for late, early in zip(state.late, state.early, strict=True)]


def _odd_slack(state: State, slack: list[int], late_start: list[int], late_finish: list[int]) -> list[int]:
    """Total slack of what has begun, stands late or is a summary."""
    form = state.form
    for position in form.begun:
        calendar = form.calendars[position]
        left = remaining(form, position)
        slack[position] = state.late[position] + left - calendar.work_at(state.early_finish[position])
    for position in form.late:
        slack[position] = 0
    started = set(form.begun)
    for summary in form.outline.upwards:
        calendar = form.calendars[summary]
        slack[summary] = calendar.between(state.early_finish[summary], late_finish[summary])
        if started.isdisjoint(form.outline.children[summary]):
            at_start = calendar.between(state.early_start[summary], late_start[summary])
            slack[summary] = min(slack[summary], at_start)
        else:
            started.add(summary)
        if slack[summary] < 0 and all(slack[child] >= 0 for child in form.outline.children[summary]):
            slack[summary] = 0  # on its own calendar alone: nothing in it is late
    return slack
