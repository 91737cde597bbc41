"""Tasks of MS Project's XML, with their links, baselines and custom fields."""

from collections import Counter
from collections.abc import Callable
from xml.etree.ElementTree import Element

from msgspec.structs import replace

from tpm_tui.domain.time.work_calendar import STANDARD_CALENDAR, WorkCalendar
from tpm_tui.exchange.schedules.mspdi.parse.tasks_placed_by_hand_or_levelling import hold_dates
from tpm_tui.exchange.schedules.mspdi.parse.xml_values import (
    ELAPSED_FORMATS,
    PERCENT_FORMATS,
    ElementReader,
    child_texts,
    local_name,
    parse_boolean,
    parse_hundredths,
    parse_instant,
    parse_integer,
    parse_iso_duration,
    parse_tenths,
)
from tpm_tui.exchange.schedules.mspdi.project_data import MspdiBaseline, MspdiLink, MspdiProject, MspdiTask

_IGNORED = {
    "Contact": "the contact",
    "HyperlinkAddress": "a hyperlink",
    "OutlineCode": "an outline code",
    "Split": "a split",
    "Stop": "",
    "SubprojectName": "the plan of an inserted project",
    "TimephasedData": "values spread over time",
    "ACWP": "",
}
"""Fields that carry something of their own and are not taken over; an empty phrase is for what can be calculated."""

_SPECIAL = frozenset({"PredecessorLink", "Baseline", "ExtendedAttribute", "LevelingDelay", *_IGNORED})


