"""Working time: the calendar of the programme, of a person, of an item, in one page."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from tpm_tui.domain.entry import Refused
from tpm_tui.store.store import StoreError, Transaction

if TYPE_CHECKING:
    from tpm_tui.app.workspace import Workspace


async def calendar(ws: "Workspace") -> None:
    """Choose whose working time, and edit it; a person or an item under the cursor comes first."""
    chosen = await _chosen(ws)
    if chosen is not None:
        await _open(ws, *chosen)


async def _chosen(ws: "Workspace") -> tuple[str, str, str] | None:
    """(calendar, kind, id) of what was chosen; kind and id are those whose calendar it is, or empty."""
    from tpm_tui.app.screens.choose import Choice, ChooseScreen
    from tpm_tui.commands.calendars import followed, own_calendar, users

    plan, grid = ws.session.plan, ws.grid
    kind, id_ = getattr(grid, "kind", ""), grid.current if grid is not None else None
    choices: list[Choice] = []
    theirs = followed(plan, kind, id_) if kind in ("person", "item") and id_ else None
    label = plan.label(kind, id_) if theirs and id_ else ""
    alone = theirs is not None and list(users(plan, theirs)) in (["1 person"], ["1 item"])
    if theirs and alone:
        choices.append(Choice("theirs", f"Calendar of {label}", right=plan.title("calendar", theirs)))
    elif theirs:
        why_not = "the file is open for reading only" if ws.session.readonly else ""
        whose = "their" if kind == "person" else "its"
        choices.append(Choice("own", f"Give {label} a calendar of {whose} own", why_not=why_not))
    for other in plan["calendar"].ids:
        used = ", ".join(users(plan, other)) or "nobody yet"
        choices.append(Choice(other, plan.title("calendar", other), right=used))
    if not choices:
        ws.say("there is no calendar yet: add one in its register (: calendars)", "warn")
        return None
    # What is there comes first: a key pressed in haste makes nothing.
    current = "theirs" if choices[0].id == "theirs" else theirs or followed(plan) or ""
    chosen = await ws.choose(ChooseScreen("Working time of", choices, current))
    if chosen is None:
        return None
    if chosen == "theirs" and theirs and id_:
        return theirs, kind, id_
    if chosen == "own" and id_:
        made = await ws.guarded(
            ws.session.change(f"Calendar of {label}", "calendar.own", lambda tx: own_calendar(tx, kind, id_))
        )
        return None if made is None else (made[0], kind, id_)
    return chosen, "", ""


async def _open(ws: "Workspace", calendar: str, kind: str, id_: str) -> None:
    from tpm_tui.app.screens.calendar import CalendarScreen
    from tpm_tui.commands.calendars import users

    plan = ws.session.plan
    away = set(_away(ws, id_)) if kind == "person" else ()
    title = f"Calendar {plan.title('calendar', calendar)} ─ {', '.join(users(plan, calendar)) or 'nobody yet'}"

    async def edit(label: str, act: Callable[[Transaction], Any]) -> str:
        if ws.session.readonly:
            return f"open for reading only: {ws.session.readonly}"
        try:
            await ws.session.change(label, "calendar.edit", act, initiator=ws)
        except (Refused, StoreError) as error:
            return str(error)
        return ""

    async def undo() -> str:
        try:
            return "" if await ws.session.undo() is not None else "nothing to undo"
        except (Refused, StoreError) as error:
            return str(error)

    await ws.choose(CalendarScreen(ws.session, calendar, title, edit, undo, away))


def _away(ws: "Workspace", person: str) -> Iterator[date]:
    """The days that a person is away."""
    from tpm_tui.planning.workdays import days

    table = ws.session.plan["absence"]
    for id_ in ws.session.plan.grouped("absence", "person").get(person, ()):
        yield from map(date.fromordinal, days(table.value(id_, "start"), table.value(id_, "end")))


ACTS = {"calendar": calendar}
