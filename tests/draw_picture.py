"""Draws the pictures of the demo programme in the README and in docs: python tests/draw_picture.py"""

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

DOCS = Path(__file__).parent.parent / "docs"

#: Picture -> (columns, rows), and the keys that lead there.
PICTURES: dict[str, tuple[tuple[int, int], tuple[str, ...]]] = {
    "workspace": ((160, 45), ("j",) * 9),
    "timeline": ((120, 32), ("2", "Z", *("j",) * 10)),
    "forecast": ((100, 30), ("F",)),
}


async def draw(folder: Path, name: str) -> Path:
    """The picture of that name, drawn anew; where it is."""
    size, keys = PICTURES[name]
    session = Session(folder / "atlas.db", Words(clock.today()))
    session.open_now()
    session.take_opened()
    app = TpmApp(session, live_keys({}), Remembered(folder / f"{name}.json"))
    async with app.run_test(size=size) as pilot:
        await session.loaded.wait()
        await app.workspace.planner.settled()
        await pilot.press(*keys)
        await app.workspace.planner.settled()
        await pilot.pause(1.0)
        out = DOCS / f"{name}.svg"
        out.write_text(picture(app, "tpm"), encoding="utf-8")
    return out


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        demo.build(Path(made) / "atlas.db")
        for name in PICTURES:
            print(asyncio.run(draw(Path(made), name)), file=sys.stderr)
