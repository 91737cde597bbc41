"""Adding in one line, in the words of the command line: completed as they are typed, refused with the text kept."""

from pathlib import Path

from support.demo_keys import CAPACITY_TEST, SESSION_STORE, TRAFFIC_SWITCH
from support.workspace_pilot import WorkspacePilot
from tpm_tui.app.modal_screens.editing.form import FormScreen


class TestQuickAdd:
    async def test_an_item_with_owner_estimate_and_predecessor(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("a")
            await pilot.write("Sign contract owner=ana estimate=3d/5d/10d after=T-76")
            assert "Owner: " in pilot.echo
            assert "after T-76 Traffic switch" in pilot.echo
            await pilot.press("enter")
            assert pilot.current == "T-151"
            assert pilot.shown("T-151", "estimate") == "3d/5d/10d"
            assert pilot.shown("T-151", "owner") == "Ana"
            (link,) = pilot.plan.ids_by_reference("link", "successor")[str(pilot.plan.id_of_key("item", "T-151"))]
            assert pilot.plan.label("item", str(pilot.plan.value("link", link, "predecessor"))) == TRAFFIC_SWITCH

    async def test_what_cannot_be_taken_is_said_and_the_text_stays(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            before = pilot.content()
            await pilot.press("a")
            await pilot.write("Sign onwer=ana")
            await pilot.press("enter")
            assert "did you mean owner?" in pilot.echo
            assert "\n" not in pilot.echo
            assert pilot.input == "Sign onwer=ana"
            await pilot.press("escape")
            assert pilot.content() == before

    async def test_fields_and_their_values_are_completed(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("a")
            await pilot.write("Sign contract own")
            assert pilot.offered == ["owner="]
            await pilot.press("tab")
            assert pilot.input == "Sign contract owner="
            await pilot.write("kav")
            assert pilot.offered == ["Kavya Rao"] or pilot.offered[0].startswith("Kavya")
            await pilot.press("tab")
            await pilot.write(" type=mile")
            await pilot.press("tab")
            assert pilot.input.endswith(" type=milestone")
            await pilot.write(" after=traffic")
            await pilot.press("tab")
            assert pilot.input.endswith(" after=T-76")
            await pilot.write(" T-75 FS+2d")
            await pilot.press("enter")
            assert pilot.shown("T-151", "type") == "milestone"

    async def test_a_kind_that_offers_form_says_what_and_takes_it_in_the_line_or_in_the_form(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.command("open options")
            await pilot.press("a")
            assert "decision=" in pilot.echo
            await pilot.write("Buy it")
            await pilot.press("enter")
            assert pilot.echo == "an option needs decision=…"
            await pilot.write(" decision=D-1")
            await pilot.press("enter")
            assert pilot.asking is None
            assert pilot.shown(pilot.current, "name") == "Buy it"
            await pilot.press("a", "enter")
            assert isinstance(pilot.app.screen, FormScreen)
            await pilot.press("escape")


class TestAddPart:
    async def test_capital_a_on_a_decision_asks_for_option_criterion_or_score(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.command("open decisions")
            decision = pilot.current
            options = len(pilot.plan["option"])
            await pilot.press("A")
            assert "o option · c criterion · s score" in pilot.footer
            await pilot.press("o")
            await pilot.write("Do nothing")
            await pilot.press("enter")
            assert len(pilot.plan["option"]) == options + 1
            assert pilot.plan.label("decision", str(pilot.plan["option"].columns["decision"][-1])) == decision
            await pilot.press("A", "c")
            await pilot.write("Cost weight=3")
            await pilot.press("enter")
            assert (pilot.plan["criterion"].columns["name"][-1], pilot.plan["criterion"].columns["weight"][-1]) == (
                "Cost",
                3.0,
            )
            await pilot.press("A", "s")
            await pilot.write(f"option={pilot.plan['option'].columns['key'][-1]} ")
            await pilot.write(f"criterion={pilot.plan['criterion'].columns['key'][-1]} score=4")
            await pilot.press("enter")
            assert pilot.plan["score"].columns["score"][-1] == 4

    async def test_capital_a_on_a_requirements_meeting_adds_a_requirement_and_on_another_an_action(
        self, file: Path
    ) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.command("open meetings")
            await pilot.press("a")
            await pilot.write("Kick-off type=requirements")
            await pilot.press("enter", "A")
            assert "New requirement of" in pilot.screen
            await pilot.write("Sign in within a second priority=must")
            await pilot.press("enter")
            requirement = pilot.plan["requirement"]
            assert requirement.columns["statement"][-1] == "Sign in within a second"
            assert pilot.plan.label("meeting", str(requirement.columns["meeting"][-1])) == pilot.current
            await pilot.press("a")
            await pilot.write("Retro type=retro")
            await pilot.press("enter", "A")
            assert "a action" in pilot.footer
            await pilot.press("a")
            assert "New action of" in pilot.screen


class TestSeveralPredecessors:
    async def test_b_takes_several_with_type_and_lag_and_says_them(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(CAPACITY_TEST)
            await pilot.press("b")
            await pilot.write("T-76 T-77 FS+2d")
            assert "T-76 Traffic switch between regions · starts after its finish;" in pilot.echo
            assert SESSION_STORE in pilot.echo
            assert pilot.echo.endswith("+2d")
            await pilot.press("enter")
            assert "T-79 comes after T-76 FS and T-77 FS +2d" in pilot.footer
            await pilot.press("u")
            await pilot.press("b")
            await pilot.write("T-76, T-999")
            await pilot.press("enter")
            assert pilot.echo == "there is no item 'T-999'; add one first"
            assert pilot.input == "T-76, T-999"


async def test_i_begins_at_the_first_visible_cell_and_marks_its_heading(file: Path) -> None:
    async with WorkspacePilot(file) as pilot:
        await pilot.go(SESSION_STORE)
        await pilot.press("t", "escape", "i")
        assert pilot.input == "Session store in both regions"
        assert pilot.backlog.edited_column == "title"
        await pilot.press("tab")
        assert pilot.backlog.edited_column == "owner"
        people = len(pilot.plan["person"])
        await pilot.rewrite("3d/5d/10d")
        await pilot.press("tab")
        assert "not as a name" in pilot.echo
        assert len(pilot.plan["person"]) == people
        await pilot.press("escape")
        assert pilot.backlog.edited_column == ""
