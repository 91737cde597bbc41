"""A file that came from another program shows that program's keys, wherever it names items."""

from pathlib import Path

from support.workspace_pilot import WorkspacePilot
from tpm_tui.exchange.import_file import import_file
from tpm_tui.store.store import Store

TABLE = (
    "Summary,Issue key,Issue Type,Status,Parent,Assignee,Outward issue link (Blocks)\n"
    "Cut over,ATL-12,Epic,In Progress,,,\n"
    "Rehearse,ATL-13,Story,To Do,ATL-12,Ana Ruiz,ATL-14\n"
    "Replay traffic,ATL-14,Story,To Do,ATL-12,Ana Ruiz,\n"
)


async def test_titles_timeline_registers_and_references_say_the_source_key(empty: Path, tmp_path: Path) -> None:
    source = tmp_path / "j.csv"
    source.write_text(TABLE, encoding="utf-8")
    with Store.open(empty) as store:
        store.load()
        import_file(store, "jira", source)
        plan = store.plan
        ids = {plan.shown_key("item", id_): id_ for id_ in plan["item"].ids}
        assert set(ids) == {"ATL-12", "ATL-13", "ATL-14"}
        assert plan.find_key("atl-13") == plan.find_key("T-2") == ("item", ids["ATL-13"])
        with store.transaction("a key of ours that another program gave out too") as tx:
            tx.add("item", title="Namesake", source_id="T-2", status="backlog")
        assert store.plan.shown_key("item", ids["ATL-13"]) == "ATL-13"
        assert "T-4" in {store.plan.shown_key("item", id_) for id_ in store.plan["item"].ids}, "T-2 is ours"
    async with WorkspacePilot(empty) as pilot:
        assert pilot.line("Rehearse").count("ATL-13") == 2, "before the title, and beside the bar"
        assert "⇠ATL-13" in pilot.line("Replay")
        assert "T-2" not in pilot.line("Rehearse")
        await pilot.go("T-2")
        await pilot.press("enter")
        assert "ATL-12" in pilot.line("Parent")
        assert pilot.shows("ATL-13 ─ Rehearse")
        await pilot.press("escape", "slash")
        await pilot.write("waits:ATL-13")
        await pilot.press("enter")
        assert pilot.shows("1 of 4")
        assert pilot.shows("Replay traffic")
