"""What surrounds the tasks of a TaskJuggler project: hours, holidays, people; and how texts are written."""

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import reduce
from math import gcd

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY, DayIntervals
from tpm_tui.domain.time.work_calendar import WorkCalendar
from tpm_tui.exchange.schedules.mspdi.importer.calendar_records import calendar_exception_names
from tpm_tui.planning.cpm.schedule import Schedule
from tpm_tui.planning.model.calendars import programme_calendar

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_STEPS = (60, 30, 20, 15, 10, 5)
"""The lengths in minutes of the slots that TaskJuggler can count in."""

_MARGIN = 60 * MINUTES_PER_DAY
"""Time after the plan's finish: a project that runs beyond its end is an error there."""


class ProjectHeader:
    """``step`` is the length of a slot in minutes, ``calendar`` the hours that TaskJuggler counts on, ``start`` and
    ``end`` the instants between which all lies."""

    def __init__(self, plan: Plan, schedule: Schedule) -> None:
        self._plan = plan
        self.calendar: WorkCalendar = programme_calendar(plan)
        network = schedule.network
        starts = [*schedule.start, *(at for at in network.actual_start if at is not None)]
        self.step = _step(schedule, self.calendar)
        first = min(network.plan_start, min(starts, default=network.plan_start))
        self.start = first - first % 60  # its own rule for a project
        self.end = _midnight(max(schedule.plan_finish, max(schedule.finish, default=0)) + _MARGIN)
        self._odd = sorted(day for day, hours in self.calendar.exceptions.items() if hours)
        people = plan["person"].ids
        self._people = {id_: f"r{number}" for number, id_ in enumerate(people, start=1)}

    def head(self) -> Iterator[str]:
        """The project, its holidays and its people."""
        name = self._plan.programme("name") or "Plan"
        yield f"project tpm {self.text(str(name))} {self.date(self.start)} - {self.date(self.end)} {{\n"
        yield '  timezone "UTC"\n'
        yield f"  timingresolution {self.step}min\n"
        for day, hours in zip(_DAYS, self.calendar.week, strict=True):
            yield f"  workinghours {day} {_hours(hours)}\n"
        yield "}\n"
        yield from self._holidays()
        for id_, short in self._people.items():
            yield f"resource {short} {self.text(self._plan.title('person', id_))}\n"

    def _holidays(self) -> Iterator[str]:
        calendar = next(
            (i for i in (self._plan.programme("calendar"), *self._plan["calendar"].ids) if i in self._plan["calendar"]),
            "",
        )
        names = calendar_exception_names(self._plan, str(calendar)) if calendar else {}
        first, last = to_datetime(self.start).date(), to_datetime(self.end).date()
        for day, hours in self.calendar.exceptions.items():
            if not hours and first <= day < last:
                name = self.text(names.get(day, "Holiday"))
                begin = max(self.date(self.start), f"{day}-00:00")
                yield f"leaves holiday {name} {begin} - {day + timedelta(days=1)}-00:00\n"

    def workers(self, item: str) -> list[str]:
        """The people of an item, by their ids here."""
        plan = self._plan
        assignments = plan.ids_by_reference("assignment", "item").get(item, ())
        people = [str(person) for a in assignments if (person := plan.value("assignment", a, "person")) is not None]
        owner = plan.value("item", item, "owner")
        return [self._people[p] for p in dict.fromkeys(people or ([str(owner)] if owner else []))]

    def rounded(self, minutes: int) -> int:
        """To whole slots, up."""
        return -(-minutes // self.step) * self.step

    def date(self, minute: int) -> str:
        """An instant, to whole slots."""
        return f"{to_datetime(self.rounded(minute)):%Y-%m-%d-%H:%M}"

    def has_exception_between(self, start: int, finish: int) -> bool:
        """Whether a day with hours of its own lies between: TaskJuggler has holidays only."""
        if not self._odd:
            return False
        first, last = to_datetime(start).date(), to_datetime(finish).date()
        return any(first <= day <= last for day in self._odd)

    @staticmethod
    def text(words: str) -> str:
        """A text in quotes. A quote or a backslash would end it, a dollar sign before a bracket call a macro."""
        plain = "".join(letter if letter >= " " and not "\x7f" <= letter <= "\x9f" else " " for letter in words)
        plain = _SURROGATE.sub(" ", plain).replace("\\", "＼").replace('"', "”")
        return '"' + _MACRO.sub("＄", " ".join(plain.split()) or "?") + '"'


_MACRO = re.compile(r"\$(?=[({])")
_SURROGATE = re.compile("[\ud800-\udfff\ufeff\ufffe\uffff\u2028\u2029]")


def _step(schedule: Schedule, calendar: WorkCalendar) -> int:
    """The longest slot that everything in the plan is a multiple of; five minutes where none is."""
    network = schedule.network
    numbers = {network.plan_start % 60, *network.duration, *(link.lag for link in network.links)}
    numbers |= {bound for hours in (*calendar.week, *calendar.exceptions.values()) for span in hours for bound in span}
    numbers |= {at % 60 for at in (*schedule.start, *schedule.finish)}
    whole = reduce(gcd, numbers, 60)
    return next((step for step in _STEPS if whole % step == 0), 5)


def _hours(hours: DayIntervals) -> str:
    spans = [(a - a % 5, b - b % 5) for a, b in hours]
    said = [f"{a // 60}:{a % 60:02} - {b // 60}:{b % 60:02}" for a, b in spans if b > a]
    return ", ".join(said) or "off"


def _midnight(minute: int) -> int:
    return -(-minute // MINUTES_PER_DAY) * MINUTES_PER_DAY
