"""The history of a record, or of the file: what was changed, when and by whom."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.domain.journal_operations import Operation
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.text.dates import show_moment
from tpm_tui.domain.text.field_values import show_stored
from tpm_tui.domain.time.clock import to_local
from tpm_tui.safe_text import fit, safe
from tpm_tui.store.journal.journal_entries import JournalEntry

_REVERTED: dict[str, str] = {Operation.UNDO: "Undid: ", Operation.REDO: "Redid: "}


def history_lines(
    session: WorkspaceSession, history: Sequence[tuple[JournalEntry, list[Edit]]], cells: int, of_record: bool
) -> Iterator[PageLine]:
    """Transactions, newest first, with each field's old and new value; of the file, what leads to its record."""
    if not history:
        yield PageLine((("Nothing yet.", "dim"),))
    for entry, edits in history:
        when = show_moment(to_local(entry.time), session.context)
        verb = _REVERTED.get(entry.verb, "")
        first = (edits[0].kind, edits[0].id) if len(edits) == 1 and not of_record else None
        yield PageLine(
            ((f"{when}  ", "soft"), (fit(safe(entry.author), 10) + " ", "accent"), (safe(verb + entry.label), "")),
            first,
            stop=first is not None,
        )
        for edit in edits[:20]:
            leads = first is None and not of_record
            for line in _edit_lines(edit, session, cells):
                yield replace(line, target=(edit.kind, edit.id), stop=True) if leads else line
        if len(edits) > 20:
            yield PageLine(((f"{'':14}and {len(edits) - 20} records more", "dim"),))


def _edit_lines(edit: Edit, session: WorkspaceSession, cells: int) -> Iterator[PageLine]:
    plan, context = session.plan, session.context
    kind = KINDS[edit.kind]
    row = edit.after if edit.before is None else edit.before if edit.after is None else None
    if row is not None:
        sign = "+" if edit.before is None else "-"
        text = f"{'':14}{sign} {row.get('key')} {row.get(kind.title)}"
        yield PageLine(((fit(safe(text), cells), "good" if sign == "+" else "bad"),))
        return
    columns = kind.columns_by_name
    for name, new in (edit.after or {}).items():
        if name in ("changed", "rank") or name not in columns:
            continue
        old_text = show_stored(columns[name], (edit.before or {}).get(name), plan, context) or "·"
        new_text = show_stored(columns[name], new, plan, context) or "·"
        key = plan.label(edit.kind, edit.id)
        text = f"{'':14}{key} {columns[name].label}: {_short(old_text)} → {_short(new_text)}"
        yield PageLine(((fit(safe(text), cells), "soft"),))


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
