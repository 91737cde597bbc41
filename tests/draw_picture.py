"""Draws the README's picture of the demo programme: python tests/draw_picture.py"""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("TPM_TODAY", "2026-11-23")

from tpm_tui.app.app import TpmApp
from tpm_tui.app.keymap import live_keys
from tpm_tui.app.picture import picture
from tpm_tui.app.remembered import Remembered
from tpm_tui.app.session import Session
from tpm_tui.commands import demo
from tpm_tui.domain import clock
from tpm_tui.domain.dates import Words

OUT = Path(__file__).parent.parent / "docs" / "workspace.svg"


async def main(folder: Path) -> None:
    path = folder / "atlas.db"
    demo.build(path)
    session = Session(path, Words(clock.today()))
    session.open_now()
    session.take_opened()
    app = TpmApp(session, live_keys({}), Remembered(folder / "state.json"))
    async with app.run_test(size=(160, 45)) as pilot:
        await session.loaded.wait()
        await app.workspace.planner.settled()
        for _ in range(9):
            await pilot.press("j")
        await pilot.pause(0.5)
        OUT.write_text(picture(app, "tpm"), encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        asyncio.run(main(Path(made)))
        print(OUT, file=sys.stderr)
