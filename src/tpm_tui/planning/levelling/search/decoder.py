"""From a list to its schedule, on calendars or in periods, and back by justification: what a search works with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tpm_tui.planning.levelling.problem.levelling_problem import (
    ActivitySchedule,
    LevellingProblem,
    order_of,
    predecessors,
)
from tpm_tui.planning.levelling.problem.mirrored_problem import mirrored
from tpm_tui.planning.levelling.problem.objective import LevellingObjective, ObjectiveValue, value_of
from tpm_tui.planning.levelling.search.period_schedule import PeriodProblem, in_periods, serial
from tpm_tui.planning.levelling.search.serial_schedule_generation import ScheduleGenerator


@dataclass(slots=True)
class Decoded:
    """The schedule of one list: starts in the decoder's unit, the modes, and the value to be made small."""

    start: list[int]
    mode: list[int]
    value: ObjectiveValue


class Decoder(Protocol):
    """Makes schedules from lists; a list has every activity after its predecessors."""

    count: int

    def decode(self, order: Sequence[int], modes: Sequence[int | None] | None = None) -> Decoded:
        """The left-justified schedule of a list; modes may be prescribed."""
        ...

    def left_list(self, start: Sequence[int]) -> list[int]:
        """The list in the order of starts, in any unit: most often the same schedule again."""
        ...

    def right_list(self, decoded: Decoded) -> list[int]:
        """The list in the order of starts when all activities are shifted right, latest finish first."""
        ...

    def schedule(self, decoded: Decoded) -> ActivitySchedule:
        """The schedule in instants."""
        ...


class CalendarDecoder:
    """Any problem: calendars, lags of all types, modes, changing capacities."""

    def __init__(self, generator: ScheduleGenerator, objective: LevellingObjective) -> None:
        self.count = len(generator.problem.activities)
        self._generator = generator
        self._objective = objective
        self._backward: tuple[ScheduleGenerator, _Lists] | None = None
        self._forward = _Lists(generator.problem, generator.topological)

    def decode(self, order: Sequence[int], modes: Sequence[int | None] | None = None) -> Decoded:
        schedule = self._generator.schedule(order, modes)
        return Decoded(schedule.start, schedule.mode, value_of(self._generator.problem, schedule, self._objective))

    def right_list(self, decoded: Decoded) -> list[int]:
        if self._backward is None:
            problem = mirrored(self._generator.problem)
            self._backward = ScheduleGenerator(problem), _Lists(problem, self._generator.topological[::-1])
        generator, lists = self._backward
        finish = self.schedule(decoded).finish
        order = lists.by([-instant for instant in finish])
        shifted = generator.schedule(order, decoded.mode, since=-max(finish, default=0))
        return self._forward.by([-instant for instant in shifted.finish])

    def left_list(self, start: Sequence[int]) -> list[int]:
        return self._forward.by(start)

    def schedule(self, decoded: Decoded) -> ActivitySchedule:
        problem, generator = self._generator.problem, self._generator
        finish = [
            activity.fixed.finish if activity.fixed is not None else generator.dates(activity.modes[mode], start)[1]
            for activity, start, mode in zip(problem.activities, decoded.start, decoded.mode, strict=True)
        ]
        return ActivitySchedule(decoded.start.copy(), finish, decoded.mode.copy())


class PeriodDecoder:
    """Problems on one calendar, in periods."""

    def __init__(self, periods: PeriodProblem, topological: Sequence[int], objective: LevellingObjective) -> None:
        self.count = len(periods.duration)
        self._periods = periods
        self._objective = objective
        self._forward = _Lists(periods.problem, topological)
        self._backward = _Lists(mirrored(periods.problem), topological[::-1])
        self._single = [0] * self.count

    def decode(self, order: Sequence[int], modes: Sequence[int | None] | None = None) -> Decoded:
        p = self._periods
        start = serial(order, p.duration, p.demand, p.release, p.into, p.free, p.guards)
        if self._objective is LevellingObjective.FINISH:
            return Decoded(start, self._single, (max(map(int.__add__, start, p.duration)),))
        return Decoded(start, self._single, value_of(p.problem, p.schedule_of(start), self._objective))

    def right_list(self, decoded: Decoded) -> list[int]:
        p = self._periods
        order = self._backward.by([-period - length for period, length in zip(decoded.start, p.duration, strict=True)])
        start = serial(order, p.duration, p.demand, self._single, p.out, p.free, p.guards)
        return self._forward.by([-period - length for period, length in zip(start, p.duration, strict=True)])

    def left_list(self, start: Sequence[int]) -> list[int]:
        return self._forward.by(start)

    def schedule(self, decoded: Decoded) -> ActivitySchedule:
        return self._periods.schedule_of(decoded.start)


class _Lists:
    """Lists by a key in which every activity comes after its predecessors."""

    def __init__(self, problem: LevellingProblem, topological: Sequence[int]) -> None:
        self._topological = topological
        self._into = predecessors(problem)
        # Leads, other types than FS, and what is fixed may let a successor come before its predecessor.
        self._overlapping = any(r.lag < 0 or r.type != "FS" for r in problem.relations) or any(
            activity.fixed is not None for activity in problem.activities
        )

    def by(self, keys: Sequence[int]) -> list[int]:
        if self._overlapping:
            wanted = list(keys)
            for j in reversed(self._topological):
                for relation in self._into[j]:
                    wanted[relation.predecessor] = min(wanted[relation.predecessor], wanted[j])
            return order_of(wanted, self._topological, self._into)
        return sorted(self._topological, key=keys.__getitem__)


def decoder_of(problem: LevellingProblem, generator: ScheduleGenerator, objective: LevellingObjective) -> Decoder:
    """The fastest decoder that knows everything the problem has."""
    periods = in_periods(problem)
    if periods is None:
        return CalendarDecoder(generator, objective)
    return PeriodDecoder(periods, generator.topological, objective)
