"""Calendars, people and assignments on their way into an MS Project file."""

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.work_calendar import WorkCalendar
from tpm_tui.domain.values.amounts import stored_amount
from tpm_tui.exchange.mspdi.importer.calendar_records import calendar_exception_names
from tpm_tui.exchange.mspdi.project_data import MspdiAssignment, MspdiCalendar, MspdiProject, MspdiResource, MspdiTask
from tpm_tui.planning.model.calendars import calendars_of, person_calendars, programme_calendar
from tpm_tui.planning.model.network import Network


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

    def of_item(self, id_: str, at: int, by_itself: WorkCalendar | None) -> int | None:
        """The UID that an item must name to count on its hours; ``by_itself`` are those of the one who works on it."""
        hours = self._network.calendar_of(at)
        own = self._plan.value("item", id_, "calendar")
        if own is not None and self._file.calendars[self._records[str(own)]].calendar == hours:
            return self._records[str(own)]
        if own is None and hours == (by_itself or self.default):
            return None
        return self.of_hours(hours, f"Calendar of {self._plan.label('item', id_)}")


class ResourceExporter:
    """Resources and assignments. Who owns an item that nobody is assigned to, and that holds no others, works on it."""

    def __init__(self, plan: Plan, file: MspdiProject, calendars: CalendarExporter) -> None:
        self._plan = plan
        self._file = file
        self._default = calendars.default
        personal = person_calendars(plan)
        self._hours = {person: hours for (own, person), hours in personal.items() if own is None}
        self._uids = {id_: uid for uid, id_ in enumerate(plan["person"].ids, start=1)}
        self._workers: dict[str, dict[str, int]] = {}
        table = plan["assignment"]
        for row in map(table.row, table.ids):
            if row["person"] is None:
                continue
            of_item = self._workers.setdefault(str(row["item"]), {})
            person = str(row["person"])
            of_item[person] = of_item.get(person, 0) + int(row["units"] or 0)
        for id_, owner in zip(plan["item"].ids, plan["item"].columns["owner"], strict=True):
            if owner is not None and id_ not in self._workers and id_ not in plan.children:
                self._workers[id_] = {str(owner): 100}
        for id_, uid in self._uids.items():
            row = plan["person"].row(id_)
            hours = self._hours.get(id_, calendars.default)
            file.resources.append(
                MspdiResource(
                    uid=uid,
                    name=str(row["name"]),
                    email=str(row["email"] or ""),
                    group=str(row["team"] or ""),
                    max_units=int(row["capacity"] or 0) / file.minutes_per_day,
                    calendar_uid=calendars.of_person(str(row["name"]), hours),
                    standard_rate=None if row["rate"] is None else stored_amount(row["rate"]),
                    notes=str(row["notes"] or ""),
                )
            )
        self._assignments: list[MspdiAssignment] = []

    def sole_hours(self, item: str) -> WorkCalendar | None:
        """The hours of the one person who works on an item, as reading the file will find them; None for none or
        several, and for a summary or a milestone, which nobody's hours move."""
        workers = self._workers.get(item, {})
        moved = item not in self._plan.children and self._plan.value("item", item, "type") != "milestone"
        if len(workers) != 1 or not moved:
            return None
        return self._hours.get(next(iter(workers)))

    def differ(self, item: str) -> bool:
        """Whether several people work on an item, not all in the plan's hours; here those of none of them count."""
        workers = self._workers.get(item, {})
        return len(workers) > 1 and any(self._hours.get(id_, self._default) != self._default for id_ in workers)

    def work(self, item: str, duration: int) -> int | None:
        """Minutes of work of all who work on an item for its duration."""
        workers = self._workers.get(item)
        return None if not workers or item in self._plan.children else round(duration * sum(workers.values()) / 100)

    def assign(self, item: str, task: MspdiTask) -> None:
        """Add the assignments of an item."""
        for person, units in self._workers.get(item, {}).items():
            work = round((task.duration or 0) * units / 100)
            left = round((task.remaining_duration or 0) * units / 100)
            self._assignments.append(
                MspdiAssignment(
                    uid=len(self._assignments) + 1,
                    task_uid=task.uid,
                    resource_uid=self._uids[person],
                    units=units / 100,
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
