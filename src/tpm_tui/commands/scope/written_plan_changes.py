"""Changes to a plan as a person writes them down, a line each, to be tried or made."""

from collections.abc import Mapping
from typing import Any

from tpm_tui.commands import records
from tpm_tui.commands.input.field_arguments import (
    FieldArguments,
    add_from_arguments,
    field_values,
    link_predecessors,
    split_line,
)
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.transaction import Transaction


def apply_change_lines(tx: Transaction, text: str, agreed: Mapping[str, Any] | None = None) -> None:
    """Make changes, a line each: ``T-3 estimate=5d``, ``add item Test after=T-3``, ``rm T-4``.

    ``agreed`` says by whom and when what is agreed is agreed anew; without it that is not changed. ValidationError,
    with the number of the line, for one that cannot be made.
    """
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                _apply_line(tx, line.strip(), agreed or {})
            except ValidationError as error:
                raise ValidationError(f"line {number}: {error.reason}", "what_if") from None


def _apply_line(tx: Transaction, line: str, agreed: Mapping[str, Any]) -> None:
    arguments = split_line(line)
    verb = arguments.plain[0].casefold() if arguments.plain else ""
    if verb == "add":
        name = arguments.plain[1].casefold() if len(arguments.plain) > 1 else ""
        if name not in KINDS:
            raise ValidationError(f"{name or 'nothing'!r} is no kind of record: write add item TITLE FIELD=VALUE")
        add_from_arguments(tx, KINDS[name], FieldArguments(arguments.plain[2:], arguments.pairs))
        return
    removes = verb in ("rm", "delete")
    keys = arguments.plain[1:] if removes else arguments.plain
    if not keys or removes == bool(arguments.pairs):
        raise ValidationError(f"{line!r} changes nothing: write T-3 estimate=5d, add item TITLE, or rm T-4")
    for key in keys:
        record = tx.plan.find_key(key)
        if record is None:
            raise ValidationError(f"there is no {key}")
        kind, id_ = record
        if removes:
            records.delete(tx, kind, [id_], {})
            continue
        fields, after = arguments.split_predecessors() if kind == "item" else (arguments, [])
        values = field_values(tx, KINDS[kind], fields.pairs)
        if values:
            anew = agreed if kind == "requirement" and tx.get(kind, id_, "status") == "agreed" else {}
            records.change(tx, kind, [id_], {**values, **anew})
        link_predecessors(tx, id_, after)
