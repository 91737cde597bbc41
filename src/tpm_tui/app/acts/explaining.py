"""Why an item lies where it lies, and what it is linked with: pages that lead from item to item."""

from functools import partial
from typing import TYPE_CHECKING

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
        title = f"{title_of(ws.session, id_, what)} ─ ⏎ walk on · {'L links' if page == 'why' else 'W why'} · o open"
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


ACTS = {"why": why, "links": links}
