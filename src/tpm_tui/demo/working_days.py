"""Working days counted from today, so that the demo programme is always in the middle of its course."""

import re
from datetime import date, datetime, time, timedelta

#: (month, day) of the holidays, whatever the year.
HOLIDAYS = frozenset({(12, 24), (12, 25), (12, 26), (1, 1)})

_DATE = re.compile(
    r"(?P<week>week )?(?P<offset>[+-]?\d+)(?: \+(?P<weekday>\d))?(?: (?P<clock>\d\d:\d\d))?"
    r"|(?P<month>\d\d)-(?P<day>\d\d)"
)


def is_working_day(day: date) -> bool:
    """Whether the demo programme works on that day: Monday to Friday, holidays left out."""
    return day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS


class WorkingDays:
    """Working days before and after today: 0 is today, -1 the last working day before it, +1 the next after it.

    ``first`` is the offset of the day on which the programme begins.
    """

    def __init__(self, today: date, first: int) -> None:
        self.today = today
        self._days = {0: today}
        self._begin = self.day(first)

    def day(self, offset: int) -> date:
        """The date so many working days from today."""
        step = 1 if offset > 0 else -1
        known = offset
        while known not in self._days:
            known -= step
        while known != offset:
            day = self._days[known] + timedelta(days=step)
            while not is_working_day(day):
                day += timedelta(days=step)
            known += step
            self._days[known] = day
        return self._days[offset]

    def monday(self, offset: int) -> date:
        """The Monday of that day's week."""
        day = self.day(offset)
        return day - timedelta(days=day.weekday())

    def resolve(self, text: str) -> date | datetime:
        """The date of ``-10`` (a working day from today), ``week -10`` (the Monday of its week), ``week -10 +4`` (so
        many days after that Monday) or ``12-24`` (where it next comes after the programme's first day); the moment of
        ``-10 17:00``. ValueError if it is none of these."""
        match = _DATE.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is no day of the demo programme")
        if match["month"]:
            day = date(self._begin.year, int(match["month"]), int(match["day"]))
            return day if day >= self._begin else day.replace(year=day.year + 1)
        offset = int(match["offset"])
        day = self.monday(offset) if match["week"] else self.day(offset)
        day += timedelta(days=int(match["weekday"] or 0))
        return datetime.combine(day, time.fromisoformat(match["clock"])) if match["clock"] else day
