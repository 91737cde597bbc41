"""Why an item lies where it lies, and what it is linked with: pages that lead from item to item."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from tpm_tui.app.keymap import key_name

if TYPE_CHECKING:
    from tpm_tui.app.workspace import Workspace
    from tpm_tui.store.transaction import Transaction


async def walk(ws: "Workspace", page: str, id_: str) -> None:
    """A page about an item: enter walks on to another, esc back; on that of its links they are made and removed."""
    from tpm_tui.app.explaining import PAGES, title_of
    from tpm_tui.app.screens.walk import WalkScreen

    trail = [id_]
    while trail:
        id_ = trail[-1]
        if id_ not in ws.session.plan["item"]:
            trail.pop()
            continue
        what, lines, hint = PAGES[page]
        title, keys = title_of(ws.session, id_, what), f" {key_name('enter')} {hint} "
        chosen = await ws.choose(WalkScreen(title, partial(lines, ws.session, id_), keys))
        if chosen is None:
            trail.pop()
        elif chosen[0] == "page":
            page = chosen[1]
        elif chosen[0] == "open":
            await ws.open_record("item", id_)
        elif chosen[0] in ("link", "relink", "unlink"):
            await _edit_link(ws, id_, chosen[1], remove=chosen[0] == "unlink")
        elif chosen[1] != id_:
            trail.append(chosen[1])


async def _edit_link(ws: "Workspace", id_: str, link: str, remove: bool) -> None:
    """Remove a link or change it; without one, make the item come after another. Dates are there when it is done."""
    from tpm_tui.app.questions import after_question
    from tpm_tui.commands.links import show_after

    if ws.refuse_readonly():
        return
    plan = ws.session.plan
    late = str(plan.value("link", link, "successor")) if link else id_
    text: str | None = show_after(plan, link, ws.session.words) if link else ""
    name, problem = plan.label("item", late), ""
    if remove:
        gone = f"{name} no longer comes after {text}"
        await ws.change(gone, "link.remove", lambda tx: tx.delete("link", link), seen=plan.sequence)
    while not remove:
        seen = ws.session.plan.sequence
        text, _ = await ws.ask(after_question(ws.session, f"{name} comes after", text or "", problem))
        if not text or await ws.change(
            f"Link {name}", "link.after", partial(_linked, late=late, link=link, text=text), seen=seen
        ):
            break
        problem = ws.refusal
    await ws.planner.settled()


def _linked(tx: "Transaction", *, late: str, link: str, text: str) -> str:
    from tpm_tui.commands.links import link_after, relink

    tx.label = relink(tx, link, text) if link else link_after(tx, "item", [late], {"after": text})
    return tx.label


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
