"""Read MS Project XML (MSPDI), of every version from 2002 on and of programs that imitate it.

The file is read as a stream: one task at a time is in memory as XML. Entities and external references are refused,
since the files are strangers'. Whatever is skipped or approximated is listed in `Mspdi.problems`.

Entities can only be declared in a document type declaration. A text without one goes to the parser of the standard
library, which is written in C; any other to defusedxml, which refuses what is dangerous in it.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from operator import itemgetter
from os import PathLike
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from tpm_tui.exchange.mspdi_calendar import RawCalendar, read_calendar, resolve
from tpm_tui.exchange.mspdi_model import Mspdi, MspdiAssignment, MspdiError, MspdiResource, Problem
from tpm_tui.exchange.mspdi_task import TaskReader
from tpm_tui.exchange.mspdi_values import Reader, duration, flag, instant, local, texts, whole
from tpm_tui.exchange.source import declared_text

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
_RATES = "that the rates of {} of them change, or can be chosen, is not read"

_MOST_PROBLEMS = 1000  # a file that is wrong in every line must not fill the memory with complaints


def read_mspdi(source: str | PathLike[str] | bytes | IO[bytes]) -> Mspdi:
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
    return read_text(text)


def read_text(text: str) -> Mspdi:
    """Read the text of a file, whatever encoding it says it was in. Raises MspdiError as `read_mspdi`."""
    reading = _Reading()
    try:
        takers = _Takers(reading)
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


class _Takers(dict[str, "Callable[[Element], None] | None"]):
    """Tag -> what takes such an element, None for one that is read with another; worked out once a tag."""

    def __init__(self, reading: _Reading) -> None:
        super().__init__()
        self._by_name = {
            "Task": reading.task,
            "Assignment": reading.assignment,
            "Resource": reading.resource,
            "Calendar": reading.calendar,
            "ExtendedAttribute": reading.attribute,
        }

    def __missing__(self, tag: str) -> Callable[[Element], None] | None:
        taker = self._by_name.get(local(tag))
        if len(self) < 10_000:
            self[tag] = taker
        return taker


class _Reading:
    """The state of reading one file."""

    def __init__(self) -> None:
        self.file = Mspdi()
        self.tasks = TaskReader(self.file, self.wrong)
        self.raw_calendars: dict[int, RawCalendar] = {}
        self.last: Element | None = None
        self.unread: Counter[tuple[str, str]] = Counter()
        self.unsaid = 0

    def wrong(self, where: str, reason: str) -> None:
        if len(self.file.problems) < _MOST_PROBLEMS:
            self.file.problems.append(Problem(where, reason))
        else:
            self.unsaid += 1

    def task(self, element: Element) -> None:
        self.tasks.read(element)
        element.clear()

    def calendar(self, element: Element) -> None:
        calendar = read_calendar(element, self.wrong)
        if calendar is not None:
            self.raw_calendars[calendar.uid] = calendar
        element.clear()

    def attribute(self, element: Element) -> None:
        """The definition of a custom field; those that hold a value are read with their task."""
        found = texts(element)
        if "Value" not in found and "FieldID" in found and ("FieldName" in found or "Alias" in found):
            self.file.attributes[found["FieldID"]] = found.get("Alias") or found["FieldName"]

    def leave(self, where: str, found: Mapping[str, str]) -> None:
        """Count the fields that are not read and say something."""
        for tag, reason in _NOT_READ[where].items():
            if tag in found and found[tag].strip("0. \n"):
                self.unread[where, reason] += 1

    def _over_time(self, element: Element) -> None:
        """Count what a resource says of its availability and its rates from time to time."""
        for child in element:
            tag = local(child.tag)
            if tag == "AvailabilityPeriods" and len(child):
                self.unread["resources", _PERIODS] += 1
            elif tag == "Rates" and len({texts(rate).get("StandardRate") for rate in child} - {"0", None}) > 1:
                self.unread["resources", _RATES] += 1

    def resource(self, element: Element) -> None:
        found = texts(element)
        self.leave("resources", found)
        self._over_time(element)
        element.clear()
        where = f"resource {found.get('Name') or found.get('UID') or '?'}"
        reader = Reader(found, where, self.wrong)
        uid = reader.get("UID", whole)
        if uid is None:
            if found:
                self.wrong(where, "has no UID; skipped")
            return
        nobody = uid == 0 and found.get("Name", "Unassigned") == "Unassigned"  # the name that ProjectLibre gives it
        if nobody or reader.value("IsNull", flag, False):
            return  # the row for work without a resource, or a blank one
        calendar_uid = reader.get("CalendarUID", whole)
        self.file.resources.append(
            MspdiResource(
                uid=uid,
                name=found.get("Name", ""),
                type=reader.value("Type", whole, 1),
                initials=found.get("Initials", ""),
                email=found.get("EmailAddress", ""),
                group=found.get("Group", ""),
                max_units=reader.value("MaxUnits", float, 1.0),
                calendar_uid=None if calendar_uid is None or calendar_uid < 0 else calendar_uid,
                standard_rate=reader.get("StandardRate", float),
                notes=found.get("Notes", ""),
            )
        )

    def assignment(self, element: Element) -> None:
        found = texts(element)
        self.leave("assignments", found)
        element.clear()
        where = f"assignment {found.get('UID') or '?'}"
        reader = Reader(found, where, self.wrong)
        task_uid, resource_uid = reader.get("TaskUID", whole), reader.get("ResourceUID", whole)
        if task_uid is None or resource_uid is None:
            self.wrong(where, "names no task or no resource; skipped")
            return
        self.file.assignments.append(
            MspdiAssignment(
                uid=reader.value("UID", whole, 0),
                task_uid=task_uid,
                resource_uid=resource_uid,
                units=reader.value("Units", float, 1.0),
                work=reader.get("Work", duration),
                actual_work=reader.get("ActualWork", duration),
                remaining_work=reader.get("RemainingWork", duration),
                start=reader.get("Start", instant),
                finish=reader.get("Finish", instant),
            )
        )

    def finish(self) -> Mspdi:
        """Read the project's own fields, which surround the rest, and put everything together."""
        file, root = self.file, self.last
        if root is None or local(root.tag) != "Project":
            raise MspdiError(f"not MS Project XML: the root is <{local(root.tag) if root is not None else ''}>")
        found = texts(root)
        reader = Reader(found, "project", self.wrong)
        file.name = found.get("Name", "")
        file.title = found.get("Title", "")
        file.author = found.get("Author", "")
        file.save_version = found.get("SaveVersion", "")
        file.start = reader.get("StartDate", instant)
        file.finish = reader.get("FinishDate", instant)
        file.schedule_from_start = reader.value("ScheduleFromStart", flag, True)
        file.status_date = reader.get("StatusDate", instant)
        file.calendar_uid = reader.get("CalendarUID", whole)
        file.minutes_per_day = reader.value("MinutesPerDay", whole, 480)
        file.minutes_per_week = reader.value("MinutesPerWeek", whole, 2400)
        file.days_per_month = reader.value("DaysPerMonth", whole, 20)
        file.critical_slack_limit = reader.value("CriticalSlackLimit", whole, 0)
        file.currency = found.get("CurrencyCode") or found.get("CurrencySymbol") or ""
        file.calendars = resolve(self.raw_calendars, self.wrong)
        if file.calendars and file.calendar_uid is not None and file.calendar_uid not in file.calendars:
            self.wrong("project", f"its calendar {file.calendar_uid} is not here; the first of the file is taken")
        if not file.schedule_from_start:
            self.wrong(
                "project", "is scheduled backwards from its finish; it is scheduled forwards from its start here"
            )
        self.tasks.finish()
        for (where, reason), count in sorted(self.unread.items()):
            self.wrong(where, reason.format(count))
        self._loose_ends()
        if self.unsaid:
            file.problems.append(Problem("file", f"{self.unsaid} more problems of the same kinds"))
        return file

    def _loose_ends(self) -> None:
        """Report assignments that lead nowhere; a negative UID is nobody's, as is that of the unnamed resource 0."""
        file = self.file
        people, tasks = {resource.uid for resource in file.resources} | {0}, self.tasks.seen
        nobody = sum(work.resource_uid > 0 and work.resource_uid not in people for work in file.assignments)
        nothing = sum(work.resource_uid > 0 and work.task_uid not in tasks for work in file.assignments)
        if nobody:
            self.wrong("assignments", f"{nobody} name a resource that is not in the file; left out")
        if nothing:
            self.wrong("assignments", f"{nothing} are to no task of the file, or to the project as a whole; left out")
