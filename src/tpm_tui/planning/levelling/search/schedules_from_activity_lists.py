"""From lists to their schedules, on calendars or in periods, and back by justification: what a search works with.

Forward-backward improvement (justification) shifts all activities of a schedule right, by the same serial scheme with
time running backwards, then left again. Only the order of the shifted starts is taken back, so the dates of the next
forward schedule keep every rule. Valls, Ballestín and Quintanilla (2005), "Justification and RCPSP: a technique that
pays".
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from tpm_tui.planning.levelling.problem.levelling_problem import (
    ActivitySchedule,
    LevellingProblem,
    order_of,
    predecessors,
)
from tpm_tui.planning.levelling.problem.objective import LevellingObjective, ObjectiveValue, value_of
from tpm_tui.planning.levelling.problem.time_reversed_problem import mirrored
from tpm_tui.planning.levelling.search.period_schedule import PeriodProblem, in_periods, serial, side_by_side
from tpm_tui.planning.levelling.search.serial_schedule_generation import ScheduleGenerator
from tpm_tui.planning.levelling.search.when_a_search_stops import SearchBudget

if TYPE_CHECKING:
    from tpm_tui.planning.levelling.search.batch_schedule_generation import BatchScheduleGenerator
    from tpm_tui.planning.model.graph.arrays import Integers


class Decoded(Struct):
    """The schedule of one list: starts in the decoder's unit, the modes, and the value to be made small."""

    start: list[int]
    mode: list[int]
    value: ObjectiveValue


class DecodedBatch(Struct):
    """The schedules of many lists, one a row."""

    start: Integers
    mode: Integers
    value: list[ObjectiveValue]

    def one(self, row: int) -> Decoded:
        """The schedule of one row."""
        return Decoded(self.start[row].tolist(), self.mode[row].tolist(), self.value[row])


OnDecoded = Callable[[Decoded], None]


class Decoder(ABC):
    """Makes schedules from lists; a list has every activity after its predecessors."""

    is_side_by_side = False
    """Whether many lists take little longer than one."""

    def __init__(self, problem: LevellingProblem, topological: Sequence[int]) -> None:
        self.count = len(problem.activities)
        self._topological = topological
        self._forward = _Lists(problem, topological)

    @abstractmethod
    def decode(self, order: Sequence[int], modes: Sequence[int | None] | None = None) -> Decoded:
        """The left-justified schedule of a list; modes may be prescribed."""

    @abstractmethod
    def right_list(self, decoded: Decoded) -> list[int]:
        """The list in the order of starts when all activities are shifted right, latest finish first."""

    @abstractmethod
    def schedule(self, decoded: Decoded) -> ActivitySchedule:
        """The schedule in instants."""

    def left_list(self, start: Sequence[int]) -> list[int]:
        """The list in the order of starts, in any unit: most often the same schedule again."""
        return self._forward.by(start)

    def left_lists(self, starts: Integers) -> Integers:
        """As `left_list`, for a schedule a row."""
        return self._forward.rows_by(starts)

    def improved(self, orders: Integers, modes: Integers, budget: SearchBudget, on_decoded: OnDecoded) -> DecodedBatch:
        """Of each list (a row) the better one of its schedule and what justifying that right and left makes of it.

        A mode −1 is left to the schedule generation. Each list spends three schedules; where the budget does not reach
        for all lists, those that it can pay for are returned. Raises SearchStopped where it has none, or is told to
        stop; `on_decoded` has been given the good schedules by then.
        """
        import numpy as np

        improved: list[Decoded] = []
        for order, mode in zip(orders.tolist(), modes.tolist(), strict=True):
            budget.spend()
            decoded = self.decode(order, [None if number < 0 else number for number in mode])
            on_decoded(decoded)
            budget.spend(2)
            again = self.decode(self.right_list(decoded), decoded.mode)
            on_decoded(again)
            improved.append(again if again.value <= decoded.value else decoded)
        starts, chosen = ([getattr(one, name) for one in improved] for name in ("start", "mode"))
        return DecodedBatch(np.array(starts), np.array(chosen), [one.value for one in improved])


class CalendarDecoder(Decoder):
    """Any problem: calendars, lags of all types, modes, changing capacities."""

    def __init__(self, generator: ScheduleGenerator, objective: LevellingObjective) -> None:
        super().__init__(generator.problem, generator.topological)
        self._generator = generator
        self._objective = objective
        self._backward: tuple[ScheduleGenerator, _Lists] | None = None

    def decode(self, order: Sequence[int], modes: Sequence[int | None] | None = None) -> Decoded:
        schedule = self._generator.schedule(order, modes)
        return Decoded(schedule.start, schedule.mode, value_of(self._generator.problem, schedule, self._objective))

    def right_list(self, decoded: Decoded) -> list[int]:
        if self._backward is None:
            problem = mirrored(self._generator.problem)
            self._backward = ScheduleGenerator(problem), _Lists(problem, self._topological[::-1])
        generator, lists = self._backward
        finish = self.schedule(decoded).finish
        order = lists.by([-instant for instant in finish])
        shifted = generator.schedule(order, decoded.mode, since=-max(finish, default=0))
        return self._forward.by([-instant for instant in shifted.finish])

    def schedule(self, decoded: Decoded) -> ActivitySchedule:
        problem, generator = self._generator.problem, self._generator
        finish = [
            activity.fixed.finish if activity.fixed is not None else generator.dates(activity.modes[mode], start)[1]
            for activity, start, mode in zip(problem.activities, decoded.start, decoded.mode, strict=True)
        ]
        return ActivitySchedule(decoded.start.copy(), finish, decoded.mode.copy())


