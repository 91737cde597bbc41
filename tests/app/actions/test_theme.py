"""Other colours, chosen while the program runs."""

from pathlib import Path

from support.workspace_pilot import SMALL, WorkspacePilot


async def test_a_theme_is_chosen_in_the_palette_and_drawn_at_once(file: Path) -> None:
    async with WorkspacePilot(file, SMALL) as pilot:
        before = pilot.backlog.named_style("").bgcolor
        await pilot.command("theme")
        await pilot.write("light")
        await pilot.press("enter")
        assert pilot.app.theme == "tpm-light"
        assert pilot.backlog.named_style("").bgcolor != before
        assert pilot.footer.strip() == 'light until you leave; to keep it, write theme = "light" in config.toml'


async def test_without_colours_there_is_none_to_choose(file: Path) -> None:
    async with WorkspacePilot(file, SMALL, theme="ansi-dark") as pilot:
        pilot.app.action_start("theme")
        assert "no colours" in pilot.footer
