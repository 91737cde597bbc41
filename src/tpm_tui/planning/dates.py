"""Columns of clock time and slack from the working time that the passes calculate."""

from __future__ import annotations

from tpm_tui.planning.compiled import Compiled
from tpm_tui.planning.forward import State, remaining


def early_dates(state: State) -> None:
    """Fill `early_start` and `early_finish` of the state from its forward pass."""
    form = state.form
    early, duration = state.early, form.network.duration
    if form.single is not None:
        start = form.single.starts_of(early)
        finish = form.single.ends_of([work + length for work, length in zip(early, duration, strict=True)])
    else:
        start, finish = [0] * len(early), [0] * len(early)
        for calendar, positions in form.groups:
            works = [early[position] for position in positions]
            ends = [early[position] + duration[position] for position in positions]
            for position, begin, end in zip(positions, calendar.starts_of(works), calendar.ends_of(ends), strict=True):
                start[position], finish[position] = begin, end
    for position in form.instant:
        finish[position] = start[position]
    for position, (begin, end) in state.early_clock.items():
        start[position], finish[position] = begin, end
    roll_up(form, start, finish)
    state.early_start, state.early_finish = start, finish


def late_dates(state: State) -> tuple[list[int], list[int]]:
    """Late starts and finishes from the backward pass; actual dates where there are any."""
    form = state.form
    late, duration = state.late, form.network.duration
    if form.single is not None:
        start = form.single.starts_of(late)
        finish = form.single.ends_of([work + length for work, length in zip(late, duration, strict=True)])
    else:
        start, finish = [0] * len(late), [0] * len(late)
        for calendar, positions in form.groups:
            works = [late[position] for position in positions]
            ends = [late[position] + duration[position] for position in positions]
            for position, begin, end in zip(positions, calendar.starts_of(works), calendar.ends_of(ends), strict=True):
                start[position], finish[position] = begin, end
    for position in form.instant:
        start[position] = finish[position]
    for position in form.begun:
        start[position], finish[position] = state.late_span(position)
    roll_up(form, start, finish)
    return start, finish


def roll_up(form: Compiled, start: list[int], finish: list[int]) -> None:
    """Give each summary the earliest start and the latest finish of its children, in place."""
    children = form.outline.children
    for summary in form.outline.upwards:
        below = children[summary]
        start[summary] = min([start[child] for child in below])
        finish[summary] = max([finish[child] for child in below])


def total_slack(state: State, late_start: list[int], late_finish: list[int]) -> list[int]:
    """Total slack of each item in working minutes on its calendar."""
    form = state.form
    slack = [late - early for late, early in zip(state.late, state.early, strict=True)]
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
