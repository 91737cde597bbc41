"""The page of a record that has been deleted: what it held at the end, and its history."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from tpm_tui.app.detail import LABEL
from tpm_tui.app.session import Session
from tpm_tui.app.widgets.pagelist import PageLine
from tpm_tui.domain.codec import Stored
from tpm_tui.domain.entry import show
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan import Edit
from tpm_tui.domain.table import default_row
from tpm_tui.safe import fit, safe
from tpm_tui.store.journal import Entry


def last_values(history: Sequence[tuple[Entry, list[Edit]]], id_: str) -> Mapping[str, Stored]:
    """A record as it was when it was deleted, by its history; empty if that does not tell."""
    edits = (edit for _, found in history for edit in found if edit.id == id_)
    return next((edit.before for edit in edits if edit.after is None and edit.before), {})


def called(kind: str, values: Mapping[str, Stored]) -> str:
    """What a deleted record was called."""
    return " ─ ".join(filter(None, (str(values.get("key") or ""), str(values.get(KINDS[kind].title) or "")))) or "?"


def deleted_lines(session: Session, kind: str, values: Mapping[str, Stored], cells: int) -> Iterator[PageLine]:
    """What it held, field by field, without those at their defaults."""
    yield PageLine((("This record has been deleted. It held:", "warn"),))
    usual = default_row(KINDS[kind])
    for column in KINDS[kind].columns:
        stored = values.get(column.name)
        if column.field.hidden or stored is None or stored == usual[column.name]:
            continue
        text = safe(show(column, stored, session.plan, session.words))
        label = fit(column.label, LABEL) + " "
        for part in textwrap.wrap(text, max(10, cells - LABEL - 1)):
            yield PageLine(((label, "soft"), (part, "")))
            label = " " * (LABEL + 1)
