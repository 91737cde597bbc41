"""Calendars of an MS Project file as records: hours of the week, days that differ, what is inherited filled in."""

from collections.abc import Mapping
from datetime import date, timedelta

from msgspec.structs import replace

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_formats import parse_working_hours
from tpm_tui.domain.time.intervals import DayIntervals
from tpm_tui.domain.time.work_calendar import ROUND_THE_CLOCK, STANDARD_CALENDAR, WorkCalendar
from tpm_tui.domain.values.codec import Stored
from tpm_tui.exchange.common.change_set import ChangeSet, StoredValues
from tpm_tui.exchange.schedules.mspdi.project_data import MspdiProject
from tpm_tui.planning.model.calendars import WEEKDAYS, day_ordinals

ROUND_THE_CLOCK_NAME = "24 hours"


def without_ordinary_days(calendar: WorkCalendar | None) -> WorkCalendar | None:
    """The same hours, without exceptions that are as the week is anyway."""
    if calendar is None:
        return None
    differing = {day: hours for day, hours in calendar.exceptions.items() if hours != calendar.week[day.weekday()]}
    return WorkCalendar(calendar.week, differing)


class CalendarImporter:
    """Finds or makes the record of each calendar that the file uses.

    ``fresh``: the plan has no items, so the file's own calendar takes the place of the programme's. ``again``: tasks of
    the file are here already, so calendars that have its names are those of the last import.
    """

    def __init__(self, change_set: ChangeSet, file: MspdiProject, name: str, *, fresh: bool, again: bool) -> None:
        self._change_set = change_set
        # A day that differs from nothing is no record, so that the calendar is known again by its records.
        file.calendars.update(
            {uid: replace(one, calendar=without_ordinary_days(one.calendar)) for uid, one in file.calendars.items()}
        )
        self._file = file
        self._name = name
        self._again = again
        plan = change_set.plan
        self._contents: dict[str, WorkCalendar | None] = {
            id_: calendar_content(plan, id_) for id_ in plan["calendar"].ids
        }
        self._by_name = {str(n).lower(): i for i, n in zip(plan["calendar"].ids, _names(plan), strict=True)}
        self._made: dict[int, str] = {}
        self._round_the_clock = ""
        own, default = _default(file)
        self.default: WorkCalendar = default
        """what the file's tasks count on unless they say otherwise"""
        self._before = str(plan.programme("calendar") or next(iter(plan["calendar"].ids), ""))
        self.programme = self._adopted(own) if fresh else self._before
        """id of the programme's calendar as it will be"""
        self.programme_content: WorkCalendar = self._contents.get(self.programme) or STANDARD_CALENDAR
        """what an item that names no calendar will count on"""
        if own is not None and fresh:
            self._made[own] = self.programme

    def of(self, uid: int | None) -> str | None:
        """The record of a calendar by UID, None where the file has no such calendar with working time."""
        known = self._file.calendars.get(uid) if uid is not None else None
        if uid is None or known is None or known.calendar is None:
            return None
        if uid not in self._made:
            base = self._file.calendars.get(known.base_uid) if known.base_uid is not None else None
            if not known.base and base is not None and base.calendar == known.calendar:
                self._made[uid] = str(self.of(base.uid))
            else:
                self._made[uid] = self._record(known.name or f"Calendar {uid}", known.calendar, known.names)
        return self._made[uid]

    def content_of(self, uid: int | None) -> WorkCalendar:
        """The hours of a calendar by UID; those of the file's own where there is no such calendar."""
        known = self._file.calendars.get(uid) if uid is not None else None
        return known.calendar if known is not None and known.calendar is not None else self.default

    def default_record(self) -> str:
        """The record of the file's own calendar."""
        own, default = _default(self._file)
        return self.of(own) or self._record("Standard", default, {})

    def round_the_clock(self) -> str:
        """The record of a calendar that never rests, for durations in elapsed time."""
        if not self._round_the_clock:
            same = (id_ for id_, known in self._contents.items() if known == ROUND_THE_CLOCK)
            self._round_the_clock = next(same, "") or self._record(ROUND_THE_CLOCK_NAME, ROUND_THE_CLOCK, {})
        return self._round_the_clock

    def unused(self) -> list[str]:
        """Names of the file's calendars that nothing uses."""
        return [c.name for uid, c in self._file.calendars.items() if c.base and c.name and uid not in self._made]

    def _adopted(self, own: int | None) -> str:
        """The programme's calendar, with the content of the file's; one with holidays of its own is left alone."""
        known = self._file.calendars[own] if own is not None else None
        name = known.name if known is not None and known.name else "Standard"
        named = known.names if known is not None else {}
        mine = self._contents.get(self._before)
        if mine is None or mine.exceptions:
            return self._record(name, self.default, named)
        self._write(self._before, self.default, named, mine)
        self._change_set.set("calendar", self._before, {"name": name})
        self._by_name[name.lower()] = self._before
        return self._before

    def _record(self, name: str, wanted: WorkCalendar, named: Mapping[date, str]) -> str:
        apart = f"{name} ({self._name})"
        for known in (apart, name):
            id_ = self._by_name.get(known.lower(), "")
            if id_ and self._contents[id_] == wanted:
                return id_
            if id_ and self._again:
                self._change_set.notes.append(f"the calendar {known} follows the file's")
                self._write(id_, wanted, named, self._contents[id_])
                return id_
        name = apart if name.lower() in self._by_name else name
        id_ = self._change_set.add("calendar", {"name": name, **_week(wanted)})
        self._write(id_, wanted, named, None)
        self._by_name[name.lower()] = id_
        return id_

    def _write(self, id_: str, wanted: WorkCalendar, named: Mapping[date, str], before: WorkCalendar | None) -> None:
        if before is not None:
            self._change_set.set("calendar", id_, _week(wanted))
        have = before.exceptions if before is not None else {}
        kept = sum(day not in wanted.exceptions for day in have)
        if kept:
            name = self._change_set.value("calendar", id_, "name")
            self._change_set.notes.append(f"the calendar {name} keeps {kept} days that the file does not have")
        for values in _exception_ranges(wanted, named, have):
            self._change_set.add("calendar_exception", {"calendar": id_, **values})
        self._contents[id_] = wanted


