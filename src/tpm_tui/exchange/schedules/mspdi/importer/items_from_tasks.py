"""Tasks of an MS Project file as items, in the order of the file, with their links."""

from collections import Counter
from math import ceil

from msgspec.structs import replace

from tpm_tui.domain.time.work_calendar import ROUND_THE_CLOCK
from tpm_tui.domain.values import rank
from tpm_tui.exchange.common.change_set import ChangeSet, StoredValues
from tpm_tui.exchange.schedules.mspdi.effort import TaskEffort
from tpm_tui.exchange.schedules.mspdi.importer.calendar_records import CalendarImporter
from tpm_tui.exchange.schedules.mspdi.importer.custom_fields import CustomFieldImporter
from tpm_tui.exchange.schedules.mspdi.importer.item_fields import ItemFields, StatusByGroup
from tpm_tui.exchange.schedules.mspdi.importer.people_from_resources import ResourceImporter
from tpm_tui.exchange.schedules.mspdi.importer.project_properties import stored_instant
from tpm_tui.exchange.schedules.mspdi.parse.sentences_counting_tasks import tasks_that
from tpm_tui.exchange.schedules.mspdi.project_data import MspdiLink, MspdiProject, MspdiTask
from tpm_tui.planning.cpm.scheduling_rules import percent_of
from tpm_tui.planning.model.network import LinkType

_FIXED_UNITS, _FIXED_WORK = 0, 2
_EFFORT_TYPES = dict(enumerate(("fixed units", "fixed duration", "fixed work")))

_TYPES = {kind.value: kind.name for kind in LinkType}


