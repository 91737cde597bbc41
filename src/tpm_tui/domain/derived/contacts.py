"""When a stakeholder was last heard, is next due a contact, and how to approach them."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.calendar_periods import add_months
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.codec import Stored

_PLAIN_RULE = re.compile(r"FREQ=(DAI|WEEK|MONTH|YEAR)LY(?:;INTERVAL=(\d{1,3}))?")


@lru_cache(maxsize=4096)
def next_occurrence(rule: str, last: date) -> date | None:
    """The first day after ``last`` that an RRULE names; None if it names no more.

    A month that lacks the day gives its last one.
    """
    match = _PLAIN_RULE.fullmatch(rule)
    if match:
        step = int(match[2] or 1)
        if match[1] in ("DAI", "WEEK"):
            return last + timedelta(days=step * (7 if match[1] == "WEEK" else 1))
        # An RRULE leaves out months that lack the day; whoever says "monthly" on the 31st means each month's last day.
        return add_months(last, step * (12 if match[1] == "YEAR" else 1))
    from dateutil.rrule import rrulestr

    start = datetime(last.year, last.month, last.day)
    occurrence = rrulestr(rule, dtstart=start).after(start)
    return occurrence.date() if occurrence else None


def last_contacts(plan: Plan) -> dict[str, str]:
    """Stakeholder id -> ISO date of the latest contact."""

    def build() -> dict[str, str]:
        c = plan["contact"].columns
        latest: dict[str, str] = {}
        for who, at in zip(c["stakeholder"], c["at"], strict=True):
            if at is not None and str(at) > latest.get(str(who), ""):
                latest[str(who)] = str(at)
        return latest

    return plan.memoised("last_contacts", [("contact", "stakeholder"), ("contact", "at")], build)


def last_contact_values(plan: Plan, _context: InputContext) -> list[Stored]:
    latest = last_contacts(plan)
    return [latest.get(id_) for id_ in plan["stakeholder"].ids]


def contact_due_values(plan: Plan, context: InputContext) -> list[Stored]:
    """The day the next contact is due: the cadence after the last one, else after the stakeholder was added."""
    latest = last_contacts(plan)
    table = plan["stakeholder"]
    due_dates: list[Stored] = []
    for id_, rule, created in zip(table.ids, table.columns["cadence"], table.columns["created"], strict=True):
        last = latest.get(id_) or (str(created)[:10] if created else None)
        if not rule:
            due_dates.append(None)
        elif last is None:
            due_dates.append(context.today.isoformat())
        else:
            due = next_occurrence(str(rule), date.fromisoformat(last))
            due_dates.append(due.isoformat() if due else None)
    return due_dates


def contact_overdue_values(plan: Plan, context: InputContext) -> list[Stored]:
    today = context.today.isoformat()
    return [int(due is not None and str(due) < today) for due in contact_due_values(plan, context)]


#: The cells of Mendelow's grid.
STAKEHOLDER_QUADRANTS = ("manage closely", "keep satisfied", "keep informed", "monitor")


def stakeholder_quadrant(power: int, interest: int) -> str:
    """Mendelow's grid, the middle counting as high."""
    if power >= 3:
        return "manage closely" if interest >= 3 else "keep satisfied"
    return "keep informed" if interest >= 3 else "monitor"


def quadrant_values(plan: Plan, _context: InputContext) -> list[Stored]:
    c = plan["stakeholder"].columns
    return [stakeholder_quadrant(int(p or 0), int(i or 0)) for p, i in zip(c["power"], c["interest"], strict=True)]
