"""Why an item is where it is: the chain of reasons as data, for words, panes and scripts alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tpm_tui.domain.calendar import Calendar, moment_of
from tpm_tui.planning.backward import followers
from tpm_tui.planning.driver import Cause, Driver, driver, limiter
from tpm_tui.planning.forward import lag_minutes, remaining
from tpm_tui.planning.network import LagUnit, Network
from tpm_tui.planning.room import NO_LIMIT, link_room
from tpm_tui.planning.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Idle:
    """Clock time in which an item's calendar does not work: minutes lost, and the exceptional days among them."""

    minutes: int
    days: tuple[date, ...]
    """holidays and shortened days, not ordinary nights and weekends"""


@dataclass(frozen=True, slots=True)
class Reason:
    """One step: why one item starts and finishes when it does."""

    position: int
    driver: Driver
    """what sets the start"""
    lag: int
    """minutes of the driving link's lag"""
    elapsed: bool
    """the lag counts clock time"""
    start: int
    finish: int
    work: int
    """working minutes from start to finish; of a started item, those left"""
    before: Idle
    """between what the driver allows and the start"""
    during: Idle
    """between start and finish"""


@dataclass(frozen=True, slots=True)
class Follower:
    """An item that waits for another."""

    position: int
    link: int
    """index into the network's links"""
    room: int | None
    """working minutes before it must move; None where it cannot be moved any more, and behind a summary"""
    driven: bool
    """the link is what sets its start"""


@dataclass(frozen=True, slots=True)
class Why:
    """All that explains one item."""

    reasons: tuple[Reason, ...]
    """the item first, then what drives it, back to a reason that needs no other"""
    total_slack: int
    free_slack: int
    critical: bool
    late_start: int
    late_finish: int
    limits: tuple[tuple[int, Driver], ...]
    """(position, what sets its late finish), the item first, on to the date that everything hangs on"""
    followers: tuple[Follower, ...]


def why(network: Network, schedule: Schedule, position: int) -> Why:
    """Explain one item of a network that `schedule` belongs to."""
    return Why(
        reasons=tuple(reason(network, schedule, at) for at in driving_chain(schedule, position)),
        total_slack=schedule.total_slack[position],
        free_slack=schedule.free_slack[position],
        critical=schedule.critical[position],
        late_start=schedule.late_start[position],
        late_finish=schedule.late_finish[position],
        limits=tuple(_limits(schedule, position)),
        followers=tuple(_followers(network, schedule, position)),
    )


def driving_chain(schedule: Schedule, position: int) -> list[int]:
    """Positions from an item back along what drives each: the path that sets its start."""
    chain = [position]
    seen = {position}
    while True:
        found = driver(schedule, chain[-1])
        if found.other is None or found.cause == Cause.LATE or found.other in seen:
            return chain
        chain.append(found.other)
        seen.add(found.other)


def reason(network: Network, schedule: Schedule, position: int) -> Reason:
    """Why one item starts and finishes when it does."""
    found = driver(schedule, position)
    form = schedule.state.form
    calendar = form.calendars[position]
    start, finish = schedule.start[position], schedule.finish[position]
    lag, elapsed = 0, False
    if found.cause == Cause.LINK and found.link is not None:
        link = network.links[found.link]
        lag, elapsed = lag_minutes(schedule.state, link), link.unit == LagUnit.ELAPSED
    summary = position in form.outline.children
    waits = found.cause in (Cause.LINK, Cause.PLAN_START)
    return Reason(
        position=position,
        driver=found,
        lag=lag,
        elapsed=elapsed,
        start=start,
        finish=finish,
        work=calendar.between(start, finish) if summary else remaining(form, position),
        before=idle(calendar, found.at, start) if waits else Idle(0, ()),
        during=idle(calendar, start, finish),
    )


def idle(calendar: Calendar, start: int, end: int) -> Idle:
    """The clock time between two instants that a calendar does not work."""
    if end <= start:
        return Idle(0, ())
    days = []
    day, last = moment_of(start).date(), moment_of(end - 1).date()
    for other, hours in calendar.exceptions.items():
        if day <= other <= last and _shorter(hours, calendar.week[other.weekday()]):
            days.append(other)
    return Idle(end - start - calendar.between(start, end), tuple(days))


def _shorter(hours: tuple[tuple[int, int], ...], usual: tuple[tuple[int, int], ...]) -> bool:
    return sum(end - start for start, end in hours) < sum(end - start for start, end in usual)


def _limits(schedule: Schedule, position: int) -> list[tuple[int, Driver]]:
    chain: list[tuple[int, Driver]] = []
    seen: set[int] = set()
    at: int | None = position
    while at is not None and at not in seen:
        seen.add(at)
        found = limiter(schedule, at)
        chain.append((at, found))
        at = found.other
    return chain


def _followers(network: Network, schedule: Schedule, position: int) -> list[Follower]:
    state = schedule.state
    if position in state.form.outline.children:
        bound = [(index, network.links[index].successor) for index in state.form.links_out[position]]
    else:
        bound = followers(state, position)
    found = []
    for index, after in bound:
        room: int | None = None
        if position not in state.form.outline.children:
            room = link_room(state, network.links[index], position, after)
            room = None if room >= NO_LIMIT else max(room, 0)
        found.append(Follower(after, index, room, driver(schedule, after).link == index))
    return found
