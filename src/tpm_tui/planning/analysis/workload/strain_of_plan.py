"""Sustained load of a plan's people: what is logged, planned, and fought at night, and what would relieve them."""

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction

from msgspec import Struct

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_day_number, to_minute
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.domain.time.work_calendar import WorkCalendar
from tpm_tui.domain.values.codec import Stored, load_value
from tpm_tui.planning.analysis.late_starts import PINNED
from tpm_tui.planning.analysis.workload.load_by_resource_and_day import DailyResourceLoad, resource_load
from tpm_tui.planning.analysis.workload.load_relief import Colleague, LoadedItem, Relief, load_relief
from tpm_tui.planning.analysis.workload.sustained_load import (
    IncidentWork,
    LoadLimits,
    PersonRecord,
    SustainedLoad,
    TeamLoad,
    load_by_team,
    sustained_load,
)
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of, validated_schedule
from tpm_tui.planning.model.calendars import person_calendars, programme_calendar

MINUTES_PER_HOUR = 60

AHEAD = 12 * 7
"""Days ahead that are looked at: what lies further off will be planned otherwise."""


class PlanStrain(Struct, frozen=True):
    """Everybody's sustained load, in the order of the register; that of teams; relief for those over a limit."""

    limits: LoadLimits
    people: tuple[SustainedLoad, ...]
    teams: tuple[TeamLoad, ...]
    relief: Mapping[str, Relief]


def plan_strain(plan: Plan, context: InputContext) -> PlanStrain:
    """The strain of a plan from the status date (else today) on, twelve weeks ahead. Raises as `schedule_of`."""
    load = resource_load(plan, context)
    status = schedule_of(plan, context).network.status_date
    today = to_day_number(context.today) if status is None else status // MINUTES_PER_DAY
    limits = load_limits(plan)
    last = max(min(load.first + load.days - 1, today + AHEAD), today)
    people = tuple(
        sustained_load(record, today, last, limits) for record in _records(plan, load, today - limits.window, last)
    )
    over = {one.person: one for one in people if one.level}
    cells = load.item_minutes() if over else {}
    relief = {
        person: _relief(plan, context, cells, load.people.index(person), one, people, limits, today)
        for person, one in over.items()
    }
    return PlanStrain(limits, people, tuple(load_by_team(people)), relief)


def validated_strain(plan: Plan, context: InputContext) -> PlanStrain:
    """The strain of a plan. ValidationError where it has no dates, or a loop."""
    validated_schedule(plan, context)
    return plan_strain(plan, context)


def load_limits(plan: Plan) -> LoadLimits:
    """The limits that are kept in the file."""

    def kept(name: str, default: int) -> int:
        value = plan.programme(name)
        return default if value is None else int(value)

    return LoadLimits(
        warning=kept("load_warning", 48) * MINUTES_PER_HOUR,
        alarm=kept("load_alarm", 55) * MINUTES_PER_HOUR,
        incident=kept("incident_hours", 6) * MINUTES_PER_HOUR,
        on_call=Fraction(kept("on_call_limit", 25), 100),
        incidents_a_shift=kept("shift_incidents", 2),
        rest=kept("rest_hours", 11) * MINUTES_PER_HOUR,
    )


def _records(plan: Plan, load: DailyResourceLoad, first: int, last: int) -> list[PersonRecord]:
    logged: dict[str, dict[int, int]] = {}
    c = plan["time_entry"].columns
    for person, day, minutes in zip(c["person"], c["day"], c["minutes"], strict=True):
        days = logged.setdefault(str(person), {})
        at = to_day_number(date.fromisoformat(str(day)))
        days[at] = days.get(at, 0) + int(minutes or 0)
    incidents = _incidents(plan)
    shifts: dict[str, list[tuple[int, int]]] = {}
    s = plan["shift"].columns
    for person, start, end in zip(s["person"], s["start"], s["end"], strict=True):
        shifts.setdefault(str(person), []).append((_minute(start), _minute(end)))
    personal, default = person_calendars(plan), programme_calendar(plan)
    teams = plan["person"].columns["team"]
    records = []
    for row, person in enumerate(load.people):
        planned = {load.first + at: round(m) for at, m in enumerate(load.load[row].tolist()) if m}
        records.append(
            PersonRecord(
                person,
                str(teams[row] or ""),
                logged.get(person, {}),
                planned,
                _hours(personal.get((None, person), default), first, last),
                incidents.get(person, ()),
                shifts.get(person, ()),
            )
        )
    return records


