"""Why an item lies where it lies, and what it is linked with: pages that lead from item to item."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from tpm_tui.app.keymap import key_name

if TYPE_CHECKING:
    from tpm_tui.app.workspace import Workspace


async def walk(ws: "Workspace", page: str, id_: str) -> None:
    """A page about an item: enter walks on to another, esc back, W and L turn to the other page, o opens the record."""
    from tpm_tui.app.explaining import PAGES, title_of
    from tpm_tui.app.screens.walk import WalkScreen

    trail = [id_]
    while trail:
        id_ = trail[-1]
        if id_ not in ws.session.plan["item"]:
            trail.pop()
            continue
        what, lines = PAGES[page]
        other = "L links" if page == "why" else "W why"
        title = f"{title_of(ws.session, id_, what)} ─ {key_name('enter')} walk on · {other} · o open"
        chosen = await ws.choose(WalkScreen(title, partial(lines, ws.session, id_)))
        if chosen is None:
            trail.pop()
        elif chosen[0] == "page":
            page = chosen[1]
        elif chosen[0] == "open":
            await ws.open_record("item", id_)
        elif chosen[1] != id_:
            trail.append(chosen[1])


def _item(ws: "Workspace") -> str | None:
    grid = ws.grid
    if grid is not None and getattr(grid, "kind", "") == "item" and grid.current is not None:
        return grid.current
    ws.say("put the cursor on an item first", "warn")
    return None


async def why(ws: "Workspace") -> None:
    id_ = _item(ws)
    if id_ is not None:
        await walk(ws, "why", id_)


async def links(ws: "Workspace") -> None:
    id_ = _item(ws)
    if id_ is not None:
        await walk(ws, "links", id_)


async def check(ws: "Workspace") -> None:
    """What in the plan is worth a look: dates that cannot hold, roles nobody has, needs without items."""
    from tpm_tui.app.explaining import finding_lines
    from tpm_tui.app.screens.page import PageScreen
    from tpm_tui.reports.findings import findings

    found = await asyncio.to_thread(findings, ws.session.plan, ws.session.words)
    while True:
        lines = partial(finding_lines, ws.session, found)
        chosen = await ws.choose(PageScreen(f"Worth a look ─ {len(found)}", lines, free=False))
        if not isinstance(chosen, tuple):
            return
        await ws.open_record(*chosen)


ACTS = {"why": why, "links": links, "check": check}
