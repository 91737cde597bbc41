"""Days counted from today, so that the demo programme is always in the middle of its life."""

from datetime import date, datetime, time, timedelta

#: (month, day) of the days nobody works, whatever the year.
HOLIDAYS = frozenset({(12, 24), (12, 25), (12, 26), (1, 1)})

#: The working day of the file's standard calendar: minutes before and after lunch, and where each part starts.
_MORNING, _DAY = 180, 480
_FIRST, _AFTER_LUNCH = time(9), time(13)


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS


def week_end(offset: int) -> int:
    """The last of the five working days, counted from today, that a day before today lies in."""
    return min(-(-offset // 5 * 5), -1)


class WorkingDays:
    """Working days before and after today: 0 is today, -1 the last working day before it, +1 the next after it."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._found = {0: today}

    def day(self, offset: int) -> date:
        """The date so many working days from today."""
        step = 1 if offset > 0 else -1
        known = offset
        while known not in self._found:
            known -= step
        while known != offset:
            day = self._found[known] + timedelta(days=step)
            while not is_working_day(day):
                day += timedelta(days=step)
            known += step
            self._found[known] = day
        return self._found[offset]

    def at(self, offset: int, clock: time) -> datetime:
        return datetime.combine(self.day(offset), clock)

    def monday(self, offset: int) -> date:
        """The Monday of that day's week."""
        day = self.day(offset)
        return day - timedelta(days=day.weekday())

    def offset(self, day: date) -> int:
        """The working-day number of a date in the past; of a free day, that of the working day after it."""
        number = 0
        while self.day(number) > day:
            number -= 1
        return number if self.day(number) == day else number + 1

    def moment(self, place: float, finish: bool = False) -> datetime:
        """The clock time of a place such as 3.5, half a working day into day 3; a finish ends the day before."""
        whole, part = divmod(round(place * _DAY), _DAY)
        if finish and part == 0:
            whole, part = whole - 1, _DAY
        early = part < _MORNING or (finish and part == _MORNING)
        start = _FIRST if early else _AFTER_LUNCH
        return self.at(int(whole), start) + timedelta(minutes=part if early else part - _MORNING)
