"""Draws the pictures of the demo programme in the README and in docs: python tests/support/draw_pictures.py"""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("TPM_TODAY", "2026-11-23")

from tpm_tui.app.app import TpmApp
from tpm_tui.app.keymap import effective_keys
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.services.ui_state import UiState
from tpm_tui.app.terminal.screenshot import screenshot_svg
from tpm_tui.demo import loader
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time import clock

DOCS = Path(__file__).parents[2] / "docs"

#: Picture -> (columns, rows), and the keys that lead there.
PICTURES: dict[str, tuple[tuple[int, int], tuple[str, ...]]] = {
    "workspace": ((160, 45), ("j",) * 9),
    "timeline": ((120, 32), ("2", "Z", *("j",) * 10)),
    "forecast": ((100, 30), ("F",)),
}


async def draw(folder: Path, name: str) -> Path:
    """The picture of that name, drawn anew; where it is."""
    size, keys = PICTURES[name]
    session = WorkspaceSession(folder / "atlas.db", InputContext(clock.today()))
    session.open_in_background()
    session.show_opened()
    app = TpmApp(session, effective_keys({}), UiState(folder / f"{name}.json"))
    async with app.run_test(size=size) as pilot:
        await session.loaded.wait()
        await app.workspace.updates.scheduler.wait_until_idle()
        await pilot.press(*keys)
        await app.workspace.updates.scheduler.wait_until_idle()
        await pilot.pause(1.0)
        out = DOCS / f"{name}.svg"
        out.write_text(screenshot_svg(app, "tpm"), encoding="utf-8")
    return out


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        loader.build_demo(Path(made) / "atlas.db")
        for name in PICTURES:
            print(asyncio.run(draw(Path(made), name)), file=sys.stderr)
