"""Working time and clock time for whole vectors of instants: the arithmetic of a Calendar, for many iterations at once.

Instants count minutes from an `origin`, working time counts the calendar's minutes of work from there. Between them
lies the *shared* time of a plan: the minutes in which anybody works, by any of its calendars. Most calendars are nearly
that, so that the way from one to another is one look-up in a small table; and what lies far apart in clock time, an
evening and the morning after, is one instant to all of them.

Beyond the ends of the span results are of no meaning; whoever makes calendars chooses one that covers
what can be asked.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache, reduce
from typing import ClassVar

import numpy as np

from tpm_tui.domain.time.instants import EPOCH_ORDINAL, to_day_number
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.domain.time.joint_calendar import JointCalendar
from tpm_tui.domain.time.time_arithmetic import AdditiveTime
from tpm_tui.domain.time.work_calendar import WorkCalendar
from tpm_tui.planning.model.graph.arrays import Integers
from tpm_tui.planning.montecarlo.interval_table import COARSE, DENSE, IntervalTable, Vector

TABLE_BYTES = 36 * 2**20
"""Bytes that the tables of one plan may take."""


class VectorCalendar(AdditiveTime):
    """One calendar of a plan over its `shared` time; `last` is where the span ends, an instant."""

    __slots__ = ("_own", "calendar", "last", "shared")

    def __init__(self, calendar: WorkCalendar, shared: IntervalTable, own: IntervalTable) -> None:
        self.calendar, self.shared, self._own = calendar, shared, own
        self.last = shared.length

    @property
    def tables(self) -> tuple[IntervalTable, IntervalTable]:
        """The shared time in clock time, and the calendar's in the shared time."""
        return self.shared, self._own

    # -- shared time

    def work_in_shared(self, shared: Vector) -> Vector:
        """Working minutes before a point of the shared time."""
        return self._own.inside(shared)

    def shared_start(self, work: Vector) -> Vector:
        """The shared time of `start_of`."""
        return self._own.start_of(work)

    def shared_end(self, work: Vector) -> Vector:
        """The shared time of `end_of`."""
        return self._own.end_of(work)

    # -- clock time

    def work_at(self, instant: Vector) -> Vector:
        """Working minutes before an instant."""
        return self._own.inside(self.shared.inside(instant))

    def start_of(self, work: Vector) -> Vector:
        """The latest instant with so much work before it: the next minute is a working one."""
        return self.shared.start_of(self._own.start_of(work))

    def end_of(self, work: Vector) -> Vector:
        """The earliest instant with so much work before it: the minute before is a working one."""
        return self.shared.end_of(self._own.end_of(work))

    def next_working(self, instant: Vector) -> Vector:
        """The instant itself where work goes on, else the next start of work."""
        return self.start_of(self.work_at(instant))

    def previous_working(self, instant: Vector) -> Vector:
        """The instant itself if there was work just before it, else the last end of work."""
        return self.end_of(self.work_at(instant))

    def add(self, instant: Vector, work: Vector) -> Vector:
        """The instant that so much work after (or, negative, before) an instant reaches; see `Calendar.add`."""
        if not isinstance(work, np.ndarray):
            if not work:
                return instant
            return (
                self.end_of(self.work_at(instant) + work) if work > 0 else self.start_of(self.work_at(instant) + work)
            )
        reach = self.work_at(instant) + work
        low, high = int(work.min()), int(work.max())
        if low > 0:
            return self.end_of(reach)
        if high < 0:
            return self.start_of(reach)
        moved = np.where(work > 0, self.end_of(reach), self.start_of(reach))
        return np.where(work == 0, instant, moved)


