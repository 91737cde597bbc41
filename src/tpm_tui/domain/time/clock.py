"""Now and today, in one place, so that ``TPM_TODAY`` can fix them for tests, pictures and reports."""

import os
from datetime import UTC, date, datetime, time


class ClockError(ValueError):
    """``TPM_TODAY`` is no moment."""

    def __str__(self) -> str:
        return "TPM_TODAY is no date; write it as 2026-11-23 or 2026-11-23T16:30, or unset it"


def now() -> datetime:
    """The moment, aware, in UTC. ``TPM_TODAY`` fixes it: a day means noon of it, local time; a day with a clock time
    (``2026-11-23T16:30``) means just that.

    ClockError if ``TPM_TODAY`` is no ISO date.
    """
    fixed = os.environ.get("TPM_TODAY")
    if not fixed:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(fixed)
        if len(fixed) <= len("2026-11-23"):
            moment = datetime.combine(moment.date(), time(12))
        # plans look back and ahead
        if not 2 <= moment.year <= 9000:
            raise ValueError
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ClockError from None


def today() -> date:
    """The local date of :func:`now`."""
    return now().astimezone().date()


def to_local(moment: datetime) -> datetime:
    """An aware moment as local clock time without zone, to the minute: how records keep time."""
    return moment.astimezone().replace(tzinfo=None, second=0, microsecond=0)
