"""Resolves the overloads of a window of time by moving as few activities as possible.

Overloads are taken in the order of time. At each, one of the activities that share in it moves to the first place after
it where its units are free and nothing is added to any overload; its successors move only where their relations ask for
it. Which one moves is first the choice that frees most overload for the fewest moved, then, restart by restart, drawn
at random with the same preference; the best result is kept.
"""

from collections.abc import Callable, Iterable
from heapq import heappop, heappush
from random import Random

from msgspec import Struct

from tpm_tui.planning.levelling.problem.levelling_problem import ActivitySchedule
from tpm_tui.planning.levelling.problem.objective import LevellingObjective, ObjectiveValue, value_of
from tpm_tui.planning.levelling.search.resource_profile import ResourceProfile
from tpm_tui.planning.levelling.search.serial_schedule_generation import ScheduleGenerator
from tpm_tui.planning.levelling.search.when_a_search_stops import SearchBudget


class Overload(Struct, frozen=True):
    """`units` of a resource above its capacity between two instants."""

    resource: int
    start: int
    finish: int
    units: int


class LeastChange:
    """The search for the fewest moved activities, from the schedule in force."""

    def __init__(self, generator: ScheduleGenerator, in_force: ActivitySchedule, window: tuple[int, int]) -> None:
        self._generator = generator
        self._in_force = in_force
        self._window = window
        self._place = [0] * len(in_force.start)
        for place, j in enumerate(generator.topological):
            self._place[j] = place
        self._users: list[list[int]] = [[] for _ in generator.problem.resources]
        for j, activity in enumerate(generator.problem.activities):
            resources = {d.resource for part in activity.modes[in_force.mode[j]] for d in part.demands}
            for resource in resources if activity.fixed is None else ():
                self._users[resource].append(j)
        self._budget: SearchBudget | None = None
        self.profiles: list[ResourceProfile] = []
        self.schedule = in_force

    def overloads(self) -> list[Overload]:
        """What is above capacity within the window, as things stand."""
        return [
            Overload(resource, start, finish, units)
            for resource, profile in enumerate(self.profiles)
            for start, finish, units in profile.lacks(*self._window)
        ]

    def reset(self) -> None:
        """Everything at its dates in force."""
        generator = self._generator
        self.profiles, _ = generator.empty()
        self.schedule = ActivitySchedule(
            self._in_force.start.copy(), self._in_force.finish.copy(), self._in_force.mode.copy()
        )
        for j in generator.movable:
            self._take(j, 1)

    def bound(self) -> int:
        """At least so many activities must move: overloads that share no activity each need some."""
        activities = self._generator.problem.activities
        counted: set[int] = set()
        total = 0
        for overload in sorted(self.overloads(), key=lambda o: (o.start, o.resource)):
            sharing = self._sharing(overload)
            if counted.intersection(sharing):
                continue
            units = sorted(
                (
                    sum(
                        d.units
                        for p in activities[j].modes[self.schedule.mode[j]]
                        for d in p.demands
                        if d.resource == overload.resource
                    )
                    for j in sharing
                ),
                reverse=True,
            )
            freed = moved = 0
            while freed < overload.units and moved < len(units):
                freed += units[moved]
                moved += 1
            total += moved
            counted.update(sharing)
        return total

    def search(
        self, restarts: int, seed: int, budget: SearchBudget, better: Callable[[ActivitySchedule], None]
    ) -> None:
        """Resolve again and again; tell of each better schedule. Ends by SearchStopped or after the restarts."""
        best: tuple[int, ObjectiveValue] | None = None
        random = Random(seed)
        self.reset()
        bound = self.bound()
        self._budget = budget
        for attempt in range(restarts):
            self.reset()
            left = self._resolve(random if attempt else None)
            self._move_back()
            value = (left, value_of(self._generator.problem, self.schedule, LevellingObjective.LEAST_CHANGE))
            if best is None or value < best:
                best = value
                better(self.schedule)
            if best[0] == 0 and best[1][0] <= bound:
                return

    def _resolve(self, random: Random | None) -> int:
        """Move activities until no overload in the window can be resolved; units × minutes that stay."""
        since, until = self._window
        left = 0
        reached = [since] * len(self.profiles)
        while True:
            first: Overload | None = None
            for resource, profile in enumerate(self.profiles):
                for start, finish, units in profile.lacks(reached[resource], until):
                    reached[resource] = start
                    if first is None or start < first.start:
                        first = Overload(resource, start, finish, units)
                    break
                else:
                    reached[resource] = until
            if first is None:
                return left
            choices = []
            for j in self._sharing(first):
                undo = self._moved(j)
                if undo is None:
                    continue
                freed = self._freed(undo)
                newly = sum(self._in_force.start[k] == start for k, start, _ in undo)
                later = sum(self.schedule.start[k] - start for k, start, _ in undo)
                self._undo(undo)
                choices.append((newly / max(freed, 1), newly, later, j))
            if not choices:
                left += first.units * (first.finish - first.start)
                reached[first.resource] = first.finish
                continue
            choices.sort()
            pick = 0
            while random is not None and pick < len(choices) - 1 and random.random() < 0.3:
                pick += 1
            self._moved(choices[pick][3])

    def _sharing(self, overload: Overload) -> list[int]:
        """The movable activities that work on the resource where the overload begins."""
        schedule = self.schedule
        return [j for j in self._users[overload.resource] if schedule.start[j] <= overload.start < schedule.finish[j]]

    def _freed(self, undo: list[tuple[int, int, int]]) -> int:
        """Minutes within the window that the first moved activity leaves to others."""
        _, start, finish = undo[0]
        return max(0, min(finish, self._window[1]) - max(start, self._window[0]))

    def _moved(self, j: int) -> list[tuple[int, int, int]] | None:
        """Move an activity to its next free place and after it what must follow: (activity, old start, old finish).

        None, and nothing has happened, where something that may not move would have to.
        """
        generator, schedule = self._generator, self.schedule
        activities = generator.problem.activities
        undo: list[tuple[int, int, int]] = []
        waiting = [(self._place[j], j)]
        queued = {j}
        while waiting:
            _, k = heappop(waiting)
            mode = activities[k].modes[schedule.mode[k]]
            old = schedule.start[k], schedule.finish[k]
            earliest = max(generator.earliest(schedule, k), old[0])
            bound = generator.not_before(schedule, k, mode, earliest)
            if k != j and generator.dates(mode, bound)[0] <= old[0]:
                # a summary that begins when it did may span more
                self._queue(waiting, queued, [r.successor for r in generator.out[k] if r.span is not None])
                continue
            if activities[k].fixed is not None:
                self._undo(undo)
                return None
            self._take(k, -1)
            undo.append((k, *old))
            schedule.start[k], schedule.finish[k] = generator.first_fit(self.profiles, mode, bound)
            self._take(k, 1)
            self._queue(waiting, queued, [relation.successor for relation in generator.out[k]])
        if self._budget is not None:
            self._budget.spend(len(undo) / len(schedule.start))
        if schedule.start[j] == undo[0][1]:
            self._undo(undo)
            return None
        return undo

    def _queue(self, waiting: list[tuple[int, int]], queued: set[int], following: Iterable[int]) -> None:
        """Have those looked at that follow, each once, in topological order."""
        for k in following:
            if k not in queued:
                queued.add(k)
                heappush(waiting, (self._place[k], k))

    def _undo(self, undo: list[tuple[int, int, int]]) -> None:
        for k, _, _ in undo:
            self._take(k, -1)
        for k, start, finish in undo:
            self.schedule.start[k], self.schedule.finish[k] = start, finish
            self._take(k, 1)

    def _move_back(self) -> None:
        """Give every moved activity the first place it can have now, its own if it is free again."""
        generator, schedule = self._generator, self.schedule
        # An earlier start of what a summary holds makes it span more, of which a lag may be a share.
        shared = {j for r in generator.problem.relations if r.span is not None for j in r.span.activities}
        moved = [j for j in generator.topological if schedule.start[j] != self._in_force.start[j] and j not in shared]
        for j in moved:
            mode = generator.problem.activities[j].modes[schedule.mode[j]]
            earliest = max(generator.earliest(schedule, j), self._in_force.start[j])
            self._take(j, -1)
            bound = generator.not_before(schedule, j, mode, earliest)
            start, finish = generator.first_fit(self.profiles, mode, bound)
            if start < schedule.start[j]:
                schedule.start[j], schedule.finish[j] = start, finish
            self._take(j, 1)

    def _take(self, j: int, sign: int) -> None:
        mode = self._generator.problem.activities[j].modes[self.schedule.mode[j]]
        self._generator.take(self.profiles, j, mode, self.schedule.start[j], self.schedule.finish[j], sign)
