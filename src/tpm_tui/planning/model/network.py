"""The scheduling problem: items, hierarchy, links and calendars as columns.

A `Network` knows positions (0 … n-1) instead of ids, so that passes are list look-ups; `ids` rides beside for the
caller. Build one with `make_network`, which fills what is left out and refuses what cannot be scheduled. An edit is a
new network: `amend` in `planning.amend` derives it cheaply, `dataclasses.replace` or `make_network` from scratch.

Clock time and working time are minutes, as in `domain.calendar`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, NamedTuple

from tpm_tui.domain.time.work_calendar import STANDARD_CALENDAR, WorkCalendar


class LinkType(IntEnum):
    """Which end of the predecessor binds which end of the successor; the numbers are those of MS Project's XML."""

    FF = 0
    FS = 1
    SF = 2
    SS = 3


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


class NetworkError(ValueError):
    """The columns do not make a plan that can be scheduled: unequal lengths, positions that do not exist, a loop."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Network:
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
    cache: dict[str, Any] = field(default_factory=dict, repr=False)
    """what passes have derived from the columns; never part of the problem"""

    def __len__(self) -> int:
        return len(self.parent)

    def calendar_of(self, position: int) -> WorkCalendar:
        """The calendar that an item's durations and slack count on."""
        index = self.calendar[position]
        return self.calendars[self.plan_calendar if index < 0 else index]


def make_network(
    duration: Sequence[int],
    links: Iterable[NetworkLink | tuple[int, ...]] = (),
    *,
    plan_start: int,
    parent: Sequence[int] | None = None,
    milestone: Sequence[bool] | None = None,
    constraint: Sequence[int] | None = None,
    constraint_date: Sequence[int | None] | None = None,
    deadline: Sequence[int | None] | None = None,
    calendar: Sequence[int] | None = None,
    actual_start: Sequence[int | None] | None = None,
    actual_finish: Sequence[int | None] | None = None,
    remaining: Sequence[int | None] | None = None,
    progress: Sequence[float] | None = None,
    rank: Sequence[int] | None = None,
    calendars: Sequence[WorkCalendar] = (STANDARD_CALENDAR,),
    plan_calendar: int = 0,
    status_date: int | None = None,
    critical_slack_limit: int = 0,
    ids: Sequence[Hashable] | None = None,
) -> Network:
    """A network from plain lists; what is left out is empty, unconstrained, on the plan's calendar.

    `links` may be tuples (predecessor, successor, type, lag, unit). Raises NetworkError for columns of unequal length,
    positions or calendars out of range, negative durations, a constraint without its date. Loops are refused when the
    network is first scheduled (or by `topology.find_cycle`).
    """
    n = len(duration)
    nothing: Sequence[None] = [None] * n
    network = Network(
        parent=[-1] * n if parent is None else parent,
        duration=duration,
        milestone=[False] * n if milestone is None else milestone,
        constraint=[0] * n if constraint is None else constraint,
        constraint_date=nothing if constraint_date is None else constraint_date,
        deadline=nothing if deadline is None else deadline,
        calendar=[-1] * n if calendar is None else calendar,
        actual_start=nothing if actual_start is None else actual_start,
        actual_finish=nothing if actual_finish is None else actual_finish,
        remaining=nothing if remaining is None else remaining,
        progress=[0] * n if progress is None else progress,
        rank=range(n) if rank is None else rank,
        links=[link if isinstance(link, NetworkLink) else NetworkLink(*link) for link in links],  # type: ignore[arg-type]
        calendars=calendars,
        plan_calendar=plan_calendar,
        plan_start=plan_start,
        status_date=status_date,
        critical_slack_limit=critical_slack_limit,
        ids=range(n) if ids is None else ids,
    )
    _check(network)
    return network


def positions(network: Network) -> list[int]:
    """0 … n-1. Lists of positions take theirs from here: one object for each, however many lists it stands in."""
    known: list[int] | None = network.cache.get("positions")
    if known is None:
        known = network.cache["positions"] = list(range(len(network)))
    return known


ITEM_COLUMNS = (
    "parent",
    "duration",
    "milestone",
    "constraint",
    "constraint_date",
    "deadline",
    "calendar",
    "actual_start",
    "actual_finish",
    "remaining",
    "progress",
    "rank",
    "ids",
)
"""The columns with one entry an item."""

DATED = frozenset(Constraint) - {Constraint.ASAP, Constraint.ALAP}
"""The constraints that name a date."""


def _check(network: Network) -> None:
    n = len(network)
    for name in ITEM_COLUMNS:
        if len(getattr(network, name)) != n:
            raise NetworkError(f"{name} has {len(getattr(network, name))} entries for {n} items")
    if not 0 <= network.plan_calendar < len(network.calendars):
        raise NetworkError(f"the plan's calendar {network.plan_calendar} does not exist")
    if n == 0:
        return
    if min(network.duration) < 0:
        raise NetworkError(f"item {network.duration.index(min(network.duration))} has a negative duration")
    if not -1 <= min(network.calendar) <= max(network.calendar) < len(network.calendars):
        raise NetworkError("an item names a calendar that does not exist")
    if not -1 <= min(network.parent) <= max(network.parent) < n:
        raise NetworkError("an item names a parent that does not exist")
    for position, constraint in enumerate(network.constraint):
        if constraint in DATED and network.constraint_date[position] is None:
            raise NetworkError(f"item {position} is constrained ({Constraint(constraint).name}) to no date")
    for link in network.links:
        if not (0 <= link.predecessor < n and 0 <= link.successor < n):
            raise NetworkError(f"a link joins {link.predecessor} and {link.successor}, of {n} items")
