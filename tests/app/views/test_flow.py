"""Flow, board and delivery, as a person at the keys sees them."""

from pathlib import Path

import pytest

from support.workspace_pilot import SMALL, WorkspacePilot
from tpm_tui.app.modal_screens.page import PageScreen
from tpm_tui.app.modal_screens.record import RecordScreen
from tpm_tui.app.views.flow import FlowView
from tpm_tui.planning.flow.history.state_history import StateHistories
from tpm_tui.store.store import Store

KEYS = {"view.flow": ("f2",), "view.board": ("f3",), "view.delivery": ("f4",)}


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three items with a history of three weeks, a release, a metric that misses its target."""
    path = tmp_path / "atlas.db"
    monkeypatch.setenv("TPM_TODAY", "2026-11-02T09:00")
    items = (("Replay", "a"), ("Sign", "b"), ("Freeze", "c"))
    with Store.create(path, name="Atlas") as store:
        store.load()
        with store.transaction("add") as tx:
            ids = [tx.add("item", title=title, rank=rank) for title, rank in items]
            tx.add("release", version="1.0", at=tx.now)
            metric = tx.add("metric", name="Errors", target=1.0, direction="lower", unit="%")
            for day in (1, 2):
                tx.add("reading", metric=metric, at=tx.now.date().replace(day=day), value=5.0)
            doing = next(id_ for id_ in tx.plan["state"].ids if tx.get("state", id_, "name") == "doing")
            tx.set("state", doing, limit=1)
        for day, number, status in ((3, 0, "doing"), (9, 0, "done"), (10, 1, "doing"), (11, 2, "ready")):
            monkeypatch.setenv("TPM_TODAY", f"2026-11-{day:02}T09:00")
            with store.transaction("set") as tx:
                tx.set("item", ids[number], status=status)
    monkeypatch.setenv("TPM_TODAY", "2026-11-23T09:00")
    return path


async def test_flow_names_the_bottleneck_and_what_is_too_old(path: Path) -> None:
    async with WorkspacePilot(path, keys=KEYS) as pilot:
        await pilot.press("f2")
        await pilot.until(lambda: "doing is the bottleneck" in pilot.screen, "the history is read")
        assert "P85 7 d" in pilot.screen
        assert "T-2" in pilot.line("! older")


async def test_a_filter_and_a_window_narrow_the_figures(path: Path) -> None:
    async with WorkspacePilot(path, keys=KEYS) as pilot:
        await pilot.press("f2")
        await pilot.until(lambda: "1 finished" in pilot.screen, "the history is read")
        await pilot.press("/")
        await pilot.write("title:Sign since:2026-11-10")
        assert "from Tue 10 Nov 2026" in pilot.screen
        await pilot.press("enter")
        assert "Flow ─ title:Sign since:2026-11-10" in pilot.screen
        await pilot.until(lambda: "0 finished" in pilot.screen, "the figures of what is left")
        assert "T-2" in pilot.screen
        await pilot.press("/")
        await pilot.rewrite("")
        await pilot.press("enter")
        await pilot.until(lambda: "1 finished" in pilot.screen, "everything again")


async def test_a_filter_of_computed_columns_narrows_the_figures_and_one_that_no_longer_can_is_said(path: Path) -> None:
    with Store.open(path) as store:
        store.load()
        with store.transaction("add") as tx:
            parked = tx.add("state", name="parked", group="todo")
    async with WorkspacePilot(path, keys=KEYS) as pilot:
        await pilot.press("f2", "/")
        await pilot.write("critical:yes start>3m")
        await pilot.press("enter")
        await pilot.until(lambda: "0 finished" in pilot.screen, "nothing starts so late")
        await pilot.press("/")
        await pilot.rewrite("-status:parked")
        await pilot.press("enter")
        await pilot.until(lambda: "1 finished" in pilot.screen, "nothing is parked")
        assert await pilot.app.action_context.editor.change("Delete", "test", lambda tx: tx.delete("state", parked))
        await pilot.until(lambda: "it is open, closed or one of" in pilot.screen, "the reason is a line")


async def test_edits_while_the_history_is_read_count_once(path: Path) -> None:
    async with WorkspacePilot(path, keys=KEYS) as pilot:
        await pilot.press("f2")
        item = pilot.plan["item"].ids[1]
        for status in ("ready", "doing", "ready", "doing", "done", "doing"):
            await pilot.app.action_context.editor.change(
                "Move", "test", lambda tx, status=status: tx.set("item", item, status=status)
            )
        flow = pilot.table
        assert isinstance(flow, FlowView)
        await pilot.until(lambda: flow._finished == flow.basis, "the history is read")
        with Store.open(path, readonly=True) as store:
            store.load()
            afresh = StateHistories()
            afresh.extend(store.state_changes()[1], "backlog")
        assert flow._reader._histories.items == afresh.items


async def test_flow_follows_an_edit_and_an_undo(path: Path) -> None:
    async with WorkspacePilot(path, keys=KEYS) as pilot:
        await pilot.press("f2")
        await pilot.until(lambda: "1 finished" in pilot.screen, "the history is read")
        while pilot.table.current is None:
            await pilot.press("j")
        await pilot.press("x")
        await pilot.until(lambda: "2 finished" in pilot.screen, "the item under the cursor is done")
        await pilot.press("u")
        await pilot.until(lambda: "1 finished" in pilot.screen, "what was undone did not happen")


async def test_on_the_board_right_moves_an_item_to_the_next_state(path: Path) -> None:
    async with WorkspacePilot(path, keys=KEYS) as pilot:
        await pilot.press("f3")
        assert "doing 1/1" in pilot.screen
        assert pilot.key_of(pilot.table.current or "") == "T-3", "ready is the first column with an item"
        await pilot.press("l")
        assert pilot.value("T-3", "status") == "doing"
        assert "doing 2/1 !" in pilot.screen, "more than its limit"
        assert pilot.key_of(pilot.table.current or "") == "T-3", "the cursor stays on the item"
        await pilot.press("h", "h")
        assert pilot.value("T-3", "status") == "backlog"
        await pilot.press("h")
        assert "first state" in pilot.screen
        await pilot.press("j")
        assert pilot.key_of(pilot.table.current or "") == "T-2"


async def test_the_board_fits_a_small_terminal(path: Path) -> None:
    async with WorkspacePilot(path, SMALL, keys=KEYS) as pilot:
        await pilot.press("f3")
        assert "T-3 Freeze" in pilot.screen
        assert all(len(line) <= 80 for line in pilot.lines)


async def test_delivery_shows_releases_and_metrics_that_miss_their_target(path: Path) -> None:
    async with WorkspacePilot(path, keys=KEYS) as pilot:
        await pilot.press("f4")
        assert "1 deployment in 90 days" in pilot.screen
        assert "! missed twice" in pilot.line("Errors")


async def test_impact_walks_from_record_to_record(path: Path) -> None:
    with Store.open(path) as store:
        store.load()
        with store.transaction("add") as tx:
            items = tx.plan["item"].ids
            tx.add("requirement", statement="It balances", items=(items[0],))
            tx.add("link", predecessor=items[0], successor=items[1])
    async with WorkspacePilot(path, keys=KEYS) as pilot:
        await pilot.go("T-1")
        await pilot.press("&")
        assert "comes before: T-2 Sign" in pilot.screen
        assert "Q-1 It balances" in pilot.line("items")
        await pilot.press("j")
        line = pilot.app.screen.at
        await pilot.press("x")
        assert "if it falls away" in pilot.screen
        assert pilot.app.screen.at == line, "at the same line"
        await pilot.press("k", "enter")
        assert "Impact ─ T-2 Sign" in pilot.screen


async def test_a_page_comes_back_at_the_line_whose_record_was_read(path: Path) -> None:
    async with WorkspacePilot(path, keys=KEYS) as pilot:
        await pilot.command("history of the file")
        await pilot.press("j", "j")
        line = pilot.app.screen.at
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, RecordScreen)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, PageScreen)
        assert pilot.app.screen.at == line > 0


async def test_the_matrix_of_a_decision(path: Path) -> None:
    with Store.open(path) as store:
        store.load()
        with store.transaction("add") as tx:
            decision = tx.add("decision", title="Which store")
            options = [tx.add("option", decision=decision, name=name) for name in ("Paper", "Stone")]
            cost = tx.add("criterion", decision=decision, name="cost", weight=2.0)
            for option, score in zip(options, (8, 3), strict=True):
                tx.add("score", option=option, criterion=cost, score=score)
    async with WorkspacePilot(path, keys=KEYS) as pilot:
        await pilot.press("8", "%")
        assert "Paper leads by 5" in pilot.screen
        assert "8" in pilot.line("cost ")
        assert "the score of Paper on cost from 8 to 3" in pilot.screen
        assert "scores 0 to 10, higher is better" in pilot.screen
        await pilot.press("4", "right", "1", "right", "9")
        assert "Stone leads by 8" in pilot.screen
        assert pilot.value("CR-1", "weight") == 4.0
        await pilot.press("u", "u")
        assert "Paper leads by 5" in pilot.screen


async def test_an_incident_is_opened_from_anywhere(path: Path) -> None:
    async with WorkspacePilot(path, keys=KEYS) as pilot:
        await pilot.press("!")
        await pilot.write("Ledger down")
        await pilot.press("enter")
        await pilot.press("enter")
        assert pilot.value("I-1", "title") == "Ledger down"
        assert pilot.value("I-1", "started") == "2026-11-23T09:00"


async def test_the_line_of_an_incident_takes_fields_as_that_of_any_record(path: Path) -> None:
    async with WorkspacePilot(path, keys=KEYS) as pilot:
        await pilot.press("!")
        await pilot.write("Ledger down severity=SEV2 affected=40 severity=nothing")
        await pilot.press("enter")
        assert "SEV1" in pilot.screen, "what cannot be taken is asked for again, with the reason"
        await pilot.press(*["backspace"] * len(" severity=nothing"), "enter")
        row = {name: pilot.value("I-1", name) for name in ("title", "severity", "affected", "started", "next_update")}
        assert row == {
            "title": "Ledger down",
            "severity": "SEV2",
            "affected": 40,
            "started": "2026-11-23T09:00",
            "next_update": "2026-11-23T11:00",
        }


@pytest.mark.parametrize("pages", [["enter", "L"], ["?"], ["H", "enter"], ["F"]])
async def test_an_incident_is_opened_from_the_page_that_is_read(path: Path, pages: list[str]) -> None:
    async with WorkspacePilot(path, keys=KEYS) as pilot:
        await pilot.press(*pages)
        await pilot.press("!")
        await pilot.write("Ledger down!")
        await pilot.press("enter", "enter")
        assert pilot.value("I-1", "title") == "Ledger down!"
