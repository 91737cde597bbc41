"""The rules of scheduling, each stated once (PMBOK, critical path method; where that leaves room, MS Project's).

Links, with a lag on the successor's calendar, elapsed, or in percent of the predecessor's duration:

    FS  ES_s >= EF_p + lag        SS  ES_s >= ES_p + lag
    FF  EF_s >= EF_p + lag        SF  EF_s >= ES_p + lag

A rule takes instants in clock minutes and work in working minutes, as whole numbers, or as numpy vectors with an entry
for each iteration of a simulation: `Arithmetic` says how the greater of two is found. So the same lines serve the pass
over one plan and that over a thousand samples of it; `calendar` is a `WorkCalendar` there and a `VectorCalendar` here.

Where both ends of a link count on one calendar and finishes follow from starts, the rules are an addition of working
time: `edge_minutes` for given durations, so that a pass is one comparison an edge (`forward.edge_early_start`,
`backward.edge_late_start`); `binds_predecessor_finish` and `binds_successor_finish` for sampled ones.
"""

from collections.abc import Callable
from typing import Any, ClassVar, NamedTuple, Protocol, TypeAlias

from tpm_tui.planning.model.network import WAIT_FOR_FINISH, Constraint, LagUnit, LinkType

Value: TypeAlias = Any
"""A whole number of minutes, or a vector of them: one for each iteration."""

# plain numbers: looking a member up costs more than the arithmetic it chooses
FS, SS, SF, FF = int(LinkType.FS), int(LinkType.SS), int(LinkType.SF), int(LinkType.FF)
ELAPSED, PERCENT = int(LagUnit.ELAPSED), int(LagUnit.PERCENT)
ASAP, ALAP = int(Constraint.ASAP), int(Constraint.ALAP)
SNET, SNLT, MSO = int(Constraint.SNET), int(Constraint.SNLT), int(Constraint.MSO)
FNET, FNLT, MFO = int(Constraint.FNET), int(Constraint.FNLT), int(Constraint.MFO)

LATE_CONSTRAINTS = frozenset({Constraint.MSO, Constraint.MFO, Constraint.SNLT, Constraint.FNLT})
"""Constraints that limit the late dates."""


class TimeAxis(Protocol):
    """Working time of one calendar, for single instants or for vectors of them."""

    additive: ClassVar[bool]

    def work_at(self, instant: Value, /) -> Value: ...
    def next_working(self, instant: Value, /) -> Value: ...
    def previous_working(self, instant: Value, /) -> Value: ...
    def add(self, instant: Value, work: Value, /) -> Value: ...
    def shift(self, instant: Value, work: Value, /) -> Value: ...
    def start_reaching(self, finish: Value, work: Value, /) -> Value: ...


class Arithmetic(NamedTuple):
    """The greater and the lesser of two values, one of two by a condition, and whether a condition holds anywhere."""

    maximum: Callable[[Value, Value], Value]
    minimum: Callable[[Value, Value], Value]
    where: Callable[[Value, Value, Value], Value]
    any: Callable[[Value], Any]


SCALAR = Arithmetic(max, min, lambda condition, yes, no: yes if condition else no, bool)
"""For whole numbers; that for vectors stands in `montecarlo.vector_forward`, which loads numpy."""


# -- links


def binds_predecessor_finish(kind: int) -> bool:
    """Whether a link starts from its predecessor's finish, not its start."""
    return kind in WAIT_FOR_FINISH


def binds_successor_finish(kind: int) -> bool:
    """Whether a link holds its successor's finish, not its start."""
    return kind in (FF, SF)


def percent_of(duration: Value, percent: int) -> Value:
    """A share of a duration in whole minutes, halves away from zero."""
    share = (duration * (2 * abs(percent)) + 100) // 200
    return share if percent >= 0 else -share


def link_lag(unit: int, lag: int, predecessor_work: Value) -> Value:
    """A lag in minutes, `predecessor_work` being the duration, or the working time that a summary spans."""
    return percent_of(predecessor_work, lag) if unit == PERCENT and lag else lag


def edge_minutes(kind: int, lag: int, predecessor_duration: int, successor_duration: int) -> int:
    """Working minutes from the predecessor's start to the successor's, where both count on one calendar."""
    if kind == FS:
        return lag + predecessor_duration
    if kind == FF:
        return lag + predecessor_duration - successor_duration
    return lag - successor_duration if kind == SF else lag


