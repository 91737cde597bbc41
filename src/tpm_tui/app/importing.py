"""Import with its preview, and export, with progress in the footer and esc to cancel."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tpm_tui.app.patience import Patience, watched
from tpm_tui.app.screens.page import PageScreen
from tpm_tui.app.widgets.pagelist import PageLine
from tpm_tui.exchange.formats import export_file, import_file
from tpm_tui.exchange.outcome import Cancelled, Outcome, Progress
from tpm_tui.safe import fit, safe
from tpm_tui.store.store import Store

if TYPE_CHECKING:
    from tpm_tui.app.workspace import Workspace

T = TypeVar("T")


async def import_with_preview(ws: "Workspace", format_: str, path: Path) -> None:
    """Show what an import would do, and do it if it is confirmed."""
    outcome = await _with_progress(
        ws,
        f"reading {path.name}",
        lambda p: partial(import_file, format_=format_, where=path, dry_run=True, progress=p),
    )
    if outcome is None:
        return
    nothing = not (outcome.created or outcome.updated)
    title = f"Import {path.name} ─ " + ("nothing to import, esc goes back" if nothing else "enter imports, esc leaves")
    chosen = await ws.choose(PageScreen(title, lambda cells: list(preview_lines(outcome, cells)), free=False))
    if chosen != "import":
        return
    done = await _with_progress(
        ws, f"importing {path.name}", lambda p: partial(import_file, format_=format_, where=path, progress=p)
    )
    if done is not None:
        counts = f"created {done.created}, updated {done.updated}, refused {len(done.refused)}"
        ws.say(counts + ws.tail("undo", "undoes"))


def preview_lines(outcome: Outcome, cells: int) -> Iterator[PageLine]:
    """What comes in, how the columns were understood, and each refused row with its reason."""
    counts = (
        f"{outcome.created} to create · {outcome.updated} to update · {outcome.unchanged} the same"
        f" · {len(outcome.refused)} refused"
    )
    able = bool(outcome.created or outcome.updated)
    yield PageLine(((counts, "strong"),), target="import" if able else None, stop=True)
    if outcome.refused:
        yield PageLine((("", ""),))
        yield PageLine((("Refused rows", "head"),))
        for line, reason in outcome.refused[:500]:
            where = f"line {line}" if line else "the file"
            yield PageLine(((fit(where, 12), "bad"), (fit(safe(reason), cells - 12), "")))
    if outcome.columns:
        yield PageLine((("", ""),))
        yield PageLine((("Columns", "head"),))
        for mapped in outcome.columns:
            times = f" ×{mapped.columns}" if mapped.columns > 1 else ""
            goes = mapped.label if mapped.field else "ignored"
            yield PageLine(
                (
                    (fit(safe(mapped.header) + times, 34) + " ", "" if mapped.field else "dim"),
                    (fit(safe(goes), 26) + " ", "accent" if mapped.field else "dim"),
                    (fit(safe(mapped.sample), max(0, cells - 62)), "soft"),
                )
            )
    if outcome.notes:
        yield PageLine((("", ""),))
        yield PageLine((("Notes", "head"),))
        for note in outcome.notes[:500]:
            yield PageLine(((fit(safe(note), cells), "soft"),))


async def export_to(ws: "Workspace", format_: str, path: Path) -> None:
    """Write the file in another format."""
    kind = ws.register.kind if ws.register is not None else "item"

    def write(store: Store) -> str:
        export_file(store, format_, path, kind=kind)
        return f"written to {path}"

    sentence = await _with_progress(ws, f"writing {path.name}", lambda _progress: write)
    if sentence is not None:
        ws.say(sentence)


async def _with_progress(ws: "Workspace", what: str, work: Callable[[Progress], Callable[[Store], T]]) -> T | None:
    """Run work in the store's thread, with its share in the footer after half a second; esc cancels it.

    None if it was cancelled, or refused (and said so).
    """
    patience = Patience()
    try:
        return await ws.guarded(watched(ws, what, patience, ws.session.exchange(work(patience.told))))
    except Cancelled:
        ws.say("cancelled; nothing was changed")
        return None
