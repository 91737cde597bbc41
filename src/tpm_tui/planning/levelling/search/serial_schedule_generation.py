"""The serial schedule generation scheme (serial SGS) on calendars, with all relation types, lags and modes.

Each activity of a list takes the first start at which its relations hold and its units are free, in the mode that
finishes first. The schedule is left-justified (active): no activity can start earlier with the others where they are.
Kolisch (1996), "Serial and parallel resource-constrained project scheduling methods revisited".
"""

from collections.abc import Collection, Iterator, Sequence

from tpm_tui.planning.cpm.scheduling_rules import percent_of
from tpm_tui.planning.levelling.problem.levelling_problem import (
    ActivityPart,
    ActivitySchedule,
    LevellingProblem,
    Mode,
    PrecedenceRelation,
    SummarySpan,
    predecessors,
    successors,
)
from tpm_tui.planning.levelling.search.resource_profile import ResourceProfile


class ScheduleGenerator:
    """Makes schedules of one problem; what is fixed is laid down once."""

    def __init__(self, problem: LevellingProblem) -> None:
        self.problem = problem
        self.into = predecessors(problem)
        self.out = successors(problem)
        self.topological = problem.topological()
        self.movable = [j for j in self.topological if problem.activities[j].fixed is None]
        self._calendars = problem.calendars
        self._gaps_are_free = _resources_of_many_calendars(problem)
        self._one_calendar = _resources_of_one_calendar(problem) - self._gaps_are_free
        self._typed = {
            j
            for j, activity in enumerate(problem.activities)
            if activity.typed_start is not None or activity.typed_finish is not None
        }
        self._base = [ResourceProfile(resource) for resource in problem.resources]
        self._start = [0] * len(problem.activities)
        self._finish = [0] * len(problem.activities)
        for j, activity in enumerate(problem.activities):
            if activity.fixed is not None:
                self._start[j], self._finish[j] = activity.fixed.start, activity.fixed.finish
                self.take(self._base, j, activity.modes[0], activity.fixed.start, activity.fixed.finish)

    def empty(self) -> tuple[list[ResourceProfile], ActivitySchedule]:
        """The profiles with the fixed activities taken out, and a schedule in which only those have their dates."""
        count = len(self._start)
        return [profile.copy() for profile in self._base], ActivitySchedule(
            self._start.copy(), self._finish.copy(), [0] * count
        )

    def schedule(
        self, order: Sequence[int], modes: Sequence[int | None] | None = None, since: int | None = None
    ) -> ActivitySchedule:
        """The schedule of a list in which every activity comes after its predecessors; modes may be prescribed.

        Nothing that moves starts before `since`.
        """
        profiles, schedule = self.empty()
        activities = self.problem.activities
        for j in order:
            if activities[j].fixed is None:
                mode = self._set_dates(profiles, schedule, j, modes[j] if modes is not None else None, since)
                self._hold(profiles, j, mode, schedule.start[j], schedule.finish[j])
        return schedule

    def _set_dates(
        self, profiles: list[ResourceProfile], schedule: ActivitySchedule, j: int, mode: int | None, since: int | None
    ) -> Mode:
        """The dates of one activity as early as relations, `since` and profiles allow, in the mode that finishes first:
        returned."""
        earliest = self.earliest(schedule, j, since)
        choices = self.problem.activities[j].modes
        best: tuple[int, int, int] | None = None
        for number in range(len(choices)) if mode is None else (mode,):
            bound = self.not_before(schedule, j, choices[number], earliest)
            start, finish = self.first_fit(profiles, choices[number], bound)
            if best is None or (finish, start) < best[:2]:
                best = (finish, start, number)
        assert best is not None
        schedule.finish[j], schedule.start[j], schedule.mode[j] = best
        return choices[best[2]]

    def _hold(self, profiles: list[ResourceProfile], j: int, mode: Mode, start: int, finish: int) -> None:
        """Take the units of an activity that moves, where its calendar is the resource's only one until the next work
        begins: nobody could use the time between, and the profile has fewer steps."""
        part = mode[0]
        if len(mode) > 1 or not part.duration or any(d.resource not in self._one_calendar for d in part.demands):
            self.take(profiles, j, mode, start, finish)
            return
        until = self._calendars[part.calendar].start(finish)
        for demand in part.demands:
            profiles[demand.resource].take(start, until, demand.units)

    def fits(self, schedule: ActivitySchedule) -> bool:
        """Whether dates and modes of a schedule, perhaps of another problem, keep every rule of this one."""
        profiles, fixed = self.empty()
        activities = self.problem.activities
        for j in self.topological:
            start, finish, number = schedule.start[j], schedule.finish[j], schedule.mode[j]
            if activities[j].fixed is not None:
                if (start, finish) != (fixed.start[j], fixed.finish[j]):
                    return False
                continue
            if number >= len(activities[j].modes):
                return False
            mode = activities[j].modes[number]
            bound = self.not_before(schedule, j, mode, self.earliest(schedule, j))
            if self.dates(mode, bound)[0] > start or self.first_fit(profiles, mode, start) != (start, finish):
                return False
            self.take(profiles, j, mode, start, finish)
        return True

    def earliest(self, schedule: ActivitySchedule, j: int, since: int | None = None) -> int:
        """The first instant at which its release and the relations from predecessors to its *start* let it begin, in
        whatever mode."""
        activity = self.problem.activities[j]
        bound = activity.release if since is None else max(activity.release, since)
        if activity.is_first and self.into[j]:
            return min(self.bound_of(relation, schedule) for relation in self.into[j])
        for relation in self.into[j]:
            if relation.type in ("FS", "SS") and not relation.is_of_mode:
                bound = max(bound, self.bound_of(relation, schedule))
        return bound

    def bound_of(self, relation: PrecedenceRelation, schedule: ActivitySchedule, mode: Mode | None = None) -> int:
        """The instant before which the relation lets its successor, in this mode, neither start (FS, SS) nor finish
        (FF, SF)."""
        p = relation.predecessor
        origin = schedule.finish[p] if relation.type in ("FS", "FF") else schedule.start[p]
        if p in self._typed:
            origin = (self._ended if relation.type in ("FS", "FF") else self._begun)(p, schedule)
        lag, calendar = relation.lag, relation.calendar
        if relation.percent or relation.is_of_mode:
            activities = self.problem.activities
            after = activities[relation.successor].modes[0] if mode is None else mode
            lag, calendar = relation.chosen(activities[p].modes[schedule.mode[p]], after)
            if relation.span is not None:
                lag = percent_of(self._spanned(relation.span, schedule), relation.percent)
        if not lag:
            return origin
        return origin + lag if calendar is None else self._calendars[calendar].shift(origin, lag)

    def _spanned(self, span: SummarySpan, schedule: ActivitySchedule) -> int:
        """The working time from the first start to the last finish of what a summary holds."""
        work_before = self._calendars[span.calendar].work_before
        first = min(self._begun(j, schedule) for j in span.activities)
        last = max(self._ended(j, schedule) for j in span.activities)
        return work_before(last) - work_before(first)

    def _begun(self, j: int, schedule: ActivitySchedule) -> int:
        """The start of an activity; the date that was typed, where it is that which its work waits for."""
        activity, start = self.problem.activities[j], schedule.start[j]
        typed, mode = activity.typed_start, activity.modes[schedule.mode[j]]
        if typed is None or start != self.dates(mode, typed)[0]:
            return start
        bounds = (self._start_bound(relation, schedule, mode) for relation in self.into[j])
        return typed if max(bounds, default=typed) <= typed else start

    def _ended(self, j: int, schedule: ActivitySchedule) -> int:
        """The finish of an activity; the date that was typed, where there is no work between the two."""
        activity, finish = self.problem.activities[j], schedule.finish[j]
        typed = activity.typed_finish
        if typed is None or finish > self._calendars[activity.modes[schedule.mode[j]][0].calendar].start(typed):
            return finish
        return typed

    def not_before(self, schedule: ActivitySchedule, j: int, mode: Mode, earliest: int) -> int:
        """`earliest`, or later where a relation to the *finish* of the activity, or one that hangs on its mode, asks
        for it in this mode; after its relations, what has no work stands where its calendar lets it."""
        for relation in self.into[j]:
            if relation.is_of_mode or relation.type in ("FF", "SF"):
                earliest = max(earliest, self._start_bound(relation, schedule, mode))
        activity = self.problem.activities[j]
        if activity.earliest_finish is not None:
            until = activity.earliest_finish
            starts = [self._calendars[part.calendar].latest_start(until, part.duration) for part in mode]
            earliest = max(earliest, min(starts))
        if activity.calendar is None:
            return earliest
        if earliest > activity.release:
            return self._calendars[activity.calendar].point(earliest, activity.is_milestone)
        # A release in a night is one that was typed; what relations ask for then may come to the morning after it.
        bounds = [self._start_bound(relation, schedule, mode) for relation in self.into[j]]
        if not bounds:
            return earliest
        return max(earliest, self._calendars[activity.calendar].point(max(bounds), activity.is_milestone))

    def _start_bound(self, relation: PrecedenceRelation, schedule: ActivitySchedule, mode: Mode) -> int:
        """The instant before which a relation lets its successor not start in a mode."""
        if relation.type in ("FF", "SF"):
            return self._start_finishing(relation, schedule, mode)
        return self.bound_of(relation, schedule, mode)

    def _start_finishing(self, relation: PrecedenceRelation, schedule: ActivitySchedule, mode: Mode) -> int:
        """The start from which a mode finishes as a relation to its finish asks for: as the plan's schedule has it,
        where the end of a day's work and the beginning of the next are one, but for work on several calendars."""
        bound = self.bound_of(relation, schedule, mode)
        if len({part.calendar for part in mode}) > 1:
            return min(self._calendars[part.calendar].start_reaching(bound, part.duration) for part in mode)
        start = min(self._calendars[part.calendar].latest_start(bound, part.duration) for part in mode)
        if relation.calendar is None and relation.lag and not relation.is_of_mode:
            # Elapsed, the lag is walked from the start too, as MS Project does.
            origin = bound - relation.lag
            walked = min(self._calendars[part.calendar].latest_start(origin, part.duration) for part in mode)
            return max(start, walked + relation.lag)
        return start

    def dates(self, mode: Mode, earliest: int) -> tuple[int, int]:
        """Start and finish of a mode that may begin from an instant on, as if all its units were free."""
        if len(mode) == 1:
            part = mode[0]
            if not part.duration:
                return earliest, earliest
            calendar = self._calendars[part.calendar]
            start = calendar.start(earliest)
            return start, calendar.finish(start, part.duration)
        spans = [self.dates((part,), earliest) for part in mode if part.duration]
        if not spans:
            return earliest, earliest
        return min(start for start, _ in spans), max(finish for _, finish in spans)

    def first_fit(self, profiles: list[ResourceProfile], mode: Mode, earliest: int) -> tuple[int, int]:
        """The first (start, finish) from `earliest` on at which all parts find their units free."""
        if len(mode) == 1 and mode[0].duration:
            part, calendar = mode[0], self._calendars[mode[0].calendar]
            while True:
                begin = calendar.start(earliest)
                finish = calendar.finish(begin, part.duration)
                later = self._lack(profiles, part, begin, finish)
                if later is None:
                    return begin, finish
                earliest = later
        while True:
            later = None
            for part in mode:
                if part.duration:
                    calendar = self._calendars[part.calendar]
                    begin = calendar.start(earliest)
                    later = self._lack(profiles, part, begin, calendar.finish(begin, part.duration))
                    if later is not None:
                        break
            if later is None:
                return self.dates(mode, earliest)
            earliest = later

    def _lack(self, profiles: list[ResourceProfile], part: ActivityPart, begin: int, end: int) -> int | None:
        """An instant before which a part that lacks units within [begin, end) cannot begin; None where none lack."""
        calendar = self._calendars[part.demand_calendar]
        for demand in part.demands:
            resource, units = demand.resource, demand.units
            if resource in self._gaps_are_free:
                for first, last in calendar.intervals(begin, end):
                    later = profiles[resource].clear_from(first, last, units)
                    if later is not None:
                        # Beyond the interval this part may begin with the next one, and another part at once.
                        return min(later, last)
            else:
                # Work takes at least its duration on the clock.
                later = profiles[resource].clear_from(begin, end, units, part.duration)
                if later is not None:
                    return later
        return None

    def take(self, profiles: list[ResourceProfile], j: int, mode: Mode, start: int, finish: int, sign: int = 1) -> None:
        """Take (sign −1: give back) the units of an activity that has these dates."""
        for resource, first, last, units in self._spans(j, mode, start, finish):
            profiles[resource].take(first, last, sign * units)

    def loaded(self, schedule: ActivitySchedule, without: Collection[int] = ()) -> list[ResourceProfile]:
        """What a schedule leaves of each resource, all its activities but some that move taken out."""
        profiles = [profile.copy() for profile in self._base]
        taken: list[list[tuple[int, int, int]]] = [[] for _ in profiles]
        for j in self.movable:
            if j not in without:
                mode = self.problem.activities[j].modes[schedule.mode[j]]
                for resource, first, last, units in self._spans(j, mode, schedule.start[j], schedule.finish[j]):
                    taken[resource].append((first, last, units))
        for profile, spans in zip(profiles, taken, strict=True):
            profile.take_all(spans)
        return profiles

    def _spans(self, j: int, mode: Mode, start: int, finish: int) -> Iterator[tuple[int, int, int, int]]:
        """(resource, from, to, units) that an activity with these dates holds."""
        fixed = self.problem.activities[j].fixed
        for part in mode:
            if not part.demands or not part.duration:
                continue
            calendar = self._calendars[part.calendar]
            if fixed is not None:
                begin = start if fixed.work_from is None else fixed.work_from
                end = finish if fixed.work_until is None else fixed.work_until
                if len(mode) > 1 and part.held_on is None and begin < end:
                    # each is free once their own part is done
                    end = min(end, calendar.finish(calendar.start(begin), part.duration))
            else:
                begin = calendar.start(start)
                end = calendar.finish(begin, part.duration)
            for demand in part.demands:
                if demand.resource in self._gaps_are_free:
                    for first, last in self._calendars[part.demand_calendar].intervals(begin, end):
                        yield demand.resource, first, last, demand.units
                else:
                    yield demand.resource, begin, end, demand.units


def _resources_of_many_calendars(problem: LevellingProblem) -> frozenset[int]:
    """Resources that work on more than one calendar: one activity may use the hours between another one's.

    For all others the time from start to finish is held in one piece: nobody could use the gaps, and it is faster.
    """
    seen: dict[int, int] = {}
    many: set[int] = set()
    for activity in problem.activities:
        for mode in activity.modes:
            for part in mode:
                for demand in part.demands:
                    if seen.setdefault(demand.resource, part.demand_calendar) != part.demand_calendar:
                        many.add(demand.resource)
    many.update(number for number, resource in enumerate(problem.resources) if resource.changes)
    return frozenset(many)


def _resources_of_one_calendar(problem: LevellingProblem) -> frozenset[int]:
    """Resources whose work all begins and ends on one calendar."""
    calendars: dict[int, set[int]] = {}
    for activity in problem.activities:
        for mode in activity.modes:
            for part in mode:
                for demand in part.demands:
                    calendars.setdefault(demand.resource, set()).update((part.calendar, part.demand_calendar))
    return frozenset(resource for resource, numbers in calendars.items() if len(numbers) == 1)
