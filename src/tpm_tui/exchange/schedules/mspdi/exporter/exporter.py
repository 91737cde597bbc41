"""The plan as MS Project XML: what `exchange.schedules.mspdi.importer` brings back schedules to the same minute."""

import json
from typing import IO

from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.amounts import stored_amount
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.exchange.common.export_options import ExportOptions
from tpm_tui.exchange.schedules.mspdi.exporter.left_out import left_out
from tpm_tui.exchange.schedules.mspdi.exporter.resources_from_costs import add_costs_and_time
from tpm_tui.exchange.schedules.mspdi.exporter.resources_from_people import CalendarExporter, ResourceExporter
from tpm_tui.exchange.schedules.mspdi.project_data import MspdiBaseline, MspdiLink, MspdiProject, MspdiTask
from tpm_tui.exchange.schedules.mspdi.serialise import serialise_mspdi
from tpm_tui.planning.cpm.forward import start_by_logic
from tpm_tui.planning.cpm.schedule import Schedule
from tpm_tui.planning.cpm.schedule_of_plan import validated_schedule
from tpm_tui.planning.model.actuals_and_status_date_to_bounds import constraint_instant, minutes_of_texts
from tpm_tui.planning.model.network import DATED, Constraint, LinkType, Network
from tpm_tui.planning.model.network_from_plan import DEFAULT_DURATION, network_of

__all__ = ["left_out", "to_mspdi", "write"]

_PRIORITIES = {"lowest": 100, "low": 300, "medium": 500, "high": 700, "highest": 900}
_TEXT_FIELDS = (
    188743731, 188743734, 188743737, 188743740, 188743743, 188743746, 188743747, 188743748, 188743749, 188743750,
)  # fmt: skip
"""The numbers of MS Project's fields Text1 to Text10."""
_MOST_BASELINES = 11
_TYPES = {"fixed units": 0, "fixed duration": 1, "fixed work": 2}


def write(plan: Plan, context: InputContext, out: IO[str], _options: ExportOptions) -> None:
    """Write the whole plan with its dates. ValidationError where it has none: a cycle of links, no working time."""
    schedule = validated_schedule(plan, context)
    serialise_mspdi(to_mspdi(plan, schedule, network_of(plan, context, levelled=False)), out)


def to_mspdi(plan: Plan, schedule: Schedule, logic: Network) -> MspdiProject:
    """The plan as a file says it, ``logic`` being its network without what levelling holds back. Items keep the UID
    they came with, where it is one."""
    network = schedule.network
    file = MspdiProject(
        name=str(plan.programme("name") or ""),
        title=str(plan.programme("name") or ""),
        start=network.plan_start,
        finish=schedule.plan_finish,
        status_date=minutes_of_texts([plan.programme("status_date")])[0] or network.status_date,
        currency=str(plan.programme("currency") or ""),
    )
    file.critical_slack_limit = network.critical_slack_limit // file.minutes_per_day
    calendars = CalendarExporter(plan, file, network)
    people = ResourceExporter(plan, file, calendars)
    file.attributes = _fields(plan)
    _TaskExporter(plan, schedule, logic, file, calendars, people).add()
    people.finish()
    add_costs_and_time(plan, file, task_uids(plan), people.uids)
    return file


def task_uids(plan: Plan) -> dict[str, int]:
    """Item id -> UID: the one it was imported with, else the next free number."""
    table = plan["item"]
    uids: dict[str, int] = {}
    taken: set[int] = set()
    for id_, source in zip(table.ids, table.columns["source_id"], strict=True):
        text = str(source or "")
        if text.isascii() and text.isdigit() and 0 < int(text) < 1 << 31 and int(text) not in taken:
            uids[id_] = int(text)
            taken.add(int(text))
    following = max(taken, default=0)
    for id_ in table.ids:
        if id_ not in uids:
            following += 1
            uids[id_] = following
    return uids


def _fields(plan: Plan) -> dict[str, str]:
    """MS Project's field numbers and the names of the first ten fields that the user added."""
    names = plan["custom_field"].columns["name"]
    return {str(number): str(name) for number, name in zip(_TEXT_FIELDS, names, strict=False)}


