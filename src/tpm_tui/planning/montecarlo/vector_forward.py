"""The forward pass for a whole block of iterations: one vector an item, one lane an iteration.

Every lane is what `forward` calculates for that lane's durations, to the minute; see there for the rules. A value that
is the same in all lanes may be a single number instead of a vector.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from tpm_tui.domain.cancellation import check_cancelled
from tpm_tui.planning.model.network import Constraint, LagUnit, LinkType, NetworkLink
from tpm_tui.planning.montecarlo.interval_table import Vector
from tpm_tui.planning.montecarlo.vector_calendar import VectorCalendar
from tpm_tui.planning.montecarlo.vector_network import ALAP, VectorNetwork

VECTOR_CANCEL_CHECK_INTERVAL = 8
"""So many items between two looks at whether to stop."""


def percent_of_vector(duration: Vector, percent: int) -> Vector:
    """A share of durations in whole minutes, halves away from zero."""
    share = (duration * (2 * abs(percent)) + 100) // 200
    return share if percent >= 0 else -share


def largest(bound: Vector | None, other: Vector) -> Vector:
    return other if bound is None else np.maximum(bound, other)


def smallest(bound: Vector | None, other: Vector) -> Vector:
    return other if bound is None else np.minimum(bound, other)


class SampleBatch:
    """Where a block stands. `duration` and `left` are working minutes by position: the whole, and what is to do."""

    def __init__(
        self,
        wiring: VectorNetwork,
        duration: list[Vector],
        left: list[Vector],
        cancelled: Callable[[], bool] | None = None,
        lasting: Sequence[bool] | None = None,
    ) -> None:
        n = len(wiring.network)
        self.wiring = wiring
        self.duration, self.left = duration, left
        self.cancelled = cancelled
        self.lasting = [False] * n if lasting is None else lasting
        """whether something is sure to be left of an item in every lane; False where that has to be looked at"""
        self.early: list[Vector] = [0] * n
        """working time of the early starts, on each item's clock"""
        self.reach: list[Vector] = [0] * n
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

    def copy(self, duration: list[Vector], left: list[Vector]) -> SampleBatch:
        """The same early dates, to be calculated again where these durations differ."""
        found = SampleBatch(self.wiring, duration, left, self.cancelled, self.lasting)
        for name in ("early", "reach", "starts", "finishes", "shared_starts", "shared_finishes"):
            setattr(found, name, list(getattr(self, name)))
        return found

    # -- early dates

    def forward(self) -> None:
        """Early dates of everything. Raises Cancelled."""
        form = self.wiring.form
        n = len(self.early)
        self.starts, self.finishes = [None] * n, [None] * n
        self.shared_starts, self.shared_finishes = [None] * n, [None] * n
        self.run(form.order)

    def run(self, positions: Iterable[int]) -> None:
        """Early dates of some positions, given in the network's order. Raises Cancelled."""
        for count, position in enumerate(positions):
            if not count % VECTOR_CANCEL_CHECK_INTERVAL:
                check_cancelled(self.cancelled)
            self.place(position)

    def place(self, position: int) -> None:
        """Early dates of one item, or the span of a summary; those it waits for are done."""
        self.shared_starts[position] = self.shared_finishes[position] = None
        if self.wiring.is_vectored[position]:
            self._vectored(position)
        elif position in self.wiring.form.outline.children:
            self._summary(position)
        else:
            self._general(position)

    def _vectored(self, position: int) -> None:
        wiring, early, reach = self.wiring, self.early, self.reach
        bound: Vector | None = wiring.base[position]
        ends: Vector | None = None
        for other, from_finish, to_finish, lag, percent in wiring.edges_in[position]:
            value = reach[other] if from_finish else early[other]
            if percent:
                value = value + percent_of_vector(self.duration[other], percent)
            elif lag:
                value = value + lag
            if to_finish:
                ends = value if ends is None else np.maximum(ends, value)
            else:
                bound = value if bound is None else np.maximum(bound, value)
        duration = self.duration[position]
        for link in wiring.general_links[position]:
            bound = largest(bound, self.work_bound(link, position))
        if ends is not None:
            bound = largest(bound, ends - duration)
        early[position] = bound
        reach[position] = bound + duration
        self.starts[position] = self.finishes[position] = None

    def work_bound(self, link: NetworkLink, position: int) -> Vector:
        """`link_bound` in working time of the item, without the detour over clock time where there is a shorter way."""
        clock, lag, before = self.wiring.clocks[position], self.lag_of(link), link.predecessor
        binds_finish = link.type in (LinkType.FF, LinkType.SF)
        if link.unit == LagUnit.ELAPSED and link.lag:
            if binds_finish:
                return clock.work_at(self.link_bound(link, position))
            return clock.work_at(self._end(link, position) + lag)
        if self.alap_at_late and self.wiring.network.constraint[before] == ALAP:
            bound = clock.work_at(self._end(link, position))
        elif link.type in (LinkType.FS, LinkType.FF):
            bound = clock.work_in_shared(self.shared_finish(before))
        else:
            bound = clock.work_in_shared(self.shared_start(before))
        if isinstance(lag, np.ndarray) or lag:
            bound = bound + lag
        # the plan's start, which a link from finish to finish heeds, is in the item's own bound
        return bound - self.duration[position] if binds_finish else bound

    def _summary(self, position: int) -> None:
        starts, finishes = zip(*(self._placed(leaf) for leaf in self.wiring.form.leaves[position]), strict=True)
        self.starts[position] = _over(np.minimum, starts)
        self.finishes[position] = _over(np.maximum, finishes)

    def _placed(self, leaf: int) -> tuple[Vector, Vector]:
        if self.alap_at_late and self.wiring.network.constraint[leaf] == ALAP:
            return self.late_span(leaf)
        return self.start_of(leaf), self.finish_of(leaf)

    def start_of(self, position: int) -> Vector:
        """Clock time of an early start."""
        known = self.starts[position]
        if known is None:
            known = self.starts[position] = self.wiring.clocks[position].start_of(self.early[position])
        return known

    def finish_of(self, position: int) -> Vector:
        """Clock time of an early finish; without duration, that of the start."""
        known = self.finishes[position]
        if known is None:
            duration = self.duration[position]
            known = self.wiring.clocks[position].end_of(self.reach[position])
            if not self.lasting[position] and not np.all(duration):
                known = np.where(np.equal(duration, 0), self.start_of(position), known)
            self.finishes[position] = known
        return known

    def shared_start(self, position: int) -> Vector:
        """Shared time of an early start."""
        known = self.shared_starts[position]
        if known is None:
            clock = self.wiring.clocks[position]
            if self.wiring.is_vectored[position]:
                known = clock.shared_start(self.early[position])
            else:
                known = clock.shared.inside(self.starts[position])
            self.shared_starts[position] = known
        return known

    def shared_finish(self, position: int) -> Vector:
        """Shared time of an early finish; without duration, that of the start."""
        known = self.shared_finishes[position]
        if known is None:
            clock, duration = self.wiring.clocks[position], self.duration[position]
            if not self.wiring.is_vectored[position]:
                known = clock.shared.inside(self.finishes[position])
            else:
                known = clock.shared_end(self.reach[position])
                if not self.lasting[position] and not np.all(duration):
                    known = np.where(np.equal(duration, 0), self.shared_start(position), known)
            self.shared_finishes[position] = known
        return known

    def _general(self, position: int) -> None:
        wiring = self.wiring
        clock = wiring.clocks[position]
        began, ended = wiring.began[position], wiring.ended[position]
        if ended is not None:
            start = began if began is not None else clock.add(ended, -self.duration[position])
            finish: Vector = ended
        elif began is not None:
            start, finish = began, self._resumed(position, began)
        else:
            start, finish = self._unstarted(position)
        self.starts[position], self.finishes[position] = start, finish
        self.early[position] = clock.work_at(start)
        self.reach[position] = self.early[position] + self.duration[position]

    def _resumed(self, position: int, began: int) -> Vector:
        wiring, network = self.wiring, self.wiring.network
        clock, left = wiring.clocks[position], self.left[position]
        resume = clock.add(began, np.maximum(self.duration[position] - left, 0))
        if wiring.status is not None:
            resume = np.maximum(resume, wiring.status)
        finish = clock.add(resume, left)
        when = wiring.when[position]
        if network.constraint[position] == Constraint.FNET and when is not None:
            finish = np.maximum(finish, when)
        return finish

    def _unstarted(self, position: int) -> tuple[Vector, Vector]:
        wiring, network = self.wiring, self.wiring.network
        clock, duration = wiring.clocks[position], self.duration[position]
        kind, when = network.constraint[position], wiring.when[position]
        start: Vector | None = None
        finish: Vector | None = None
        for link in wiring.general_links[position]:
            start = largest(start, self.link_bound(link, position))
        if start is None:
            start = wiring.plan_start
            if kind == Constraint.SNET and when is not None:
                start = when
            elif kind == Constraint.FNET and when is not None:
                start, finish = clock.add(when, -duration), when
        start = self._next_start(clock, position, start)
        if when is not None:
            if kind == Constraint.SNET:
                start = np.maximum(start, when)
            elif kind == Constraint.SNLT:
                start = np.minimum(start, when)
            elif kind == Constraint.FNET:
                start = np.maximum(start, clock.add(when, -duration))
            elif kind == Constraint.FNLT:
                start = np.minimum(start, clock.add(when, -duration))
            elif kind == Constraint.MSO:
                start = when
            elif kind == Constraint.MFO:
                start, finish = clock.add(when, -duration), when
        return start, clock.add(start, duration) if finish is None else finish

    def _next_start(self, clock: VectorCalendar, position: int, instant: Vector) -> Vector:
        start = clock.next_working(instant)
        if self.wiring.network.milestone[position]:
            start = np.where(clock.previous_working(instant) == instant, instant, start)
        return start

    # -- links

    def link_bound(self, link: NetworkLink, position: int) -> Vector:
        """Clock time before which a link lets an item not start; `position` is the successor or a leaf of it."""
        wiring = self.wiring
        clock, duration = wiring.clocks[position], self.duration[position]
        end, lag = self._end(link, position), self.lag_of(link)
        if link.type in (LinkType.FS, LinkType.SS):
            return self.add_lag(link, lag, position, end)
        bound = self.add_lag(link, lag, position, clock.add(end, -duration))
        if link.unit == LagUnit.ELAPSED and link.lag:
            bound = np.maximum(bound, clock.add(end + lag, -duration))
        if link.type == LinkType.FF:
            bound = np.maximum(bound, wiring.plan_start)
        return bound

    def _end(self, link: NetworkLink, position: int) -> Vector:
        """Clock time of the end of its predecessor that a link starts from, as it counts for a successor."""
        before, constraint = link.predecessor, self.wiring.network.constraint
        finish = link.type in (LinkType.FS, LinkType.FF)
        if before in self.wiring.form.outline.children:
            return self.finishes[before] if finish else self.starts[before]
        if self.alap_at_late and constraint[before] == ALAP and constraint[position] != ALAP:
            return self.late_span(before)[finish]
        return self.finish_of(before) if finish else self.start_of(before)

    def lag_of(self, link: NetworkLink) -> Vector:
        """A link's lag in minutes; a share of a summary is one of the working time that it spans."""
        if link.unit != LagUnit.PERCENT or not link.lag:
            return link.lag
        before = link.predecessor
        if before in self.wiring.form.outline.children:
            clock = self.wiring.clocks[before]
            return percent_of_vector(
                clock.work_at(self.finishes[before]) - clock.work_at(self.starts[before]), link.lag
            )
        return percent_of_vector(self.duration[before], link.lag)

    def add_lag(self, link: NetworkLink, lag: Vector, position: int, instant: Vector) -> Vector:
        """Instants moved by a lag, elapsed or on the clock of `position`."""
        if link.unit == LagUnit.ELAPSED:
            return instant + lag
        return self.wiring.clocks[position].add(instant, lag)

    # -- late dates that other passes ask for

    def late_span(self, position: int) -> tuple[Vector, Vector]:
        """Late start and finish in clock time; actual dates where there are any."""
        return self.late_start(position), self.late_finish(position)

    def shared_late_start(self, position: int) -> Vector:
        """Shared time of the late start of an item that has not begun; without anything left, that of the finish."""
        known = self.shared_lates[position]
        if known is None:
            clock, late, left = self.wiring.clocks[position], self.late[position], self.left[position]
            if self.lasting[position] or np.all(left):
                known = clock.shared_start(late)
            elif isinstance(left, np.ndarray):
                known = np.where(left == 0, clock.shared_end(late), clock.shared_start(late))
            else:
                known = clock.shared_end(late)
            self.shared_lates[position] = known
        return known

    def late_finish(self, position: int) -> Vector:
        ended = self.wiring.ended[position]
        if ended is not None:
            return ended
        return self.wiring.clocks[position].end_of(self.late[position] + self.left[position])

    def late_start(self, position: int) -> Vector:
        """Without anything left, that of the finish."""
        wiring, left = self.wiring, self.left[position]
        clock = wiring.clocks[position]
        began, ended = wiring.began[position], wiring.ended[position]
        if began is not None:
            return began
        if ended is not None:
            return clock.add(ended, -self.duration[position])
        start = clock.start_of(self.late[position])
        if self.lasting[position] or np.all(left):
            return start
        return np.where(np.equal(left, 0), self.late_finish(position), start)

    # -- what comes out

    def last_finish(self, positions: Iterable[int]) -> Vector:
        """The latest planned finish of some leaves, in clock time; late as possible counts at its late dates. Raises
        Cancelled."""
        found: Vector | None = None
        # one look-up a clock: where work ends rises with the work
        ends: dict[int, tuple[VectorCalendar, Any]] = {}
        for count, position in enumerate(positions):
            if not count % (4 * VECTOR_CANCEL_CHECK_INTERVAL):
                check_cancelled(self.cancelled)
            sure = self.wiring.is_vectored[position] and self.finishes[position] is None
            lasts = self.lasting[position] or np.all(self.duration[position])
            if self.alap_at_late and self.wiring.network.constraint[position] == ALAP:
                found = largest(found, self.late_span(position)[1])
            elif sure and lasts:
                clock = self.wiring.clocks[position]
                known = ends.get(id(clock))
                ends[id(clock)] = (clock, largest(None if known is None else known[1], self.reach[position]))
            else:
                found = largest(found, self.finish_of(position))
        for clock, reach in ends.values():
            found = largest(found, clock.end_of(reach))
        return self.wiring.plan_start if found is None else found


def _over(choose: Any, values: Iterable[Vector]) -> Vector:
    found: Vector | None = None
    for value in values:
        found = value if found is None else choose(found, value)
    return found
