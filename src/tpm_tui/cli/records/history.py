"""``tpm history``, ``tpm undo`` and ``tpm redo``."""

from typing import TYPE_CHECKING, Any

import click

from tpm_tui.cli.input import shell_completion
from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.input.record_arguments import find_record
from tpm_tui.cli.invocation import FileSnapshot, Invocation
from tpm_tui.cli.output import streams
from tpm_tui.cli.output.record_json import json_value
from tpm_tui.domain.journal_operations import Operation
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.text import field_values
from tpm_tui.domain.text.dates import InputContext, show_moment
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time.clock import to_local
from tpm_tui.reports.renderers.terminal import format_table
from tpm_tui.safe_text import safe

if TYPE_CHECKING:
    from tpm_tui.store.journal.journal_entries import JournalEntry
    from tpm_tui.store.store import Store


@click.command("history")
@click.argument("key", required=False, shell_complete=shell_completion.complete_keys)
@file_option
@click.option("--json", "as_json", is_flag=True, help="An array with an object a transaction.")
@click.option(
    "--limit", metavar="N", type=click.IntRange(min=0), default=100, show_default=True, help="At most so many."
)
@pass_invocation
def history_command(invocation: Invocation, key: str | None, as_json: bool, limit: int) -> None:
    """Who changed what and when, newest first: in the whole file, or in the record with that KEY, deleted or not."""
    with invocation.snapshot() as snapshot:
        record = None if key is None else _record(snapshot, key)
        entries = snapshot.store.history(record, limit)
        if as_json:
            made = [transaction_object(snapshot, e, edits) for e, edits in entries]
        elif key is None:
            lines = _overview(entries, snapshot.context)
        else:
            lines = [text for e, edits in entries for text in describe_transaction(snapshot, e, edits)]
    if as_json:
        streams.write_json(made)
    else:
        streams.write_lines(lines)


def _record(snapshot: FileSnapshot, key: str) -> str:
    """The id of the record with that key, also of one that has been deleted. ValidationError if there never was one."""
    try:
        return find_record(snapshot.plan, key)[1]
    except ValidationError:
        wanted = key.strip().upper()
        for _, edits in snapshot.store.history(limit=1_000_000):
            for e in edits:
                if e.after is None and e.before and e.before.get("key") == wanted:
                    return e.id
        raise


def transaction_object(snapshot: FileSnapshot, e: "JournalEntry", edits: list[Edit]) -> dict[str, Any]:
    """A transaction as documented JSON."""
    return {
        "replica": e.replica,
        "sequence": e.sequence,
        "time": e.time.isoformat(),
        "author": e.author,
        "verb": e.verb,
        "label": e.label,
        "undoes": None if e.undoes is None else {"replica": e.undoes[0], "sequence": e.undoes[1]},
        "edits": [_edit_object(snapshot, edit) for edit in edits],
    }


def _edit_object(snapshot: FileSnapshot, edit: Edit) -> dict[str, Any]:
    columns = KINDS[edit.kind].columns_by_name

    def values(row: Any) -> dict[str, Any] | None:
        return None if row is None else {n: json_value(columns[n], v) for n, v in row.items() if n in columns}

    key = _key(snapshot, edit)
    return {
        "kind": edit.kind, "id": edit.id, "key": key, "verb": edit.verb,
        "before": values(edit.before), "after": values(edit.after),
    }  # fmt: skip


def _key(snapshot: FileSnapshot, edit: Edit) -> str | None:
    row = edit.before or edit.after or {}
    table = snapshot.plan[edit.kind]
    key = row.get("key") or (table.value(edit.id, "key") if edit.id in table else None)
    return None if key is None else str(key)


def _when(e: "JournalEntry", context: InputContext) -> str:
    return show_moment(to_local(e.time), context)


def _what(e: "JournalEntry") -> str:
    """The transaction's label, after what was done with it."""
    return safe(f"{e.verb.capitalize()}: {e.label}" if e.verb in (Operation.UNDO, Operation.REDO) else e.label)


def _overview(entries: "list[tuple[JournalEntry, list[Edit]]]", context: InputContext) -> list[str]:
    rows = [(_when(e, context), safe(e.author), _what(e), str(len(edits))) for e, edits in entries]
    headers, right = ("When", "Who", "What", "Records"), (False, False, False, True)
    return format_table(headers, rows, right, streams.terminal_width())


def describe_transaction(snapshot: FileSnapshot, e: "JournalEntry", edits: list[Edit]) -> list[str]:
    """Lines that say what a transaction did to one record: a headline, and each field's old and new value."""
    lines = [f"{_when(e, snapshot.context)}  {safe(e.author)}  {_what(e)}"]
    for edit in edits:
        if edit.verb != "change":
            lines.append("    " + {"add": "made", "delete": "deleted"}[edit.verb])
            continue
        for name, after in (edit.after or {}).items():
            column = next((c for c in KINDS[edit.kind].columns if c.name == name), None)
            if column is None or name == "changed":
                continue
            old, new = (
                safe(field_values.show_stored(column, v, snapshot.plan, snapshot.context)) or "empty"
                for v in ((edit.before or {}).get(name), after)
            )
            lines.append(f"    {column.label}: {old} → {new}")
    return lines


@click.command("undo")
@file_option
@pass_invocation
def undo_command(invocation: Invocation) -> None:
    """Take back your last change, however long ago, and print what it was.

    ValidationError if what it changed has changed again since.
    """
    _take_back(invocation, "undo")


@click.command("redo")
@file_option
@pass_invocation
def redo_command(invocation: Invocation) -> None:
    """Take back your last undo, and print what is done again."""
    _take_back(invocation, "redo")


def _take_back(invocation: Invocation, verb: str) -> None:
    with invocation.store() as store:
        store.load()
        changed = store.undo() if verb == "undo" else store.redo()
        if changed is None:
            raise ValidationError(f"there is nothing of yours to {verb}; you are {safe(store.author)}")
    streams.write_line(safe(changed.label))


def history_tail(store: "Store", snapshot: FileSnapshot, id_: str, most: int) -> list[str]:
    """The last lines of a record's history."""
    return [text for e, edits in store.history(id_, most) for text in describe_transaction(snapshot, e, edits)]
