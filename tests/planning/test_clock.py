"""Whole vectors of working time against the calendar, instant by instant."""

from datetime import date, datetime

import numpy as np
import pytest
from planning_strategies import CALENDARS

from tpm_tui.domain.calendar import DAY, STANDARD_WEEK, Calendar, minute_of
from tpm_tui.planning.clock import MOST, Clock

ORIGIN = minute_of(datetime(2026, 11, 2))
ODD = Calendar([((17, 241), (600, 607))] * 7, {date(2026, 11, 11): ((1, 2), (1439, 1440))})
DAYS = 60


def clocks() -> list[tuple[str, Clock]]:
    found = []
    for number, calendar in enumerate((*CALENDARS, ODD)):
        found.append((f"{number} every minute", Clock(calendar, ORIGIN, DAYS)))
        found.append((f"{number} small", Clock(calendar, ORIGIN, DAYS, small=True)))
    found.append(("by bisection", Clock(Calendar(STANDARD_WEEK), ORIGIN, 4 * MOST // DAY + 1)))
    return found


@pytest.mark.parametrize(("name", "clock"), clocks(), ids=lambda value: value if isinstance(value, str) else "")
def test_a_clock_agrees_with_its_calendar(name: str, clock: Clock) -> None:
    calendar = clock.calendar
    home = calendar.work_at(ORIGIN)
    instants = np.arange(10 * DAY, 30 * DAY, 7)
    works = np.arange(int(clock.work_at(10 * DAY)), int(clock.work_at(30 * DAY)), 3)
    assert clock.work_at(instants).tolist() == [calendar.work_at(ORIGIN + int(i)) - home for i in instants]
    assert clock.start_of(works).tolist() == [calendar.start_of(home + int(w)) - ORIGIN for w in works]
    assert clock.end_of(works).tolist() == [calendar.end_of(home + int(w)) - ORIGIN for w in works]
    assert clock.next_working(instants).tolist() == [calendar.next_working(ORIGIN + int(i)) - ORIGIN for i in instants]
    some = instants[::13]
    assert clock.previous_working(some).tolist() == [calendar.previous_working(ORIGIN + int(i)) - ORIGIN for i in some]
    moves = np.resize([0, 1, -1, 600, -600], len(some))
    wanted = [calendar.add(ORIGIN + int(i), int(w)) - ORIGIN for i, w in zip(some, moves, strict=True)]
    assert clock.add(some, moves).tolist() == wanted
    for work in (0, 90, -90):
        assert clock.add(some, work).tolist() == [calendar.add(ORIGIN + int(i), work) - ORIGIN for i in some]
    assert int(clock.add(15 * DAY + 600, 90)) == calendar.add(ORIGIN + 15 * DAY + 600, 90) - ORIGIN
