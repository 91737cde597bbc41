"""Instants as whole minutes of local clock time since 1970-01-01T00:00, without time zone."""

from datetime import date, datetime, timedelta

from tpm_tui.domain.time.intervals import MINUTES_PER_DAY

EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_EPOCH = datetime(1970, 1, 1)


def to_minute(moment: datetime) -> int:
    """Minutes since the epoch of a naive local date and time; seconds are dropped."""
    delta = moment - _EPOCH
    return delta.days * MINUTES_PER_DAY + delta.seconds // 60


def to_datetime(minute: int) -> datetime:
    """The naive local date and time of an instant in minutes since the epoch."""
    return _EPOCH + timedelta(minutes=minute)


def to_day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - EPOCH_ORDINAL


def finish_day(minute: int) -> date:
    """The day that the instant of a finish belongs to: one at midnight is the end of the day before it."""
    return to_datetime(minute - 1).date()


def deadline_minute(moment: datetime) -> int:
    """The instant of a deadline. One that is a day is kept as 23:59 and means all of it: work until 24:00 keeps it."""
    minute = to_minute(moment)
    return minute + 1 if minute % MINUTES_PER_DAY == MINUTES_PER_DAY - 1 else minute


def deadline_moment(minute: int) -> datetime:
    """The date and time of the instant of a deadline, as it is kept: the inverse of :func:`deadline_minute`."""
    return to_datetime(minute - 1 if minute % MINUTES_PER_DAY == 0 else minute)
