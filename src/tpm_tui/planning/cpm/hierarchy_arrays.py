"""What summaries take from their children, many at once: the hierarchy as arrays.

All summaries of one height are done together: those whose children are no summaries first, then those above them.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from msgspec import Struct

from tpm_tui.domain.time.work_calendar import WorkCalendar
from tpm_tui.planning.cpm.compiled_network import CompiledNetwork
from tpm_tui.planning.cpm.forward import PassState
from tpm_tui.planning.model.graph.arrays import Integers, as_array, as_column

DateColumns: TypeAlias = "tuple[array[int], array[int]]"
"""Starts and finishes."""

FAR_FUTURE = 2**62
"""More minutes than any slack."""


class SummaryLevel(Struct, frozen=True):
    """The summaries of one height; their children stand side by side."""

    summaries: Integers
    """positions"""
    children: Integers
    """positions"""
    first: Integers
    """where those of each summary begin among the children"""
    sizes: Integers
    """how many children each summary has"""
    calendars: list[tuple[WorkCalendar, Integers]]
    """each calendar, with the places of the summaries on it"""

    def least(self, values: Integers) -> Integers:
        """The least of each summary's values, which stand as the children do."""
        least: Integers = np.minimum.reduceat(values, self.first)
        return least

    def most(self, values: Integers) -> Integers:
        """The greatest of each summary's values."""
        greatest: Integers = np.maximum.reduceat(values, self.first)
        return greatest

    def between(self, start: array[int], finish: array[int]) -> Integers:
        """Working minutes from one instant of each summary to another, on its calendar."""
        minutes = np.empty(len(self.summaries), dtype=np.int64)
        for calendar, places in self.calendars:
            own = self.summaries[places]
            minutes[places] = calendar.work_at_many(as_array(finish)[own]) - calendar.work_at_many(as_array(start)[own])
        return minutes


def summary_levels(compiled: CompiledNetwork) -> list[SummaryLevel]:
    """The levels of a network's hierarchy, from the bottom up; made once."""
    known: list[SummaryLevel] | None = compiled.arrays.get("levels")
    if known is None:
        height: dict[int, int] = {}
        levels: list[list[int]] = []
        children = compiled.outline.children
        for summary in compiled.outline.upwards:
            height[summary] = at = max([height[child] + 1 for child in children[summary] if child in height], default=0)
            if at == len(levels):
                levels.append([])
            levels[at].append(summary)
        known = compiled.arrays["levels"] = [_level(compiled, summaries) for summaries in levels]
    return known


def _level(compiled: CompiledNetwork, summaries: list[int]) -> SummaryLevel:
    children = compiled.outline.children
    sizes = np.array([len(children[summary]) for summary in summaries], dtype=np.int64)
    groups: dict[WorkCalendar, list[int]] = {}
    for place, summary in enumerate(summaries):
        groups.setdefault(compiled.calendars[summary], []).append(place)
    return SummaryLevel(
        summaries=np.array(summaries, dtype=np.int64),
        children=np.array([child for summary in summaries for child in children[summary]], dtype=np.int64),
        first=np.cumsum(sizes) - sizes,
        sizes=sizes,
        calendars=[(calendar, np.array(places, dtype=np.int64)) for calendar, places in groups.items()],
    )


def roll_up_arrays(compiled: CompiledNetwork, start: array[int], finish: array[int]) -> None:
    """Give each summary the earliest start and the latest finish of its children, in place."""
    begin, end = as_array(start), as_array(finish)
    for level in summary_levels(compiled):
        begin[level.summaries] = level.least(begin[level.children])
        end[level.summaries] = level.most(end[level.children])


def clock_times(
    compiled: CompiledNetwork, works: Sequence[int], lengths: Sequence[int], *, early: bool
) -> tuple[array[int], array[int]]:
    """Starts and finishes in clock time of work on several calendars; summaries get none."""
    if "groups" not in compiled.arrays:
        compiled.arrays["groups"] = [
            (calendar, np.array(places, dtype=np.int64)) for calendar, places in compiled.groups
        ]
    start, finish = array("q", bytes(8 * len(works))), array("q", bytes(8 * len(works)))
    for calendar, places in compiled.arrays["groups"]:
        begin, stretch = as_column(as_array(works)[places]), as_column(as_array(lengths)[places])
        starts, finishes = calendar.interval_bounds_of(begin, stretch, early=early)
        as_array(start)[places], as_array(finish)[places] = starts, finishes
    return start, finish


def slack_arrays(
    state: PassState, known: dict[int, int], finish: array[int], late_start: array[int], late_finish: array[int]
) -> tuple[array[int], array[int], list[bool]]:
    """Total slack, free slack and whether it is critical, of every item; see `total_slack`.

    `known` are total slacks by position that do not follow from the starts.
    """
    compiled = state.compiled
    total = as_array(state.late) - as_array(state.early)
    if known:
        total[list(known)] = list(known.values())
    free = np.maximum(np.minimum(total, as_array(state.free_slack)), 0)
    critical = total <= compiled.network.critical_slack_limit
    critical[compiled.finished] = False
    late, early = (late_start, late_finish), (state.early_start, state.early_finish)
    for level in summary_levels(compiled):
        own, below = level.summaries, level.children
        total[own] = slack = _summary_slack(compiled, level, early, late, total)
        ends_it = as_array(finish)[below] == np.repeat(as_array(finish)[own], level.sizes)
        free[own] = np.maximum(np.minimum(slack, level.least(np.where(ends_it, free[below], FAR_FUTURE))), 0)
        critical[own] = np.logical_or.reduceat(critical[below], level.first)
    return as_column(total), as_column(free), critical.tolist()


def _summary_slack(
    compiled: CompiledNetwork, level: SummaryLevel, early: DateColumns, late: DateColumns, total: Integers
) -> Integers:
    """The rules stand in `total_slack.summary_slack`."""
    slack = level.between(early[1], late[1])
    unstarted = np.array([summary not in compiled.started for summary in level.summaries.tolist()])
    slack = np.minimum(slack, level.between(early[0], late[0]), where=unstarted, out=slack)
    slack[(slack < 0) & (level.least(total[level.children]) >= 0)] = 0
    return slack
