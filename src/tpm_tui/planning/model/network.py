"""The scheduling problem: items, hierarchy, links and calendars as columns.

A `Network` knows positions (0 … n-1) instead of ids, so that passes are list look-ups; `ids` rides beside for the
caller. `network_from_plan` is the one builder. An edit is a new network: `cpm.recompile` derives its compiled form
cheaply, `msgspec.structs.replace` makes one from scratch.

Clock time and working time are minutes, as in `domain.time.work_calendar`.
"""

from collections.abc import Hashable, Mapping, Sequence
from enum import IntEnum
from typing import Any, NamedTuple

from msgspec import Struct, field

from tpm_tui.domain.time.work_calendar import WorkCalendar


class LinkType(IntEnum):
    """Which end of the predecessor binds which end of the successor; the numbers are those of MS Project's XML."""

    FF = 0
    FS = 1
    SF = 2
    SS = 3


WAIT_FOR_FINISH = frozenset({LinkType.FS, LinkType.FF})
"""The links that start from their predecessor's finish, not its start."""


class LagUnit(IntEnum):
    """What a link's lag counts."""

    WORKING = 0
    """minutes of work on the successor's calendar"""
    ELAPSED = 1
    """minutes of clock time"""
    PERCENT = 2
    """hundredths of the predecessor's duration, then counted as work"""


class Constraint(IntEnum):
    """What an item's date is tied to; the numbers are those of MS Project's XML."""

    ASAP = 0
    """as soon as possible: no tie"""
    ALAP = 1
    """as late as possible: at the late dates"""
    MSO = 2
    """must start on"""
    MFO = 3
    """must finish on"""
    SNET = 4
    """start no earlier than"""
    SNLT = 5
    """start no later than"""
    FNET = 6
    """finish no earlier than"""
    FNLT = 7
    """finish no later than"""


class NetworkLink(NamedTuple):
    """One dependency between two positions. `lag` may be negative (a lead); its unit says what it counts."""

    predecessor: int
    successor: int
    type: LinkType = LinkType.FS
    lag: int = 0
    unit: LagUnit = LagUnit.WORKING


class Network(Struct, frozen=True, kw_only=True, eq=False):
    """Columns of equal length n, one entry an item; treat them as read-only.

    Durations, constraints, links and dates of a summary (an item with children) do not move it: it spans its children,
    and its links bind them. Its deadline and calendar count.
    """

    parent: Sequence[int]
    """position of the parent, -1 for none"""
    duration: Sequence[int]
    """working minutes on the item's calendar"""
    milestone: Sequence[bool]
    """of no duration, and free to sit at the end of a working day instead of the start of the next"""
    constraint: Sequence[int]
    """a `Constraint`"""
    constraint_date: Sequence[int | None]
    """the instant the constraint names; required for all but ASAP and ALAP"""
    deadline: Sequence[int | None]
    """an instant to finish by: limits the late dates, moves nothing"""
    calendar: Sequence[int]
    """index into `calendars`, -1 for the plan's own"""
    actual_start: Sequence[int | None]
    """when work began"""
    actual_finish: Sequence[int | None]
    """when work ended"""
    remaining: Sequence[int | None]
    """working minutes left of a started item; None: from the progress"""
    progress: Sequence[float]
    """percent of the duration done, 0 … 100; counts for started items without `remaining`"""
    rank: Sequence[int]
    """place in the outline; decides between items that are equal in every other way"""
    links: Sequence[NetworkLink]
    calendars: Sequence[WorkCalendar]
    plan_calendar: int
    """index into `calendars`"""
    plan_start: int
    """the instant before which nothing starts without a reason of its own"""
    status_date: int | None
    """progress is known up to here: the remainder of started items goes after it"""
    critical_slack_limit: int
    """working minutes: items with at most this much total slack are critical"""
    ids: Sequence[Hashable]
    """the caller's names for the positions"""
    not_before: Mapping[int, int] = field(default_factory=dict)
    """position -> clock minute before which it does not start, where its own constraint is SNLT or FNLT"""
    occurred_delay: Mapping[int, int] = field(default_factory=dict)
    """position -> working minutes of its duration, and of what remains, that risks which occurred have added; below
    zero where an opportunity has taken them away"""
    cache: dict[str, Any] = field(default_factory=dict)
    """what passes have derived from the columns; never part of the problem"""

    def __len__(self) -> int:
        return len(self.parent)

    def calendar_of(self, position: int) -> WorkCalendar:
        """The calendar that an item's durations and slack count on."""
        index = self.calendar[position]
        return self.calendars[self.plan_calendar if index < 0 else index]

    def remaining_work(self, position: int) -> int:
        """Working minutes still to do: what the record says, else the share of the duration that is not done."""
        duration, remaining = self.duration[position], self.remaining[position]
        if self.actual_finish[position] is not None:
            return 0
        if self.actual_start[position] is None:
            return duration
        if remaining is None:
            return duration - round(duration * min(max(self.progress[position], 0), 100) / 100)
        return remaining

    def estimated_duration(self, position: int) -> int:
        """The duration by the estimate alone, without what risks that occurred have added."""
        return self.duration[position] - self.occurred_delay.get(position, 0)

    def estimated_remaining(self, position: int) -> int:
        """Working minutes still to do by estimate and progress alone, without what risks that occurred have added."""
        return self.remaining_work(position) - self.occurred_delay.get(position, 0)


def positions(network: Network) -> list[int]:
    """0 … n-1. Lists of positions take theirs from here: one object for each, however many lists it stands in."""
    known: list[int] | None = network.cache.get("positions")
    if known is None:
        known = network.cache["positions"] = list(range(len(network)))
    return known


DATED = frozenset(Constraint) - {Constraint.ASAP, Constraint.ALAP}
"""The constraints that name a date."""
