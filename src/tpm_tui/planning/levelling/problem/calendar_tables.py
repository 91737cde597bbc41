"""The calendars of a plan as tables of working intervals."""

from tpm_tui.domain.time.instants import EPOCH_ORDINAL, to_day_number
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.domain.time.work_calendar import WorkCalendar
from tpm_tui.planning.levelling.problem.working_time import CYCLE, WorkingTime

_BEFORE = 8 * 7
"""Days before the first instant that a table also covers, for leads."""


def working_time(calendar: WorkCalendar, since: int, until: int) -> WorkingTime:
    """The intervals of a calendar from before an instant on; a week without exceptions repeats after the last of them.

    The table covers `until` at least, so that all that is planned so far is looked up and not grown.
    """
    first = since // MINUTES_PER_DAY - _BEFORE
    exceptions = {to_day_number(day): hours for day, hours in calendar.exceptions.items()}
    last = max(until // MINUTES_PER_DAY, *(day for day in exceptions), first) + 1
    end = last + CYCLE // MINUTES_PER_DAY
    intervals: list[tuple[int, int]] = []
    week = calendar.week
    for day in range(first, end):
        midnight = day * MINUTES_PER_DAY
        hours = exceptions.get(day)
        for start, finish in week[(day + EPOCH_ORDINAL - 1) % 7] if hours is None else hours:
            if intervals and intervals[-1][1] == midnight + start:
                intervals[-1] = (intervals[-1][0], midnight + finish)
            else:
                intervals.append((midnight + start, midnight + finish))
    return WorkingTime(intervals, end * MINUTES_PER_DAY)


class CalendarTables:
    """The tables of the calendars that a problem really counts on, each made when it is first asked for."""

    def __init__(self, since: int, until: int) -> None:
        self._span = since, until
        self._numbers: dict[WorkCalendar, int] = {}
        self.tables: list[WorkingTime] = []

    def number(self, calendar: WorkCalendar) -> int:
        """The position of a calendar's table."""
        known = self._numbers.get(calendar)
        if known is None:
            known = self._numbers[calendar] = len(self.tables)
            self.tables.append(working_time(calendar, *self._span))
        return known
