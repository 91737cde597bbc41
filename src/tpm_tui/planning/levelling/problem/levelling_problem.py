"""What is levelled: activities, their modes, links and the capacities, as plain data.

Instants and durations are integers in one unit (minutes, or periods). Activities, resources and calendars are named by
their positions. The terms are those of the multi-mode resource-constrained project scheduling problem: a *mode* is one
way to carry an activity out, here one choice of qualified people.
"""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct, field

from tpm_tui.planning.cpm.scheduling_rules import percent_of
from tpm_tui.planning.levelling.problem.working_time import CONTINUOUS, WorkingTime

RelationType = Literal["FS", "SS", "FF", "SF"]


class Demand(Struct, frozen=True):
    """Units of a renewable resource, held while the part that demands them works."""

    resource: int
    units: int


class ActivityPart(Struct, frozen=True):
    """Work on one calendar: each of two people on two calendars has a part of the activity.

    It begins with the activity, or with its calendar's first working minute after that, and is not split. Its demands
    are held on `held_on`, where that is not its own calendar: somebody works on a fixed duration in hours of theirs.
    """

    calendar: int
    duration: int
    demands: tuple[Demand, ...] = ()
    held_on: int | None = None

    @property
    def demand_calendar(self) -> int:
        """The calendar on whose working time, from begin to end of the part, its demands are held."""
        return self.calendar if self.held_on is None else self.held_on


Mode = tuple[ActivityPart, ...]
"""The parts of an activity when one choice of people does it; it finishes with the last of them."""


class Fixed(Struct, frozen=True):
    """An activity that does not move: started, pinned, promised or inside the freeze.

    It holds its demands on the working time between `work_from` (the status date for started work) and `work_until`,
    else between its start and finish.
    """

    start: int
    finish: int
    work_from: int | None = None
    work_until: int | None = None


class Activity(Struct, frozen=True):
    """One activity; `start` is its start before levelling, `priority` 0 to 1000 (1000 is levelled last).

    Without work it stands at the next working minute of `calendar` after its relations (None: at any instant); a
    milestone may also stay where work ends. What `is_first` stands where the first of its predecessors starts. In
    whatever mode, it does not finish before `earliest_finish`. Where nothing else holds it, relations from its start or
    finish count from `typed_start` or `typed_finish`: dates as they were typed, perhaps hours before its first or after
    its last work.
    """

    name: str
    modes: tuple[Mode, ...]
    release: int
    start: int
    fixed: Fixed | None = None
    deadline: int | None = None
    weight: int = 1
    latest_start: int | None = None
    latest_finish: int | None = None
    priority: int = 500
    calendar: int | None = None
    is_milestone: bool = False
    is_first: bool = False
    earliest_finish: int | None = None
    typed_start: int | None = None
    typed_finish: int | None = None


class SummarySpan(Struct, frozen=True):
    """What a summary holds, by activity, and the calendar on which its working time from first start to last finish
    counts."""

    activities: tuple[int, ...]
    calendar: int


class PrecedenceRelation(Struct, frozen=True):
    """A link; `lag` counts on `calendar` (None: elapsed time), negative for a lead.

    Where the ends have several modes it may hang on which is chosen: `is_of_mode`, that it counts on the calendar of
    the successor's mode instead; `percent`, that it is this share of the predecessor's duration in its mode, or of the
    working time that a summary spans (`span`): `lag` is then what it comes to before levelling.
    """

    predecessor: int
    successor: int
    type: RelationType = "FS"
    lag: int = 0
    calendar: int | None = None
    is_of_mode: bool = False
    percent: int = 0
    span: SummarySpan | None = None

    def chosen(self, before: Mode, after: Mode) -> tuple[int, int | None]:
        """The lag and its calendar with these modes of the predecessor and the successor."""
        lag = percent_of(max(part.duration for part in before), self.percent) if self.percent else self.lag
        return lag, after[0].calendar if self.is_of_mode else self.calendar


class Resource(Struct, frozen=True):
    """A person or a pool: `capacity` units, from each instant of `changes` on another number of them."""

    name: str
    capacity: int
    changes: tuple[tuple[int, int], ...] = ()


class LevellingProblem(Struct, frozen=True):
    """Activities, the relations between them (no cycles), resources, and the calendars that parts name by position."""

    activities: tuple[Activity, ...]
    relations: tuple[PrecedenceRelation, ...]
    resources: tuple[Resource, ...]
    calendars: tuple[WorkingTime, ...] = field(default=(CONTINUOUS,))

    def __post_init__(self) -> None:
        for activity in self.activities:
            if not activity.modes or any(not mode for mode in activity.modes):
                raise ValueError(f"{activity.name} has no mode")

    def topological(self) -> list[int]:
        """The activities with every predecessor before its successors; ValueError where relations make a cycle."""
        waiting = [0] * len(self.activities)
        for relation in self.relations:
            waiting[relation.successor] += 1
        ready = [j for j, count in enumerate(waiting) if not count]
        following = successors(self)
        for j in ready:
            for relation in following[j]:
                waiting[relation.successor] -= 1
                if not waiting[relation.successor]:
                    ready.append(relation.successor)
        if len(ready) < len(self.activities):
            raise ValueError("the relations make a cycle")
        return ready


def predecessors(problem: LevellingProblem) -> list[list[PrecedenceRelation]]:
    """For each activity the relations that lead into it."""
    into: list[list[PrecedenceRelation]] = [[] for _ in problem.activities]
    for relation in problem.relations:
        into[relation.successor].append(relation)
    return into


def successors(problem: LevellingProblem) -> list[list[PrecedenceRelation]]:
    """For each activity the relations that lead out of it."""
    out: list[list[PrecedenceRelation]] = [[] for _ in problem.activities]
    for relation in problem.relations:
        out[relation.predecessor].append(relation)
    return out


class ActivitySchedule(Struct):
    """Start, finish and chosen mode of each activity, by position."""

    start: list[int]
    finish: list[int]
    mode: list[int]

    @property
    def end(self) -> int:
        """The finish of the plan; 0 where it has no activity."""
        return max(self.finish, default=0)

    def order(self) -> list[int]:
        """The activities by start, then finish."""
        return sorted(range(len(self.start)), key=lambda j: (self.start[j], self.finish[j]))


def order_of(
    keys: Sequence[object], topological: Sequence[int], relations: Sequence[Sequence[PrecedenceRelation]]
) -> list[int]:
    """A list of the activities by key in which every activity comes after its predecessors (given by relation)."""
    from heapq import heapify, heappop, heappush

    waiting = [len(into) for into in relations]
    following: list[list[int]] = [[] for _ in relations]
    for j, into in enumerate(relations):
        for relation in into:
            following[relation.predecessor].append(j)
    place = {j: k for k, j in enumerate(topological)}
    heap: list[tuple[object, int, int]] = [(keys[j], place[j], j) for j, count in enumerate(waiting) if not count]
    heapify(heap)
    ordered: list[int] = []
    while heap:
        _, _, j = heappop(heap)
        ordered.append(j)
        for k in following[j]:
            waiting[k] -= 1
            if not waiting[k]:
                heappush(heap, (keys[k], place[k], k))
    return ordered
