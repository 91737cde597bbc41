"""The team view, and levelling from it."""

import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from support.store_files import new_file
from support.workspace_pilot import WorkspacePilot
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.views.flow import FlowView
from tpm_tui.app.views.team import TeamView
from tpm_tui.domain.query.syntax import FilterError
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.analysis.workload import load_by_resource_and_day
from tpm_tui.store.store import Store


@pytest.fixture
def overloaded(tmp_path: Path) -> Path:
    """Three two-day items of Ana's."""
    path = tmp_path / "plan.db"
    new_file(path).close()
    with Store.open(path) as store, store.transaction("People", "test") as tx:
        ana = tx.add("person", name="Ana")
        for number in (1, 2, 3):
            tx.add("item", title=f"Work {number}", owner=ana, estimate=ThreePoint(960, 960, 960))
    return path


async def test_overload_is_shown_by_sign_and_word_and_levelled(overloaded: Path) -> None:
    async with WorkspacePilot(overloaded) as pilot:
        await pilot.press("5")
        await pilot.until(lambda: pilot.shows("300%, over on 2d"), "the load is worked out")
        assert "Ana" in pilot.screen
        assert "24.0 h of 8.0 h" in pilot.screen
        await pilot.press("N", "enter")
        await pilot.rewrite("0")
        assert "weeks are a number from 1 to 520" in pilot.echo
        await pilot.rewrite("4")
        await pilot.press("enter")
        await pilot.until(lambda: pilot.shows("do it? y/n"), "the search ends")
        assert "2 items moved" in pilot.screen
        await pilot.press("y")
        await pilot.press("5")
        await pilot.until(lambda: pilot.shows("Ana") and not pilot.shows("computing"), "the load is worked out")
        assert "over" not in pilot.screen.split("Above capacity")[0].split("Ana")[1].split("\n")[0]
        await pilot.press("u")
        await pilot.until(lambda: pilot.shows("300%, over on 2d"), "the load is as it was")


async def test_a_search_is_looked_on_and_ended_by_esc_with_the_best_so_far(overloaded: Path) -> None:
    """The best finish of these is never proved, so that the search goes on until it is ended."""
    with Store.open(overloaded) as store, store.transaction("People", "test") as tx:
        ana = store.plan["person"].ids[0]
        for number in range(12):
            env = tx.add("pool", name=f"environment {number}")
            one = tx.add("item", title=f"Test {number}", owner=ana, estimate=ThreePoint(480, 480, 480))
            tx.add("assignment", item=one, pool=env)
            tx.add("assignment", item=one, person=ana)
    async with WorkspacePilot(overloaded) as pilot:
        await pilot.press("N", "down", "enter")
        await pilot.until(lambda: pilot.shows("searching") and pilot.shows("items moved"), "a first proposal is shown")
        await pilot.press("enter")
        assert "✗" in pilot.screen
        assert any(line.startswith("╰") and "items moved" in line for line in map(str.strip, pilot.lines))
        await pilot.press("escape")
        await pilot.until(lambda: pilot.shows("do it? y/n"), "the search has ended")
        moved = pilot.screen.count("later")
        assert "✗" in pilot.screen
        assert moved > 2
        await pilot.press("y")
        assert "levelled:" in pilot.footer
        await pilot.press("u")
        assert not any(pilot.plan["item"].columns["levelled_start"])
        await pilot.press("N", "down", "enter", "n")
        assert not any(pilot.plan["item"].columns["levelled_start"])


async def test_the_top_line_says_both_dates_and_the_bottleneck(overloaded: Path) -> None:
    async with WorkspacePilot(overloaded, forecast=True) as pilot:
        assert "with people" in pilot.screen
        assert "(Ana)" in pilot.screen.splitlines()[0]


async def test_the_one_chosen_is_assigned(overloaded: Path) -> None:
    with Store.open(overloaded) as store, store.transaction("People", "test") as tx:
        tx.add("person", name="Ben")
    async with WorkspacePilot(overloaded) as pilot:
        await pilot.press("1", "n")
        assert "Ben" in pilot.screen
        await pilot.press("enter")
        assert "is for" in pilot.screen


async def team(pilot: WorkspacePilot, *, narrowed_to: str | None = None) -> None:
    """Show the team, narrow it where there is a filter, and wait for its figures."""
    if narrowed_to is None:
        await pilot.press("5")
    else:
        await pilot.press("/")
        await pilot.rewrite(narrowed_to)
        await pilot.press("enter")
    await pilot.until(lambda: not pilot.shows("computing"), "the load is worked out")


async def test_enter_on_a_cell_lists_the_items_behind_it(overloaded: Path) -> None:
    async with WorkspacePilot(overloaded) as pilot:
        await team(pilot)
        assert "▴ 23 Nov" in pilot.screen
        await pilot.press("l")
        assert "▴ 24 Nov" in pilot.screen
        await pilot.press("enter")
        assert "Ana, 24 Nov: 24.0 h of 8.0 h" in pilot.screen
        assert pilot.screen.count(" 8.0 h  T-") == 3
        await pilot.press("G", "enter")
        assert "Capacity a day" in pilot.screen
        await pilot.press("escape")
        await pilot.press("escape")
        await pilot.press("l", "h", "enter")
        assert "Ana, 23 Nov: 24.0 h of 8.0 h" in pilot.screen


