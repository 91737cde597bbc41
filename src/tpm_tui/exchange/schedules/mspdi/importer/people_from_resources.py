"""Resources of an MS Project file as people and pools, and their assignments to tasks."""

from collections.abc import Mapping
from math import ceil

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.text.field_values import in_other_register
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.domain.values.amounts import amount_text
from tpm_tui.exchange.common.change_set import ChangeSet, StoredValues
from tpm_tui.exchange.schedules.mspdi.effort import TaskEfforts
from tpm_tui.exchange.schedules.mspdi.importer.calendar_records import CalendarImporter
from tpm_tui.exchange.schedules.mspdi.project_data import COST_RESOURCE, MspdiProject, MspdiResource, MspdiTask
from tpm_tui.planning.model.work_assignments import is_thing

_MOST_UNITS: int = KINDS["assignment"].column("units").field.choices[-1]  # percent


class ResourceImporter:
    """Finds people by name or email, and pools by name, or makes them; a generic resource is a pool.

    ``ids``: UID of a working resource -> (kind, id).
    """

    def __init__(self, change_set: ChangeSet, file: MspdiProject, calendars: CalendarImporter, *, again: bool) -> None:
        self._change_set = change_set
        self._file = file
        self._calendars = calendars
        self._again = again
        self.efforts = TaskEfforts(file)
        people, pools = change_set.plan["person"], change_set.plan["pool"]
        self._by_name: dict[tuple[str, str], str] = {}
        for kind, table, column in (("person", people, "email"), ("person", people, "name"), ("pool", pools, "name")):
            pairs = zip(table.columns[column], table.ids, strict=True)
            self._by_name |= {(kind, str(name).lower()): id_ for name, id_ in pairs if name}
        self.ids: dict[int, tuple[str, str]] = {}
        self._most: dict[int, float] = {}
        """resource UID -> the most units that a task takes of it"""
        self._shared = {
            worker.resource_uid
            for task in file.tasks
            if task.calendar_uid is not None and self.efforts.is_moved(task)
            for worker in self.efforts.workers(task)
        }
        """UIDs of those whose hours meet those of a task"""
        for assignment in file.assignments:
            self._most[assignment.resource_uid] = max(self._most.get(assignment.resource_uid, 0), assignment.units)
        left = above = 0
        for resource in file.resources:
            if resource.type == 1:
                above += 0 < resource.max_units < min(self._most.get(resource.uid, 0), 1)
                self._take(resource)
            elif resource.type != COST_RESOURCE:
                left += 1
        if left:
            what = counted(
                left,
                "resource is material, not a person; it and its work are",
                "resources are material, not people; they and their work are",
            )
            change_set.notes.append(f"{what} left out")
        if above:
            change_set.notes.append(
                f"{counted(above, 'person is', 'people are')} assigned with more than they have at most:"
                " that is their capacity here"
            )

    def _take(self, resource: MspdiResource) -> None:
        kind = "pool" if resource.generic else "person"
        name = " ".join(resource.name.split()) or f"Resource {resource.uid}"
        hours = self._calendars.content_of(resource.calendar_uid)
        values: StoredValues = {"notes": resource.notes.strip()}
        if kind == "pool":
            values["capacity"] = max(ceil(resource.max_units), 1)
        else:
            values |= {"email": resource.email.strip(), "team": " ".join(resource.group.split())}
            # MS Project lets work go on above the most that somebody has; here nobody gives more than their capacity
            units = max(resource.max_units, min(self._most.get(resource.uid, 0), 1))
            capacity = round(units * max(sum(end - start for start, end in day) for day in hours.week))
            if capacity > 0:
                values["capacity"] = capacity
        rate = resource.rates[0][1] if resource.rates else resource.standard_rate
        if rate:
            values["rate"] = amount_text(rate)
        usual = hours == self._calendars.programme_content and resource.uid not in self._shared
        if not usual or kind == "pool":
            values["calendar"] = self._calendars.of(resource.calendar_uid) or self._calendars.default_record()
        values = {field: value for field, value in values.items() if value not in ("", None)}
        known = self._by_name.get((kind, (values.get("email") and str(values["email"]).lower()) or name.lower()))
        known = known or self._by_name.get((kind, name.lower()))
        if known is None:
            stakeholder = in_other_register(kind, name, self._change_set.plan)
            if stakeholder is not None:
                note = f"{stakeholder} is among the stakeholders, not the people: they and their work are left out"
                self._change_set.notes.append(note)
                return
            known = self._change_set.add(kind, {"name": name, **values})
            self._by_name[kind, name.lower()] = known
            self._add_rates(kind, known, resource)
        elif self._again:
            self._change_set.set(kind, known, values)
            self._add_rates(kind, known, resource)
        elif resource.calendar_uid is not None and "calendar" in values:
            title = self._change_set.plan.title(kind, known)
            self._change_set.notes.append(f"{title} is here already and keeps the calendar there is")
        self.ids[resource.uid] = kind, known

    def _add_rates(self, kind: str, id_: str, resource: MspdiResource) -> None:
        """Rates from a day on, those that are here already changed."""
        table = self._change_set.plan["rate"]
        pairs = zip(table.columns[kind], table.columns["start"], table.ids, strict=True)
        have = {str(start): rate for owner, start, rate in pairs if owner == id_}
        for minute, amount in resource.rates[1:]:
            start, text = to_datetime(minute).date().isoformat(), amount_text(amount)
            if start in have:
                self._change_set.set("rate", have[start], {"rate": text})
            else:
                self._change_set.add("rate", {kind: id_, "start": start, "rate": text})

    def is_thing(self, resource: int) -> bool:
        """Whether a resource is a pool of things."""
        kind, id_ = self.ids.get(resource, ("", ""))
        return kind == "pool" and is_thing(self._change_set.plan, id_)

    def people_of(self, task: MspdiTask) -> list[str]:
        """The people assigned to a task."""
        workers = [self.ids[w.resource_uid] for w in self.efforts.workers(task) if w.resource_uid in self.ids]
        return list(dict.fromkeys(id_ for kind, id_ in workers if kind == "person"))

    def assign(self, items: Mapping[int, str]) -> None:
        """Add the assignments of the tasks that came, or change those that are there."""
        table = self._change_set.plan["assignment"]
        rows = zip(table.columns["item"], table.columns["person"], table.columns["pool"], strict=True)
        have = {
            (str(item), str(person or pool)): id_ for (item, person, pool), id_ in zip(rows, table.ids, strict=True)
        }
        for task in self._file.tasks:
            item = items.get(task.uid)
            times = self.efforts.of(task).times
            wanted: dict[tuple[str, str], tuple[int, int | None]] = {}
            for worker in self.efforts.workers(task):
                if worker.resource_uid not in self.ids:
                    continue
                units, work = wanted.get(self.ids[worker.resource_uid], (0, None))
                units = min(units + round(worker.units * 100), _MOST_UNITS)
                wanted[self.ids[worker.resource_uid]] = (
                    units,
                    None if times is None else (work or 0) + (worker.work or 0),
                )
            for (kind, id_), (units, work) in wanted.items():
                if item is None:
                    continue
                known = have.get((item, id_))
                if known is None:
                    values: StoredValues = {"item": item, kind: id_, "units": units, "work": work}
                    have[item, id_] = self._change_set.add(
                        "assignment", {name: value for name, value in values.items() if value is not None}
                    )
                else:
                    self._change_set.set("assignment", known, {"units": units, "work": work})
