"""A session held on the screen: every line that was typed is kept, whatever comes between."""

from pathlib import Path

import pytest

from support.workspace_pilot import SMALL, WIDE, WorkspacePilot
from tpm_tui.app.page_lines.meetings.meeting_session import SessionLog
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.commands.scope.requirements import keep_session_line
from tpm_tui.store.store import Store
from tpm_tui.store.transaction import Transaction


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Store.create(tmp_path / "a.db", name="Atlas", author="ana") as store, store.transaction("fill") as tx:
        tx.add("meeting", title="Kick-off")
    return tmp_path / "a.db"


async def open_session(pilot: WorkspacePilot) -> None:
    await pilot.command("Meetings")
    await pilot.press("O")


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_lines_stand_above_as_what_they_became(path: Path, size: tuple[int, int]) -> None:
    async with WorkspacePilot(path, size) as pilot:
        await open_session(pilot)
        await pilot.write("n The ledger balances @dana !must")
        await pilot.press("enter")
        await pilot.write("q who signs?")
        await pilot.press("enter")
        await pilot.until(lambda: pilot.shows("Q-2"), "the second line is kept")
        assert "Q-1" in pilot.line("The ledger balances")
        assert "@dana" in pilot.line("The ledger balances")
        assert "Q-2" in pilot.line("who signs?")
        await pilot.write("i No access to the ledger")
        await pilot.press("enter")
        await pilot.write("o Buy it")
        await pilot.press("enter")
        await pilot.until(lambda: pilot.shows("Buy it"), "an issue and an option stand there too")
        assert "IS-1" in pilot.line("No access")
        await pilot.press("escape")
        assert list(pilot.session.plan["requirement"].columns["type"]) == ["need", "question"]


async def test_what_a_constraint_binds_stands_below_it_and_is_put_right(path: Path) -> None:
    async with WorkspacePilot(path) as pilot:
        await open_session(pilot)
        await pilot.write("c Freeze from 18 Dec 2027 to 4 Jan 2028")
        await pilot.press("enter")
        await pilot.until(lambda: pilot.shows("binds the whole plan: days off 18 Dec"), "it binds")
        await pilot.press("up")
        assert pilot.input == "c Freeze from 18 Dec 2027 to 4 Jan 2028"
        await pilot.write(" binds:no")
        await pilot.press("enter")
        await pilot.until(lambda: pilot.shows("does not bind"), "it is put right")
        assert len(pilot.session.plan["calendar_exception"]) == 0
        await pilot.press("escape")


async def test_a_line_lays_the_screen_out_no_more_than_a_key_and_a_long_one_scrolls(path: Path) -> None:
    async with WorkspacePilot(path, SMALL) as pilot:
        await open_session(pilot)
        layouts: list[object] = []
        screen = pilot.app.screen
        screen.screen_layout_refresh_signal.subscribe(screen, layouts.append, immediate=True)
        await pilot.write(f"n {'need ' * 30}to the end")
        await pilot.press("enter")
        await pilot.until(lambda: pilot.shows("Q-1"), "it is kept")
        assert not pilot.input
        await pilot.write(f"n {'other ' * 30}to the end")
        assert pilot.shows("to the end"), "the cursor stays in view"
        await pilot.press("enter")
        await pilot.until(lambda: pilot.shows("Q-2"), "it is kept")
        assert layouts == []
        await pilot.press("escape")


async def test_a_line_works_no_dates_out_anew(path: Path) -> None:
    async with WorkspacePilot(path) as pilot:
        await open_session(pilot)
        dates = pilot.session.schedule_result
        for line in ("n one @dana", "i two", "o three", "c four by:30jun"):
            await pilot.write(line)
            await pilot.press("enter")
        await pilot.until(lambda: pilot.shows("by 30 Jun"), "the last is kept")
        assert dates is not None
        assert pilot.session.schedule_result is not None
        assert pilot.session.schedule_result.schedule is dates.schedule
        await pilot.press("escape")


async def test_lines_that_are_added_are_drawn_as_all_of_them_anew_would_be(path: Path) -> None:
    said = ("n one @dana", "n two @ana !must", "c at most 20k", "i three", "q four", "c by 3 Mar 2027 vs:Q-1", "w five",
            "o six", "n one", "l seven", "t eight @ben", "a nine")  # fmt: skip
    with Store.open(path) as store:
        store.load()
        session = WorkspaceSession(path, store.context)
        log = SessionLog(session, store.plan["meeting"].ids[0])
        for line in said:
            session.plan = store.plan
            log.lines(100)
            with store.transaction("line") as tx:
                keep_session_line(tx, tx.plan["meeting"].ids[0], line)
            session.plan = store.plan
            assert log.lines(100) == SessionLog(session, store.plan["meeting"].ids[0]).lines(100), line
        assert len(log.lines(60)) == 13


async def test_sixty_lines_typed_without_waiting_are_all_kept(path: Path) -> None:
    async with WorkspacePilot(path) as pilot:
        await open_session(pilot)
        for n in range(60):
            pilot.rush(*f"n need number {n:02}", "enter")
        await pilot.settle()
        await pilot.press("escape")
        await pilot.until(lambda: len(pilot.session.plan["requirement"]) == 60, "all are kept")
        said = pilot.session.plan["requirement"].columns["statement"]
        assert list(said) == [f"need number {n:02}" for n in range(60)]


