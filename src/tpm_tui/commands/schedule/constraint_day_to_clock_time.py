"""The date of a constraint: a bare day is the end of its work where a finish is bound, else its beginning."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from tpm_tui.commands.schedule.calendars import effective_calendar, hours_on
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import DAY_END, DAY_START
from tpm_tui.domain.text.field_formats import parse_working_hours
from tpm_tui.domain.values.codec import Stored, load_value

_FINISH = ("FNET", "FNLT", "MFO")


def implied_constraint_date(plan: Plan, before: Mapping[str, Stored], values: Mapping[str, Any]) -> dict[str, datetime]:
    """What ``values`` about to be set in an item (``before``: its stored row, empty for a new one) lack for that.

    A clock time that was given stays; one that stood for the whole day goes with the constraint to the day's other end.
    """
    given = "constraint_date" in values
    when = values["constraint_date"] if given else load_value(_DATE, before.get("constraint_date"))
    kind, was = str(values.get("constraint", before.get("constraint"))), str(before.get("constraint"))
    if not isinstance(when, datetime):
        return {}
    end = _end(plan, values.get("calendar", before.get("calendar")), when.date())
    if kind in _FINISH and when.time() == DAY_START:
        return {"constraint_date": end}
    if not given and was in _FINISH and kind not in _FINISH and when in (end, datetime.combine(when.date(), DAY_END)):
        return {"constraint_date": datetime.combine(when.date(), DAY_START)}
    return {}


_DATE = KINDS["item"].column("constraint_date")


def _end(plan: Plan, calendar: Stored, day: date) -> datetime:
    """When work ends on a day; the last minute of a day without any."""
    chosen = str(calendar or effective_calendar(plan) or "")
    hours = parse_working_hours(hours_on(plan, chosen, day)[0]) if chosen in plan["calendar"] else ()
    midnight = datetime.combine(day, time())
    return min(midnight + timedelta(minutes=hours[-1][1] if hours else 1440), datetime.combine(day, DAY_END))
