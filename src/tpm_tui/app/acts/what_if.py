"""Trying edits that do not reach the file: begin, look at what they do, keep all or some, throw away."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tpm_tui.app.workspace import Workspace
    from tpm_tui.store.layer import SetAside


def draft_name(ws: "Workspace") -> str:
    return f"what-if.{ws.session.path}"


def remember(ws: "Workspace") -> None:
    """Keep the edits tried so far beside the file, so that closing the program loses none."""
    from tpm_tui.app.what_if import packed

    steps = ws.session.layer.steps if ws.session.layer is not None else []
    ws.remembered.set(draft_name(ws), packed(steps) or None)


async def what_if(ws: "Workspace") -> None:
    """Begin a what-if, with the edits of one that was left open; or look at the one that is open."""
    from tpm_tui.app.what_if import unpacked

    if ws.session.layer is not None:
        await look(ws)
        return
    left = unpacked(ws.remembered.get(draft_name(ws)))
    aside = await ws.session.begin_layer(left)
    remember(ws)
    ws.show_pulse()
    if aside:
        ws.say(_aside_words(aside), "warn")
    elif left:
        ws.say(f"the what-if goes on where it was left, with {_edits(len(left))} ─ I keeps or throws away", "warn")
    else:
        ws.say("what-if: try anything, the file stays as it is ─ I shows what it does, keeps or throws away", "warn")


async def look(ws: "Workspace") -> None:
    """The edits tried and what they do; keep the marked ones, throw all away, or go on."""
    from tpm_tui.app.screens.what_if import WhatIfScreen
    from tpm_tui.app.what_if import page_lines
    from tpm_tui.planning.consequences import consequences

    while ws.session.layer is not None:
        layer, words = ws.session.layer, ws.session.words
        plan, base, steps = layer.plan, layer.base, list(layer.steps)
        try:
            found = await asyncio.to_thread(consequences, base, plan, words)
        except ValueError as error:
            ws.say(str(error), "bad")
            return

        ahead = ws.session.foreseen
        lines = partial(page_lines, plan, words, steps, found, ahead if ahead and ahead.plan is plan else None)
        title = "What if ─ space mark · K keep the marked · X throw away · esc go on"
        chosen = await ws.choose(WhatIfScreen(title, lines, len(steps)))
        if chosen is None:
            return
        if chosen[0] == "item":
            await ws.open_record("item", chosen[1])
        elif chosen[0] == "keep":
            await keep(ws, chosen[1])
            return
        else:
            await throw(ws)
            return


async def keep(ws: "Workspace", chosen: Sequence[int] | None = None) -> None:
    """Write edits of the what-if (all unless chosen) to the file, as one change."""
    layer = ws.session.layer
    if layer is None:
        ws.say("there is no what-if: I begins one", "warn")
        return
    chosen = range(len(layer.steps)) if chosen is None else chosen
    if not chosen:
        if layer.steps:
            ws.say("mark the edits to keep with space", "warn")
        else:
            await ws.session.throw_layer()
            ws.say("the what-if was empty; edits go to the file again")
        return
    aside = await ws.guarded(ws.session.keep_layer(list(chosen)))
    remember(ws)
    ws.show_pulse()
    if aside is None:
        return
    rest = ws.session.layer
    more = f"; {_edits(len(rest.steps))} left in the what-if" if rest is not None else ""
    lost = f"; {_aside_words(aside)}" if aside else ""
    ws.say(
        f"kept {_edits(len(chosen))}{more}{lost}{ws.tail('undo', 'undoes there' if rest else 'undoes')}",
        "warn" if aside else "",
    )


async def throw(ws: "Workspace") -> None:
    """Forget the what-if, after a question if anything was tried."""
    layer = ws.session.layer
    if layer is None:
        ws.say("there is no what-if: I begins one", "warn")
        return
    if layer.steps and not await ws.confirm(f"Throw away {_edits(len(layer.steps))} of the what-if"):
        return
    await ws.session.throw_layer()
    remember(ws)
    ws.show_pulse()
    ws.say("thrown away; edits go to the file again")


def _edits(count: int) -> str:
    return f"{count} edit{'' if count == 1 else 's'}"


def _aside_words(aside: Sequence["SetAside"]) -> str:
    first = aside[0]
    more = f" and {len(aside) - 1} more" if len(aside) > 1 else ""
    return f"“{first.step.label}”{more} no longer fits: {first.reason}"


ACTS = {"what-if": what_if, "what-if.keep": keep, "what-if.throw": throw}
