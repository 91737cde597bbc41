"""The whole file as JSON, in an order that is always the same: kinds as declared, records by id, a line each.

``{"format": "tpm", "version": 1, "records": {kind: [{field: value}]}, "aliases": {key: id}, "deleted": [{"kind", "id",
"key"}], "journal": [...]}``; values are in the documented shape of `domain.values.codec.value_to_json`, those of the
journal as they are stored (but amounts as numbers), with fields at their default left out of records that were made or
deleted. Parts that would be empty are left out.
"""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import IO, Any

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.kind_table import Row, Table, default_row
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.codec import value_to_json
from tpm_tui.exchange.common.export_options import ExportOptions, JournalTransaction

FORMAT, VERSION = "tpm", 1


def write(plan: Plan, _words: InputContext, out: IO[str], options: ExportOptions) -> None:
    """Write the file, the keys that no record has any more included; ``options.journal`` brings its history along."""
    dump = json.JSONEncoder(ensure_ascii=False, check_circular=False, allow_nan=False).encode
    out.write(f'{{"format": "{FORMAT}", "version": {VERSION}, "records": {{')
    comma = ""
    for name, table in plan.tables.items():
        out.write(f'{comma}\n"{name}": [')
        _write_all(out, (dump(record) for record in _records(table)))
        comma = ","
    out.write("}")
    gone = {record.id for record in options.deleted}
    aliases = {key: id_ for key, id_ in sorted(plan.aliases.items()) if id_ in gone or plan.kind_of(id_)}
    if aliases:
        out.write(f',\n"aliases": {dump(aliases)}')
    if options.deleted:
        out.write(',\n"deleted": [')
        _write_all(out, (dump(record._asdict()) for record in options.deleted))
    if options.journal is not None:
        out.write(',\n"journal": [')
        _write_all(out, (dump(_transaction(step, plan)) for step in options.journal))
    out.write("}\n")


def _write_all(out: IO[str], lines: Iterable[str]) -> None:
    before = "\n"
    for line in lines:
        out.write(f"{before}{line}")
        before = ",\n"
    out.write("]")


def _records(table: Table) -> Iterable[dict[str, Any]]:
    columns = table.kind.columns
    names = [c.name for c in columns]
    shown = [
        [value_to_json(c, v) for v in table.columns[c.name]]
        if c.type not in (str, int, float)
        else table.columns[c.name]
        for c in columns
    ]
    for place in sorted(range(len(table)), key=table.ids.__getitem__):
        yield {name: values[place] for name, values in zip(names, shown, strict=True)}


def _transaction(step: JournalTransaction, plan: Plan) -> dict[str, Any]:
    members: dict[str, Any] = {
        "replica": step.replica,
        "sequence": step.sequence,
        "time": step.time,
        "author": step.author,
        "verb": step.verb,
        "label": step.label,
    }
    if step.undoes is not None:
        members["undoes"] = list(step.undoes)
    members["edits"] = [
        {
            "kind": e.kind,
            "id": e.id,
            "before": _row(plan, e.kind, e.before, e.after is None),
            "after": _row(plan, e.kind, e.after, e.before is None),
        }
        for e in step.edits
    ]
    return members


def _row(plan: Plan, kind: str, row: Row | None, whole: bool) -> dict[str, Any] | None:
    if row is None:
        return None
    if not whole:
        return _amounts_as_numbers(kind, dict(row))
    defaults = default_row(plan[kind].kind)
    kept = {name: value for name, value in row.items() if name not in defaults or value != defaults[name]}
    return _amounts_as_numbers(kind, kept)


def _amounts_as_numbers(kind: str, row: dict[str, Any]) -> dict[str, Any]:
    """Exact amounts as the numbers they are in the records."""
    for column in KINDS[kind].columns:
        if column.type is Decimal and column.name in row:
            row[column.name] = value_to_json(column, row[column.name])
    return row