class PeriodDecoder(Decoder):
    """Problems on one calendar, in periods."""

    def __init__(self, periods: PeriodProblem, topological: Sequence[int], objective: LevellingObjective) -> None:
        super().__init__(periods.problem, topological)
        self._periods = periods
        self._objective = objective
        self._backward = _Lists(mirrored(periods.problem), topological[::-1])
        self._single = [0] * self.count
        self.is_side_by_side = side_by_side(periods)
        self._batches: tuple[BatchScheduleGenerator, BatchScheduleGenerator] | None = None

    def decode(self, order: Sequence[int], modes: Sequence[int | None] | None = None) -> Decoded:
        p = self._periods
        start = serial(order, p.duration, p.demand, p.release, p.into, p.free, p.guards)
        return Decoded(start, self._single, self._value(start))

    def _value(self, start: list[int]) -> ObjectiveValue:
        p = self._periods
        if self._objective is LevellingObjective.FINISH:
            return (max(map(int.__add__, start, p.duration)),)
        return value_of(p.problem, p.schedule_of(start), self._objective)

    def right_list(self, decoded: Decoded) -> list[int]:
        p = self._periods
        order = self._backward.by([-period - length for period, length in zip(decoded.start, p.duration, strict=True)])
        start = serial(order, p.duration, p.demand, self._single, p.out, p.free, p.guards)
        return self._forward.by([-period - length for period, length in zip(start, p.duration, strict=True)])

    def improved(self, orders: Integers, modes: Integers, budget: SearchBudget, on_decoded: OnDecoded) -> DecodedBatch:
        import numpy as np

        from tpm_tui.planning.levelling.search.batch_schedule_generation import BatchScheduleGenerator

        p = self._periods
        if not self.is_side_by_side:
            return super().improved(orders, modes, budget, on_decoded)
        if self._batches is None:
            self._batches = BatchScheduleGenerator(p, p.into, p.release), BatchScheduleGenerator(p, p.out, self._single)
        forward, backward = self._batches
        orders = orders[: budget.affordable(len(orders), 3)]
        budget.spend(3 * len(orders))
        modes = np.zeros_like(orders)
        first = self._batch(forward.starts(orders), modes, on_decoded)
        duration = np.array(p.duration)
        budget.spend(0)
        right = backward.starts(self._backward.rows_by(-first.start - duration))
        budget.spend(0)
        again = self._batch(forward.starts(self._forward.rows_by(-right - duration)), modes, on_decoded)
        for row, value in enumerate(again.value):
            if value > first.value[row]:
                again.start[row], again.value[row] = first.start[row], first.value[row]
        return again

    def _batch(self, starts: Integers, modes: Integers, on_decoded: OnDecoded) -> DecodedBatch:
        """Schedules with their values; reports the best."""
        if self._objective is LevellingObjective.FINISH:
            values: list[ObjectiveValue] = [(end,) for end in (starts + self._periods.duration).max(axis=1).tolist()]
        else:
            values = [self._value(start) for start in starts.tolist()]
        batch = DecodedBatch(starts, modes, values)
        on_decoded(batch.one(min(range(len(values)), key=values.__getitem__)))
        return batch

    def schedule(self, decoded: Decoded) -> ActivitySchedule:
        return self._periods.schedule_of(decoded.start)


class _Lists:
    """Lists by a key in which every activity comes after its predecessors."""

    def __init__(self, problem: LevellingProblem, topological: Sequence[int]) -> None:
        self._topological = topological
        self._into = predecessors(problem)
        # Leads, other types than FS, and what is fixed may let a successor come before its predecessor.
        self._overlapping = any(r.lag < 0 or r.percent < 0 or r.type != "FS" for r in problem.relations) or any(
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

    def rows_by(self, keys: Integers) -> Integers:
        import numpy as np

        if self._overlapping:
            return np.array([self.by(row) for row in keys.tolist()], dtype=np.int64)
        topological = np.array(self._topological, dtype=np.int64)
        wanted = keys[:, topological]
        if wanted.min() >= -32_768 and wanted.max() < 32_768:
            wanted = wanted.astype(np.int16)  # sorted by radix, in a fraction of the time
        return topological[np.argsort(wanted, axis=1, kind="stable")]


def decoder_of(problem: LevellingProblem, generator: ScheduleGenerator, objective: LevellingObjective) -> Decoder:
    """The fastest decoder that knows everything the problem has."""
    periods = in_periods(problem)
    if periods is None:
        return CalendarDecoder(generator, objective)
    return PeriodDecoder(periods, generator.topological, objective)
