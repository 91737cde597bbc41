"""Working time: single days that differ from the week, and calendars of somebody's own."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from tpm_tui.commands.command import deletion_problem
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_formats import parse_working_hours
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.transaction import Transaction

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def week_hours(plan: Plan, calendar: str, day: date) -> str:
    """The hours that the week gives a day, as they are stored; empty is free. ValidationError where the calendar has
    been deleted."""
    if gone := deletion_problem(plan, "calendar", [calendar]):
        raise ValidationError(gone)
    return str(plan.value("calendar", calendar, WEEKDAYS[day.weekday()]) or "")


def exceptions_on(plan: Plan, calendar: str, day: date) -> list[str]:
    """Ids of the exceptions that hold a day; the last one counts."""
    table = plan["calendar_exception"]
    ids = []
    for id_ in plan.ids_by_reference("calendar_exception", "calendar").get(calendar, ()):
        first, last = _span(table.row(id_))
        if first <= day <= last:
            ids.append(id_)
    return ids


def _span(row: Mapping[str, object]) -> tuple[date, date]:
    first = date.fromisoformat(str(row["start"]))
    return first, date.fromisoformat(str(row["end"])) if row["end"] else first


def hours_on(plan: Plan, calendar: str, day: date) -> tuple[str, str]:
    """The hours of a day and the name of the exception that sets them; the name is empty where the week does."""
    exceptions = exceptions_on(plan, calendar, day)
    if exceptions:
        row = plan["calendar_exception"].row(exceptions[-1])
        return str(row["hours"] or ""), str(row["name"])
    return week_hours(plan, calendar, day), ""


def set_day_hours(tx: Transaction, calendar: str, day: date, hours: str | None, name: str = "") -> str:
    """Give one day other hours ("" is free; None: what the week says) and say so; its neighbours keep theirs.

    An exception of several days that holds the day is cut in two around it.
    """
    plan = tx.plan
    kept = hours_on(plan, calendar, day)[1]
    for id_ in exceptions_on(plan, calendar, day):
        _cut(tx, id_, day)
    if hours is not None and parse_working_hours(hours) != parse_working_hours(week_hours(plan, calendar, day)):
        title = name or kept or ("Working day" if hours else "Day off")
        tx.add("calendar_exception", calendar=calendar, name=title, start=day, hours=hours)
    if hours is None:
        return "as in any week"
    return f"works {hours}" if hours else "free"


def name_day(tx: Transaction, calendar: str, day: date, name: str) -> None:
    """Name the exception that sets the hours of a day. ValidationError where the day is as in any week."""
    exceptions = exceptions_on(tx.plan, calendar, day)
    if not exceptions:
        raise ValidationError("only a day that differs from its week has a name")
    tx.set("calendar_exception", exceptions[-1], name=name)


def _cut(tx: Transaction, exception: str, day: date) -> None:
    """Take one day out of an exception."""
    row = tx.plan["calendar_exception"].row(exception)
    first, last = _span(row)
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    if first == last:
        tx.delete("calendar_exception", exception)
    elif day == first:
        tx.set("calendar_exception", exception, start=after, end=last if last > after else None)
    else:
        tx.set("calendar_exception", exception, end=before if before > first else None)
        if day < last:
            tx.add("calendar_exception", calendar=row["calendar"], name=row["name"], hours=row["hours"], start=after,
                   end=last if last > after else None)  # fmt: skip


def toggle_day(tx: Transaction, calendar: str, day: date) -> str:
    """A working day becomes free; a free one what its week says, or a working day where that is free too."""
    plan = tx.plan
    hours, name = hours_on(plan, calendar, day)
    if hours:
        extra = bool(name) and not week_hours(plan, calendar, day)
        return set_day_hours(tx, calendar, day, None if extra else "")
    if name and week_hours(plan, calendar, day):
        return set_day_hours(tx, calendar, day, None)
    usual = next((h for h in (plan.value("calendar", calendar, w) for w in WEEKDAYS) if h), None)
    if usual is None:
        raise ValidationError("no weekday has hours: give one some first")
    return set_day_hours(tx, calendar, day, str(usual), "Working day")


def toggle_days(tx: Transaction, calendar: str, first: date, last: date) -> str:
    """A span of days becomes free as one exception; where nobody works in it already, each day as its week says."""
    if first == last:
        return toggle_day(tx, calendar, first)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    worked = any(hours_on(tx.plan, calendar, day)[0] for day in days)
    for day in days:
        set_day_hours(tx, calendar, day, None)
    if worked:
        tx.add("calendar_exception", calendar=calendar, name="Days off", start=first, end=last, hours="")
    return "free" if worked else "as in any week"


def own_calendar(tx: Transaction, kind: str, id_: str) -> str:
    """Give a person or an item a calendar of its own, a copy of the one it follows now, exceptions too; its id.
    ValidationError where that has been deleted, or there is no calendar."""
    plan = tx.plan
    if gone := deletion_problem(plan, kind, [id_]):
        raise ValidationError(gone)
    following = effective_calendar(plan, kind, id_)
    if following is None:
        raise ValidationError("there is no calendar yet; add one in the register of calendars")
    row = plan["calendar"].row(following)
    calendar = tx.add("calendar", name=plan.title(kind, id_), **{day: row[day] for day in WEEKDAYS})
    for exception in plan.ids_by_reference("calendar_exception", "calendar").get(following, ()):
        copied = plan["calendar_exception"].row(exception)
        first, last = _span(copied)
        tx.add("calendar_exception", calendar=calendar, name=copied["name"], hours=copied["hours"], start=first,
               end=last if last > first else None)  # fmt: skip
    tx.set(kind, id_, calendar=calendar)
    return calendar


def effective_calendar(plan: Plan, kind: str = "", id_: str = "") -> str | None:
    """The calendar that a person or an item follows: its own, else the programme's, else the file's first."""
    own = plan.value(kind, id_, "calendar") if kind in ("person", "item") else None
    return str(own or plan.programme("calendar") or next(iter(plan["calendar"].ids), "")) or None


def calendar_users(plan: Plan, calendar: str) -> Iterator[str]:
    """Who follows a calendar by name: the programme, people, items, counted."""
    if plan.programme("calendar") == calendar:
        yield "the programme"
    for kind in ("person", "item"):
        count = len(plan.ids_by_reference(kind, "calendar").get(calendar, ()))
        if count:
            words = KINDS[kind].plural if count > 1 else KINDS[kind].label
            yield f"{count} {words.lower()}"