def _hours(calendar: WorkCalendar, first: int, last: int) -> dict[int, tuple[int, int]]:
    """The first and the last minute of work of each day, on the clock."""
    hours = {}
    for day in range(first, last + 2):
        intervals = calendar.intervals(date.fromordinal(day + date(1970, 1, 1).toordinal()))
        if intervals:
            hours[day] = (day * MINUTES_PER_DAY + intervals[0][0], day * MINUTES_PER_DAY + intervals[-1][1])
    return hours


def _incidents(plan: Plan) -> dict[str, list[IncidentWork]]:
    """Person -> incidents that took their time: as owner or responder."""
    table = plan["incident"]
    c, responders = table.columns, table.kind.column("responders")
    work: dict[str, list[IncidentWork]] = {}
    for place in range(len(table)):
        start = c["detected"][place] or c["started"][place]
        if start is None:
            continue
        end = c["resolved"][place] or c["mitigated"][place]
        incident = IncidentWork(_minute(start), None if end is None else _minute(end))
        people = dict.fromkeys((c["owner"][place], *load_value(responders, c["responders"][place])))
        for person in people:
            if person is not None:
                work.setdefault(str(person), []).append(incident)
    return work


def _minute(stored: Stored) -> int:
    return to_minute(datetime.fromisoformat(str(stored)))


def _relief(
    plan: Plan,
    context: InputContext,
    cells: Mapping[tuple[int, int], Mapping[int, float]],
    row: int,
    one: SustainedLoad,
    everybody: tuple[SustainedLoad, ...],
    limits: LoadLimits,
    today: int,
) -> Relief:
    """What would bring a person below the warning limit in the window of their peak: of the work planned in it from
    today on, as no other can be moved; and not of a day that has entries of time, which count instead."""
    schedule, table = schedule_of(plan, context), plan["item"]
    logged = {
        to_day_number(date.fromisoformat(str(plan.value("time_entry", entry, "day"))))
        for entry in plan.ids_by_reference("time_entry", "person").get(one.person, ())
    }
    window = range(one.peak_day - limits.window + 1, one.peak_day + 1)
    weeks = limits.window / 7
    minutes: dict[int, float] = {}
    for (person, day), cell in cells.items():
        if person == row and day in window and day >= today and day not in logged:
            for item, amount in cell.items():
                minutes[item] = minutes.get(item, 0.0) + amount
    needed = table.kind.column("skills")
    items = [
        LoadedItem(
            str(table.columns["key"][item]),
            round(amount),
            schedule.total_slack[item],
            _levels(load_value(needed, table.columns["skills"][item])),
            schedule.network.actual_start[item] is not None or schedule.network.constraint[item] in PINNED,
        )
        for item, amount in minutes.items()
    ]
    skills = plan["person"].kind.column("skills")
    colleagues = [
        Colleague(
            other.person,
            _levels(load_value(skills, plan.value("person", other.person, "skills"))),
            round(max(limits.warning - float(other.highest_around(window)), 0) * weeks),
        )
        for other in everybody
        if other.person != one.person
    ]
    return load_relief(round((float(one.peak) - limits.warning) * weeks), items, colleagues)


def _levels(skills: tuple[str, ...]) -> dict[str, int]:
    """Skill -> level of ``python:3``; a level that is not said is 1."""
    return {name: int(level or 1) for name, _, level in (skill.partition(":") for skill in skills)}
