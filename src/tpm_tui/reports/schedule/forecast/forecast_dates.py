"""Dates of a forecast and deadlines, as a person and as a script reads them."""

from tpm_tui.domain.text import dates
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import deadline_moment, finish_day, to_datetime


def finish_date(minute: int, context: InputContext) -> str:
    """The day of a finish or deadline as it stands in a column: of the end of a day, that day."""
    return dates.show_date(finish_day(minute), context)


def finish_day_text(minute: int, context: InputContext) -> str:
    """The day of a finish or deadline as it stands in a sentence: of the end of a day, that day."""
    return dates.day_text(finish_day(minute), context)


def deadline_iso(minute: int) -> str:
    """A deadline as local ISO time: of the end of a day, its 23:59."""
    return deadline_moment(minute).isoformat(timespec="minutes")


def minute_iso(minute: int) -> str:
    """A clock minute as local ISO time."""
    return to_datetime(minute).isoformat(timespec="minutes")