class TaskParser:
    """Collects the tasks of one file in order and finds their parents."""

    def __init__(self, file: MspdiProject, wrong: Callable[[str, str], None]) -> None:
        self.file = file
        self.wrong = wrong
        self.ancestors: list[tuple[int, int]] = []
        """(outline level, UID) from the top down to the last task"""
        self.parents: set[int] = set()
        self.unread: Counter[str] = Counter()
        self.levelled: set[int] = set()
        """UIDs of tasks that resource levelling delayed"""
        self.pauses: list[tuple[MspdiTask, int, int]] = []
        """tasks with the instants at which work stopped and goes on"""
        self.seen: set[int] = set()

    def read(self, element: Element) -> None:
        """Take one <Task>."""
        texts: dict[str, str] = {}
        links: list[MspdiLink] = []
        baselines: list[MspdiBaseline] = []
        attributes: list[tuple[str, str]] = []
        special: list[tuple[str, Element]] = []
        levelled = False
        for child in element:
            tag = local_name(child.tag)
            if tag in _SPECIAL:
                special.append((tag, child))
            text = child.text
            if text and not text.isspace():
                texts[tag] = text
        where = f"task {texts.get('UID', '?')} {texts.get('Name', '')}".strip()[:80]
        for tag, child in special:
            if tag == "PredecessorLink":
                link = self._link(child, where)
                if link is not None:
                    links.append(link)
            elif tag == "Baseline":
                baselines.append(self._baseline(child, where))
            elif tag == "ExtendedAttribute":
                extra = child_texts(child)
                number = extra.get("FieldID", "")
                if "Value" in extra:
                    attributes.append((self.file.attributes.get(number, number), extra["Value"]))
            elif tag == "LevelingDelay":
                levelled = (child.text or "0").strip() not in ("0", "")
            elif _IGNORED.get(tag) and (len(child) or (child.text or "0").strip() not in ("0", "")):
                self.unread[tag] += 1
        reader = ElementReader(texts, where, self.wrong)
        uid = reader.get("UID", parse_integer)
        if uid is None:
            if texts:
                self.wrong(where, "has no UID; skipped")
            return
        if uid in self.seen:
            self.wrong(where, "another task has the same UID; skipped")
            return
        if reader.value("IsNull", parse_boolean, False):
            return  # a blank row
        level = reader.get("OutlineLevel", parse_integer)
        if level is None:
            level = texts.get("OutlineNumber", "1").count(".") + 1
        places = texts.get("ID"), texts.get("OutlineNumber")
        if (uid == 0 or level <= 0) and ("0" in places or (uid == 0 and places == (None, None))):
            if "Notes" in texts:
                self.wrong("project", "its notes are not read")
            return  # the row of the project itself; other programs may count levels, or tasks, from zero
        self.seen.add(uid)
        while self.ancestors and self.ancestors[-1][0] >= level:
            self.ancestors.pop()
        parent = self.ancestors[-1][1] if self.ancestors else None
        self.ancestors.append((level, uid))
        if parent is not None:
            self.parents.add(parent)
        task = self._task(uid, level, parent, reader, links, baselines, attributes)
        self.file.tasks.append(task)
        if levelled:
            self.levelled.add(uid)
        stop, resume = reader.get("Stop", parse_instant), reader.get("Resume", parse_instant)
        if stop is not None and resume is not None and resume > stop and task.actual_finish is None:
            self.pauses.append((task, stop, resume))

    def _task(
        self,
        uid: int,
        level: int,
        parent: int | None,
        reader: ElementReader,
        links: list[MspdiLink],
        baselines: list[MspdiBaseline],
        attributes: list[tuple[str, str]],
    ) -> MspdiTask:
        get, value, texts = reader.get, reader.value, reader.texts
        calendar_uid = get("CalendarUID", parse_integer)
        constraint = value("ConstraintType", parse_integer, 0)
        if not 0 <= constraint <= 7:
            self.wrong(reader.where, f"constraint type {constraint} is not known; taken as soon as possible")
            constraint = 0
        constraint_date = get("ConstraintDate", parse_instant)
        if constraint > 1 and constraint_date is None:
            self.wrong(reader.where, "its constraint has no date; taken as soon as possible")
            constraint = 0
        planned, start, finish = (
            get("Duration", parse_iso_duration),
            get("Start", parse_instant),
            get("Finish", parse_instant),
        )
        return MspdiTask(
            uid=uid,
            id=get("ID", parse_integer),
            name=texts.get("Name", "").strip(),
            parent_uid=parent,
            outline_level=level,
            wbs=texts.get("WBS", ""),
            type=value("Type", parse_integer, 0),
            effort_driven=value("EffortDriven", parse_boolean, False),
            milestone=value("Milestone", parse_boolean, False),
            summary=value("Summary", parse_boolean, False),
            active=value("Active", parse_boolean, True),
            manual=value("Manual", parse_boolean, False),
            external=value("ExternalTask", parse_boolean, False),
            start=get("ManualStart", parse_instant) if start is None else start,
            finish=get("ManualFinish", parse_instant) if finish is None else finish,
            duration=get("ManualDuration", parse_iso_duration) if planned is None else planned,
            elapsed=value("DurationFormat", parse_integer, 7) in ELAPSED_FORMATS,
            estimated=value("Estimated", parse_boolean, False),
            work=get("Work", parse_iso_duration),
            actual_start=get("ActualStart", parse_instant),
            actual_finish=get("ActualFinish", parse_instant),
            actual_duration=get("ActualDuration", parse_iso_duration),
            remaining_duration=get("RemainingDuration", parse_iso_duration),
            percent_complete=value("PercentComplete", float, 0.0),
            constraint=constraint,
            constraint_date=constraint_date,
            deadline=get("Deadline", parse_instant),
            calendar_uid=None if calendar_uid is None or calendar_uid < 0 else calendar_uid,
            ignore_resource_calendar=value("IgnoreResourceCalendar", parse_boolean, False),
            priority=value("Priority", parse_integer, 500),
            cost=get("Cost", parse_hundredths),
            actual_cost=get("ActualCost", parse_hundredths),
            notes=texts.get("Notes", ""),
            early_start=get("EarlyStart", parse_instant),
            early_finish=get("EarlyFinish", parse_instant),
            late_start=get("LateStart", parse_instant),
            late_finish=get("LateFinish", parse_instant),
            total_slack=value("TotalSlack", parse_tenths, 0),
            free_slack=value("FreeSlack", parse_tenths, 0),
            critical=value("Critical", parse_boolean, False),
            links=tuple(links),
            baselines=tuple(baselines),
            attributes=tuple(attributes),
        )

    def _link(self, element: Element, where: str) -> MspdiLink | None:
        reader = ElementReader(child_texts(element), where, self.wrong)
        uid = reader.get("PredecessorUID", parse_integer)
        if uid is None:
            self.wrong(where, "a link names no predecessor; skipped")
            return None
        if reader.value("CrossProject", parse_boolean, False):
            self.wrong(where, "a link to another project is skipped")
            return None
        kind = reader.value("Type", parse_integer, 1)
        if not 0 <= kind <= 3:
            self.wrong(where, f"a link of type {kind} is not known; taken as finish to start")
            kind = 1
        form = reader.value("LagFormat", parse_integer, 7)
        percent = form in PERCENT_FORMATS
        lag = reader.value("LinkLag", parse_integer if percent else parse_tenths, 0)
        return MspdiLink(predecessor_uid=uid, type=kind, lag=lag, elapsed=form in ELAPSED_FORMATS, percent=percent)

    def _baseline(self, element: Element, where: str) -> MspdiBaseline:
        reader = ElementReader(child_texts(element), where, self.wrong)
        return MspdiBaseline(
            number=reader.value("Number", parse_integer, 0),
            start=reader.get("Start", parse_instant),
            finish=reader.get("Finish", parse_instant),
            duration=reader.get("Duration", parse_iso_duration),
            work=reader.get("Work", parse_iso_duration),
            cost=reader.get("Cost", parse_hundredths),
        )

    def finish(self) -> None:
        """Fill in durations that are not said, and report what the tasks hold together."""
        self._durations()
        self._milestones()
        hold_dates(self.file, self.parents, self.levelled, self._calendar, self.wrong)
        pauses = [task for task, stop, resume in self.pauses if self._calendar(task).between(stop, resume)]
        cut = sum(task.uid not in self.parents for task in pauses)
        if cut:
            self.wrong("tasks", f"the work of {cut} tasks pauses before <Resume>: here the rest follows at once")
        for task in self.file.tasks:
            for link in task.links:
                if link.predecessor_uid not in self.seen:
                    self.wrong(f"task {task.uid} {task.name}", f"its predecessor {link.predecessor_uid} is not here")
        for tag, count in sorted(self.unread.items()):
            self.wrong("tasks", f"{_IGNORED[tag]} <{tag}> of {count} tasks is not read")

    def _durations(self) -> None:
        """A task that says only when it starts and finishes lasts as long as there is working time in between."""
        file = self.file
        from_dates = unknown = 0
        for at, task in enumerate(file.tasks):
            if task.duration is not None or task.milestone or task.uid in self.parents:
                continue
            if task.start is None or task.finish is None:
                unknown += 1
                continue
            length = max(self._calendar(task).between(task.start, task.finish), 0)
            file.tasks[at] = replace(task, duration=length)
            from_dates += 1
        if from_dates:
            self.wrong("tasks", f"{from_dates} tasks have no duration: it is taken from their start and finish")
        if unknown:
            self.wrong("tasks", f"{unknown} tasks have neither a duration nor dates: they take no time")

    def _milestones(self) -> None:
        """Only a milestone may stay where a day's work ends: what takes no time and was placed there is one, though
        ProjectLibre does not say so. A date that something else asked for proves nothing."""
        for at, task in enumerate(self.file.tasks):
            if task.duration != 0 or task.milestone or task.uid in self.parents or task.start is None:
                continue
            calendar = self._calendar(task)
            placed = not task.constraint and not task.manual and task.actual_start is None
            if placed and calendar.previous_working(task.start) == task.start != calendar.next_working(task.start):
                self.file.tasks[at] = replace(task, milestone=True)

    def _calendar(self, task: MspdiTask) -> WorkCalendar:
        """The calendar that a task names, else the project's."""
        uid = self.file.calendar_uid if task.calendar_uid is None else task.calendar_uid
        named = None if uid is None else self.file.calendars.get(uid)
        return STANDARD_CALENDAR if named is None or named.calendar is None else named.calendar
