"""From the tasks of MS Project's XML to a network that can be scheduled."""

from __future__ import annotations

from tpm_tui.domain.time.work_calendar import ROUND_THE_CLOCK, STANDARD_CALENDAR, WorkCalendar
from tpm_tui.exchange.mspdi.project_data import MspdiProblem, MspdiProject, MspdiTask
from tpm_tui.planning.cpm.scheduling_rules import percent_of
from tpm_tui.planning.model.network import Constraint, LagUnit, LinkType, Network, NetworkLink, make_network


def mspdi_network(file: MspdiProject) -> Network:
    """The active tasks in file order; `ids` are their UIDs. Approximations are added to `file.problems`.

    Raises NetworkError for a file that does not say when it starts and has no task that does.
    """
    tasks = [task for task in file.tasks if task.active]
    at = {task.uid: position for position, task in enumerate(tasks)}
    parents = {task.parent_uid for task in tasks}
    calendars, calendar_at = _calendars(file)
    own = _own_calendars(file, calendar_at)
    round_the_clock = len(calendars) - 1
    start = file.start if file.start is not None else min((task.start for task in tasks if task.start), default=0)
    parent, calendar, constraint, dates = [], [], [], []
    links: list[NetworkLink] = []
    for position, task in enumerate(tasks):
        up = task.parent_uid
        parent.append(at.get(up, -1) if up is not None else -1)
        calendar.append(round_the_clock if task.elapsed else own.get(task.uid, -1))
        kind, when = task.constraint, task.constraint_date
        if task.manual and task.uid not in parents and task.start is not None and task.actual_start is None:
            kind, when = Constraint.MSO, task.start
            file.problems.append(
                MspdiProblem(f"task {task.uid} {task.name}", "is scheduled by hand: taken as must start on")
            )
        constraint.append(kind)
        dates.append(when)
        for link in task.links:
            before = at.get(link.predecessor_uid)
            if before is not None:
                unit, lag = LagUnit.PERCENT if link.percent else LagUnit.WORKING, link.lag
                if link.elapsed:
                    unit = LagUnit.ELAPSED
                    lag = percent_of(tasks[before].duration or 0, lag) if link.percent else lag
                links.append(NetworkLink(before, position, LinkType(link.type), lag, unit))
    return make_network(
        [task.duration or 0 for task in tasks],
        links,
        plan_start=start,
        parent=parent,
        milestone=[task.milestone for task in tasks],
        constraint=constraint,
        constraint_date=dates,
        deadline=[task.deadline for task in tasks],
        calendar=calendar,
        actual_start=[task.actual_start for task in tasks],
        actual_finish=[task.actual_finish for task in tasks],
        remaining=[_remaining(task) for task in tasks],
        progress=[task.percent_complete for task in tasks],
        calendars=calendars,
        plan_calendar=calendar_at.get(-1 if file.calendar_uid is None else file.calendar_uid, 0),
        status_date=file.status_date,
        critical_slack_limit=file.critical_slack_limit * file.minutes_per_day,
        ids=[task.uid for task in tasks],
    )


def _remaining(task: MspdiTask) -> int | None:
    return task.remaining_duration if task.actual_start is not None else None


def _calendars(file: MspdiProject) -> tuple[list[WorkCalendar], dict[int, int]]:
    """Calendars that have working time and where each UID is among them; the last works round the clock."""
    calendars: list[WorkCalendar] = []
    places: dict[int, int] = {}
    for uid, known in file.calendars.items():
        if known.calendar is not None:
            if known.calendar not in calendars:  # alike is the same: plans on one calendar are the fastest
                calendars.append(known.calendar)
            places[uid] = calendars.index(known.calendar)
    if not calendars:
        calendars.append(STANDARD_CALENDAR)
    calendars.append(ROUND_THE_CLOCK)
    return calendars, places


def _own_calendars(file: MspdiProject, places: dict[int, int]) -> dict[int, int]:
    """The calendar of each task that does not follow the plan's: its own, or that of the one person who works on it."""
    people = {
        resource.uid: resource.calendar_uid
        for resource in file.resources
        if resource.type == 1 and resource.calendar_uid in places
    }
    working: dict[int, list[int]] = {}
    for assignment in file.assignments:
        if assignment.resource_uid in people and assignment.units > 0:
            working.setdefault(assignment.task_uid, []).append(assignment.resource_uid)
    own: dict[int, int] = {}
    for task in file.tasks:
        workers = [] if task.type == 1 or task.ignore_resource_calendar else working.get(task.uid, [])
        theirs = {people[uid] for uid in workers}
        where = f"task {task.uid} {task.name}"
        if task.calendar_uid in places:
            own[task.uid] = places[task.calendar_uid]
            if theirs - {task.calendar_uid}:
                file.problems.append(
                    MspdiProblem(where, "has a calendar of its own; those of its people are left aside")
                )
        elif len(theirs) == 1:
            (uid,) = theirs
            if uid is not None:
                own[task.uid] = places[uid]
        elif theirs:
            file.problems.append(MspdiProblem(where, "its people have several calendars; the plan's is taken"))
    return own
