"""The forward pass for a whole block of iterations: one vector an item, one entry an iteration.

Every iteration is what `forward` calculates for that iteration's durations, to the minute; see there for the rules. A
value that is the same in all iterations may be a single number instead of a vector.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from tpm_tui.domain.cancellation_of_long_work import check_cancelled
from tpm_tui.planning.cpm import scheduling_rules
from tpm_tui.planning.cpm.scheduling_rules import ALAP, Arithmetic
from tpm_tui.planning.model.network import LagUnit, NetworkLink
from tpm_tui.planning.montecarlo.interval_table import Vector
from tpm_tui.planning.montecarlo.vector_calendar import VectorCalendar
from tpm_tui.planning.montecarlo.vector_network import VectorNetwork

VECTOR_CANCEL_CHECK_INTERVAL = 8
"""So many items between two looks at whether to stop."""


EARLY_COLUMNS = ("early", "early_end", "starts", "finishes", "shared_starts", "shared_finishes")
"""What a forward pass fills in, of a `SampleBatch`."""

VECTOR = Arithmetic(np.maximum, np.minimum, np.where, np.any)
"""The rules of `cpm.scheduling_rules`, for vectors."""


def maximum(bound: Vector | None, other: Vector) -> Vector:
    """The later of two bounds, where there may be none yet."""
    return other if bound is None else np.maximum(bound, other)


class SampleBatch:
    """Where a block stands. `duration` and `left` are working minutes by position: the whole, and what is to do."""

    def __init__(
        self,
        vectors: VectorNetwork,
        duration: list[Vector],
        left: list[Vector],
        cancelled: Callable[[], bool] | None = None,
        surely_positive: Sequence[bool] | None = None,
    ) -> None:
        n = len(vectors.network)
        self.vectors = vectors
        self.duration, self.left = duration, left
        self.cancelled = cancelled
        self.surely_positive = [False] * n if surely_positive is None else surely_positive
        """whether something is sure to be left of an item in every iteration; False where that has to be looked at"""
        self.early: list[Vector] = [0] * n
        """working time of the early starts, on each item's calendar"""
        self.early_end: list[Vector] = [0] * n
        """the same plus the duration, for items that have not begun"""
        self.starts: list[Vector | None] = [None] * n
        """clock time, where it was asked for or does not follow from the working time"""
        self.finishes: list[Vector | None] = [None] * n
        self.shared_starts: list[Vector | None] = [None] * n
        """shared time of the same, where it was asked for"""
        self.shared_finishes: list[Vector | None] = [None] * n
        self.late: list[Vector] = [0] * n
        """working time of the late starts of what is left"""
        self.shared_lates: list[Vector | None] = [None] * n
        """shared time of the same, where it was asked for"""
        self.finish: Vector = 0
        """clock time of the plan's finish in the first pass"""
        self.alap_at_late = False

    def copy(self) -> SampleBatch:
        """The same early dates, to be calculated again where other durations are put in."""
        batch = SampleBatch(self.vectors, list(self.duration), list(self.left), self.cancelled, self.surely_positive)
        for name in EARLY_COLUMNS:
            setattr(batch, name, list(getattr(self, name)))
        return batch

    def restore(self, original: SampleBatch, positions: Iterable[int]) -> None:
        """Have some positions as they are in the batch that this is a copy of."""
        for name in ("duration", "left", *EARLY_COLUMNS):
            column, values = getattr(self, name), getattr(original, name)
            for position in positions:
                column[position] = values[position]

    # -- early dates

    def forward(self) -> None:
        """Early dates of everything. Raises Cancelled."""
        compiled = self.vectors.compiled
        n = len(self.early)
        self.starts, self.finishes = [None] * n, [None] * n
        self.shared_starts, self.shared_finishes = [None] * n, [None] * n
        self.run(compiled.order)

    def run(self, positions: Iterable[int]) -> None:
        """Early dates of some positions, given in the network's order. Raises Cancelled."""
        for count, position in enumerate(positions):
            if not count % VECTOR_CANCEL_CHECK_INTERVAL:
                check_cancelled(self.cancelled)
            self.calculate(position)

    def calculate(self, position: int) -> None:
        """Early dates of one item, or the span of a summary; those it waits for are done."""
        self.shared_starts[position] = self.shared_finishes[position] = None
        if self.vectors.is_vectored[position]:
            self._vectored(position)
        elif position in self.vectors.compiled.outline.children:
            self._summary(position)
        else:
            self._general(position)

    def _vectored(self, position: int) -> None:
        vectors, early, reach = self.vectors, self.early, self.early_end
        bound: Vector | None = vectors.release[position]
        ends: Vector | None = None
        for other, from_finish, to_finish, lag, percent in vectors.edges_in[position]:
            value = reach[other] if from_finish else early[other]
            if percent:
                value = value + scheduling_rules.percent_of(self.duration[other], percent)
            elif lag:
                value = value + lag
            if to_finish:
                ends = value if ends is None else np.maximum(ends, value)
            else:
                bound = value if bound is None else np.maximum(bound, value)
        duration = self.duration[position]
        for link in vectors.general_links[position]:
            bound = maximum(bound, self.work_bound(link, position))
        if ends is not None:
            bound = maximum(bound, ends - duration)
        early[position] = bound
        reach[position] = bound + duration
        self.starts[position] = self.finishes[position] = None

    def work_bound(self, link: NetworkLink, position: int) -> Vector:
        """`link_bound` in working time of the item, without the detour over clock time where there is a shorter way."""
        calendar, lag, before = self.vectors.calendars[position], self.lag_of(link), link.predecessor
        binds_finish = scheduling_rules.binds_successor_finish(link.type)
        if link.unit == LagUnit.ELAPSED and link.lag:
            if binds_finish:
                return calendar.work_at(self.link_bound(link, position))
            return calendar.work_at(self._end(link, position) + lag)
        if self.alap_at_late and self.vectors.network.constraint[before] == ALAP:
            bound = calendar.work_at(self._end(link, position))
        elif scheduling_rules.binds_predecessor_finish(link.type):
            bound = calendar.work_in_shared(self.shared_finish(before))
        else:
            bound = calendar.work_in_shared(self.shared_start(before))
        if isinstance(lag, np.ndarray) or lag:
            bound = bound + lag
        # the plan's start, which a link from finish to finish heeds, is in the item's own bound
        return bound - self.duration[position] if binds_finish else bound

    def _summary(self, position: int) -> None:
        starts, finishes = zip(*(self._placed(leaf) for leaf in self.vectors.compiled.leaves[position]), strict=True)
        self.starts[position] = _over(np.minimum, starts)
        self.finishes[position] = _over(np.maximum, finishes)

    def _placed(self, leaf: int) -> tuple[Vector, Vector]:
        if self.alap_at_late and self.vectors.network.constraint[leaf] == ALAP:
            return self.late_span(leaf)
        return self.start_of(leaf), self.finish_of(leaf)

    def start_of(self, position: int) -> Vector:
        """Clock time of an early start."""
        known = self.starts[position]
        if known is None:
            known = self.starts[position] = self.vectors.calendars[position].start_of(self.early[position])
        return known

    def finish_of(self, position: int) -> Vector:
        """Clock time of an early finish; without duration, that of the start."""
        known = self.finishes[position]
        if known is None:
            duration = self.duration[position]
            known = self.vectors.calendars[position].end_of(self.early_end[position])
            if not self.surely_positive[position] and not np.all(duration):
                known = np.where(np.equal(duration, 0), self.start_of(position), known)
            self.finishes[position] = known
        return known

    def shared_start(self, position: int) -> Vector:
        """Shared time of an early start."""
        known = self.shared_starts[position]
        if known is None:
            calendar = self.vectors.calendars[position]
            if self.vectors.is_vectored[position]:
                known = calendar.shared_start(self.early[position])
            else:
                known = calendar.shared.inside(self.starts[position])
            self.shared_starts[position] = known
        return known

    def shared_finish(self, position: int) -> Vector:
        """Shared time of an early finish; without duration, that of the start."""
        known = self.shared_finishes[position]
        if known is None:
            calendar, duration = self.vectors.calendars[position], self.duration[position]
            if not self.vectors.is_vectored[position]:
                known = calendar.shared.inside(self.finishes[position])
            else:
                known = calendar.shared_end(self.early_end[position])
                if not self.surely_positive[position] and not np.all(duration):
                    known = np.where(np.equal(duration, 0), self.shared_start(position), known)
            self.shared_finishes[position] = known
        return known

    def _general(self, position: int) -> None:
        vectors = self.vectors
        calendar, duration = vectors.calendars[position], self.duration[position]
        kind, when = vectors.network.constraint[position], vectors.constraint_date[position]
        ended = vectors.actual_finish[position]
        began = scheduling_rules.begun_at(vectors.actual_start[position], ended, duration, calendar)
        if began is None:
            bound: Vector | None = None
            for link in vectors.general_links[position]:
                bound = maximum(bound, self.link_bound(link, position))
            milestone = vectors.network.milestone[position]
            held = vectors.network.not_before.get(position)
            start, finish = scheduling_rules.unstarted_span(
                kind,
                when,
                bound,
                duration,
                milestone,
                calendar,
                vectors.plan_start,
                None if held is None else held - vectors.origin,
                VECTOR,
            )
        elif ended is not None:
            start, finish = began, ended
        else:
            left, status = self.left[position], vectors.status_date
            start, finish = (
                began,
                scheduling_rules.begun_finish(kind, when, began, duration, left, status, calendar, VECTOR),
            )
        self.starts[position], self.finishes[position] = start, finish
        self.early[position] = calendar.work_at(start)
        self.early_end[position] = self.early[position] + duration

    # -- links

    def link_bound(self, link: NetworkLink, position: int) -> Vector:
        """Clock time before which a link lets an item not start; `position` is the successor or a leaf of it."""
        calendar, plan_start = self.vectors.calendars[position], self.vectors.plan_start
        end, lag, duration = self._end(link, position), self.lag_of(link), self.duration[position]
        return scheduling_rules.link_early_start(link.type, link.unit, lag, end, duration, calendar, plan_start, VECTOR)

    def _end(self, link: NetworkLink, position: int) -> Vector:
        """Clock time of the end of its predecessor that a link starts from, as it counts for a successor."""
        before, constraint = link.predecessor, self.vectors.network.constraint
        finish = scheduling_rules.binds_predecessor_finish(link.type)
        if before in self.vectors.compiled.outline.children:
            return self.finishes[before] if finish else self.starts[before]
        if self.alap_at_late and constraint[before] == ALAP and constraint[position] != ALAP:
            return self.late_span(before)[finish]
        return self.finish_of(before) if finish else self.start_of(before)

    def lag_of(self, link: NetworkLink) -> Vector:
        """A link's lag in minutes; a share of a summary is one of the working time that it spans."""
        if link.unit != LagUnit.PERCENT or not link.lag:
            return link.lag
        before = link.predecessor
        if before in self.vectors.compiled.outline.children:
            calendar = self.vectors.calendars[before]
            return scheduling_rules.percent_of(
                calendar.work_at(self.finishes[before]) - calendar.work_at(self.starts[before]), link.lag
            )
        return scheduling_rules.percent_of(self.duration[before], link.lag)

    # -- late dates that other passes ask for

    def late_span(self, position: int) -> tuple[Vector, Vector]:
        """Late start and finish in clock time; actual dates where there are any."""
        return self.late_start(position), self.late_finish(position)

    def shared_late_start(self, position: int) -> Vector:
        """Shared time of the late start of an item that has not begun; without anything left, that of the finish."""
        known = self.shared_lates[position]
        if known is None:
            calendar, late, left = self.vectors.calendars[position], self.late[position], self.left[position]
            if self.surely_positive[position] or np.all(left):
                known = calendar.shared_start(late)
            elif isinstance(left, np.ndarray):
                known = np.where(left == 0, calendar.shared_end(late), calendar.shared_start(late))
            else:
                known = calendar.shared_end(late)
            self.shared_lates[position] = known
        return known

    def late_finish(self, position: int) -> Vector:
        ended = self.vectors.actual_finish[position]
        if ended is not None:
            return ended
        calendar = self.vectors.calendars[position]
        return calendar.end_of(calendar.finish_work(self.late[position], self.left[position]))

    def late_start(self, position: int) -> Vector:
        """Without anything left, that of the finish."""
        vectors, left = self.vectors, self.left[position]
        calendar = vectors.calendars[position]
        began, ended = vectors.actual_start[position], vectors.actual_finish[position]
        if began is not None:
            return began
        if ended is not None:
            return calendar.add(ended, -self.duration[position])
        start = calendar.start_of(self.late[position])
        if self.surely_positive[position] or np.all(left):
            return start
        return np.where(np.equal(left, 0), self.late_finish(position), start)

    # -- what comes out

    def last_finish(self, positions: Sequence[int]) -> Vector:
        """The latest planned finish of some leaves, in clock time; late as possible counts at its late dates. Raises
        Cancelled."""
        calendar, latest = self.last_finish_work(positions)
        return latest if calendar is None else calendar.end_of(latest)

    def last_finish_work(self, positions: Sequence[int]) -> tuple[VectorCalendar | None, Vector]:
        """The same, as the work done by then where the calendar of all says as much: a calendar, and what to ask it the
        end of. Raises Cancelled."""
        if len(positions) == 1 and not self._is_late_as_possible(positions[0]) and self._ends_with_work(positions[0]):
            return self.vectors.calendars[positions[0]], self.early_end[positions[0]]
        latest: Vector | None = None
        # one look-up a calendar: where work ends rises with the work
        ends: dict[int, tuple[VectorCalendar, Any]] = {}
        for count, position in enumerate(positions):
            if not count % (4 * VECTOR_CANCEL_CHECK_INTERVAL):
                check_cancelled(self.cancelled)
            if self._is_late_as_possible(position):
                latest = maximum(latest, self.late_span(position)[1])
            elif self._ends_with_work(position):
                calendar = self.vectors.calendars[position]
                known = ends.get(id(calendar))
                ends[id(calendar)] = (calendar, maximum(None if known is None else known[1], self.early_end[position]))
            else:
                latest = maximum(latest, self.finish_of(position))
        if latest is None and len(ends) == 1:
            return next(iter(ends.values()))
        for calendar, reach in ends.values():
            latest = maximum(latest, calendar.end_of(reach))
        return None, self.vectors.plan_start if latest is None else latest

    def _is_late_as_possible(self, position: int) -> bool:
        return self.alap_at_late and self.vectors.network.constraint[position] == ALAP

    def _ends_with_work(self, position: int) -> bool:
        """Whether its finish is where its work ends on its calendar, in every iteration."""
        is_sure = self.vectors.is_vectored[position] and self.finishes[position] is None
        return is_sure and bool(self.surely_positive[position] or np.all(self.duration[position]))


def _over(choose: Any, values: Iterable[Vector]) -> Vector:
    chosen: Vector | None = None
    for value in values:
        chosen = value if chosen is None else choose(chosen, value)
    return chosen