def calendar_content(plan: Plan, id_: str) -> WorkCalendar | None:
    """A calendar record's hours, None for one without working time."""
    table = plan["calendar"]
    week = [parse_working_hours(str(table.value(id_, day) or "")) for day in WEEKDAYS]
    exceptions: dict[int, DayIntervals] = {}
    rows = plan["calendar_exception"]
    for row in plan.ids_by_reference("calendar_exception", "calendar").get(id_, ()):
        hours = parse_working_hours(str(rows.value(row, "hours") or ""))
        exceptions.update(dict.fromkeys(day_ordinals(rows.value(row, "start"), rows.value(row, "end")), hours))
    try:
        return WorkCalendar(week, exceptions)
    except ValueError:
        return None


def calendar_exception_names(plan: Plan, id_: str) -> dict[date, str]:
    """What the exceptional days of a calendar record are called."""
    rows = map(plan["calendar_exception"].row, plan.ids_by_reference("calendar_exception", "calendar").get(id_, ()))
    return {date.fromordinal(day): str(row["name"]) for row in rows for day in day_ordinals(row["start"], row["end"])}


def interval_text(hours: DayIntervals) -> str:
    """Working intervals as a calendar's field holds them."""
    return " ".join(f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in hours)


def _names(plan: Plan) -> list[Stored]:
    return plan["calendar"].columns["name"]


def _default(file: MspdiProject) -> tuple[int | None, WorkCalendar]:
    """UID and hours of the calendar that a file's tasks count on: the project's, else the first, else Monday to
    Friday eight hours."""
    named = file.calendars.get(file.calendar_uid if file.calendar_uid is not None else -1)
    if named is not None and named.calendar is not None:
        return named.uid, named.calendar
    first = next((c for c in file.calendars.values() if c.calendar is not None), None)
    return (
        (first.uid, first.calendar) if first is not None and first.calendar is not None else (None, STANDARD_CALENDAR)
    )


def _week(calendar: WorkCalendar) -> StoredValues:
    return {day: interval_text(hours) for day, hours in zip(WEEKDAYS, calendar.week, strict=True)}


def _exception_ranges(
    calendar: WorkCalendar, named: Mapping[date, str], have: Mapping[date, DayIntervals]
) -> list[StoredValues]:
    """Exceptions that are not there yet, days in a row with the same hours and name as one."""
    ranges: list[StoredValues] = []
    last: tuple[date, DayIntervals, str] | None = None
    for day, hours in calendar.exceptions.items():
        usual = calendar.week[day.weekday()]
        if have[day] == hours if day in have else hours == usual:
            continue
        name = " ".join(named.get(day, "").split()) or (
            "Holiday" if not hours else "Extra day" if not usual else "Hours"
        )
        if last == (day - timedelta(days=1), hours, name):
            ranges[-1]["end"] = day.isoformat()
        else:
            ranges.append({"name": name, "start": day.isoformat(), "hours": interval_text(hours)})
        last = (day, hours, name)
    return ranges
