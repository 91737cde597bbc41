"""Deciding on a request for change at the screen: days, money and load first, then the answer."""

from datetime import date
from pathlib import Path

from support.workspace_pilot import WorkspacePilot
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.store.store import Store


async def test_what_a_need_touches_is_read_before_it_is_reworded(empty: Path) -> None:
    with Store.open(empty) as store:
        store.load()
        with store.transaction("add") as tx:
            item = tx.add("item", title="Ledger", estimate=ThreePoint.single_point(480))
            dana = tx.add("stakeholder", name="Dana")
            tx.add("requirement", statement="It balances", items=(item,), stakeholder=dana)
    async with WorkspacePilot(empty) as pilot:
        await pilot.command("open requirements")
        for answer, statement in (("n", "It balances"), ("y", "It balances daily")):
            await pilot.command("reword")
            await pilot.rewrite("It balances daily")
            await pilot.press("enter")
            assert "finish 23 Nov" in pilot.line("T-1 Ledger")
            assert "Dana" in pilot.screen[pilot.screen.index("Must hear of it") :]
            await pilot.press(answer)
            assert pilot.value("Q-1", "statement") == statement


async def test_what_a_need_touches_is_read_however_it_is_changed(empty: Path) -> None:
    with Store.open(empty) as store:
        store.load()
        with store.transaction("add") as tx:
            item = tx.add("item", title="Ledger", estimate=ThreePoint.single_point(480))
            dana = tx.add("stakeholder", name="Dana")
            agreed = {"status": "agreed", "agreed_by": dana, "agreed_on": date(2026, 11, 2)}
            tx.add("requirement", statement="It balances", items=(item,), stakeholder=dana)
            tx.add("requirement", statement="It is fast", items=(item,), stakeholder=dana, **agreed)
    async with WorkspacePilot(empty) as pilot:
        await pilot.command("open requirements")
        await pilot.press("i", "tab")
        await pilot.rewrite("It balances daily")
        await pilot.press("enter")
        assert "finish 23 Nov" in pilot.line("T-1 Ledger")
        await pilot.press("n")
        assert pilot.shows("left as it was")
        assert pilot.input == "It balances daily", "what was typed stays"
        await pilot.press("enter", "y")
        assert pilot.value("Q-1", "statement") == "It balances daily"
        await pilot.press("j", "E")
        await pilot.rewrite("It is faster")
        await pilot.press("f2")
        assert pilot.shows("agreed: this makes a request for change")
        assert "Dana" in pilot.screen[pilot.screen.index("Must hear of it") :]
        await pilot.press("y")
        assert pilot.value("Q-2", "statement") == "It is fast"
        assert pilot.value("IS-1", "wording") == "It is faster"


async def test_it_is_accepted_after_what_it_comes_to_was_read(empty: Path) -> None:
    with Store.open(empty) as store:
        store.load()
        with store.transaction("add") as tx:
            ana = tx.add("person", name="Ana")
            tx.add("item", title="Ledger", estimate=ThreePoint.single_point(480), owner=ana)
            tx.add("stakeholder", name="Dana")
            tx.add(
                "issue", title="Audit too", type="request for change",
                what_if="add item Audit estimate=5d owner=Ana after=T-1\nadd cost Auditor planned=5000 item=T-1",
            )  # fmt: skip
    async with WorkspacePilot(empty) as pilot:
        await pilot.command("open issues")
        await pilot.command("accept the request")
        await pilot.press(*"Dana", "enter", "enter")
        assert "23 Nov → 30 Nov  +7d" in pilot.line("Finish")
        assert "+5 000.00" in pilot.line("Cost")
        assert "Ana +5 days of work" in pilot.line("Load")
        await pilot.press("n")
        assert pilot.value("IS-1", "status") == "open"
        await pilot.command("accept the request")
        await pilot.press(*"Dana", "enter", "enter", "y")
        assert pilot.value("IS-1", "status") == "accepted"
        [added] = pilot.plan["issue"].row(pilot.plan["issue"].ids[0])["adds"].strip("[]").split(",")
        assert added.strip('"') in pilot.plan["item"]
