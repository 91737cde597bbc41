"""Dates of a forecast and deadlines, as a person and as a script reads them."""

from tpm_tui.domain.text import dates
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import deadline_moment, to_datetime


def minute_date(minute: int, context: InputContext) -> str:
    """The date of a clock minute as it stands in a column."""
    return dates.show_date(to_datetime(minute).date(), context)


def deadline_date(minute: int, context: InputContext) -> str:
    """The date of a deadline as it stands in a column: of the end of a day, that day."""
    return dates.show_date(deadline_moment(minute).date(), context)


def minute_text(minute: int, context: InputContext) -> str:
    """The date of a clock minute as it stands in a sentence."""
    return dates.day_text(to_datetime(minute).date(), context)


def deadline_text(minute: int, context: InputContext) -> str:
    """The date of a deadline as it stands in a sentence: of the end of a day, that day."""
    return dates.day_text(deadline_moment(minute).date(), context)


def deadline_iso(minute: int) -> str:
    """A deadline as local ISO time: of the end of a day, its 23:59."""
    return deadline_moment(minute).isoformat(timespec="minutes")


def minute_iso(minute: int) -> str:
    """A clock minute as local ISO time."""
    return to_datetime(minute).isoformat(timespec="minutes")
