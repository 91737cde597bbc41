"""What an assignment says by day of the work that was done and of what it cost."""

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from tpm_tui.exchange.schedules.mspdi.parse.xml_values import (
    ElementReader,
    child_texts,
    local_name,
    parse_hundredths,
    parse_instant,
    parse_iso_duration,
)
from tpm_tui.exchange.schedules.mspdi.project_data import MspdiDay

_WORK, _COST = "2", "6"


def parse_days(assignment: Element, wrong: Callable[[str, str], None]) -> Iterator[MspdiDay]:
    """The days of actual work of an assignment, each with the cost that follows it for the same time."""
    work: MspdiDay | None = None
    for child in assignment:
        if local_name(child.tag) != "TimephasedData":
            continue
        texts = child_texts(child)
        reader = ElementReader(texts, "actual work", wrong)
        start = reader.get("Start", parse_instant)
        if start is None or texts.get("Type") not in (_WORK, _COST):
            continue
        if texts["Type"] == _COST:
            if work is not None and work.start == start:
                yield MspdiDay(start, work.minutes, reader.get("Value", parse_hundredths))
                work = None
            continue
        if work is not None:
            yield work
        minutes = reader.get("Value", parse_iso_duration)
        work = MspdiDay(start, minutes) if minutes else None
    if work is not None:
        yield work
