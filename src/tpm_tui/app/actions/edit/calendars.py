"""Working time: the calendar of the programme, of a person, of an item, in one page."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from tpm_tui.app.actions.action import ActionContext, screen_action
from tpm_tui.domain.journal_operations import Operation
from tpm_tui.store.store import Transaction


async def edit_calendar(context: ActionContext) -> None:
    """Choose whose working time, and edit it; a person or an item under the cursor comes first."""
    chosen = await _choose_calendar(context)
    if chosen is not None:
        await _open_calendar(context, *chosen)


async def _choose_calendar(context: ActionContext) -> tuple[str, str, str] | None:
    """(calendar, kind, id) of what was chosen; kind and id are those whose calendar it is, or empty."""
    from tpm_tui.app.modal_screens.picker import Choice, PickerScreen
    from tpm_tui.commands.schedule.calendars import calendar_users, effective_calendar, own_calendar

    plan, kind, id_ = context.session.plan, context.selection.kind, context.selection.current
    choices: list[Choice] = []
    theirs = effective_calendar(plan, kind, id_) if kind in ("person", "item") and id_ else None
    label = plan.label(kind, id_) if theirs and id_ else ""
    alone = theirs is not None and list(calendar_users(plan, theirs)) in (["1 person"], ["1 item"])
    if theirs and alone:
        choices.append(Choice("theirs", f"Calendar of {label}", right=plan.title("calendar", theirs)))
    elif theirs:
        why_not = "the file is open for reading only" if context.session.readonly else ""
        whose = "their" if kind == "person" else "its"
        choices.append(Choice("own", f"Give {label} a calendar of {whose} own", why_not=why_not))
    for other in plan["calendar"].ids:
        used = ", ".join(calendar_users(plan, other)) or "nobody yet"
        choices.append(Choice(other, plan.title("calendar", other), right=used))
    if not choices:
        context.messages.say("there is no calendar yet: add one in its register (: calendars)", "warn")
        return None
    # What is there comes first: a key pressed in haste makes nothing.
    current = "theirs" if choices[0].id == "theirs" else theirs or effective_calendar(plan) or ""
    chosen = await context.prompts.choose(PickerScreen("Working time of", choices, current))
    if chosen is None:
        return None
    if chosen == "theirs" and theirs and id_:
        return theirs, kind, id_
    if chosen == "own" and id_:
        made = await context.editor.run_guarded(
            context.session.change(
                f"Calendar of {label}", Operation.OWN_CALENDAR, lambda tx: own_calendar(tx, kind, id_)
            )
        )
        return None if made is None else (made[0], kind, id_)
    return chosen, "", ""


async def _open_calendar(context: ActionContext, calendar: str, kind: str, id_: str) -> None:
    from tpm_tui.app.modal_screens.editing.calendars import CalendarScreen
    from tpm_tui.commands.command import deletion_problem
    from tpm_tui.commands.schedule.calendars import calendar_users

    plan = context.session.plan
    away = set(_days_away(context, id_)) if kind == "person" else ()
    title = f"Calendar {plan.title('calendar', calendar)} ─ {', '.join(calendar_users(plan, calendar)) or 'nobody yet'}"

    async def edit(label: str, change: Callable[[Transaction], Any]) -> str:
        return await context.editor.change_for_screen(label, Operation.EDIT_CALENDAR, change)

    undo = context.editor.undo_for_screen
    await context.prompts.choose(CalendarScreen(context.session, calendar, title, edit, undo, away))
    if gone := deletion_problem(context.session.plan, "calendar", [calendar]):
        context.messages.say(gone, "warn")


def _days_away(context: ActionContext, person: str) -> Iterator[date]:
    """The days that a person is away."""
    from tpm_tui.planning.model.calendars import day_ordinals

    table = context.session.plan["absence"]
    for id_ in context.session.plan.ids_by_reference("absence", "person").get(person, ()):
        yield from map(date.fromordinal, day_ordinals(table.value(id_, "start"), table.value(id_, "end")))


ACTIONS = (
    screen_action(
        "calendar",
        "Working time: days off, hours, of programme, person or item",
        "H",
        "Plan",
        edit_calendar,
        synonyms=("holiday", "vacation", "weekend"),
    ),
)
