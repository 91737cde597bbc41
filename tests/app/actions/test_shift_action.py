"""Shifting a branch and moving a milestone: what would have to give is on the screen before anything is done."""

from pathlib import Path

from support.demo_keys import FAILOVER, FAILOVER_DRILL
from support.workspace_pilot import WorkspacePilot, squeeze


async def move(pilot: WorkspacePilot, words: str, typed: str) -> None:
    await pilot.press("S")
    await pilot.write(words)
    await pilot.press("enter")
    await pilot.write(typed)
    await pilot.press("enter")


class TestPreview:
    async def test_what_moves_is_shown_before_it_is_done(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            real = pilot.content()
            await pilot.go(FAILOVER)
            await move(pilot, "shift a branch", "10")
            shown = squeeze(pilot.screen)
            assert "do it? y/n" in shown
            assert "T-78 Failover drill with audit evidence" in shown
            assert "Work that moves" in shown
            assert pilot.content() == real

    async def test_n_leaves_it_and_y_does_it_as_one_undo(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            real = pilot.content()
            await pilot.go(FAILOVER)
            await move(pilot, "shift a branch", "10")
            await pilot.press("n")
            assert pilot.content() == real
            assert "left as it was" in pilot.footer
            await move(pilot, "shift a branch", "10")
            await pilot.press("y")
            assert "working days" in pilot.footer
            assert pilot.content() != real
            await pilot.press("u")
            assert pilot.content() == real

    async def test_repeated_on_other_work_it_is_shown_first_again(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER)
            await move(pilot, "shift a branch", "10")
            await pilot.press("y")
            moved = pilot.content()
            await pilot.go("T-59")
            await pilot.press(".")
            assert "do it? y/n" in pilot.screen
            await pilot.press("n")
            assert pilot.content() == moved

    async def test_a_milestone_moved_earlier_names_what_would_have_to_be_done_sooner(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go("T-74")
            await move(pilot, "move it to a day", "1 dec")
            shown = squeeze(pilot.screen)
            assert "Would have to give (1)" in shown
            assert "must finish by 1 Dec, missed by 8d" in shown
            assert "T-81 Runbooks handed to operations by 6 working days" in shown

    async def test_it_is_shown_first_from_the_palette_too(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            real = pilot.content()
            await pilot.go(FAILOVER_DRILL)
            await pilot.command("shift it and all that comes after")
            await pilot.write("5")
            await pilot.press("enter")
            assert "do it? y/n" in pilot.screen
            assert pilot.content() == real

    async def test_what_cannot_be_moved_is_said(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER)
            await move(pilot, "move it to a day", "fri")
            assert "lies where the items below it lie" in pilot.footer

    async def test_in_a_what_if_it_stays_off_the_file(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("I")
            await pilot.go(FAILOVER)
            await move(pilot, "shift a branch", "10")
            await pilot.press("y")
            assert "WHAT-IF 1 edit " in pilot.status_bar


class TestCheck:
    async def test_dates_that_cannot_hold_are_among_what_is_worth_a_look(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.command("check the plan")
            assert "Conflict: it is due" in pilot.screen
            await pilot.press("enter")
            assert "│  Key " in pilot.screen
