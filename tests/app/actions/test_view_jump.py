"""The menu of views: every view without a digit by a letter, the top by its key twice, digits given to others."""

from pathlib import Path

from support.workspace_pilot import SMALL, WorkspacePilot, squeeze
from tpm_tui.app.keymap import effective_keys
from tpm_tui.app.views.registry_of_views_and_panes import VIEWS, view_letters


def test_every_view_is_a_key_or_a_letter_away_whatever_keys_are_given() -> None:
    for keys in ({}, {"view.board": ("5",)}, {view.action_id: () for view in VIEWS}):
        bound = effective_keys(keys)
        letters = view_letters(bound)
        assert "g" not in letters
        assert all(len(letter) == 1 and letter.isalpha() for letter in letters)
        shown = [view.id for view in letters.values()] + [view.id for view in VIEWS if bound[view.action_id]]
        assert sorted(shown) == sorted(view.id for view in VIEWS)


async def test_g_and_a_letter_shows_a_view_and_g_twice_goes_to_the_top(file: Path) -> None:
    async with WorkspacePilot(file, SMALL) as pilot:
        await pilot.press("G", "g")
        assert "b Board" in squeeze(pilot.screen)
        assert "g Top of this view" in squeeze(pilot.screen)
        await pilot.press("g")
        assert pilot.current == "T-1"
        for letter, view in view_letters(effective_keys({})).items():
            await pilot.press("g", letter)
            assert pilot.workspace.view_layout.active_id == view.id
        await pilot.press("g", "escape")
        assert "b Board" not in squeeze(pilot.screen)
        await pilot.press("g", "z")
        assert "no view has the letter z" in pilot.footer


async def test_a_digit_given_to_another_view_puts_the_one_it_had_into_the_menu(file: Path) -> None:
    async with WorkspacePilot(file, keys={"view.board": ["5"]}) as pilot:
        await pilot.press("5")
        assert pilot.workspace.view_layout.active_id == "board"
        assert "5 Board" in pilot.screen
        await pilot.press("g")
        assert "t Team" in squeeze(pilot.screen)
        await pilot.press("t")
        assert pilot.workspace.view_layout.active_id == "team"


async def test_palette_and_help_name_the_letter(file: Path) -> None:
    async with WorkspacePilot(file) as pilot:
        await pilot.press(":")
        await pilot.write("raci")
        assert "g r" in squeeze(pilot.line("RACI"))
        await pilot.press("escape", "?", "space")
        assert "g r RACI" in squeeze(pilot.screen)


async def test_help_and_footer_offer_what_works_on_the_records_shown(file: Path) -> None:
    async with WorkspacePilot(file) as pilot:
        await pilot.press("g", "q")
        assert "O to item" in squeeze(pilot.footer)
        assert "focus" not in pilot.footer, "no other pane stands beside it"
        await pilot.press("?")
        first = squeeze(pilot.screen)
        assert "Requirements" in first
        assert "Make an item that answers it" in first
        assert "Raise a risk on an item" not in first
        assert "The incident happened" not in first
