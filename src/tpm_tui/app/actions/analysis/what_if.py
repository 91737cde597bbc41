"""Trying edits that do not reach the file: begin, look at what they do, keep all or some, throw away."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tpm_tui.app.workspace.screen import WorkspaceScreen
    from tpm_tui.store.what_if import RejectedStep


def draft_name(ws: "WorkspaceScreen") -> str:
    return f"what-if.{ws.session.path}"


def save_draft(ws: "WorkspaceScreen") -> None:
    """Keep the edits tried so far beside the file, so that closing the program loses none."""
    from tpm_tui.app.pages.what_if import pack_steps

    steps = ws.session.layer.steps if ws.session.layer is not None else []
    ws.remembered.set(draft_name(ws), pack_steps(steps) or None)


async def open_what_if(ws: "WorkspaceScreen") -> None:
    """Begin a what-if, with the edits of one that was left open; or look at the one that is open."""
    from tpm_tui.app.pages.what_if import unpack_steps

    if ws.session.layer is not None:
        await review_what_if(ws)
        return
    left = unpack_steps(ws.remembered.get(draft_name(ws)))
    aside = await ws.session.begin_what_if(left)
    save_draft(ws)
    ws.show_status_bar()
    if aside:
        ws.say(_rejected_text(aside), "warn")
    elif left:
        ws.say(f"the what-if goes on where it was left, with {_edit_count(len(left))} ─ I keeps or throws away", "warn")
    else:
        ws.say("what-if: try anything, the file stays as it is ─ I shows what it does, keeps or throws away", "warn")


async def review_what_if(ws: "WorkspaceScreen") -> None:
    """The edits tried and what they do; keep the marked ones, throw all away, or go on."""
    from tpm_tui.app.pages.what_if import what_if_lines
    from tpm_tui.app.screens.what_if import WhatIfScreen
    from tpm_tui.planning.analysis.change_impact import change_impact

    while ws.session.layer is not None:
        layer, context = ws.session.layer, ws.session.context
        plan, base, steps = layer.plan, layer.base, list(layer.steps)
        try:
            found = await asyncio.to_thread(change_impact, base, plan, context)
        except ValueError as error:
            ws.say(str(error), "bad")
            return

        ahead = ws.session.forecast_result
        lines = partial(what_if_lines, plan, context, steps, found, ahead if ahead and ahead.plan is plan else None)
        title = "What if ─ space mark · K keep the marked · X throw away · esc go on"
        chosen = await ws.choose(WhatIfScreen(title, lines, len(steps)))
        if chosen is None:
            return
        if chosen[0] == "item":
            await ws.open_record("item", chosen[1])
        elif chosen[0] == "keep":
            await keep_what_if(ws, chosen[1])
            return
        else:
            await discard_what_if(ws)
            return


async def keep_what_if(ws: "WorkspaceScreen", chosen: Sequence[int] | None = None) -> None:
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
            await ws.session.discard_what_if()
            ws.say("the what-if was empty; edits go to the file again")
        return
    aside = await ws.run_guarded(ws.session.keep_what_if(list(chosen)))
    save_draft(ws)
    ws.show_status_bar()
    if aside is None:
        return
    rest = ws.session.layer
    more = f"; {_edit_count(len(rest.steps))} left in the what-if" if rest is not None else ""
    lost = f"; {_rejected_text(aside)}" if aside else ""
    ws.say(
        f"kept {_edit_count(len(chosen))}{more}{lost}{ws.key_hint('undo', 'undoes there' if rest else 'undoes')}",
        "warn" if aside else "",
    )


async def discard_what_if(ws: "WorkspaceScreen") -> None:
    """Forget the what-if, after a question if anything was tried."""
    layer = ws.session.layer
    if layer is None:
        ws.say("there is no what-if: I begins one", "warn")
        return
    if layer.steps and not await ws.confirm(f"Throw away {_edit_count(len(layer.steps))} of the what-if"):
        return
    await ws.session.discard_what_if()
    save_draft(ws)
    ws.show_status_bar()
    ws.say("thrown away; edits go to the file again")


def _edit_count(count: int) -> str:
    return f"{count} edit{'' if count == 1 else 's'}"


def _rejected_text(aside: Sequence["RejectedStep"]) -> str:
    first = aside[0]
    more = f" and {len(aside) - 1} more" if len(aside) > 1 else ""
    return f"“{first.step.label}”{more} no longer fits: {first.reason}"


ACTS = {"what-if": open_what_if, "what-if.keep": keep_what_if, "what-if.throw": discard_what_if}
