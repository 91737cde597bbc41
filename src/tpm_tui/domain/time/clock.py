"""Now and today, in one place, so that ``TPM_TODAY`` can fix them for tests, pictures and reports."""

import os
from datetime import UTC, date, datetime, time


def now() -> datetime:
    """The moment, aware, in UTC; noon local time of ``TPM_TODAY`` where that is set.

    ValueError if ``TPM_TODAY`` is no ISO date.
    """
    fixed = os.environ.get("TPM_TODAY")
    if fixed:
        return datetime.combine(date.fromisoformat(fixed), time(12)).astimezone().astimezone(UTC)
    return datetime.now(UTC)


def today() -> date:
    """The local date of :func:`now`."""
    return now().astimezone().date()


def to_local(moment: datetime) -> datetime:
    """An aware moment as local clock time without zone, to the minute: how records keep time."""
    return moment.astimezone().replace(tzinfo=None, second=0, microsecond=0)