class VectorJointCalendar(VectorCalendar):
    """A `JointCalendar`: `shares` are calendars and the shares of a duration that are worked on them."""

    __slots__ = ("shares",)
    additive: ClassVar[bool] = False

    def __init__(self, joint: VectorCalendar, shares: Sequence[tuple[VectorCalendar, Fraction]]) -> None:
        super().__init__(joint.calendar, *joint.tables)
        self.shares = tuple(shares)

    def add(self, instant: Vector, work: Vector) -> Vector:
        """Forward, where the last share is done; backward, where the first must start."""
        reached = [calendar.add(instant, share_of(work, share)) for calendar, share in self.shares]
        least, most = reduce(np.minimum, reached), reduce(np.maximum, reached)
        return np.where(np.less(work, 0), least, most)

    def finish_work(self, start_work: Vector, duration: Vector) -> Vector:
        return self.work_at(self.add(self.start_of(start_work), duration))

    def start_work(self, finish_work: Vector, duration: Vector) -> Vector:
        return self.work_at(self.add(self.end_of(finish_work), -duration))

    def shift(self, instant: Vector, work: Vector) -> Vector:
        return super().add(instant, work)

    def start_reaching(self, finish: Vector, work: Vector) -> Vector:
        starts = []
        for calendar, share in self.shares:
            done = calendar.work_at(finish)
            over = np.not_equal(calendar.end_of(done), finish)
            starts.append(calendar.start_of(done + over + share_of(-work, share)))
        return np.where(np.equal(work, 0), finish, reduce(np.minimum, starts))


def share_of(work: Vector, share: Fraction) -> Vector:
    """A share of working minutes, in whole ones away from zero."""
    if share == 1:
        return work
    part, whole = share.numerator, share.denominator
    return np.where(np.less(work, 0), work * part // whole, -(-work * part // whole))


@lru_cache(maxsize=2)
def vector_calendars(
    calendars: tuple[WorkCalendar, ...], origin: int, days: int, memory: int = TABLE_BYTES
) -> dict[WorkCalendar, VectorCalendar]:
    """A calendar for each calendar, over so many days from a midnight in minutes since the epoch.

    Kept for the next run. `memory` is how many bytes their tables may take.
    """
    shared_by: dict[WorkCalendar, None] = {}
    for calendar in calendars:
        shared_by.update(dict.fromkeys([c for c, _ in calendar.shares] if isinstance(calendar, JointCalendar) else ()))
    calendars = tuple(dict.fromkeys((*calendars, *shared_by)))
    length = days * MINUTES_PER_DAY
    spans = [_spans(calendar, origin, days) for calendar in calendars]
    everybody = interval_union(
        np.concatenate([starts for starts, _ in spans]), np.concatenate([ends for _, ends in spans])
    )
    shared = IntervalTable(*everybody, length)
    parts = [interval_union(shared.inside(starts), shared.inside(ends)) for starts, ends in spans]
    owns = [IntervalTable(*part, shared.minutes) for part in parts]
    for resolution in (DENSE, COARSE):
        if sum(table.bytes(resolution) for table in (shared, *owns)) <= memory:
            for table in (shared, *owns):
                table.tabulate(resolution)
            break
    made = {calendar: VectorCalendar(calendar, shared, own) for calendar, own in zip(calendars, owns, strict=True)}
    for joint in calendars:
        if isinstance(joint, JointCalendar):
            made[joint] = VectorJointCalendar(made[joint], [(made[one], share) for one, share in joint.shares])
    return made


def _spans(calendar: WorkCalendar, origin: int, days: int) -> tuple[Integers, Integers]:
    """Starts and ends of the working intervals, in minutes from the origin."""
    first = origin // MINUTES_PER_DAY
    numbers = np.arange(days)
    other = {to_day_number(day) - first: intervals for day, intervals in calendar.exceptions.items()}
    usual = np.isin(numbers, list(other), invert=True)
    weekday = (numbers + first + EPOCH_ORDINAL - 1) % 7  # the first day that has a date is a Monday
    alike = [(numbers[usual & (weekday == at)], calendar.week[at]) for at in range(7)]
    alike += [(np.array([day]), intervals) for day, intervals in other.items() if 0 <= day < days]
    spans = [
        (at * MINUTES_PER_DAY + start, at * MINUTES_PER_DAY + end)
        for at, intervals in alike
        for start, end in intervals
        if len(at)
    ]
    if not spans:
        return np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
    starts, ends = (np.concatenate(column) for column in zip(*spans, strict=True))
    order = np.argsort(starts)
    return starts[order], ends[order]


def interval_union(starts: Integers, ends: Integers) -> tuple[Integers, Integers]:
    """The minutes of all these stretches, as stretches that rise and do not touch."""
    order = np.argsort(starts, kind="stable")
    starts, ends = starts[order], np.maximum.accumulate(ends[order])
    apart = starts[1:] > ends[:-1]
    return starts[np.concatenate([[True], apart])], ends[np.concatenate([apart, [True]])]
