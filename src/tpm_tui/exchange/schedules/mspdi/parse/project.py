"""Read MS Project XML (MSPDI), of every version from 2002 on and of programs that imitate it.

The file is read as a stream: one task at a time is in memory as XML. Entities and external references are refused,
since the files are other people's. Whatever is skipped or approximated is listed in `MspdiProject.problems`.

Entities can only be declared in a document type declaration. A text without one goes to the parser of the standard
library, which is written in C; any other to defusedxml, which refuses what is dangerous in it.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from operator import itemgetter
from os import PathLike
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.domain.values.amounts import stored_amount
from tpm_tui.exchange.common.source_text import declared_text
from tpm_tui.exchange.schedules.mspdi.parse.actual_work import parse_days
from tpm_tui.exchange.schedules.mspdi.parse.calendars_and_exceptions import (
    ParsedCalendar,
    parse_calendar,
    resolve_inheritance,
)
from tpm_tui.exchange.schedules.mspdi.parse.dated_rates import parse_dated_rates
from tpm_tui.exchange.schedules.mspdi.parse.tasks import TaskParser
from tpm_tui.exchange.schedules.mspdi.parse.xml_values import (
    ElementReader,
    child_texts,
    local_name,
    parse_boolean,
    parse_hundredths,
    parse_instant,
    parse_integer,
    parse_iso_duration,
)
from tpm_tui.exchange.schedules.mspdi.project_data import (
    COST_RESOURCE,
    MspdiAssignment,
    MspdiError,
    MspdiProblem,
    MspdiProject,
    MspdiResource,
)

_NOT_READ = {
    "assignments": {
        "CostRateTable": "the other rate that {} of them choose is not read",
        "Delay": "the delays of {} of them are not read: people begin with the task",
        "LevelingDelay": "the levelling delays of {} of them are not read",
        "WorkContour": "how the work of {} of them is spread is not read: it is even",
    },
    "resources": {
        "CostPerUse": "what each use costs of {} of them is not read",
        "OvertimeRate": "the overtime rates of {} of them are not read",
    },
}
"""Fields that are not taken over, where they say something of their own."""
_PERIODS = "when {} of them are available is not read"
_RATES = "that the rates of {} of them change without a day, or can be chosen, is not read"

_MOST_PROBLEMS = 1000  # a file that is wrong in every line must not fill the memory with complaints


def parse_mspdi(source: str | PathLike[str] | bytes | IO[bytes]) -> MspdiProject:
    """Read a file by path, from bytes or from an open binary stream.

    Raises MspdiError if it is not well-formed XML, not a project, or holds entities; OSError as the system does.
    """
    if isinstance(source, str | PathLike):
        data = Path(source).read_bytes()
    else:
        data = source if isinstance(source, bytes) else source.read()
    try:
        text = declared_text(data)
    except (UnicodeError, LookupError) as error:
        raise MspdiError(f"the XML is in an encoding that cannot be read: {error}") from error
    return parse_mspdi_text(text)


def parse_mspdi_text(text: str) -> MspdiProject:
    """Read the text of a file, whatever encoding it says it was in. Raises MspdiError as `parse_mspdi`."""
    reading = _ProjectParser()
    try:
        takers = _ElementHandlers(reading)
        element: Element | None = None
        for element in _safe_elements(text) if _DOCTYPE in text else _elements(text):
            take = takers[element.tag]
            if take is not None:
                take(element)
        reading.last = element
    except ParseError as error:
        raise MspdiError(f"not well-formed XML: {error}") from error
    except UnicodeError as error:
        raise MspdiError(f"the XML holds bytes that are no text: {error}") from error
    return reading.finish()


_element = itemgetter(1)
_DOCTYPE = "<!DOCTYPE"
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_CHUNK = 1 << 16  # characters: a task is a few thousand


def _elements(text: str) -> Iterator[Element]:
    """The elements of a text without document type, each when it ends."""
    parser: XMLPullParser[Any] = XMLPullParser(events=("end",))
    for at in range(0, len(text), _CHUNK):
        parser.feed(text[at : at + _CHUNK])
        yield from map(_element, parser.read_events())
    parser.close()
    yield from map(_element, parser.read_events())


def _safe_elements(text: str) -> Iterator[Element]:
    """The same of any text. MspdiError if it declares entities."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    plain = _DECLARATION.sub("", text, count=1)  # it is in UTF-8 now, whatever it says
    try:
        for _, element in iterparse(io.BytesIO(plain.encode()), events=("end",)):
            yield element
    except DefusedXmlException as error:
        raise MspdiError("the XML declares entities or external references, which are not read") from error


