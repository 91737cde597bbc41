"""Calendars: the hours of the week, and the days that differ from it."""

from datetime import date
from typing import Annotated

from tpm_tui.domain.fields import Field, Record


class Calendar(Record, frozen=True, kw_only=True):
    """Working hours per weekday, as in ``9:00-12:00 13:00-17:00``; an empty day is free."""

    name: Annotated[str, Field("Name", width=20)]
    monday: Annotated[str, Field("Monday", format="hours")] = "09:00-12:00 13:00-18:00"
    tuesday: Annotated[str, Field("Tuesday", format="hours")] = "09:00-12:00 13:00-18:00"
    wednesday: Annotated[str, Field("Wednesday", format="hours")] = "09:00-12:00 13:00-18:00"
    thursday: Annotated[str, Field("Thursday", format="hours")] = "09:00-12:00 13:00-18:00"
    friday: Annotated[str, Field("Friday", format="hours")] = "09:00-12:00 13:00-18:00"
    saturday: Annotated[str, Field("Saturday", format="hours")] = ""
    sunday: Annotated[str, Field("Sunday", format="hours")] = ""


class CalendarException(Record, frozen=True, kw_only=True):
    """Days that differ from the week: a holiday (no hours) or an extra working day."""

    calendar: Annotated[str, Field("Calendar", ref="calendar")]
    name: Annotated[str, Field("Name", width=20)]
    start: Annotated[date, Field("From", width=10)]
    end: Annotated[date | None, Field("To", width=10, help="empty: one day")] = None
    hours: Annotated[str, Field("Hours", format="hours", help="empty: free")] = ""
