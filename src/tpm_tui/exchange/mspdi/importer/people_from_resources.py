"""Resources of an MS Project file as people, and their assignments to tasks."""

from collections.abc import Mapping

from tpm_tui.domain.time.work_calendar import WorkCalendar
from tpm_tui.domain.values.amounts import amount_text
from tpm_tui.exchange.common.change_set import ChangeSet, StoredValues
from tpm_tui.exchange.mspdi.importer.calendar_records import CalendarImporter
from tpm_tui.exchange.mspdi.project_data import MspdiProject, MspdiResource, MspdiTask

_MOST_UNITS = 1000  # percent


class ResourceImporter:
    """Finds people by name or email, or makes them. ``ids``: UID of a working resource -> the person's id."""

    def __init__(self, change_set: ChangeSet, file: MspdiProject, calendars: CalendarImporter, *, again: bool) -> None:
        self._change_set = change_set
        self._file = file
        self._calendars = calendars
        self._again = again
        table = change_set.plan["person"]
        self._by_name: dict[str, str] = {}
        for column in ("email", "name"):
            pairs = zip(table.columns[column], table.ids, strict=True)
            self._by_name |= {str(name).lower(): id_ for name, id_ in pairs if name}
        self.ids: dict[int, str] = {}
        self._own: dict[int, WorkCalendar] = {}
        """UID -> the hours of a resource that has some of its own"""
        self._units: dict[int, dict[int, int]] = {}
        """task UID -> resource UID -> percent"""
        left = 0
        for resource in file.resources:
            if resource.type == 1:
                self._take(resource)
            else:
                left += 1
        if left:
            change_set.notes.append(
                f"{left} resources are material or cost, not people; they and their work are left out"
            )
        self._read_assignments()

    def _take(self, resource: MspdiResource) -> None:
        name = " ".join(resource.name.split()) or f"Resource {resource.uid}"
        values: StoredValues = {
            "email": resource.email.strip(),
            "team": " ".join(resource.group.split()),
            "notes": resource.notes.strip(),
        }
        capacity = round(resource.max_units * self._file.minutes_per_day)
        if capacity > 0:
            values["capacity"] = capacity
        if resource.standard_rate:
            values["rate"] = amount_text(resource.standard_rate)
        hours = self._calendars.content_of(resource.calendar_uid)
        calendar = self._calendars.of(resource.calendar_uid)
        if calendar is not None:
            self._own[resource.uid] = hours
            values["calendar"] = None if hours == self._calendars.programme_content else calendar
        values = {field: value for field, value in values.items() if value not in ("", None)}
        known = self._by_name.get((values.get("email") and str(values["email"]).lower()) or name.lower())
        known = known or self._by_name.get(name.lower())
        if known is None:
            known = self._change_set.add("person", {"name": name, **values})
            self._by_name[name.lower()] = known
        elif self._again:
            self._change_set.set("person", known, values)
        elif calendar is not None and "calendar" in values:
            person = self._change_set.plan["person"].record(known)
            self._change_set.notes.append(f"{person.name} is here already and keeps the calendar there is")  # type: ignore[attr-defined]
        self.ids[resource.uid] = known

    def _read_assignments(self) -> None:
        for assignment in self._file.assignments:
            if assignment.resource_uid in self.ids:
                of_task = self._units.setdefault(assignment.task_uid, {})
                percent = round(assignment.units * 100)
                of_task[assignment.resource_uid] = min(
                    max(of_task.get(assignment.resource_uid, 0) + percent, 0), _MOST_UNITS
                )

    def resources_of(self, task: MspdiTask) -> list[str]:
        """The people assigned to a task."""
        return [self.ids[uid] for uid in self._units.get(task.uid, ())]

    def hours(self, task: MspdiTask) -> WorkCalendar | None:
        """The hours that the people of a task give it, as MS Project has it: those of all who have hours of their own,
        if they are the same; None where the file's calendar counts."""
        if task.type == 1 or task.ignore_resource_calendar:
            return None
        theirs = {
            self._own[uid] for uid, units in self._units.get(task.uid, {}).items() if units > 0 and uid in self._own
        }
        return theirs.pop() if len(theirs) == 1 else None

    def calendar_of(self, task: MspdiTask) -> int | None:
        """The UID of the calendar that :meth:`hours` are of."""
        uids = (uid for uid, units in self._units.get(task.uid, {}).items() if units > 0 and uid in self._own)
        resource = next(uids, None)
        return next((r.calendar_uid for r in self._file.resources if r.uid == resource), None)

    def sole_hours(self, task: MspdiTask) -> WorkCalendar | None:
        """The hours that the planner will take from the people of a task: those of the one who works on it."""
        uids = list(self._units.get(task.uid, ()))
        if len({self.ids[uid] for uid in uids}) != 1:
            return None
        return self._own.get(uids[0], self._calendars.programme_content)

    def assign(self, items: Mapping[int, str]) -> None:
        """Add the assignments of the tasks that came, or change those that are there."""
        table = self._change_set.plan["assignment"]
        pairs = zip(table.columns["item"], table.columns["person"], strict=True)
        have = {(str(i), str(p)): id_ for (i, p), id_ in zip(pairs, table.ids, strict=True)}
        for task_uid, workers in self._units.items():
            item = items.get(task_uid)
            for resource_uid, percent in workers.items():
                person = self.ids[resource_uid]
                if item is None:
                    continue
                known = have.get((item, person))
                if known is None:
                    have[item, person] = self._change_set.add(
                        "assignment", {"item": item, "person": person, "units": percent}
                    )
                else:
                    self._change_set.set("assignment", known, {"units": percent})
