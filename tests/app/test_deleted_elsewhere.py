"""Another program deletes the record that is asked about: one clear line, what was typed is kept, no other changes."""

import asyncio
from pathlib import Path

import pytest

from support.demo_keys import FAILOVER_DRILL
from support.workspace_pilot import MIDDLE, WorkspacePilot
from tpm_tui.app.modal_screens.picker import Choice
from tpm_tui.app.widgets.line_list import LineList
from tpm_tui.store.store import Store

#: What is open over the views -> the view, the keys that open it, and those that answer it.
OPEN = {
    "status": ("1", ["s"], ["down", "enter"]),
    "due": ("1", ["t"], [*"fri", "enter"]),
    "owner": ("1", ["w"], [*"ana", "enter"]),
    "cell": ("1", ["i"], ["X", "enter"]),
    "form": ("1", ["E"], ["X", "f2"]),
    "item below": ("1", ["A"], ["X", "enter"]),
    "risk raised": ("1", ["r"], ["X", "enter"]),
    "field in the palette": ("1", [":", *"owner"], ["enter"]),
    "command in the palette": ("1", [":", *"done"], ["enter"]),
    "link in the palette": ("1", [":", *"after T-3"], ["enter"]),
    "page": ("1", ["enter"], ["j", "enter", "x"]),
    "why": ("1", ["W"], ["j", "enter"]),
    "links": ("1", ["L"], ["a", *"T-3", "enter"]),
    "shift": ("1", ["S"], ["enter", *"3d", "enter", "y"]),
    "deletion": ("1", ["d"], ["y"]),
    "jump": ("1", ["'"], ["a"]),
    "mitigation": ("3", ["A"], ["X", "f2"]),
    "risk form": ("3", ["E"], ["X", "f2"]),
    "risk occurred": ("3", ["O"], ["enter"]),
    "contact": ("4", ["c"], ["X", "enter"]),
    "working time": ("people", ["H"], ["enter"]),
}

#: What is open and holds a record that is not under the cursor -> the view, the keys that open it, the kind of that
#: record (the one named last in the file, or that its line leads to), the keys that choose it, what is then said.
HELD = {
    "baseline to compare with": ("1", ["C"], "baseline", ["enter"], "that baseline has been deleted"),
    "stakeholder a letter is for": (
        "1", ['"', *"letter", "enter"], "stakeholder", ["end", "enter"], "that stakeholder has been deleted",
    ),
    "person who can take it": ("1", ["n"], "person", ["enter"], "Owner points at a person that is not there"),
    "calendar": ("1", ["H"], "calendar", ["enter"], "that calendar has been deleted"),
    "link of a page": ("1", ["L"], "link", ["i"], "that link has been deleted"),
    "sprint of a page": (
        "1", [":", *"sprint:", "enter"], "sprint", ["enter", "escape"], "That sprint has been deleted",
    ),
}  # fmt: skip


def delete(path: Path, kind: str, id_: str) -> None:
    with Store.open(path, author="ben") as store:
        store.load()
        with store.transaction("Delete it elsewhere") as tx:
            tx.delete(kind, id_)


@pytest.mark.parametrize("key", [FAILOVER_DRILL, "T-11"])
@pytest.mark.parametrize("what", OPEN)
async def test_it_goes_on_and_touches_nothing_else(file: Path, what: str, key: str) -> None:
    view, opening, answer = OPEN[what]
    async with WorkspacePilot(file, MIDDLE) as pilot:
        if view == "people":  # their view is of the team; the register has the records
            await pilot.command("open people")
        else:
            await pilot.press(view)
        if view == "1":
            await pilot.go(key)
        kind, id_ = pilot.table.kind, pilot.table.current
        assert id_ is not None
        await pilot.press(*opening)
        await asyncio.to_thread(delete, file, kind, id_)
        await pilot.until(lambda: id_ not in pilot.plan[kind], "that it is gone")
        before = pilot.content()
        await pilot.press(*answer)
        for _ in range(6):
            await pilot.press("escape")
        assert pilot.content() == before
        await pilot.press("1", "a", *"Goes on", "enter")
        assert "added T-" in pilot.footer


async def test_a_cell_that_was_being_edited_says_so_and_leaves_the_next_row(file: Path) -> None:
    async with WorkspacePilot(file, MIDDLE) as pilot:
        await pilot.go(FAILOVER_DRILL)
        id_ = str(pilot.table.current)
        await pilot.press("i", "end", *" and more")
        typed = pilot.input
        await asyncio.to_thread(delete, file, "item", id_)
        await pilot.until(lambda: "that item has been deleted" in pilot.echo, "the reason")
        assert pilot.input == typed, "what was typed is kept"
        assert pilot.asking is not None
        assert pilot.asking.region.bottom >= pilot.app.size.height - 2, "at the foot, over no other row"


async def test_a_cell_stays_on_its_row_when_others_come_above(file: Path) -> None:
    async with WorkspacePilot(file, MIDDLE) as pilot:
        await pilot.go(FAILOVER_DRILL)
        await pilot.press("i")
        assert pilot.asking is not None
        above = pilot.backlog.rows[: pilot.backlog.cursor]
        first = next(id_ for id_ in reversed(above) if id_ not in pilot.plan.children)
        await asyncio.to_thread(delete, file, "item", first)
        await pilot.until(lambda: first not in pilot.plan["item"], "that it is gone")
        assert pilot.asking.region.y == pilot.backlog.cell_region("title").y


async def test_a_question_is_not_asked_while_another_is_open(file: Path) -> None:
    async with WorkspacePilot(file, MIDDLE) as pilot:
        await pilot.press("/", *"owner")
        await pilot.press("ctrl+p", "ctrl+o", "f1", "ctrl+r")
        assert pilot.asking is not None
        assert pilot.input == "owner"
        await pilot.press("escape")
        assert pilot.asking is None


def held_record(pilot: WorkspacePilot, kind: str) -> str:
    """The id of the record that the line under the dialog's cursor stands for; without one the newest of its kind."""
    lines = pilot.app.screen.query(LineList)
    target = lines.first().line.target if lines and lines.first().line is not None else None
    name = target.id if isinstance(target, Choice) else target[-1] if isinstance(target, tuple) else ""
    by_key = pilot.plan.find_key(str(name))
    id_ = by_key[1] if by_key is not None else str(name)
    return id_ if id_ in pilot.plan[kind] else pilot.plan[kind].ids[-1]


async def test_what_holds_another_record_says_that_it_is_gone(file: Path) -> None:
    async with WorkspacePilot(file, MIDDLE) as pilot:
        for what, (view, opening, kind, answer, said) in HELD.items():
            await pilot.press(view)
            await pilot.go(FAILOVER_DRILL)
            await pilot.press(*opening)
            id_ = held_record(pilot, kind)
            await asyncio.to_thread(delete, file, kind, id_)
            await pilot.until(lambda kind=kind, id_=id_: id_ not in pilot.plan[kind], f"that the {what} is gone")
            await pilot.press(*answer)
            assert said in pilot.screen + pilot.footer, what
            for _ in range(4):
                await pilot.press("escape")
