"""The check on the screen: findings, then the audit, whose lines list their items."""

from pathlib import Path

from support.workspace_pilot import WorkspacePilot
from tpm_tui.app.widgets.line_list import LineList
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.store.store import Store


async def test_enter_on_a_point_of_the_audit_lists_its_items(empty: Path) -> None:
    with Store.open(empty) as store:
        store.load()
        with store.transaction("items") as tx:
            ana = tx.add("person", name="Ana")
            tx.add("item", title="Tunnel", estimate=ThreePoint.single_point(90 * 480), owner=ana)
            tx.add("item", title="Shaft", estimate=ThreePoint.single_point(480))
    async with WorkspacePilot(empty) as pilot:
        await pilot.command("check the plan")
        await pilot.settle()
        assert "1 of 2" in pilot.line("more than 44 working days of work left")
        assert "2 of 2" in pilot.line("without a predecessor or a successor")
        assert "0 of 2" in pilot.line("bound to a date that links cannot move")
        page = pilot.app.screen.query_one(LineList)
        texts = ["".join(text for text, _ in line.runs) for line in page.lines]
        wanted = next(n for n, text in enumerate(texts) if text.startswith("more than 44"))
        while page.cursor < wanted:
            await pilot.press("down")
        await pilot.press("enter")
        await pilot.settle()
        assert pilot.rows == ["T-1"]
        assert pilot.shows("1 of 2")
