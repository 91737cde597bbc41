"""Time that nobody can have worked: none at all, on a day to come, or more than a day has hours."""

from datetime import date

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext, day_text
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY


def logged_minutes(plan: Plan, person: str, day: date, but: str | None = None) -> int:
    """What a person has logged on a day, without one entry."""
    return sum(
        int(plan.value("time_entry", id_, "minutes") or 0)
        for id_ in plan.ids_by_reference("time_entry", "person").get(person, ())
        if id_ != but and plan.value("time_entry", id_, "day") == day.isoformat()
    )


def logged_time_problem(
    context: InputContext, name: str, minutes: int, day: date, others: int
) -> tuple[str, str] | None:
    """Why somebody cannot have worked so many minutes on a day beside those of other entries, and the field that says
    it; None where they can."""
    if minutes <= 0:
        return "log more than no time", "minutes"
    if day > context.today:
        return f"{day_text(day, context)} is still to come: log time once it was worked", "day"
    if minutes + others > MINUTES_PER_DAY:
        hours = (minutes + others) / 60
        return f"{name} would have worked {hours:g} h on {day_text(day, context)}: a day has 24", "minutes"
    return None