class _ElementHandlers(dict[str, "Callable[[Element], None] | None"]):
    """Tag -> what takes such an element, None for one that is read with another; worked out once a tag."""

    def __init__(self, reading: _ProjectParser) -> None:
        super().__init__()
        self._by_name = {
            "Task": reading.task,
            "Assignment": reading.assignment,
            "Resource": reading.resource,
            "Calendar": reading.calendar,
            "ExtendedAttribute": reading.attribute,
        }

    def __missing__(self, tag: str) -> Callable[[Element], None] | None:
        taker = self._by_name.get(local_name(tag))
        if len(self) < 10_000:
            self[tag] = taker
        return taker


class _ProjectParser:
    """The state of reading one file."""

    def __init__(self) -> None:
        self.file = MspdiProject()
        self.tasks = TaskParser(self.file, self.wrong)
        self.raw_calendars: dict[int, ParsedCalendar] = {}
        self.last: Element | None = None
        self.unread: Counter[tuple[str, str]] = Counter()
        self.unsaid = 0

    def wrong(self, where: str, reason: str) -> None:
        if len(self.file.problems) < _MOST_PROBLEMS:
            self.file.problems.append(MspdiProblem(where, reason))
        else:
            self.unsaid += 1

    def task(self, element: Element) -> None:
        self.tasks.read(element)
        element.clear()

    def calendar(self, element: Element) -> None:
        calendar = parse_calendar(element, self.wrong)
        if calendar is not None:
            self.raw_calendars[calendar.uid] = calendar
        element.clear()

    def attribute(self, element: Element) -> None:
        """The definition of a custom field; those that hold a value are read with their task."""
        texts = child_texts(element)
        if "Value" not in texts and "FieldID" in texts and ("FieldName" in texts or "Alias" in texts):
            self.file.attributes[texts["FieldID"]] = texts.get("Alias") or texts["FieldName"]

    def report_ignored(self, where: str, texts: Mapping[str, str]) -> None:
        """Count the fields that are not read and say something."""
        for tag, reason in _NOT_READ[where].items():
            if tag in texts and texts[tag].strip("0. \n"):
                self.unread[where, reason] += 1

    def _dated_rates(self, element: Element) -> tuple[tuple[int, Decimal], ...]:
        """Its rates where they change; counts what it says besides of its availability and its rates."""
        rates: tuple[tuple[int, Decimal], ...] = ()
        for child in element:
            tag = local_name(child.tag)
            if tag == "AvailabilityPeriods" and len(child):
                self.unread["resources", _PERIODS] += 1
            elif tag == "Rates":
                rates, is_more = parse_dated_rates(child)
                if is_more:
                    self.unread["resources", _RATES] += 1
        return rates

    def resource(self, element: Element) -> None:
        texts = child_texts(element)
        self.report_ignored("resources", texts)
        rates = self._dated_rates(element)
        element.clear()
        where = f"resource {texts.get('Name') or texts.get('UID') or '?'}"
        reader = ElementReader(texts, where, self.wrong)
        uid = reader.get("UID", parse_integer)
        if uid is None:
            if texts:
                self.wrong(where, "has no UID; skipped")
            return
        nobody = uid == 0 and texts.get("Name", "Unassigned") == "Unassigned"  # the name that ProjectLibre gives it
        if nobody or reader.value("IsNull", parse_boolean, False):
            return  # the row for work without a resource, or a blank one
        calendar_uid = reader.get("CalendarUID", parse_integer)
        self.file.resources.append(
            MspdiResource(
                uid=uid,
                name=texts.get("Name", ""),
                type=reader.value("Type", parse_integer, 1),
                initials=texts.get("Initials", ""),
                email=texts.get("EmailAddress", ""),
                group=texts.get("Group", ""),
                generic=reader.value("IsGeneric", parse_boolean, False),
                max_units=reader.value("MaxUnits", float, 1.0),
                calendar_uid=None if calendar_uid is None or calendar_uid < 0 else calendar_uid,
                standard_rate=reader.get("StandardRate", stored_amount),
                rates=rates,
                code=texts.get("Code", ""),
                is_budget=reader.value("IsBudget", parse_boolean, False),
                notes=texts.get("Notes", ""),
            )
        )

    def assignment(self, element: Element) -> None:
        texts = child_texts(element)
        self.report_ignored("assignments", texts)
        days = tuple(parse_days(element, self.wrong))
        element.clear()
        where = f"assignment {texts.get('UID') or '?'}"
        reader = ElementReader(texts, where, self.wrong)
        task_uid, resource_uid = reader.get("TaskUID", parse_integer), reader.get("ResourceUID", parse_integer)
        if task_uid is None or resource_uid is None:
            self.wrong(where, "names no task or no resource; skipped")
            return
        self.file.assignments.append(
            MspdiAssignment(
                uid=reader.value("UID", parse_integer, 0),
                task_uid=task_uid,
                resource_uid=resource_uid,
                units=reader.value("Units", float, 1.0),
                work=reader.get("Work", parse_iso_duration),
                actual_work=reader.get("ActualWork", parse_iso_duration),
                remaining_work=reader.get("RemainingWork", parse_iso_duration),
                start=reader.get("Start", parse_instant),
                finish=reader.get("Finish", parse_instant),
                cost=reader.get("Cost", parse_hundredths),
                actual_cost=reader.get("ActualCost", parse_hundredths),
                budget_cost=reader.get("BudgetCost", parse_hundredths),
                days=days,
            )
        )

    def finish(self) -> MspdiProject:
        """Read the project's own fields, which surround the rest, and put everything together."""
        file, root = self.file, self.last
        if root is None or local_name(root.tag) != "Project":
            raise MspdiError(f"not MS Project XML: the root is <{local_name(root.tag) if root is not None else ''}>")
        texts = child_texts(root)
        reader = ElementReader(texts, "project", self.wrong)
        file.name = texts.get("Name", "")
        file.title = texts.get("Title", "")
        file.author = texts.get("Author", "")
        file.save_version = texts.get("SaveVersion", "")
        file.start = reader.get("StartDate", parse_instant)
        file.finish = reader.get("FinishDate", parse_instant)
        file.schedule_from_start = reader.value("ScheduleFromStart", parse_boolean, True)
        file.status_date = reader.get("StatusDate", parse_instant)
        file.calendar_uid = reader.get("CalendarUID", parse_integer)
        file.minutes_per_day = reader.value("MinutesPerDay", parse_integer, 480)
        file.minutes_per_week = reader.value("MinutesPerWeek", parse_integer, 2400)
        file.days_per_month = reader.value("DaysPerMonth", parse_integer, 20)
        file.critical_slack_limit = reader.value("CriticalSlackLimit", parse_integer, 0)
        file.currency = texts.get("CurrencyCode") or texts.get("CurrencySymbol") or ""
        file.calendars = resolve_inheritance(self.raw_calendars, self.wrong)
        if file.calendars and file.calendar_uid is not None and file.calendar_uid not in file.calendars:
            self.wrong("project", f"its calendar {file.calendar_uid} is not here; the first of the file is taken")
        if not file.schedule_from_start:
            self.wrong(
                "project", "is scheduled backwards from its finish; it is scheduled forwards from its start here"
            )
        self.tasks.finish()
        if file.start is None and not file.calendars:
            # Its hours are not known: the first task begins with the working day on which it begins there.
            first = min((task.start for task in file.tasks if task.start is not None), default=None)
            file.start = None if first is None else first - first % MINUTES_PER_DAY
        for (where, reason), count in sorted(self.unread.items()):
            self.wrong(where, reason.format(count))
        self._dangling_references()
        if self.unsaid:
            file.problems.append(MspdiProblem("file", f"{self.unsaid} more problems of the same kinds"))
        return file

    def _dangling_references(self) -> None:
        """Report assignments that lead nowhere; a negative UID is nobody's, as is that of the unnamed resource 0."""
        file = self.file
        people, tasks = {resource.uid for resource in file.resources} | {0}, self.tasks.seen
        nobody = sum(work.resource_uid > 0 and work.resource_uid not in people for work in file.assignments)
        money = {resource.uid for resource in file.resources if resource.type == COST_RESOURCE}
        nothing = sum(
            work.resource_uid > 0
            and work.task_uid not in tasks
            and (work.task_uid != 0 or work.resource_uid not in money)
            for work in file.assignments
        )
        if nobody:
            self.wrong("assignments", f"{nobody} name a resource that is not in the file; left out")
        if nothing:
            self.wrong("assignments", f"{nothing} are to no task of the file, or to the project as a whole; left out")