class _TaskExporter:
    """Adds the items to a file, in outline order."""

    def __init__(
        self,
        plan: Plan,
        schedule: Schedule,
        logic: Network,
        file: MspdiProject,
        calendars: CalendarExporter,
        people: ResourceExporter,
    ) -> None:
        self.plan = plan
        self.schedule = schedule
        self.file = file
        self.calendars = calendars
        self.people = people
        self.uids = task_uids(plan)
        self.out = dropped_items(plan)
        self.constraint_dates = minutes_of_texts(plan["item"].columns["constraint_date"])
        self.deadlines = minutes_of_texts(plan["item"].columns["deadline"])
        self.links: dict[str, list[MspdiLink]] = {}
        for row in map(plan["link"].row, plan["link"].ids):
            link = MspdiLink(
                predecessor_uid=self.uids[str(row["predecessor"])],
                type=int(LinkType[str(row["type"])]),
                lag=int(row["lag"] or 0),
                elapsed=row["lag_unit"] == "elapsed",
                percent=row["lag_unit"] == "percent",
            )
            self.links.setdefault(str(row["successor"]), []).append(link)
        self.baselines = self._baselines()
        held = plan["item"].columns["levelled_start"]
        self.logic_start = {
            at: start_by_logic(schedule.state, logic, at)
            for at, instant in enumerate(held)
            if instant is not None and not self.out[at] and logic.actual_start[at] is None
        }

    def add(self) -> None:
        below = self.plan.children
        stack = [(id_, 1) for id_ in reversed(below.get(None, ()))]
        while stack:
            id_, level = stack.pop()
            self.file.tasks.append(self._task(id_, level))
            stack.extend((child, level + 1) for child in reversed(below.get(id_, ())))

    def _task(self, id_: str, level: int) -> MspdiTask:
        plan, schedule = self.plan, self.schedule
        network = schedule.network
        row = plan["item"].row(id_)
        at = plan["item"].position[id_]
        summary = id_ in plan.children
        active = not self.out[at]
        calendar = network.calendar_of(at)
        if summary:
            duration = max(calendar.between(schedule.start[at], schedule.finish[at]), 0)
        elif active:
            duration = network.duration[at]
        else:
            duration = round(ThreePoint.load(str(row["estimate"])).likely) if row["estimate"] else DEFAULT_DURATION
        ended = network.actual_finish[at]
        begun = schedule.start[at] if ended is not None else network.actual_start[at]
        own, ignores = self.calendars.of_item(id_, at, self.people.common_hours(id_))
        logic = self.logic_start.get(at)
        kind = Constraint[str(row["constraint"])]
        when = self.constraint_dates[at]
        if kind not in DATED or when is None:
            kind, when = (kind if kind not in DATED else Constraint.ASAP), None
        else:
            when = constraint_instant(kind, when, calendar)
        task = MspdiTask(
            uid=self.uids[id_],
            name=str(row["title"]),
            parent_uid=self.uids[str(row["parent"])] if row["parent"] else None,
            outline_level=level,
            milestone=row["type"] == "milestone" and not summary,
            summary=summary,
            active=active,
            type=_TYPES[str(row["effort_type"])],
            effort_driven=bool(row["effort_driven"]) or row["effort_type"] == "fixed work",
            start=schedule.start[at],
            finish=schedule.finish[at],
            duration=duration,
            estimated=row["estimate"] is None and not summary and row["type"] != "milestone",
            work=self.people.work(id_, duration),
            actual_start=begun,
            actual_finish=ended,
            actual_duration=0 if begun is None else duration - self._left(at),
            remaining_duration=0 if ended is not None else self._left(at) if begun is not None else duration,
            percent_complete=100 if ended is not None else int(row["progress"] or 0) if begun is not None else 0,
            constraint=int(kind),
            constraint_date=when,
            deadline=self.deadlines[at],
            calendar_uid=own,
            # else other programs let people work on it only when both calendars have them work
            ignore_resource_calendar=summary or ignores or row["type"] == "milestone",
            leveling_delay=0 if logic is None else max(schedule.start[at] - logic, 0),
            priority=_PRIORITIES[str(row["priority"])],
            notes=str(row["notes"] or ""),
            early_start=schedule.early_start[at],
            early_finish=schedule.early_finish[at],
            late_start=schedule.late_start[at],
            late_finish=schedule.late_finish[at],
            total_slack=schedule.total_slack[at],
            free_slack=schedule.free_slack[at],
            critical=schedule.critical[at],
            links=tuple(self.links.get(id_, ())),
            baselines=tuple(self.baselines.get(id_, ())),
            attributes=self._attributes(str(row["custom"] or "{}")),
        )
        self.people.assign(id_, task)
        return task

    def _left(self, at: int) -> int:
        return self.schedule.state.compiled.network.remaining_work(at)

    def _attributes(self, custom: str) -> tuple[tuple[str, str], ...]:
        values = json.loads(custom) if custom != "{}" else {}
        known = self.file.attributes.values()
        return tuple((name, f"{values[name]}") for name in known if values.get(name) not in (None, ""))

    def _baselines(self) -> dict[str, list[MspdiBaseline]]:
        """What each baseline says of each item that is still there; of many, the newest."""
        names = self.plan["baseline"].ids[-_MOST_BASELINES:]
        numbers = {id_: number for number, id_ in enumerate(names)}
        baselines: dict[str, list[MspdiBaseline]] = {}
        table = self.plan["baseline_entry"]
        starts, finishes = minutes_of_texts(table.columns["start"]), minutes_of_texts(table.columns["finish"])
        for place, id_ in enumerate(table.ids):
            row = table.row(id_)
            number = numbers.get(str(row["baseline"]))
            if number is not None:
                baselines.setdefault(str(row["item_id"]), []).append(
                    MspdiBaseline(
                        number=number,
                        start=starts[place],
                        finish=finishes[place],
                        work=None if row["work"] is None else int(row["work"]),
                        cost=None if row["cost"] is None else stored_amount(row["cost"]),
                    )
                )
        return baselines
