"""What the shell offers when the person presses tab: kinds, keys, fields, commands, formats."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

#: More than this helps nobody, and a large file must not make tab slow.
MAX_COMPLETIONS = 200


def _items(pairs: list[tuple[str, str]], incomplete: str) -> "list[CompletionItem]":
    from click.shell_completion import CompletionItem

    from tpm_tui.safe_text import safe

    begun = incomplete.lower()
    hits = [(word, help_) for word, help_ in pairs if word.lower().startswith(begun)]
    return [CompletionItem(word, help=safe(help_)) for word, help_ in hits[:MAX_COMPLETIONS]]


def complete_kinds(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
    """Names of the kinds of record."""
    from tpm_tui.domain.kinds import KINDS

    return _items([(name, kind.plural) for name, kind in KINDS.items()], incomplete)


def complete_keys(ctx: click.Context, _param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
    """Keys of records that begin so, with their titles; none where the file cannot be read."""
    from tpm_tui.cli.invocation import Invocation
    from tpm_tui.domain.kinds import KINDS, PREFIXES
    from tpm_tui.domain.text.field_values import ValidationError
    from tpm_tui.store.errors import StoreError

    prefix = incomplete.upper().partition("-")[0]
    invocation = ctx.find_object(Invocation) or Invocation()
    try:
        with invocation.snapshot() as snapshot:
            pairs: list[tuple[str, str]] = []
            wanted = [PREFIXES[prefix]] if prefix in PREFIXES else ["item"] if not prefix else []
            for name in wanted:
                table = snapshot.plan[name]
                pairs += [
                    (str(key), str(title))
                    for key, title in zip(table.columns["key"], table.columns[KINDS[name].title], strict=True)
                ]
    except (ValidationError, StoreError):
        return []
    return _items(pairs, incomplete)


def complete_fields(ctx: click.Context, _param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
    """``field=`` of the kind that the line is about, and the words a field allows after it."""
    from tpm_tui.domain.kinds import KINDS, PREFIXES

    first = ctx.params.get("kind") or next(iter(ctx.params.get("words") or ()), "")
    name = str(first) if first in KINDS else PREFIXES.get(str(first).upper().partition("-")[0], "")
    if name not in KINDS:
        return []
    field, sign, _ = incomplete.partition("=")
    if not sign:
        extra = [("after=", "Comes after")] if name == "item" else []
        return _items([(f"{c.name}=", c.label) for c in KINDS[name].columns if c.settable] + extra, incomplete)
    column = next((c for c in KINDS[name].columns if c.name == field), None)
    return _items([(f"{field}={choice}", "") for choice in column.field.choices], incomplete) if column else []


def complete_keys_or_fields(ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
    """Keys at first, fields after them."""
    return complete_keys(ctx, param, incomplete) or complete_fields(ctx, param, incomplete)


def complete_command_ids(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
    """Ids of the workspace's commands."""
    from tpm_tui.commands.command_catalog import commands

    return _items([(id_, command.title) for id_, command in commands().items()], incomplete)


def complete_import_formats(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
    """Formats that can be imported."""
    from tpm_tui.exchange.format_registry import FORMATS

    return _items([(name, f.label) for name, f in FORMATS.items() if f.reads], incomplete)


def complete_export_formats(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
    """Formats that can be exported."""
    from tpm_tui.exchange.format_registry import FORMATS

    return _items([(name, f.label) for name, f in FORMATS.items() if f.writes], incomplete)
