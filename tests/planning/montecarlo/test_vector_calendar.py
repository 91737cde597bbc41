"""Whole vectors of working time against the calendar, instant by instant."""

from datetime import date, datetime

import numpy as np
import pytest

from support.network_strategies import CALENDARS
from tpm_tui.domain.time.instants import to_minute
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.domain.time.work_calendar import STANDARD_CALENDAR, STANDARD_WEEK, WorkCalendar
from tpm_tui.planning.montecarlo.vector_calendar import TABLE_BYTES, VectorCalendar, vector_calendars

ORIGIN = to_minute(datetime(2026, 11, 2))
ODD = WorkCalendar([((17, 241), (600, 607))] * 7, {date(2026, 11, 11): ((1, 2), (1439, 1440))})
PART_TIME = WorkCalendar([((480, 720),)] * 3 + [()] * 4)
AWAY = WorkCalendar(STANDARD_WEEK, {date(2026, 11, day): () for day in range(16, 21)})
SATURDAYS = WorkCalendar([*STANDARD_WEEK[:5], ((540, 720),), ()])
DAYS = 60
SETS = {
    "alone": [(calendar,) for calendar in (*CALENDARS, ODD)],
    "with absences": [(STANDARD_CALENDAR, PART_TIME, AWAY)],
    "no calendar holds the others": [(AWAY, SATURDAYS, PART_TIME)],
    "all": [(*CALENDARS, ODD, PART_TIME, AWAY, SATURDAYS)],
}


def made() -> list[tuple[str, VectorCalendar]]:
    """Those of all sets of calendars: with a table entry a minute, with one for several minutes, and without tables."""
    listed = []
    for name, sets in SETS.items():
        for number, calendars in enumerate(sets):
            dense = vector_calendars(calendars, ORIGIN, DAYS, TABLE_BYTES)
            needed = sum(table.bytes(0) for table in {id(t): t for c in dense.values() for t in c.tables}.values())
            for form, memory in (("dense", TABLE_BYTES), ("coarse", max(needed - 1, 0)), ("searched", -1)):
                for vector in vector_calendars(calendars, ORIGIN, DAYS, memory).values():
                    listed.append((f"{name} {number} {form}", vector))
    return listed


@pytest.mark.parametrize(("name", "vector"), made(), ids=lambda value: value if isinstance(value, str) else "")
def test_a_clock_agrees_with_its_calendar(name: str, vector: VectorCalendar) -> None:
    calendar = vector.calendar
    home = calendar.work_at(ORIGIN)
    instants = np.arange(10 * MINUTES_PER_DAY, 30 * MINUTES_PER_DAY, 7)
    works = np.arange(int(vector.work_at(10 * MINUTES_PER_DAY)), int(vector.work_at(30 * MINUTES_PER_DAY)), 3)
    assert vector.work_at(instants).tolist() == [calendar.work_at(ORIGIN + int(i)) - home for i in instants]
    assert vector.start_of(works).tolist() == [calendar.start_of(home + int(w)) - ORIGIN for w in works]
    assert vector.end_of(works).tolist() == [calendar.end_of(home + int(w)) - ORIGIN for w in works]
    assert vector.next_working(instants).tolist() == [calendar.next_working(ORIGIN + int(i)) - ORIGIN for i in instants]
    some = instants[::13]
    assert vector.previous_working(some).tolist() == [calendar.previous_working(ORIGIN + int(i)) - ORIGIN for i in some]
    moves = np.resize([0, 1, -1, 600, -600], len(some))
    wanted = [calendar.add(ORIGIN + int(i), int(w)) - ORIGIN for i, w in zip(some, moves, strict=True)]
    assert vector.add(some, moves).tolist() == wanted
    for work in (0, 90, -90):
        assert vector.add(some, work).tolist() == [calendar.add(ORIGIN + int(i), work) - ORIGIN for i in some]
    assert (
        int(vector.add(15 * MINUTES_PER_DAY + 600, 90))
        == calendar.add(ORIGIN + 15 * MINUTES_PER_DAY + 600, 90) - ORIGIN
    )


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("memory", [TABLE_BYTES, -1])
def test_the_way_over_shared_time_is_the_way_over_clock_time(name: str, memory: int) -> None:
    """From any calendar to any other: what starts or ends an amount of work is the same amount of the other's work."""
    for calendars in SETS[name]:
        known = vector_calendars(calendars, ORIGIN, DAYS, memory)
        for one in known.values():
            works = np.arange(int(one.work_at(10 * MINUTES_PER_DAY)), int(one.work_at(30 * MINUTES_PER_DAY)), 11)
            for other in known.values():
                assert np.array_equal(other.work_in_shared(one.shared_start(works)), other.work_at(one.start_of(works)))
                assert np.array_equal(other.work_in_shared(one.shared_end(works)), other.work_at(one.end_of(works)))