def add_lag(unit: int, lag: Value, instant: Value, calendar: TimeAxis) -> Value:
    """An instant moved by a lag in minutes, elapsed or on the successor's calendar."""
    return instant + lag if unit == ELAPSED else calendar.shift(instant, lag)


def link_early_start(
    kind: int,
    unit: int,
    lag: Value,
    end: Value,
    duration: Value,
    calendar: TimeAxis,
    plan_start: int,
    arithmetic: Arithmetic = SCALAR,
) -> Value:
    """Instant before which a link lets its successor not start, `end` being the bound end of the predecessor.

    A lead may bring the successor before the plan's start, except over a finish-to-finish link.
    """
    if kind in (FS, SS):
        return add_lag(unit, lag, end, calendar)
    if not calendar.additive:
        bound = calendar.start_reaching(add_lag(unit, lag, end, calendar), duration)
        return arithmetic.maximum(bound, plan_start) if kind == FF else bound
    bound = add_lag(unit, lag, calendar.start_reaching(end, duration), calendar)
    if unit == ELAPSED:
        # MS Project walks the lag from the start; where that breaks EF_s >= E_p + lag, the rule holds
        bound = arithmetic.maximum(bound, calendar.start_reaching(end + lag, duration))
    return arithmetic.maximum(bound, plan_start) if kind == FF else bound


class LateSuccessor(NamedTuple):
    """What a link asks of its successor on the way back: its late dates, and what it has done if it has begun."""

    late_start: Value
    late_finish: Value
    actual_start: int | None
    duration: Value
    remaining: Value
    is_followed: bool
    calendar: TimeAxis


def link_late_finish(
    kind: int,
    unit: int,
    lag: Value,
    successor: LateSuccessor,
    duration: Value,
    begun: bool,
    calendar: TimeAxis,
    plan_finish: Value,
) -> Value:
    """Instant by which a predecessor must finish for its successor to keep its late dates.

    `duration`, `begun` and `calendar` are the predecessor's. A start-to-start link binds no predecessor that has begun;
    of a successor that has, only the point that it has come to can still matter, to what follows it.
    """
    theirs, began = successor.calendar, successor.actual_start
    if kind == SS:
        if begun:
            return plan_finish
        if began is not None:
            if not successor.is_followed:
                return plan_finish
            return calendar.add(theirs.add(began, successor.duration - successor.remaining), duration)
        return calendar.add(add_lag(unit, -lag, calendar.next_working(successor.late_start), theirs), duration)
    if kind == FS:
        resumed = successor.late_start if began is None else theirs.add(successor.late_finish, -successor.remaining)
        return add_lag(unit, -lag, resumed, theirs)
    if kind == FF:
        return add_lag(unit, -lag, successor.late_finish, theirs)
    return add_lag(unit, -lag, calendar.add(successor.late_finish, duration), theirs)


def unless_on_time(
    limit: Value, finish: Value, late_work: Value, bound_work: Callable[[], Value], arithmetic: Arithmetic = SCALAR
) -> Value:
    """A late finish; the early finish, where only the clock says that it comes too late.

    On another calendar, or after an elapsed lag, two instants may be one to the successor: it is not late where the
    working time of its bound (`bound_work`, asked for only if it matters) is no later than that of its late start.
    """
    behind = limit < finish
    if not arithmetic.any(behind):
        return limit
    return arithmetic.where(behind & (bound_work() <= late_work), finish, limit)


# -- an item's own dates


def release_work(
    kind: int, when_work: int | None, plan_start_work: int, *, has_links: bool, has_ff: bool
) -> int | None:
    """Working time before which an item that has not begun does not start, whatever its links; None for no such bound.

    Without links, that is the plan's start; a date that starts or finishes it no earlier takes the place of that.
    A finish-to-finish link never lets its successor start before the plan.
    `when_work` is the working time at the date of SNET or ALAP, or at FNET's less the duration; None without a date. A
    resource delay of levelling would be one more bound here.
    """
    bound = when_work if kind in (SNET, FNET, ALAP) else None
    if has_ff or (not has_links and bound is None):
        bound = plan_start_work if bound is None else max(bound, plan_start_work)
    return bound


