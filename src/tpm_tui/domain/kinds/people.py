"""People, their absences, assignments and shifts on call."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from tpm_tui.domain.fields import Field, Record
from tpm_tui.domain.kinds.schedule.items import FUNCTIONS
from tpm_tui.domain.time.intervals import STANDARD_DAY_MINUTES

ABSENCE_TYPES = ("holiday", "sick", "training", "parental", "other")
SHIFT_ROLES = ("primary", "secondary")


class Person(Record, frozen=True, kw_only=True):
    """Somebody who does work."""

    name: Annotated[str, Field("Name", width=16)]
    function: Annotated[str, Field("Function", width=11, choices=FUNCTIONS)] = "development"
    email: Annotated[str, Field("Email", width=20)] = ""
    skills: Annotated[tuple[str, ...], Field("Skills", width=20, format="skills", help="python:3 sql:2")] = ()
    calendar: Annotated[str | None, Field("Calendar", ref="calendar")] = None
    capacity: Annotated[
        int, Field("Capacity a day", width=8, format="duration", help="below the calendar's day: part time")
    ] = STANDARD_DAY_MINUTES
    rate: Annotated[Decimal | None, Field("Cost an hour", width=8, format="money")] = None
    team: Annotated[str, Field("Team", width=12)] = ""


class Pool(Record, frozen=True, kw_only=True):
    """Interchangeable people of a function, or a shared thing (a test environment), of which there are several."""

    name: Annotated[str, Field("Name", width=16)]
    function: Annotated[str | None, Field("Function", width=11, choices=FUNCTIONS, help="empty: a thing")] = None
    capacity: Annotated[int, Field("Capacity", width=8, choices=range(1, 10_001), help="how many at one time")] = 1
    calendar: Annotated[str | None, Field("Calendar", ref="calendar")] = None
    rate: Annotated[Decimal | None, Field("Cost an hour", width=8, format="money", help="of one of them")] = None


class Absence(Record, frozen=True, kw_only=True):
    """Days somebody is away."""

    person: Annotated[str, Field("Person", width=12, ref="person")]
    start: Annotated[date, Field("From", width=10)]
    end: Annotated[date | None, Field("To", width=10, help="empty: one day")] = None
    type: Annotated[str, Field("Type", width=9, choices=ABSENCE_TYPES)] = "holiday"


class Assignment(Record, frozen=True, kw_only=True):
    """Who works on an item, and with how much of their day: a person, or so much of a pool (300 %: three of it)."""

    item: Annotated[str, Field("Item", width=7, ref="item")]
    person: Annotated[str | None, Field("Person", width=12, ref="person", owned=True)] = None
    pool: Annotated[str | None, Field("Pool", width=12, ref="pool", owned=True)] = None
    units: Annotated[int, Field("Units", width=6, choices=range(10_001), format="percent")] = 100
    work: Annotated[
        int | None, Field("Work", width=8, format="duration", help="its part among several; empty: as long as they")
    ] = None


class Shift(Record, frozen=True, kw_only=True):
    """A time in which somebody is on call."""

    person: Annotated[str, Field("Person", width=12, ref="person")]
    start: Annotated[datetime, Field("From", width=16)]
    end: Annotated[datetime, Field("To", width=16)]
    role: Annotated[str, Field("Role", width=9, choices=SHIFT_ROLES)] = "primary"
