"""Calendars, people, pools and assignments on their way into an MS Project file."""

from datetime import date, datetime, time
from decimal import Decimal

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.instants import to_minute
from tpm_tui.domain.time.intervals import STANDARD_DAY_MINUTES, work_in_day
from tpm_tui.domain.time.work_calendar import WorkCalendar
from tpm_tui.domain.values.amounts import stored_amount
from tpm_tui.domain.values.codec import Stored
from tpm_tui.exchange.schedules.mspdi.importer.calendar_records import calendar_exception_names
from tpm_tui.exchange.schedules.mspdi.project_data import (
    FIRST_RATE_MINUTE,
    MspdiAssignment,
    MspdiCalendar,
    MspdiProject,
    MspdiResource,
    MspdiTask,
)
from tpm_tui.planning.model.calendars import (
    calendars_of,
    person_calendars,
    pool_calendars,
    programme_calendar,
    shared_hours,
)
from tpm_tui.planning.model.item_calendars import WorkPart, WorkParts
from tpm_tui.planning.model.network import Network
from tpm_tui.planning.model.work_assignments import WHOLE


class CalendarExporter:
    """Gives calendars UIDs: the programme's first, then those of the file, then what people and items need besides."""

    def __init__(self, plan: Plan, file: MspdiProject, network: Network) -> None:
        self._plan = plan
        self._file = file
        self._network = network
        self._uids: dict[WorkCalendar, int] = {}
        self._records: dict[str, int] = {}
        self.default = programme_calendar(plan)
        known = calendars_of(plan)
        first = next((id_ for id_, calendar in known.items() if calendar is self.default), None)
        ordered = ([first] if first is not None else []) + [id_ for id_ in known if id_ != first]
        for id_ in ordered:
            self._records[id_] = self._add(plan.title("calendar", id_), known[id_], id_)
        file.calendar_uid = self.of_hours(self.default, "Standard")

    def _add(self, name: str, hours: WorkCalendar, id_: str = "", base_uid: int | None = None) -> int:
        uid = len(self._file.calendars) + 1
        names = calendar_exception_names(self._plan, id_) if id_ else {}
        self._file.calendars[uid] = MspdiCalendar(
            uid=uid, name=name, base=base_uid is None, base_uid=base_uid, calendar=hours, names=names
        )
        self._uids.setdefault(hours, uid)
        return uid

    def of_hours(self, hours: WorkCalendar, name: str) -> int:
        """The UID of a calendar with these hours, made under a name where there is none."""
        return self._uids.get(hours) or self._add(name, hours)

    def of_person(self, name: str, hours: WorkCalendar) -> int:
        """A calendar of a person's own, as MS Project keeps one for each resource.

        It inherits from the plan's, so days off there that are none here are written as ordinary days.
        """
        usual = {day: hours.intervals(day) for day in self.default.exceptions}
        whole = hours if hours == self.default else WorkCalendar(hours.week, usual | hours.exceptions)
        return self._add(name, whole, base_uid=self._file.calendar_uid)

    def of_item(self, id_: str, at: int, theirs: WorkCalendar | None) -> tuple[int | None, bool]:
        """The UID of the calendar that an item must name to count on its hours, and whether it must ignore those of its
        people; ``theirs`` are the hours of all who work on it where they are the same."""
        hours = self._network.calendar_of(at)
        own = self._plan.value("item", id_, "calendar")
        uid = None if own is None else self._records[str(own)]
        if self._plan.value("item", id_, "ignore_resource_calendars"):
            return self._file.calendar_uid if uid is None else uid, True
        if not hours.additive:
            return uid, False
        if uid is not None:
            named = self._file.calendars[uid].calendar
            assert named is not None
            if hours == named:
                return uid, theirs is not None and shared_hours(named, theirs) != hours
            if theirs is not None and shared_hours(named, theirs) == hours:
                return uid, False
        elif hours == (theirs or self.default):
            return None, False
        return self.of_hours(hours, f"Calendar of {self._plan.label('item', id_)}"), True


