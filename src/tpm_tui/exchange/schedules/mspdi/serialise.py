"""Write MS Project XML (MSPDI) as MS Project 2010 and later read it; what `parse_mspdi` reads comes back the same."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import IO
from xml.sax.saxutils import escape

from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY, DayIntervals
from tpm_tui.domain.values.amounts import amount_text, minor_units
from tpm_tui.exchange.schedules.mspdi.project_data import (
    COST_RESOURCE,
    LAST_RATE_MINUTE,
    MspdiAssignment,
    MspdiCalendar,
    MspdiDay,
    MspdiProject,
    MspdiResource,
    MspdiTask,
)

NAMESPACE = "http://schemas.microsoft.com/project"
_ACTUAL_WORK, _ACTUAL_COST, _DAYS = 2, 6, 2
"""types of what an assignment says by day, and the unit of a day"""
_AN_HOUR = 2
"""the unit of a rate"""
_WORKING, _ELAPSED, _PERCENT, _ELAPSED_PERCENT = 7, 8, 19, 20


def serialise_mspdi(file: MspdiProject, out: IO[str]) -> None:
    """Write a file to a text stream (UTF-8). Calendars are written without their bases, whole."""
    out.write('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n')
    out.write(f'<Project xmlns="{NAMESPACE}">\n')
    out.writelines(_project(file))
    out.write("<Calendars>\n")
    for calendar in file.calendars.values():
        out.writelines(_calendar(calendar))
    out.write("</Calendars>\n<Tasks>\n")
    for number, task in enumerate(file.tasks, start=1):
        out.writelines(_task(task, number, file))
    out.write("</Tasks>\n<Resources>\n")
    for resource in file.resources:
        out.writelines(_resource(resource))
    out.write("</Resources>\n<Assignments>\n")
    for assignment in file.assignments:
        out.writelines(_assignment(assignment))
    out.write("</Assignments>\n</Project>\n")


def _project(file: MspdiProject) -> Iterator[str]:
    yield _text("SaveVersion", file.save_version or "14")
    yield _text("Name", file.name)
    yield _text("Title", file.title)
    yield _text("Author", file.author)
    yield _flag("ScheduleFromStart", file.schedule_from_start)
    yield _instant("StartDate", file.start)
    yield _instant("FinishDate", file.finish)
    yield _number("CriticalSlackLimit", file.critical_slack_limit)
    yield _text("CurrencyCode", file.currency)
    yield _number("CalendarUID", file.calendar_uid)
    yield _number("MinutesPerDay", file.minutes_per_day)
    yield _number("MinutesPerWeek", file.minutes_per_week)
    yield _number("DaysPerMonth", file.days_per_month)
    yield _instant("StatusDate", file.status_date)
    yield "<ExtendedAttributes>\n"
    for number, name in file.attributes.items():
        yield f"<ExtendedAttribute>{_text('FieldID', number)}{_text('Alias', name)}</ExtendedAttribute>\n"
    yield "</ExtendedAttributes>\n"


def _calendar(known: MspdiCalendar) -> Iterator[str]:
    calendar = known.calendar
    yield "<Calendar>\n"
    yield _number("UID", known.uid)
    yield _text("Name", known.name)
    yield _flag("IsBaseCalendar", known.base)
    yield _number("BaseCalendarUID", known.base_uid)
    yield "<WeekDays>\n"
    for number in range(7):
        hours = calendar.week[(number - 1) % 7] if calendar is not None else ()
        yield f"<WeekDay>{_number('DayType', number + 1)}{_hours(hours)}</WeekDay>\n"
    yield "</WeekDays>\n<Exceptions>\n"
    for day, hours in calendar.exceptions.items() if calendar is not None else ():
        name = _text("Name", known.names.get(day, ""))
        yield f"<Exception>{_period(day)}{name}{_number('Type', 1)}{_hours(hours)}</Exception>\n"
    yield "</Exceptions>\n</Calendar>\n"


def _period(day: date) -> str:
    return (
        "<EnteredByOccurrences>0</EnteredByOccurrences>"
        f"<TimePeriod><FromDate>{day}T00:00:00</FromDate><ToDate>{day}T23:59:00</ToDate></TimePeriod>"
        "<Occurrences>1</Occurrences>"
    )


def _hours(hours: DayIntervals) -> str:
    times = "".join(
        f"<WorkingTime><FromTime>{_clock(start)}</FromTime><ToTime>{_clock(end)}</ToTime></WorkingTime>"
        for start, end in hours
    )
    return _flag("DayWorking", bool(hours)) + (f"<WorkingTimes>{times}</WorkingTimes>" if times else "")


def _clock(minute: int) -> str:
    return f"{minute % MINUTES_PER_DAY // 60:02}:{minute % 60:02}:00"


def _task(task: MspdiTask, number: int, file: MspdiProject) -> Iterator[str]:
    yield "<Task>\n"
    yield _number("UID", task.uid)
    yield _number("ID", number if task.id is None else task.id)
    yield _text("Name", task.name)
    yield _flag("Active", task.active)
    yield _flag("Manual", task.manual)
    yield _number("Type", task.type)
    yield _text("WBS", task.wbs)
    yield _number("OutlineLevel", task.outline_level)
    yield _number("Priority", task.priority)
    yield _instant("Start", task.start)
    yield _instant("Finish", task.finish)
    yield _duration("Duration", task.duration)
    yield _number("DurationFormat", _ELAPSED if task.elapsed else _WORKING)
    yield _duration("Work", task.work)
    yield _flag("EffortDriven", task.effort_driven)
    yield _flag("Estimated", task.estimated)
    yield _flag("Milestone", task.milestone)
    yield _flag("Summary", task.summary)
    yield _flag("Critical", task.critical)
    yield _flag("ExternalTask", task.external)
    yield _instant("EarlyStart", task.early_start)
    yield _instant("EarlyFinish", task.early_finish)
    yield _instant("LateStart", task.late_start)
    yield _instant("LateFinish", task.late_finish)
    yield _number("FreeSlack", task.free_slack * 10)
    yield _number("TotalSlack", task.total_slack * 10)
    yield _text("PercentComplete", f"{task.percent_complete:g}")
    yield _money("Cost", task.cost)
    yield _instant("ActualStart", task.actual_start)
    yield _instant("ActualFinish", task.actual_finish)
    yield _duration("ActualDuration", task.actual_duration)
    yield _money("ActualCost", task.actual_cost)
    yield _duration("RemainingDuration", task.remaining_duration)
    yield _number("ConstraintType", task.constraint)
    yield _number("CalendarUID", -1 if task.calendar_uid is None else task.calendar_uid)
    yield _instant("ConstraintDate", task.constraint_date)
    yield _instant("Deadline", task.deadline)
    if task.leveling_delay:
        yield _number("LevelingDelay", task.leveling_delay * 10)
        yield _number("LevelingDelayFormat", _ELAPSED)
    yield _flag("IgnoreResourceCalendar", task.ignore_resource_calendar)
    yield _text("Notes", task.notes)
    for link in task.links:
        if link.percent:
            form, lag = (_ELAPSED_PERCENT if link.elapsed else _PERCENT), link.lag
        else:
            form, lag = (_ELAPSED if link.elapsed else _WORKING), link.lag * 10
        yield (
            f"<PredecessorLink>{_number('PredecessorUID', link.predecessor_uid)}{_number('Type', link.type)}"
            f"<CrossProject>0</CrossProject>{_number('LinkLag', lag)}{_number('LagFormat', form)}</PredecessorLink>\n"
        )
    numbers = {name: number for number, name in file.attributes.items()}
    for name, value in task.attributes:
        field = numbers.get(name, name)
        yield f"<ExtendedAttribute>{_text('FieldID', field)}{_text('Value', value)}</ExtendedAttribute>\n"
    for baseline in task.baselines:
        yield (
            f"<Baseline>{_number('Number', baseline.number)}{_instant('Start', baseline.start)}"
            f"{_instant('Finish', baseline.finish)}{_duration('Duration', baseline.duration)}"
            f"{_duration('Work', baseline.work)}{_money('Cost', baseline.cost)}</Baseline>\n"
        )
    yield "</Task>\n"


def _resource(resource: MspdiResource) -> Iterable[str]:
    return (
        "<Resource>\n",
        _number("UID", resource.uid),
        _text("Name", resource.name),
        _number("Type", resource.type),
        _text("Initials", resource.initials),
        _text("Code", resource.code),
        _text("Group", resource.group),
        _text("EmailAddress", resource.email),
        _flag("IsGeneric", resource.generic),
        _text("MaxUnits", f"{resource.max_units:g}"),
        _text("StandardRate", "" if resource.standard_rate is None else amount_text(resource.standard_rate)),
        _number("CalendarUID", resource.calendar_uid),
        _text("Notes", resource.notes),
        _flag("IsCostResource", True) if resource.type == COST_RESOURCE else "",
        _flag("IsBudget", True) if resource.is_budget else "",
        *_rates(resource),
        "</Resource>\n",
    )


def _rates(resource: MspdiResource) -> Iterator[str]:
    """Rate table A, where the rate changes."""
    if not resource.rates:
        return
    yield "<Rates>\n"
    until = [*(start - 1 for start, _ in resource.rates[1:]), LAST_RATE_MINUTE]
    for (start, amount), end in zip(resource.rates, until, strict=True):
        yield "<Rate>\n"
        yield _instant("RatesFrom", start)
        yield _instant("RatesTo", end)
        yield _number("RateTable", 0)
        yield _text("StandardRate", amount_text(amount))
        yield _number("StandardRateFormat", _AN_HOUR)
        yield "</Rate>\n"
    yield "</Rates>\n"


def _assignment(assignment: MspdiAssignment) -> Iterator[str]:
    yield "<Assignment>\n"
    yield _number("UID", assignment.uid)
    yield _number("TaskUID", assignment.task_uid)
    yield _number("ResourceUID", assignment.resource_uid)
    yield _money("ActualCost", assignment.actual_cost)
    yield _duration("ActualWork", assignment.actual_work)
    yield _money("Cost", assignment.cost)
    yield _instant("Finish", assignment.finish)
    yield _duration("RemainingWork", assignment.remaining_work)
    yield _instant("Start", assignment.start)
    yield _text("Units", f"{assignment.units:g}")
    yield _duration("Work", assignment.work)
    yield _money("BudgetCost", assignment.budget_cost)
    for day in assignment.days:
        yield from _day(assignment.uid, _ACTUAL_WORK, day, _duration("Value", day.minutes))
        if day.cost is not None:
            yield from _day(assignment.uid, _ACTUAL_COST, day, _money("Value", day.cost))
    yield "</Assignment>\n"


def _day(uid: int, type_: int, day: MspdiDay, value: str) -> Iterable[str]:
    return (
        "<TimephasedData>\n",
        _number("Type", type_),
        _number("UID", uid),
        _instant("Start", day.start),
        _instant("Finish", day.start + MINUTES_PER_DAY),
        _number("Unit", _DAYS),
        value,
        "</TimephasedData>\n",
    )


def _text(tag: str, text: str) -> str:
    """Text without the control characters that XML cannot hold."""
    clean = "".join(letter for letter in text if letter in "\t\n\r" or (letter >= " " and not _forbidden(letter)))
    return f"<{tag}>{escape(clean)}</{tag}>\n" if clean else ""


def _forbidden(letter: str) -> bool:
    return "\ud800" <= letter <= "\udfff" or letter in "\ufffe\uffff"


def _number(tag: str, number: int | None) -> str:
    return "" if number is None else f"<{tag}>{number}</{tag}>\n"


def _flag(tag: str, on: bool) -> str:
    return f"<{tag}>{int(on)}</{tag}>\n"


def _instant(tag: str, minute: int | None) -> str:
    return "" if minute is None else f"<{tag}>{to_datetime(minute).isoformat()}</{tag}>\n"


def _duration(tag: str, minutes: int | None) -> str:
    if minutes is None:
        return ""
    sign = "-" if minutes < 0 else ""
    return f"<{tag}>{sign}PT{abs(minutes) // 60}H{abs(minutes) % 60}M0S</{tag}>\n"


def _money(tag: str, amount: Decimal | None) -> str:
    return "" if amount is None else f"<{tag}>{minor_units(amount)}</{tag}>\n"
