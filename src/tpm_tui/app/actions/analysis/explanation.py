"""Why an item lies where it lies, and what it is linked with: pages that lead from item to item."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from tpm_tui.app.keymap import key_name

if TYPE_CHECKING:
    from tpm_tui.app.workspace.screen import WorkspaceScreen
    from tpm_tui.store.transaction import Transaction


async def browse_items(ws: "WorkspaceScreen", page: str, id_: str) -> None:
    """A page about an item: enter walks on to another, esc back; on that of its links they are made and removed."""
    from tpm_tui.app.pages.explanation import ITEM_PAGES, page_title
    from tpm_tui.app.screens.explanation import ExplanationScreen

    trail = [id_]
    while trail:
        id_ = trail[-1]
        if id_ not in ws.session.plan["item"]:
            trail.pop()
            continue
        what, lines, hint = ITEM_PAGES[page]
        title, keys = page_title(ws.session, id_, what), f" {key_name('enter')} {hint} "
        chosen = await ws.choose(ExplanationScreen(title, partial(lines, ws.session, id_), keys))
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


async def _edit_link(ws: "WorkspaceScreen", id_: str, link: str, remove: bool) -> None:
    """Remove a link or change it; without one, make the item come after another. Dates are there when it is done."""
    from tpm_tui.app.input.field_prompts import predecessor_prompt
    from tpm_tui.commands.links import show_predecessor

    if ws.reject_readonly():
        return
    plan = ws.session.plan
    late = str(plan.value("link", link, "successor")) if link else id_
    text: str | None = show_predecessor(plan, link, ws.session.context) if link else ""
    name, problem = plan.label("item", late), ""
    if remove:
        gone = f"{name} no longer comes after {text}"
        await ws.change(gone, "link.remove", lambda tx: tx.delete("link", link), seen=plan.sequence)
    while not remove:
        seen = ws.session.plan.sequence
        text, _ = await ws.ask(predecessor_prompt(ws.session, f"{name} comes after", text or "", problem))
        if not text or await ws.change(
            f"Link {name}", "link.after", partial(_linked_items, late=late, link=link, text=text), seen=seen
        ):
            break
        problem = ws.refusal
    await ws.scheduler.settled()


def _linked_items(tx: "Transaction", *, late: str, link: str, text: str) -> str:
    from tpm_tui.commands.links import link_after, relink

    tx.label = relink(tx, link, text) if link else link_after(tx, "item", [late], {"after": text})
    return tx.label


def _current_item(ws: "WorkspaceScreen") -> str | None:
    grid = ws.grid
    if grid is not None and getattr(grid, "kind", "") == "item" and grid.current is not None:
        return grid.current
    ws.say("put the cursor on an item first", "warn")
    return None


async def show_explanation(ws: "WorkspaceScreen") -> None:
    id_ = _current_item(ws)
    if id_ is not None:
        await browse_items(ws, "why", id_)


async def show_links(ws: "WorkspaceScreen") -> None:
    id_ = _current_item(ws)
    if id_ is not None:
        await browse_items(ws, "links", id_)


async def show_findings(ws: "WorkspaceScreen") -> None:
    """What in the plan is worth a look: dates that cannot hold, roles nobody has, needs without items."""
    from tpm_tui.app.pages.explanation import finding_lines
    from tpm_tui.app.screens.page import PageScreen
    from tpm_tui.reports.findings import plan_findings

    found = await asyncio.to_thread(plan_findings, ws.session.plan, ws.session.context)
    while True:
        lines = partial(finding_lines, ws.session, found)
        chosen = await ws.choose(PageScreen(f"Worth a look ─ {len(found)}", lines, free=False))
        if not isinstance(chosen, tuple):
            return
        await ws.open_record(*chosen)


ACTS = {"why": show_explanation, "links": show_links, "check": show_findings}
