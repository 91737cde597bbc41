"""Where the work stands: what has begun, what is finished, and what none of it may start before.

Facts come from the actual dates. Where a state or a progress says more than the dates do, the least is assumed:

- a finished item without its finish ended when its record was last changed, at the latest at the status date;
- a milestone has not begun before it has happened;
- an item with progress but without a start has begun so long ago that what is done lies before the status date;
- the status date is the programme's (a day is all of it), else the start of today once there is any fact at all.

Work that has not begun starts at the status date or later, wherever the plan starts. A date before then that it was to
start or finish by can no longer hold, and limits its late dates instead (as a deadline would), so that the schedule
shows it as late. Only what must start or finish on a date stays there: `analysis.status_date` finds it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.instants import deadline_minute, to_minute
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.domain.time.work_calendar import WorkCalendar
from tpm_tui.domain.values.codec import Stored
from tpm_tui.planning.model.network import Constraint, Network

Instants = list[int | None]


class _Minutes(dict[Stored, int]):
    """ISO text -> minutes since the epoch, each text read once."""

    def __missing__(self, text: Stored) -> int:
        minute = self[text] = to_minute(datetime.fromisoformat(str(text)))
        return minute


def minutes_of_texts(column: Sequence[Stored]) -> Instants:
    """A column of ISO dates and times as minutes since the epoch."""
    known = _Minutes()
    return [None if text is None else known[text] for text in column]


def deadlines_of_texts(column: Sequence[Stored]) -> Instants:
    """A column of deadlines as minutes since the epoch, a whole day as its end."""
    known: dict[Stored, int | None] = {None: None}
    for text in column:
        if text not in known:
            known[text] = deadline_minute(datetime.fromisoformat(str(text)))
    return [known[text] for text in column]


class Actuals(Struct):
    """Columns by position that go into the network. ``status`` is the status date, None where nothing has begun."""

    status: int | None
    began: Instants
    ended: Instants


def actuals(
    plan: Plan,
    today: date,
    *,
    work: Sequence[bool],
    milestone: Sequence[bool],
    duration: Sequence[int],
    remaining: Sequence[int | None],
    calendar_of: Callable[[int], WorkCalendar],
) -> Actuals:
    """The facts of all items. ``work`` is true for items that count and hold no others; ``duration`` and ``remaining``
    in minutes."""
    c = plan["item"].columns
    began, ended = minutes_of_texts(c["actual_start"]), minutes_of_texts(c["actual_finish"])
    groups = {name: group for name, group in plan.state_groups.items() if name != "dropped"}
    finished = {name for name, group in groups.items() if group == "done"}
    touched = [
        place
        for place, facts in enumerate(zip(began, ended, c["progress"], c["status"], remaining, strict=True))
        if facts[0] is not None or facts[1] is not None or facts[2] or facts[3] in finished or facts[4] is not None
    ]
    status: int | None = None
    named = plan.programme("status_date")
    if named is not None:
        status = deadline_minute(datetime.fromisoformat(str(named)))
    elif any(work[place] and _actual_starts(began[place], ended[place], c, place, finished) for place in touched):
        status = to_minute(datetime.combine(today, datetime.min.time()))
    for place in touched:
        if not work[place]:
            began[place] = ended[place] = None
            continue
        start, finish = began[place], ended[place]
        if finish is not None:
            finish = ended[place] = end_of_day(finish, calendar_of(place))
        if finish is None and (c["status"][place] in finished or c["progress"][place] == 100) and status is not None:
            changed = c["changed"][place]
            said = to_minute(datetime.fromisoformat(str(changed))) if changed is not None else status
            finish = ended[place] = max(min(said, status), start if start is not None else said)
        if finish is not None and start is not None and start > finish:
            began[place] = finish
        if milestone[place]:
            if finish is None:
                began[place] = None
        elif finish is None and start is None and status is not None:
            left = remaining[place]
            active = groups.get(str(c["status"][place])) == "active"
            if left is None or not active:
                left = duration[place] - round(duration[place] * int(c["progress"][place] or 0) / 100)
            if int(left) < duration[place]:
                began[place] = calendar_of(place).add(status, int(left) - duration[place])
    return Actuals(status, began, ended)


def _actual_starts(
    began: int | None, ended: int | None, columns: Mapping[str, list[Stored]], place: int, finished: Collection[Stored]
) -> bool:
    return (
        began is not None
        or ended is not None
        or columns["status"][place] in finished
        or bool(columns["progress"][place])
    )


def has_undated_finish(plan: Plan) -> bool:
    """Whether a finished item does not say when it ended, so that the stamps of its record count."""
    c = plan["item"].columns
    finished = {name for name, group in plan.state_groups.items() if group == "done" and name != "dropped"}
    return any(s in finished and f is None for s, f in zip(c["status"], c["actual_finish"], strict=True))


_FINISHES = frozenset({Constraint.FNET, Constraint.FNLT, Constraint.MFO})


def end_of_day(minute: int, calendar: WorkCalendar) -> int:
    """The instant of a date that ends work. A day is kept as its 23:59 and means all of it: where work goes on then,
    that is until 24:00."""
    last = minute % MINUTES_PER_DAY == MINUTES_PER_DAY - 1
    return minute + 1 if last and calendar.between(minute, minute + 1) else minute


def constraint_instant(kind: int, when: int, calendar: WorkCalendar) -> int:
    """The instant that a constraint on a bare day means: the first work of that day, or the last where it ends work.

    A bare day is kept as its midnight, or as the last minute of the day where it ends work. An instant at another hour,
    or a midnight in the middle of work, is left alone.
    """
    if when % MINUTES_PER_DAY:
        return end_of_day(when, calendar) if kind in _FINISHES else when
    if kind not in _FINISHES:
        return calendar.next_working(when)
    return when if calendar.previous_working(when) == when else calendar.previous_working(when + MINUTES_PER_DAY)


def held_at_status_date(network: Network, work: Sequence[bool]) -> Network:
    """The network with no work that has not begun before its status date; itself where it has none.

    ``work`` is true for items that count and hold no others.
    """
    status = network.status_date
    if status is None:
        return network
    kind, when = list(network.constraint), list(network.constraint_date)
    deadline, index = list(network.deadline), network.calendar
    not_before = dict(network.not_before)
    # until the plan's start, the start itself holds what nothing leads to
    linked = None if status > network.plan_start else _linked(network)
    # only the calendars that items count on: laying one out costs more than all else that is done with it here
    calendars = {number: network.calendars[network.plan_calendar if number < 0 else number] for number in set(index)}
    first = {number: calendar.next_working(status) for number, calendar in calendars.items()}
    facts = zip(work, network.actual_start, network.actual_finish, strict=True)
    for place, (counts, began, ended) in enumerate(facts):
        if not counts or began is not None or ended is not None:
            continue
        if kind[place] not in (Constraint.ASAP, Constraint.ALAP):
            calendar, earliest = calendars[index[place]], first[index[place]]
            if _is_held(place, earliest, kind, when, deadline, network.duration[place], calendar):
                not_before[place] = earliest
        elif linked is None or linked[place]:
            # one as late as possible is held by a date beside its constraint
            kind[place] = Constraint.SNET if kind[place] == Constraint.ASAP else Constraint.ALAP
            when[place] = first[index[place]]
    return replace(network, constraint=kind, constraint_date=when, deadline=deadline, not_before=not_before, cache={})


def _linked(network: Network) -> list[bool]:
    """Whether a link leads to each item, or to what holds it."""
    parent = network.parent
    linked = [False] * len(parent)
    for link in network.links:
        linked[link[1]] = True
    for place in range(len(parent)):
        above = parent[place]
        while above >= 0 and not linked[place]:
            linked[place] = linked[above]
            above = parent[above]
    return linked


def _is_held(
    place: int, first: int, kind: list[int], when: Instants, deadline: Instants, duration: int, calendar: WorkCalendar
) -> bool:
    """Keep one item from starting before the first work after the status date; changes the three columns in place.

    True where its own constraint, SNLT or FNLT, is kept and needs a bound beside it. One that must start or finish on a
    date is not held.
    """
    constraint, at = kind[place], when[place]
    if constraint in (Constraint.MSO, Constraint.MFO):
        return False
    if at is not None:
        starts = at if constraint in (Constraint.SNET, Constraint.SNLT) else calendar.add(at, -duration)
        latest = constraint in (Constraint.SNLT, Constraint.FNLT)
        if starts >= first:
            return latest
        if latest:
            limit = calendar.add(at, duration) if constraint == Constraint.SNLT else at
            known = deadline[place]
            deadline[place] = limit if known is None else min(known, limit)
    kind[place], when[place] = Constraint.SNET, first
    return False