async def test_a_line_that_is_refused_comes_back_with_the_reason(path: Path) -> None:
    async with WorkspacePilot(path) as pilot:
        await open_session(pilot)
        await pilot.write("n it works !urgent")
        await pilot.press("enter")
        await pilot.until(lambda: pilot.shows("no priority !urgent"), "it is refused")
        assert pilot.input == "n it works !urgent"
        await pilot.rewrite("n it works !must")
        await pilot.press("enter")
        await pilot.until(lambda: pilot.shows("Q-1"), "it is kept")
        await pilot.press("escape")


async def test_esc_keeps_the_line_that_was_not_sent_yet(path: Path) -> None:
    async with WorkspacePilot(path) as pilot:
        await open_session(pilot)
        await pilot.write("n said at the very end")
        await pilot.press("escape")
        await pilot.until(lambda: len(pilot.session.plan["requirement"]) == 1, "it is kept")
        assert list(pilot.session.plan["requirement"].columns["statement"]) == ["said at the very end"]


async def test_esc_stays_where_the_line_that_was_not_sent_is_refused(path: Path) -> None:
    async with WorkspacePilot(path) as pilot:
        await open_session(pilot)
        await pilot.write("n it works !urgent")
        await pilot.press("escape")
        await pilot.until(lambda: pilot.shows("no priority !urgent"), "the reason is shown")
        assert pilot.input == "n it works !urgent"
        await pilot.press("escape")
        assert len(pilot.app.screen_stack) == 1, "a refusal that was read is left with"


async def test_an_unexpected_error_gives_the_line_back_and_the_next_is_kept(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("M-1")

    async with WorkspacePilot(path, may_fail=True) as pilot:
        await open_session(pilot)
        with monkeypatch.context() as broken:
            broken.setattr(Transaction, "add", fail)
            await pilot.write("n it works")
            await pilot.press("enter")
            await pilot.until(lambda: pilot.shows("it was not kept"), "the reason is shown")
        assert pilot.input == "n it works"
        assert [type(error) for error in pilot.app.errors.reporter.errors] == [KeyError]
        await pilot.press("enter")
        await pilot.until(lambda: len(pilot.session.plan["requirement"]) == 1, "it is kept")
        await pilot.press("escape")
        assert len(pilot.app.screen_stack) == 1


async def test_a_stand_up_opens_with_what_each_does_and_can_be_paged(path: Path) -> None:
    with Store.open(path) as store:
        store.load()
        with store.transaction("fill") as tx:
            meeting = tx.plan["meeting"].ids[0]
            tx.set("meeting", meeting, type="stand-up")
            ana = tx.add("person", name="Ana Ruiz")
            for n in range(1, 41):
                person = ana if n < 3 else tx.add("person", name=f"Person {n}")
                tx.add("item", title=f"Part {n}", owner=person, status="doing")
    async with WorkspacePilot(path, SMALL) as pilot:
        await open_session(pilot)
        assert not pilot.shows("goes on with T-1 Part 1")
        for _ in range(12):
            await pilot.press("pageup")
        assert "Ana Ruiz" in pilot.screen
        assert "goes on with T-1 Part 1" in pilot.screen
        await pilot.write("t Call @ana")
        await pilot.press("enter")
        await pilot.until(lambda: pilot.shows("A-1"), "what is typed comes into view")


async def test_traceability_and_impediments_are_pages_that_lead_to_their_records(path: Path) -> None:
    with Store.open(path) as store:
        store.load()
        with store.transaction("fill") as tx:
            tx.add("requirement", statement="The ledger balances")
            tx.add("issue", title="No access", cause="vendor")
    async with WorkspacePilot(path) as pilot:
        await pilot.command("Traceability")
        assert "Uncovered 1" in pilot.screen
        assert "Q-1 The ledger balances" in pilot.screen
        await pilot.press("enter")
        assert pilot.shows("Statement")
        await pilot.press("escape")
        assert "Uncovered 1" in pilot.screen
        await pilot.press("escape")
        await pilot.command("Impediments")
        assert "IS-1 No access (nobody, team) for 0 working days: vendor" in pilot.screen


async def test_it_is_held_of_a_meeting_only_and_keeps_what_is_typed_after_its_deletion(path: Path) -> None:
    with Store.open(path) as store, store.transaction("Add") as tx:
        tx.add("item", title="Work")
    async with WorkspacePilot(path) as pilot:
        pilot.app.action_start("session.hold")
        await pilot.settle()
        assert "there is no meeting under the cursor" in pilot.footer
        await open_session(pilot)
        with Store.open(path, author="ben") as store:
            meeting = store.load()["meeting"].ids[0]
            with store.transaction("Delete it elsewhere") as tx:
                tx.delete("meeting", meeting)
        await pilot.write("n it works")
        await pilot.press("enter")
        await pilot.until(lambda: pilot.shows("deleted") or pilot.shows("not there"), "it is refused")
        assert pilot.input == "n it works"
        await pilot.press("escape", "escape")
