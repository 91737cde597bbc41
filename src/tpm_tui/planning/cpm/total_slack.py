"""Columns of clock time and slack from the working time that the passes calculate."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from msgspec import Struct

from tpm_tui.domain.time.work_calendar import VECTOR_THRESHOLD
from tpm_tui.planning.cpm import scheduling_rules
from tpm_tui.planning.cpm.compiled_network import CompiledNetwork
from tpm_tui.planning.cpm.forward import DateSpan, PassState
from tpm_tui.planning.cpm.scheduling_rules import ALAP


def early_dates(state: PassState) -> None:
    """Fill `early_start` and `early_finish` of the state from its forward pass."""
    start, finish = _clock(state.compiled, state.early, early=True)
    for position, (begin, end) in state.early_clock.items():
        start[position], finish[position] = begin, end
    roll_up(state.compiled, start, finish)
    state.early_start, state.early_finish = start, finish


def late_dates(state: PassState) -> tuple[array[int], array[int]]:
    """Late starts and finishes from the backward pass; actual dates where there are any."""
    start, finish = _clock(state.compiled, state.late, early=False)
    for position in state.compiled.begun:
        start[position], finish[position] = state.late_span(position)
    roll_up(state.compiled, start, finish)
    return start, finish


def latest_instant(finish: array[int]) -> int:
    """The latest of some instants, of which there is at least one."""
    if len(finish) < VECTOR_THRESHOLD:
        return max(finish)
    from tpm_tui.planning.model.graph.arrays import as_array

    return int(as_array(finish).max())


def shift_late_dates(compiled: CompiledNetwork, late: Sequence[int], shift: int) -> array[int]:
    """Late dates in working time moved as a whole; summaries have none."""
    if len(late) < VECTOR_THRESHOLD:
        moved = array("q", [work + shift for work in late])
    else:
        from tpm_tui.planning.model.graph.arrays import as_array, as_column

        moved = as_column(as_array(late) + shift)
    for summary in compiled.outline.children:
        moved[summary] -= shift
    return moved


def _clock(compiled: CompiledNetwork, works: Sequence[int], *, early: bool) -> tuple[array[int], array[int]]:
    """Clock time of starts given in working time, and of the finishes a duration later."""
    duration = _lengths(compiled)
    if compiled.single_calendar is not None:
        return compiled.single_calendar.interval_bounds_of(works, duration, early=early)
    if len(works) >= VECTOR_THRESHOLD:
        from tpm_tui.planning.cpm.hierarchy_arrays import clock_times

        return clock_times(compiled, works, duration, early=early)
    start, finish = array("q", bytes(8 * len(works))), array("q", bytes(8 * len(works)))
    for calendar, positions in compiled.groups:
        starts, ends = calendar.interval_bounds_of(
            [works[position] for position in positions], [duration[position] for position in positions], early=early
        )
        for position, begin, end in zip(positions, starts, ends, strict=True):
            start[position], finish[position] = begin, end
    return start, finish


def _lengths(compiled: CompiledNetwork) -> Sequence[int]:
    """The durations, as an array where there are many."""
    duration = compiled.network.duration
    if len(duration) < VECTOR_THRESHOLD:
        return duration
    if "duration" not in compiled.arrays:
        compiled.arrays["duration"] = array("q", duration)
    known: array[int] = compiled.arrays["duration"]
    return known


def roll_up(compiled: CompiledNetwork, start: array[int], finish: array[int]) -> None:
    """Give each summary the earliest start and the latest finish of its children, in place."""
    if len(start) >= VECTOR_THRESHOLD:
        from tpm_tui.planning.cpm import hierarchy_arrays

        hierarchy_arrays.roll_up_arrays(compiled, start, finish)
        return
    children = compiled.outline.children
    for summary in compiled.outline.upwards:
        start[summary], finish[summary] = enclosing_span(children[summary], start, finish)


def enclosing_span(below: list[int], start: array[int], finish: array[int]) -> DateSpan:
    """The earliest start and the latest finish of some children."""
    return min(map(start.__getitem__, below)), max(map(finish.__getitem__, below))


class SlackColumns(Struct, frozen=True):
    """Columns that follow from the dates, by position."""

    total: array[int]
    free: array[int]
    critical: list[bool]


def total_slacks(state: PassState, finish: array[int], late_start: array[int], late_finish: array[int]) -> SlackColumns:
    """Slack of every item in working minutes on its calendar, and whether it is critical; `finish` as planned."""
    compiled = state.compiled
    joint = [position for position in compiled.general_positions if not compiled.calendars[position].additive]
    known = {position: item_slack(state, position) for position in (*compiled.begun, *compiled.alap_positions, *joint)}
    if len(state.late) >= VECTOR_THRESHOLD:
        from tpm_tui.planning.cpm.hierarchy_arrays import slack_arrays

        return SlackColumns(*slack_arrays(state, known, finish, late_start, late_finish))
    limit = compiled.network.critical_slack_limit
    total = array("q", [late - early for late, early in zip(state.late, state.early, strict=True)])
    for position, slack in known.items():
        total[position] = slack
    free = array("q", [max(0, min(slack, spare)) for slack, spare in zip(total, state.free_slack, strict=True)])
    critical = [slack <= limit for slack in total]
    for position in compiled.finished:
        critical[position] = False
    slack_columns = SlackColumns(total, free, critical)
    for summary in compiled.outline.upwards:
        total[summary], free[summary], critical[summary] = summary_slack(
            state, summary, slack_columns, finish, late_start, late_finish
        )
    return slack_columns


def item_slack(state: PassState, position: int) -> int:
    """Total slack of an item that is no summary."""
    compiled = state.compiled
    calendar = compiled.calendars[position]
    slack: int = scheduling_rules.total_slack(
        state.late[position],
        state.early[position],
        lambda: calendar.finish_work(state.late[position], compiled.network.remaining_work(position)),
        lambda: calendar.work_at(state.early_finish[position]),
        is_alap=compiled.network.constraint[position] == ALAP,
        has_begun=position in compiled.started,
        is_additive=calendar.additive,
    )
    return slack


def summary_slack(
    state: PassState,
    summary: int,
    known: SlackColumns,
    finish: array[int],
    late_start: array[int],
    late_finish: array[int],
) -> tuple[int, int, bool]:
    """Total slack and free slack of one summary, whose children are done, and whether it is critical."""
    compiled = state.compiled
    calendar, children = compiled.calendars[summary], compiled.outline.children[summary]
    slack = calendar.between(state.early_finish[summary], late_finish[summary])
    if summary not in compiled.started:
        slack = min(slack, calendar.between(state.early_start[summary], late_start[summary]))
    if slack < 0 and all(known.total[child] >= 0 for child in children):
        slack = 0  # on its own calendar alone: nothing in it is late
    free = max(slack, 0)
    if free:
        last = finish[summary]
        free = min(free, *[known.free[child] for child in children if finish[child] == last])
    return slack, free, any(map(known.critical.__getitem__, children))