class TaskImporter:
    """Takes tasks in file order into a change set. ``known``: UID -> the item that came before; ``ids``: all taken."""

    def __init__(
        self,
        change_set: ChangeSet,
        file: MspdiProject,
        calendars: CalendarImporter,
        people: ResourceImporter,
        known: dict[int, str],
    ) -> None:
        self._change_set = change_set
        self._calendars = calendars
        self._people = people
        self._known = known
        self._loose: Counter[str] = Counter()
        self._parents = {task.parent_uid for task in file.tasks}
        self._tasks = {task.uid: task for task in file.tasks}
        self._children: dict[int | None, list[int]] = {}
        self._fields = ItemFields(StatusByGroup(change_set), self._loose)
        self._custom = CustomFieldImporter(change_set)
        self.ids: dict[int, str] = dict(known)

    def take(self, task: MspdiTask) -> None:
        """One task: a new item, or a changed one."""
        known = self._known.get(task.uid)
        values = self._values(task, known)
        if known is None:
            values["source_id"] = str(task.uid)
            self.ids[task.uid] = self._change_set.add("item", _needed(values))
        elif not self._change_set.set("item", known, values):
            self._change_set.same += 1
        self._children.setdefault(task.parent_uid, []).append(task.uid)

    def finish(self) -> None:
        """Order the items, link them, and say what was approximated."""
        for uids in self._children.values():
            self._order([self.ids[uid] for uid in uids])
        self._links()
        self._change_set.notes += [tasks_that(count, what) for what, count in self._loose.items()]
        unused = self._calendars.unused()
        if unused:
            self._change_set.notes.append(f"calendars that nothing uses are left out: {', '.join(unused)}")

    def _values(self, task: MspdiTask, known: str | None) -> StoredValues:
        """The stored values that a task gives its item."""
        before = self._change_set.plan["item"].row(known) if known is not None else {}
        summary = task.uid in self._parents
        effort = self._people.efforts.of(task)
        if task.elapsed:
            effort = replace(effort, calendar=ROUND_THE_CLOCK)
        values = self._fields.values(task, before, effort, self._effort_fields(task, effort), summary)
        values["parent"] = None if task.parent_uid is None else self.ids.get(task.parent_uid)
        values["calendar"] = self._calendar(task)
        values["levelled_start"] = stored_instant(task.levelled_start)
        workers = self._people.people_of(task)
        if len(workers) == 1 and before.get("owner") is None:
            values["owner"] = workers[0]
        if task.attributes:
            values["custom"] = self._custom.object(str(before.get("custom") or "{}"), task.attributes)
        return values

    def _effort_fields(self, task: MspdiTask, effort: TaskEffort) -> StoredValues:
        """Effort type and estimate: of fixed work all of it, else the time that those take who work longest."""
        workers = self._people.efforts.workers(task)
        minutes = max(effort.duration or 0, 0)
        fixed_work = task.type == _FIXED_WORK or (task.type == _FIXED_UNITS and task.effort_driven)
        if fixed_work and workers:
            # a thing that is used while people work does none of it
            working = [worker for worker in workers if not self._people.is_thing(worker.resource_uid)] or workers
            units = sum(round(worker.units * 100) for worker in working)
            given = [worker.work or 0 for worker in workers]
            minutes = sum(given) if effort.times is not None else ceil(minutes * units / 100)
        return {
            "effort_type": _EFFORT_TYPES.get(task.type, "fixed units"),
            "effort_driven": int(task.effort_driven or task.type == _FIXED_WORK),
            "ignore_resource_calendars": int(task.ignore_resource_calendar and bool(workers) and not task.milestone),
            "estimate": f"[{minutes},{minutes},{minutes}]",
        }

    def _calendar(self, task: MspdiTask) -> str | None:
        """The calendar that an item must name to count on the hours that its task counts on in MS Project."""
        calendars = self._calendars
        if task.elapsed:
            return calendars.round_the_clock()
        own = calendars.of(task.calendar_uid)
        if own is not None:
            return own
        usual = calendars.default == calendars.programme_content or self._people.efforts.is_moved(task)
        return None if usual else calendars.default_record()

    def _order(self, items: list[str]) -> None:
        """Give siblings ranks that rise as in the file, changing as few as can be."""
        change_set = self._change_set
        table = change_set.plan["item"]
        have = [str(table.value(id_, "rank")) if id_ in table else "" for id_ in items]
        above = [""] * len(items)  # the next rank further down that can stay
        for at in range(len(items) - 2, -1, -1):
            above[at] = have[at + 1] or above[at + 1]
        low = ""
        for id_, own, high in zip(items, have, above, strict=True):
            if own > low:
                low = own
                continue
            low = rank.order_key_between(low, high) if high > low else rank.order_key_after(low)
            if id_ in table:
                change_set.set("item", id_, {"rank": low})
            else:
                change_set.changes[id_].values["rank"] = low

    def _links(self) -> None:
        """Links between tasks of the file; what was linked here besides stays, and is noted."""
        change_set = self._change_set
        table = change_set.plan["link"]
        c = table.columns
        have: dict[tuple[str, str, str], list[str]] = {}
        for a, b, t, id_ in zip(c["predecessor"], c["successor"], c["type"], table.ids, strict=True):
            have.setdefault((str(a), str(b), str(t)), []).append(id_)
        for uid, task in self._tasks.items():
            for link in task.links:
                before = self.ids.get(link.predecessor_uid)
                if before is None or link.predecessor_uid not in self._tasks:
                    continue  # reported where the file is read
                ends = (before, self.ids[uid], _TYPES[link.type])
                lag, unit = self._lag(link)
                values: StoredValues = {"type": ends[2], "lag": lag, "lag_unit": unit}
                if have.get(ends):
                    change_set.set("link", have[ends].pop(0), values)
                else:
                    change_set.add("link", _needed({"predecessor": ends[0], "successor": ends[1], **values}))
        ours = set(self._known.values())
        more = sum(len(left) for (a, b, _), left in have.items() if a in ours and b in ours)
        if more:
            change_set.notes.append(f"{more} links between these items are not in the file; they stay")

    def _lag(self, link: MspdiLink) -> tuple[int, str]:
        if link.percent and link.elapsed:
            self._loose["have a lag in elapsed percent, kept as the elapsed time it is now"] += 1
            return percent_of(self._tasks[link.predecessor_uid].duration or 0, link.lag), "elapsed"
        if link.percent:
            return link.lag, "percent"
        return link.lag, "elapsed" if link.elapsed and link.lag else "working"


#: What a new item or link is by default: a value the less to check and to write.
_DEFAULTS: StoredValues = {
    "type": "task", "constraint": "ASAP", "progress": 0, "priority": "medium", "status": "backlog",
    "lag": 0, "lag_unit": "working", "effort_type": "fixed units", "effort_driven": 0, "ignore_resource_calendars": 0,
}  # fmt: skip


def _needed(values: StoredValues) -> StoredValues:
    """The values that a new record would not have by itself."""
    return {name: value for name, value in values.items() if value is not None and _DEFAULTS.get(name) != value}
