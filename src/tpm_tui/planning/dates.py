"""Columns of clock time and slack from the working time that the passes calculate."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from tpm_tui.domain.calendar import MANY
from tpm_tui.planning.compiled import ALAP, Compiled
from tpm_tui.planning.forward import Span, State, remaining


def early_dates(state: State) -> None:
    """Fill `early_start` and `early_finish` of the state from its forward pass."""
    start, finish = _clock(state.form, state.early, early=True)
    for position, (begin, end) in state.early_clock.items():
        start[position], finish[position] = begin, end
    roll_up(state.form, start, finish)
    state.early_start, state.early_finish = start, finish


def late_dates(state: State) -> tuple[array[int], array[int]]:
    """Late starts and finishes from the backward pass; actual dates where there are any."""
    start, finish = _clock(state.form, state.late, early=False)
    for position in state.form.begun:
        start[position], finish[position] = state.late_span(position)
    roll_up(state.form, start, finish)
    return start, finish


def latest(finish: array[int]) -> int:
    """The latest of some instants, of which there is at least one."""
    if len(finish) < MANY:
        return max(finish)
    from tpm_tui.planning.families import numbers

    return int(numbers(finish).max())


def shifted(form: Compiled, late: Sequence[int], shift: int) -> array[int]:
    """Late dates in working time moved as a whole; summaries have none."""
    if len(late) < MANY:
        moved = array("q", [work + shift for work in late])
    else:
        from tpm_tui.planning.families import column, numbers

        moved = column(numbers(late) + shift)
    for summary in form.outline.children:
        moved[summary] -= shift
    return moved


def _clock(form: Compiled, works: Sequence[int], *, early: bool) -> tuple[array[int], array[int]]:
    """Clock time of starts given in working time, and of the finishes a duration later."""
    duration = _lengths(form)
    if form.single is not None:
        return form.single.spans_of(works, duration, early=early)
    if len(works) >= MANY:
        from tpm_tui.planning.families import clock

        return clock(form, works, duration, early=early)
    start, finish = array("q", bytes(8 * len(works))), array("q", bytes(8 * len(works)))
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
        form.arrays["duration"] = array("q", duration)
    known: array[int] = form.arrays["duration"]
    return known


def roll_up(form: Compiled, start: array[int], finish: array[int]) -> None:
    """Give each summary the earliest start and the latest finish of its children, in place."""
    if len(start) >= MANY:
        from tpm_tui.planning import families

        families.roll_up(form, start, finish)
        return
    children = form.outline.children
    for summary in form.outline.upwards:
        start[summary], finish[summary] = span(children[summary], start, finish)


def span(below: list[int], start: array[int], finish: array[int]) -> Span:
    """The earliest start and the latest finish of some children."""
    return min(map(start.__getitem__, below)), max(map(finish.__getitem__, below))


@dataclass(frozen=True, slots=True)
class Slack:
    """Columns that follow from the dates, by position."""

    total: array[int]
    free: array[int]
    critical: list[bool]


def slacks(state: State, finish: array[int], late_start: array[int], late_finish: array[int]) -> Slack:
    """Slack of every item in working minutes on its calendar, and whether it is critical; `finish` as planned."""
    form = state.form
    odd = {position: item_slack(state, position) for position in (*form.begun, *form.late)}
    if len(state.late) >= MANY:
        from tpm_tui.planning.families import many_slacks

        return Slack(*many_slacks(state, odd, finish, late_start, late_finish))
    limit = form.network.critical_slack_limit
    total = array("q", [late - early for late, early in zip(state.late, state.early, strict=True)])
    for position, slack in odd.items():
        total[position] = slack
    free = array("q", [max(0, min(slack, room)) for slack, room in zip(total, state.room, strict=True)])
    critical = [slack <= limit for slack in total]
    for position in form.finished:
        critical[position] = False
    found = Slack(total, free, critical)
    for summary in form.outline.upwards:
        total[summary], free[summary], critical[summary] = summary_slack(
            state, summary, found, finish, late_start, late_finish
        )
    return found


def item_slack(state: State, position: int) -> int:
    """Total slack of an item that is no summary."""
    form = state.form
    if form.network.constraint[position] == ALAP:
        return 0
    if position in form.started:
        finish = form.calendars[position].work_at(state.early_finish[position])
        return state.late[position] + remaining(form, position) - finish
    return state.late[position] - state.early[position]


def summary_slack(
    state: State, summary: int, found: Slack, finish: array[int], late_start: array[int], late_finish: array[int]
) -> tuple[int, int, bool]:
    """Total slack and free slack of one summary, whose children are done, and whether it is critical."""
    form = state.form
    calendar, children = form.calendars[summary], form.outline.children[summary]
    slack = calendar.between(state.early_finish[summary], late_finish[summary])
    if summary not in form.started:
        slack = min(slack, calendar.between(state.early_start[summary], late_start[summary]))
    if slack < 0 and all(found.total[child] >= 0 for child in children):
        slack = 0  # on its own calendar alone: nothing in it is late
    free = max(slack, 0)
    if free:
        last = finish[summary]
        free = min(free, *[found.free[child] for child in children if finish[child] == last])
    return slack, free, any(map(found.critical.__getitem__, children))
