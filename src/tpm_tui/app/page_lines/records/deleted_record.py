"""The page of a record that has been deleted: what it held at the end, and its history."""

from collections.abc import Iterator, Mapping, Sequence

from tpm_tui.app.page_lines.line_builders import LABEL_WIDTH
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.kind_table import default_row
from tpm_tui.domain.text.field_values import show_stored
from tpm_tui.domain.text.wrapping import wrap_text
from tpm_tui.domain.values.codec import Stored
from tpm_tui.safe_text import fit, safe
from tpm_tui.store.journal.journal_entries import JournalEntry


def last_values(history: Sequence[tuple[JournalEntry, list[Edit]]], id_: str) -> Mapping[str, Stored]:
    """A record as it was when it was deleted, by its history; empty if that does not tell."""
    edits = (edit for _, edits_of_entry in history for edit in edits_of_entry if edit.id == id_)
    return next((edit.before for edit in edits if edit.after is None and edit.before), {})


def deleted_title(kind: str, values: Mapping[str, Stored]) -> str:
    """What a deleted record was called."""
    return " ─ ".join(filter(None, (str(values.get("key") or ""), str(values.get(KINDS[kind].title) or "")))) or "?"


def deleted_lines(session: WorkspaceSession, kind: str, values: Mapping[str, Stored], cells: int) -> Iterator[PageLine]:
    """What it held, field by field, without those at their defaults."""
    yield PageLine((("This record has been deleted. It held:", "warn"),))
    usual = default_row(KINDS[kind])
    for column in KINDS[kind].columns:
        stored = values.get(column.name)
        if column.field.hidden or stored is None or stored == usual[column.name]:
            continue
        text = safe(show_stored(column, stored, session.plan, session.context))
        label = fit(column.label, LABEL_WIDTH) + " "
        for part in wrap_text(text, max(10, cells - LABEL_WIDTH - 1)):
            yield PageLine(((label, "soft"), (part, "")))
            label = " " * (LABEL_WIDTH + 1)