def unstarted_span(
    kind: int,
    when: int | None,
    bound: Value | None,
    duration: Value,
    milestone: bool,
    calendar: TimeAxis,
    plan_start: int,
    not_before: int | None = None,
    arithmetic: Arithmetic = SCALAR,
) -> tuple[Value, Value]:
    """Early dates of an item that has not begun, `bound` being the latest bound of its links, None without links.

    SNET and FNET hold it back, and so does the date of ALAP, where it has one (the status date); SNLT, FNLT, MSO and
    MFO win against links. A date that binds is taken as it was typed, in working time or not. `not_before` holds what
    SNLT or FNLT would let start before the status date.
    """
    finish: Value | None = None
    start: Value = plan_start if bound is None else bound
    if bound is None and when is not None:
        if kind in (SNET, ALAP):
            start = when
        elif kind == FNET:
            start = calendar.start_reaching(when, duration)
            finish = when if calendar.additive else None
    start = next_start(start, milestone, calendar, arithmetic)
    if when is not None:
        if kind in (SNET, ALAP):
            start = arithmetic.maximum(start, when)
        elif kind == SNLT:
            start = arithmetic.minimum(start, when)
        elif kind == FNET:
            start = arithmetic.maximum(start, calendar.start_reaching(when, duration))
        elif kind == FNLT:
            start = arithmetic.minimum(start, calendar.add(when, -duration))
        elif kind == MSO:
            start = when
        elif kind == MFO:
            start, finish = calendar.add(when, -duration), when
    if not_before is not None:
        start = arithmetic.maximum(start, not_before)
    return start, calendar.add(start, duration) if finish is None else finish


def next_start(instant: Value, milestone: bool, calendar: TimeAxis, arithmetic: Arithmetic = SCALAR) -> Value:
    """The next instant at which an item can start; a milestone may also stay where work ends."""
    start = calendar.next_working(instant)
    if milestone and arithmetic.any(start > instant):
        return arithmetic.where(calendar.previous_working(instant) == instant, instant, start)
    return start


def begun_at(began: int | None, ended: int | None, duration: Value, calendar: TimeAxis) -> Value | None:
    """When work began, None if it has not; of an item that only says when it ended, its duration before that."""
    if began is None and ended is not None:
        return calendar.add(ended, -duration)
    return began


def begun_finish(
    kind: int,
    when: int | None,
    began: Value,
    duration: Value,
    remaining: Value,
    status_date: int | None,
    calendar: TimeAxis,
    arithmetic: Arithmetic = SCALAR,
) -> Value:
    """When begun work finishes: what is left goes on after what is done, and after the status date.

    Links no longer move it, FNET still holds its finish.
    """
    resume = calendar.add(began, arithmetic.maximum(duration - remaining, 0))
    if status_date is not None:
        resume = arithmetic.maximum(resume, status_date)
    finish = calendar.add(resume, remaining)
    return arithmetic.maximum(finish, when) if kind == FNET and when is not None else finish


def own_late_finish(
    kind: int,
    when: int | None,
    deadline: int | None,
    limit: Value,
    duration: Value,
    calendar: TimeAxis,
    arithmetic: Arithmetic = SCALAR,
) -> Value:
    """A late finish in working time, `limit` being that of the links and the plan: MSO and MFO fix it, SNLT, FNLT and a
    deadline limit it."""
    if when is not None and kind in LATE_CONSTRAINTS:
        bound = calendar.work_at(calendar.add(when, duration) if kind in (MSO, SNLT) else when)
        limit = bound if kind in (MSO, MFO) else arithmetic.minimum(limit, bound)
    if deadline is not None:
        limit = arithmetic.minimum(limit, calendar.work_at(deadline))
    return limit


# -- slack


def total_slack(
    late: Value,
    early: Value,
    late_finish_work: Callable[[], Value],
    finish_work: Callable[[], Value],
    *,
    is_alap: bool,
    has_begun: bool,
    is_additive: bool,
    arithmetic: Arithmetic = SCALAR,
) -> Value:
    """Total slack in working minutes: LS - ES, of begun work LF - EF, none of an item as late as possible; the lesser
    of the two where several work on calendars of their own, as the one may start later who is done sooner.

    `late` and `early` are working time of the starts, the other two of the late and of the early finish.
    """
    if is_alap:
        return 0
    if has_begun:
        return late_finish_work() - finish_work()
    return late - early if is_additive else arithmetic.minimum(late - early, late_finish_work() - finish_work())