class ResourceExporter:
    """Resources and assignments; a pool is a generic resource. Who owns an item that nobody is assigned to, and that
    holds no others, works on it."""

    def __init__(self, plan: Plan, file: MspdiProject, calendars: CalendarExporter) -> None:
        self._plan = plan
        self._file = file
        self._default = calendars.default
        personal = person_calendars(plan)
        self._hours = {person: hours for (own, person), hours in personal.items() if own is None} | pool_calendars(plan)
        self._work = WorkParts(plan)
        self._dated = _dated_rates(plan)
        self.uids = {id_: uid for uid, id_ in enumerate((*plan["person"].ids, *plan["pool"].ids), start=1)}
        for id_ in plan["person"].ids:
            row = plan["person"].row(id_)
            hours = self._hours.get(id_, calendars.default)
            day = max(map(work_in_day, hours.week))
            whole = row["capacity"] == STANDARD_DAY_MINUTES
            file.resources.append(
                MspdiResource(
                    uid=self.uids[id_],
                    name=str(row["name"]),
                    email=str(row["email"] or ""),
                    group=str(row["team"] or ""),
                    max_units=1.0 if whole else int(row["capacity"] or 0) / (day or STANDARD_DAY_MINUTES),
                    calendar_uid=calendars.of_person(str(row["name"]), hours),
                    standard_rate=None if row["rate"] is None else stored_amount(row["rate"]),
                    rates=self._rates(id_, row["rate"]),
                    notes=str(row["notes"] or ""),
                )
            )
        for id_ in plan["pool"].ids:
            row = plan["pool"].row(id_)
            name, hours = str(row["name"]), self._hours.get(id_, calendars.default)
            file.resources.append(
                MspdiResource(
                    uid=self.uids[id_],
                    name=name,
                    generic=True,
                    max_units=float(row["capacity"] or 1),
                    calendar_uid=calendars.of_person(name, hours),
                    standard_rate=None if row["rate"] is None else stored_amount(row["rate"]),
                    rates=self._rates(id_, row["rate"]),
                    notes=str(row["notes"] or ""),
                )
            )
        self._assignments: list[MspdiAssignment] = []

    def _rates(self, id_: str, base: Stored) -> tuple[tuple[int, Decimal], ...]:
        """The rate before any change and each later one; empty where it never changes."""
        later = self._dated.get(id_, [])
        return ((FIRST_RATE_MINUTE, stored_amount(base or 0)), *later) if later else ()

    def _parts(self, item: str) -> list[WorkPart]:
        return [] if item in self._plan.children else self._work.of(self._plan["item"].position[item])

    def common_hours(self, item: str) -> WorkCalendar | None:
        """The hours of all who work on an item, where they are the same; None for none or several, and for what their
        hours do not move: a summary, a milestone, a fixed duration."""
        moved = self._work.calendars.moves(self._plan["item"].position[item])
        theirs = {self._hours.get(who.id, self._default) for _, _, several in self._parts(item) for who in several}
        return theirs.pop() if moved and len(theirs) == 1 else None

    def work(self, item: str, duration: int) -> int | None:
        """Minutes of work of all who work on an item for its duration."""
        works = [duration * share * who.units for _, share, several in self._parts(item) for who in several]
        return round(sum(works) / WHOLE) if works else None

    def assign(self, item: str, task: MspdiTask) -> None:
        """Add the assignments of an item."""
        for share, who in [(share, who) for _, share, several in self._parts(item) for who in several]:
            work = round((task.duration or 0) * share * who.units / WHOLE)
            left = round((task.remaining_duration or 0) * share * who.units / WHOLE)
            self._assignments.append(
                MspdiAssignment(
                    uid=len(self._assignments) + 1,
                    task_uid=task.uid,
                    resource_uid=self.uids[who.id],
                    units=who.units / WHOLE,
                    work=work,
                    actual_work=work - left,
                    remaining_work=left,
                    start=task.start,
                    finish=task.finish,
                )
            )

    def finish(self) -> None:
        """Put the assignments into the file."""
        self._file.assignments = self._assignments


def _dated_rates(plan: Plan) -> dict[str, list[tuple[int, Decimal]]]:
    """Id of a person or a pool -> (clock minute from which on, rate an hour), the first first."""
    dated: dict[str, dict[int, Decimal]] = {}
    c = plan["rate"].columns
    for person, pool, start, rate in zip(c["person"], c["pool"], c["start"], c["rate"], strict=True):
        minute = to_minute(datetime.combine(date.fromisoformat(str(start)), time()))
        dated.setdefault(str(person or pool), {})[minute] = stored_amount(rate)
    return {id_: sorted(rates.items()) for id_, rates in dated.items()}
