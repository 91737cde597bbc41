"""The serial SGS in whole periods, for problems on one calendar: what PSPLIB instances are, and the fastest way.

The remaining capacities of all resources stand packed in one integer per period, a guard bit above each field: one
subtraction tests them all, because a field that borrows clears its guard. Durations are divided by their greatest
common divisor.
"""

from collections.abc import Sequence
from math import gcd

from msgspec import Struct

from tpm_tui.planning.levelling.problem.levelling_problem import ActivitySchedule, LevellingProblem, PrecedenceRelation
from tpm_tui.planning.levelling.problem.working_time import WorkingTime

MOST_PERIODS = 20_000
"""Above so many periods in all, or `LONGEST` in an average activity, the profile by steps is faster."""
LONGEST = 60

WINDOW = 64
"""Periods that are tested at once where lists are scheduled side by side; no duration is longer than half of them."""
WORD = 62
"""Bits that the capacities of all resources may take there."""

Arcs = list[list[tuple[int, int]]]
"""For each activity (other activity, least distance between their starts in periods)."""


class PeriodProblem(Struct, frozen=True):
    """A problem in periods of `unit` working minutes; period 0 begins with `origin` minutes of work."""

    problem: LevellingProblem
    unit: int
    origin: int
    calendar: WorkingTime
    duration: list[int]
    demand: list[int]
    release: list[int]
    into: Arcs
    out: Arcs
    free: list[int]
    full: int
    guards: int

    def period_of(self, instant: int) -> int:
        """The periods that have ended by an instant."""
        return (self.calendar.work_before(instant) - self.origin) // self.unit

    def schedule_of(self, starts: Sequence[int]) -> ActivitySchedule:
        """The instants of periods: work starts with a working minute and finishes at the end of one."""
        calendar, unit = self.calendar, self.unit
        start: list[int] = []
        finish: list[int] = []
        for j, period in enumerate(starts):
            begun = max(calendar.instant_of(self.origin + period * unit), self.problem.activities[j].release)
            if self.duration[j]:
                begun = calendar.start(begun)
            start.append(begun)
            finish.append(calendar.finish(begun, self.duration[j] * unit))
        return ActivitySchedule(start, finish, [0] * len(start))


def in_periods(problem: LevellingProblem) -> PeriodProblem | None:
    """The problem in periods, where everything is on one calendar, has one mode and moves; else None."""
    if not problem.activities or any(resource.changes for resource in problem.resources):
        return None
    number = problem.activities[0].modes[0][0].calendar
    calendar = problem.calendars[number]
    for activity in problem.activities:
        if activity.fixed is not None or len(activity.modes) > 1 or len(activity.modes[0]) > 1 or activity.is_first:
            return None
        if {activity.modes[0][0].calendar, activity.modes[0][0].demand_calendar} != {number}:
            return None
    if any(
        r.span is not None
        or (r.lag and problem.calendars[number if r.calendar is None else r.calendar] is not calendar)
        or (r.lag and r.calendar is None and not calendar.continuous)
        for r in problem.relations
    ):
        return None
    durations = [activity.modes[0][0].duration for activity in problem.activities]
    if not calendar.continuous and not all(durations):
        return None  # a milestone's one amount of work names two instants, which only the way on calendars tells apart
    unit = gcd(*durations, *(relation.lag for relation in problem.relations)) or 1
    first = min(activity.release for activity in problem.activities)
    origin = calendar.work_before(first)
    release = [-(-(calendar.work_before(a.release) - origin) // unit) for a in problem.activities]
    if any((calendar.work_before(a.release) - origin) % unit for a in problem.activities):
        return None
    duration = [minutes // unit for minutes in durations]
    lags = sum(abs(relation.lag) for relation in problem.relations) // unit
    periods = max(release) + sum(duration) + lags + max(duration) + 1
    if periods > MOST_PERIODS or sum(duration) > LONGEST * len(duration):
        return None
    return _packed(problem, unit, origin, calendar, duration, release, periods)


def _packed(
    problem: LevellingProblem,
    unit: int,
    origin: int,
    calendar: WorkingTime,
    duration: list[int],
    release: list[int],
    periods: int,
) -> PeriodProblem:
    scale = [0] * len(problem.resources)
    for activity in problem.activities:
        for demand in activity.modes[0][0].demands:
            scale[demand.resource] = gcd(scale[demand.resource], demand.units)
    offset, guards, full = [], 0, 0
    bits = 0
    for resource, divisor in zip(problem.resources, scale, strict=True):
        capacity = resource.capacity // (divisor or 1)
        offset.append(bits)
        full |= capacity << bits
        bits += capacity.bit_length()
        guards |= 1 << bits
        bits += 1
    demands = [
        sum((d.units // scale[d.resource]) << offset[d.resource] for d in activity.modes[0][0].demands if duration[j])
        for j, activity in enumerate(problem.activities)
    ]
    into: Arcs = [[] for _ in duration]
    out: Arcs = [[] for _ in duration]
    for relation in problem.relations:
        distance = _distance(relation, duration, unit)
        into[relation.successor].append((relation.predecessor, distance))
        # Mirrored about the end, the distance is between finishes.
        mirrored = distance + duration[relation.successor] - duration[relation.predecessor]
        out[relation.predecessor].append((relation.successor, mirrored))
    full |= guards
    return PeriodProblem(
        problem, unit, origin, calendar, duration, demands, release, into, out, [full] * periods, full, guards
    )


def _distance(relation: PrecedenceRelation, duration: list[int], unit: int) -> int:
    """The least distance between the starts of both ends, in periods."""
    before, after = duration[relation.predecessor], duration[relation.successor]
    lag = relation.lag // unit
    match relation.type:
        case "FS":
            return before + lag
        case "SS":
            return lag
        case "FF":
            return before + lag - after
        case "SF":
            return lag - after


def side_by_side(periods: PeriodProblem) -> bool:
    """Whether many lists of this problem can be scheduled at once (`batch_schedule_generation`)."""
    return max(periods.duration) <= WINDOW // 2 and periods.full.bit_length() <= WORD


def serial(
    order: Sequence[int],
    duration: list[int],
    demand: list[int],
    release: list[int],
    into: Arcs,
    free: list[int],
    guards: int,
) -> list[int]:
    """The start of each activity by the serial SGS; `free` must reach beyond any start + duration."""
    remaining = free.copy()
    start = [0] * len(duration)
    for j in order:
        since = release[j]
        for p, distance in into[j]:
            bound = start[p] + distance
            if bound > since:
                since = bound
        units = demand[j]
        if units:
            length = duration[j]
            unseen = since
            period = until = since + length
            # From the end of the window back: a lack moves the window beyond it, and what lies after it is free.
            while period > unseen:
                period -= 1
                if remaining[period] - units & guards != guards:
                    unseen = until
                    since = period + 1
                    period = until = since + length
            for period in range(since, until):
                remaining[period] -= units
        start[j] = since
    return start
