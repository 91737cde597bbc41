"""Why an item is where it is: the chain of reasons as data, for words, panes and scripts alike."""

from datetime import date

from msgspec import Struct

from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.domain.time.work_calendar import WorkCalendar
from tpm_tui.planning.analysis.driver import Cause, Driver, driver, late_driver
from tpm_tui.planning.cpm.backward import successor_links
from tpm_tui.planning.cpm.forward import lag_minutes, predecessor_span
from tpm_tui.planning.cpm.free_slack import NO_LIMIT, link_free_slack
from tpm_tui.planning.cpm.schedule import Schedule
from tpm_tui.planning.cpm.scheduling_rules import binds_predecessor_finish, binds_successor_finish
from tpm_tui.planning.model.network import LagUnit, Network


class NonWorkingTime(Struct, frozen=True):
    """Clock time in which an item's calendar does not work: minutes lost, and the exceptional days among them."""

    minutes: int
    days: tuple[date, ...]
    """holidays and shortened days, not ordinary nights and weekends"""


class Reason(Struct, frozen=True):
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
    before: NonWorkingTime
    """between what the driver allows and the start"""
    during: NonWorkingTime
    """between start and finish"""


class DrivenSuccessor(Struct, frozen=True):
    """An item that waits for another."""

    position: int
    link: int
    """index into the network's links"""
    free_slack: int | None
    """working minutes before it must move; None where it cannot be moved any more, and behind a summary"""
    is_driven: bool
    """the link is what sets its start"""


class Explanation(Struct, frozen=True):
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
    successors: tuple[DrivenSuccessor, ...]


def item_explanation(network: Network, schedule: Schedule, position: int) -> Explanation:
    """Explain one item of a network that `schedule` belongs to."""
    return Explanation(
        reasons=tuple(reason_for(network, schedule, at) for at in driving_chain(schedule, position)),
        total_slack=schedule.total_slack[position],
        free_slack=schedule.free_slack[position],
        critical=schedule.critical[position],
        late_start=schedule.late_start[position],
        late_finish=schedule.late_finish[position],
        limits=tuple(_limits(schedule, position)),
        successors=tuple(_followers(network, schedule, position)),
    )


def driving_chain(schedule: Schedule, position: int) -> list[int]:
    """Positions from an item back along what drives each: the path that sets its start."""
    chain = [position]
    seen = {position}
    while True:
        cause = driver(schedule, chain[-1])
        if cause.other is None or cause.cause == Cause.LATE or cause.other in seen:
            return chain
        chain.append(cause.other)
        seen.add(cause.other)


def reason_for(network: Network, schedule: Schedule, position: int) -> Reason:
    """Why one item starts and finishes when it does."""
    cause = driver(schedule, position)
    compiled = schedule.state.compiled
    calendar = compiled.calendars[position]
    start, finish = schedule.start[position], schedule.finish[position]
    lag, elapsed = 0, False
    since = cause.at
    if cause.cause == Cause.LINK and cause.link is not None:
        link = network.links[cause.link]
        lag, elapsed = lag_minutes(schedule.state, link), link.unit == LagUnit.ELAPSED
        if lag > 0 and not elapsed and not binds_successor_finish(link.type):
            since = predecessor_span(schedule.state, link, position)[binds_predecessor_finish(link.type)]
    summary = position in compiled.outline.children
    waits = cause.cause in (Cause.LINK, Cause.PLAN_START)
    return Reason(
        position=position,
        driver=cause,
        lag=lag,
        elapsed=elapsed,
        start=start,
        finish=finish,
        work=calendar.between(start, finish) if summary else compiled.network.remaining_work(position),
        before=NonWorkingTime(
            non_working_time(calendar, cause.at, start).minutes, non_working_time(calendar, since, start).days
        )
        if waits
        else NonWorkingTime(0, ()),
        during=non_working_time(calendar, start, finish),
    )


def non_working_time(calendar: WorkCalendar, start: int, end: int) -> NonWorkingTime:
    """The clock time between two instants that a calendar does not work."""
    if end <= start:
        return NonWorkingTime(0, ())
    days = []
    day, last = to_datetime(start).date(), to_datetime(end - 1).date()
    for other, hours in calendar.exceptions.items():
        if day <= other <= last and _shorter(hours, calendar.week[other.weekday()]):
            days.append(other)
    return NonWorkingTime(end - start - calendar.between(start, end), tuple(days))


def _shorter(hours: tuple[tuple[int, int], ...], usual: tuple[tuple[int, int], ...]) -> bool:
    return sum(end - start for start, end in hours) < sum(end - start for start, end in usual)


def _limits(schedule: Schedule, position: int) -> list[tuple[int, Driver]]:
    chain: list[tuple[int, Driver]] = []
    seen: set[int] = set()
    at: int | None = position
    while at is not None and at not in seen:
        seen.add(at)
        limit = late_driver(schedule, at)
        chain.append((at, limit))
        at = limit.other
    return chain


def _followers(network: Network, schedule: Schedule, position: int) -> list[DrivenSuccessor]:
    state = schedule.state
    if position in state.compiled.outline.children:
        bound = [(index, network.links[index].successor) for index in state.compiled.links_out[position]]
    else:
        bound = successor_links(state, position)
    successors = []
    for index, after in bound:
        slack: int | None = None
        if position not in state.compiled.outline.children:
            slack = link_free_slack(state, network.links[index], position, after)
            slack = None if slack >= NO_LIMIT else max(slack, 0)
        successors.append(DrivenSuccessor(after, index, slack, driver(schedule, after).link == index))
    return successors
