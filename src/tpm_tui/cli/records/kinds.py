"""``tpm kinds``: what can be kept in a file, declared once and read here."""

from contextlib import nullcontext
from typing import Any

import click

from tpm_tui.cli.input import shell_completion
from tpm_tui.cli.input.listed_records import find_kind
from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.domain.derived.columns.derived_column_catalog import DERIVED_COLUMNS
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS, Kind
from tpm_tui.domain.query.sheet_of_records import custom_columns
from tpm_tui.domain.values.codec import dump_value, value_to_json
from tpm_tui.reports.renderers.terminal import format_table


@click.command("kinds")
@click.argument("kind", required=False, shell_complete=shell_completion.complete_kinds)
@file_option
@click.option("--json", "as_json", is_flag=True, help="An array of objects, each with its fields.")
@pass_invocation
def kinds_command(invocation: Invocation, kind: str | None, as_json: bool) -> None:
    """Every kind of record with its fields, or one KIND.

    Where a file is named (-f, TPM_FILE), the fields that were added to it are among them.
    """
    chosen = [find_kind(kind)] if kind else list(KINDS.values())
    has_file = invocation.file is not None or (invocation.named is not None and invocation.path().exists())
    with invocation.snapshot() if has_file else nullcontext() as snapshot:
        custom = custom_columns(snapshot.plan) if snapshot else []
    if as_json:
        streams.write_json([kind_object(k, custom if k.name == "item" else []) for k in chosen])
    elif kind:
        streams.write_lines(_fields(chosen[0], custom if chosen[0].name == "item" else []))
    else:
        rows = [
            (k.name, k.plural, f"{k.prefix}-1", (k.record.__doc__ or "").split("\n")[0].replace("``", ""))
            for k in chosen
        ]
        streams.write_lines(format_table(("Kind", "Called", "Keys", ""), rows, (False,) * 4, streams.terminal_width()))


def all_columns(kind: Kind, custom: list[Column]) -> list[Column]:
    """Declared fields, those the user added, and computed ones."""
    return [*kind.columns, *custom, *(d.column for d in DERIVED_COLUMNS.get(kind.name, {}).values())]


def _type(column: Column) -> str:
    names = {
        "tuple": "list",
        "ThreePoint": "three-point",
        "str": "text",
        "int": "integer",
        "float": "number",
        "Decimal": "number",
    }
    return names.get(column.type.__name__, column.type.__name__)


def kind_object(kind: Kind, custom: list[Column]) -> dict[str, Any]:
    """A kind as documented JSON."""
    computed = set(DERIVED_COLUMNS.get(kind.name, {}))
    return {
        "name": kind.name,
        "label": kind.label,
        "plural": kind.plural,
        "prefix": kind.prefix,
        "title": kind.title,
        "help": (kind.record.__doc__ or "").split("\n")[0],
        "fields": [_field(kind, c, c.name in computed) for c in all_columns(kind, custom)],
    }


def _field(kind: Kind, column: Column, computed: bool) -> dict[str, Any]:
    default = None if column.required else dump_value(column, column.default)
    settable = column.settable and not kind.read_only_reason
    return {
        "name": column.name,
        "label": column.label,
        "type": _type(column),
        "required": column.required and settable,
        "nullable": column.nullable,
        "settable": settable and not computed,
        "computed": computed,
        "custom": column.custom,
        "default": None if column.required or computed else value_to_json(column, default),
        "choices": list(column.field.choices),
        "ref": column.ref or None,
        "format": column.field.format or None,
        "help": column.field.help,
    }


def _fields(kind: Kind, custom: list[Column]) -> list[str]:
    rows = []
    computed = set(DERIVED_COLUMNS.get(kind.name, {}))
    for column in all_columns(kind, custom):
        allowed = column.field.choices
        says = (
            f"{allowed[0]} to {allowed[-1]}" if isinstance(allowed, range) else " | ".join(str(c) for c in allowed)
        ) or column.field.help
        if column.ref:
            says = f"{'keys or names' if column.many else 'a key or name'} of {KINDS[column.ref].plural.lower()}"
        if column.name in computed:
            says = "computed"
        elif not column.settable or kind.read_only_reason:
            says = "kept by the program"
        elif column.required:
            says = f"required; {says}".rstrip("; ")
        rows.append((column.name, column.label, _type(column), says))
    return format_table(("Field", "Label", "Type", "Takes"), rows, (False,) * 4, streams.terminal_width())
