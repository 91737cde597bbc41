"""Shifting a branch and moving a milestone: what would have to give is on the screen before anything is done."""

from pathlib import Path

from support.workspace_pilot import Desk, squeeze


async def move(desk: Desk, words: str, typed: str) -> None:
    await desk.press("S")
    await desk.write(words)
    await desk.press("enter")
    await desk.write(typed)
    await desk.press("enter")


class TestPreview:
    async def test_what_moves_is_shown_before_it_is_done(self, file: Path) -> None:
        async with Desk(file) as desk:
            real = desk.content()
            await desk.go("T-75")
            await move(desk, "shift a branch", "10")
            shown = squeeze(desk.screen)
            assert "do it? y/n" in shown
            assert "T-78 Failover drill with audit evidence" in shown
            assert "Work that moves" in shown
            assert desk.content() == real

    async def test_n_leaves_it_and_y_does_it_as_one_undo(self, file: Path) -> None:
        async with Desk(file) as desk:
            real = desk.content()
            await desk.go("T-75")
            await move(desk, "shift a branch", "10")
            await desk.press("n")
            assert desk.content() == real
            assert "left as it was" in desk.foot
            await move(desk, "shift a branch", "10")
            await desk.press("y")
            assert "working days" in desk.foot
            assert desk.content() != real
            await desk.press("u")
            assert desk.content() == real

    async def test_a_milestone_moved_earlier_names_what_would_have_to_be_done_sooner(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-74")
            await move(desk, "move it to a day", "1 dec")
            shown = squeeze(desk.screen)
            assert "Would have to give (1)" in shown
            assert "must finish by 01 Dec, missed by 6d" in shown
            assert "T-81 Runbooks handed to operations by 6d" in shown

    async def test_it_is_shown_first_from_the_palette_too(self, file: Path) -> None:
        async with Desk(file) as desk:
            real = desk.content()
            await desk.go("T-78")
            await desk.command("shift it and all that comes after")
            await desk.write("5")
            await desk.press("enter")
            assert "do it? y/n" in desk.screen
            assert desk.content() == real

    async def test_what_cannot_be_moved_is_said(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-75")
            await move(desk, "move it to a day", "fri")
            assert "lies where the items below it lie" in desk.foot

    async def test_in_a_what_if_it_stays_off_the_file(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("I")
            await desk.go("T-75")
            await move(desk, "shift a branch", "10")
            await desk.press("y")
            assert "WHAT-IF 1 edit " in desk.pulse


class TestCheck:
    async def test_dates_that_cannot_hold_are_among_what_is_worth_a_look(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.command("check the plan")
            assert "Conflict: it is due" in desk.screen
            await desk.press("enter")
            assert "│  Key " in desk.screen
