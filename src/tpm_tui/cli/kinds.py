"""``tpm kinds``: what can be kept in a file, declared once and read here."""

from contextlib import nullcontext
from typing import Any

import click

from tpm_tui.cli import completing, output
from tpm_tui.cli.choosing import kind_named
from tpm_tui.cli.options import file_option, pass_session
from tpm_tui.cli.session import Session
from tpm_tui.domain.codec import dump, to_json
from tpm_tui.domain.derived import DERIVED
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS, Kind
from tpm_tui.domain.sheet import custom_columns


@click.command()
@click.argument("kind", required=False, shell_complete=completing.kinds)
@file_option
@click.option("--json", "as_json", is_flag=True, help="An array of objects, each with its fields.")
@pass_session
def kinds(session: Session, kind: str | None, as_json: bool) -> None:
    """Every kind of record with its fields, or one KIND.

    Where a file is named (-f, TPM_FILE), the fields that were added to it are among them.
    """
    chosen = [kind_named(kind)] if kind else list(KINDS.values())
    told = session.file is not None or (session.named is not None and session.path().exists())
    with session.reading() if told else nullcontext() as reading:
        custom = custom_columns(reading.plan) if reading else []
    if as_json:
        output.write_json([described(k, custom if k.name == "item" else []) for k in chosen])
    elif kind:
        output.lines(_fields(chosen[0], custom if chosen[0].name == "item" else []))
    else:
        rows = [(k.name, k.plural, f"{k.prefix}-1", (k.record.__doc__ or "").split("\n")[0]) for k in chosen]
        output.lines(output.table(("Kind", "Called", "Keys", ""), rows, (False,) * 4, output.terminal_cells()))


def all_columns(kind: Kind, custom: list[Column]) -> list[Column]:
    """Declared fields, those the user added, and computed ones."""
    return [*kind.columns, *custom, *(d.column for d in DERIVED.get(kind.name, {}).values())]


def _type(column: Column) -> str:
    names = {"tuple": "list", "ThreePoint": "three-point", "str": "text", "int": "integer", "float": "number"}
    return names.get(column.type.__name__, column.type.__name__)


def described(kind: Kind, custom: list[Column]) -> dict[str, Any]:
    """A kind as documented JSON."""
    computed = set(DERIVED.get(kind.name, {}))
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
    default = None if column.required else dump(column, column.default)
    settable = column.settable and not kind.not_by_hand
    return {
        "name": column.name,
        "label": column.label,
        "type": _type(column),
        "required": column.required and settable,
        "nullable": column.nullable,
        "settable": settable and not computed,
        "computed": computed,
        "custom": column.custom,
        "default": None if column.required or computed else to_json(column, default),
        "choices": list(column.field.choices),
        "ref": column.ref or None,
        "format": column.field.format or None,
        "help": column.field.help,
    }


def _fields(kind: Kind, custom: list[Column]) -> list[str]:
    rows = []
    computed = set(DERIVED.get(kind.name, {}))
    for column in all_columns(kind, custom):
        allowed = column.field.choices
        says = (
            f"{allowed[0]} to {allowed[-1]}" if isinstance(allowed, range) else " | ".join(str(c) for c in allowed)
        ) or column.field.help
        if column.ref:
            says = f"{'keys or names' if column.many else 'a key or name'} of {KINDS[column.ref].plural.lower()}"
        if column.name in computed:
            says = "computed"
        elif not column.settable or kind.not_by_hand:
            says = "kept by the program"
        elif column.required:
            says = f"required; {says}".rstrip("; ")
        rows.append((column.name, column.label, _type(column), says))
    return output.table(("Field", "Label", "Type", "Takes"), rows, (False,) * 4, output.terminal_cells())