async def test_a_filter_narrows_the_load_and_by_makes_rows_of_those_alike(overloaded: Path) -> None:
    async with WorkspacePilot(overloaded) as pilot:
        await team(pilot)
        await team(pilot, narrowed_to='"Work 1"')
        assert "100%" in pilot.line("Ana     ")
        assert "Above capacity" not in pilot.screen
        await pilot.press("/")
        await pilot.rewrite("by:function")
        assert "by function" in pilot.screen
        await pilot.press("enter")
        await pilot.until(lambda: pilot.shows("development "), "the load by function is worked out")
        assert "300%, over on 2d" in pilot.line("development ")
        await pilot.press("/")
        await pilot.rewrite("by:nosuch")
        assert "the load is by person, function, skill, workstream" in pilot.screen


async def test_a_filter_of_computed_columns_narrows_the_load(overloaded: Path) -> None:
    """What the prompt takes can be applied: the columns of the scheduler are there for both."""
    async with WorkspacePilot(overloaded) as pilot:
        await team(pilot)
        await team(pilot, narrowed_to="critical:yes finish<2w")
        assert "5 Team ─ critical:yes finish<2w" in pilot.screen
        assert "300%, over on 2d" in pilot.line("Ana     ")
        await team(pilot, narrowed_to="critical:no")
        assert "0%" in pilot.line("Ana     ")
        await team(pilot, narrowed_to="start>1y")
        assert "0%" in pilot.line("Ana     ")


@pytest.mark.parametrize(
    "wrong", ["status:foo", "estimate>abc", "nosuch:1", "start<nosuch", "(", "by:function status:foo"]
)
async def test_a_filter_that_cannot_be_applied_is_refused_at_the_prompt(overloaded: Path, wrong: str) -> None:
    session = WorkspaceSession(overloaded, InputContext(date(2026, 11, 23)))
    session.open_in_background()
    session.show_opened()
    for page in (TeamView(session), FlowView(session)):
        with pytest.raises(FilterError):
            page.describe(wrong if isinstance(page, TeamView) else wrong.removeprefix("by:function "))
    await session.close()


async def test_a_filter_that_was_applied_and_no_longer_can_be_is_said_as_a_line(overloaded: Path) -> None:
    with Store.open(overloaded) as store, store.transaction("Parked", "test") as tx:
        parked = tx.add("state", name="parked", group="todo")
    async with WorkspacePilot(overloaded) as pilot:
        await team(pilot)
        await team(pilot, narrowed_to="-status:parked")
        assert "300%" in pilot.line("Ana     ")
        assert await pilot.app.action_context.editor.change("Delete", "test", lambda tx: tx.delete("state", parked))
        await pilot.until(lambda: pilot.shows("it is open, closed or one of"), "the reason is a line")
        await team(pilot, narrowed_to="")
        assert "300%" in pilot.line("Ana     ")


async def test_esc_clears_the_filter_of_the_page_and_leaves_that_of_the_backlog(overloaded: Path) -> None:
    async with WorkspacePilot(overloaded) as pilot:
        await pilot.press("1", "/")
        await pilot.write("Work")
        await pilot.press("enter")
        await team(pilot)
        page = pilot.table
        assert isinstance(page, TeamView)
        for _ in range(10):
            if page.kind != "item":
                await pilot.press("j")
        await team(pilot, narrowed_to="Work")
        assert pilot.table.kind == "item"
        await pilot.press("escape")
        assert (page.filter_text, pilot.table, pilot.backlog.filter_text) == ("", page, "Work")
        await pilot.until(lambda: not page.computing, "the load is worked out")
        await pilot.press("escape")
        assert (pilot.table, pilot.backlog.filter_text) == (pilot.backlog, "Work")
        await pilot.press("escape")
        assert pilot.backlog.filter_text == ""


async def test_filters_of_the_team_have_a_history_of_their_own(overloaded: Path) -> None:
    async with WorkspacePilot(overloaded) as pilot:
        await team(pilot)
        await team(pilot, narrowed_to="by:function")
        await team(pilot, narrowed_to="")
        assert pilot.remembered.get("filters.team") == ["by:function"]
        assert not pilot.remembered.get("filters.item")
        await pilot.press("/", "up")
        assert pilot.input == "by:function"


async def test_the_load_is_worked_out_beside_the_screen(overloaded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[threading.Thread] = []
    real = load_by_resource_and_day.resource_load

    def noted(*args: Any) -> Any:
        threads.append(threading.current_thread())
        return real(*args)

    monkeypatch.setattr(load_by_resource_and_day, "resource_load", noted)
    async with WorkspacePilot(overloaded) as pilot:
        await team(pilot)
        await team(pilot, narrowed_to="by:function")
        assert threads
        assert threading.main_thread() not in threads
