"""What the shell offers when the person presses tab: kinds, keys, fields, commands, formats."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from click.shell_completion import CompletionItem

    from tpm_tui.cli.invocation import FileSnapshot
    from tpm_tui.commands.input.field_input import InputSource

#: More than this helps nobody, and a large file must not make tab slow.
MAX_COMPLETIONS = 200


def _items(pairs: "Iterable[tuple[str, str]]", incomplete: str) -> "list[CompletionItem]":
    from click.shell_completion import CompletionItem

    from tpm_tui.safe_text import safe

    begun = incomplete.lower()
    hits = [(word, help_) for word, help_ in pairs if word.lower().startswith(begun)]
    return [CompletionItem(word, help=safe(help_)) for word, help_ in hits[:MAX_COMPLETIONS]]


def complete_kinds(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
    """Names of the kinds of record."""
    from tpm_tui.domain.kinds import KINDS

    return _items([(name, kind.plural) for name, kind in KINDS.items()], incomplete)


def _of_file(
    ctx: click.Context, offer: "Callable[[FileSnapshot], Iterable[tuple[str, str]]]", incomplete: str
) -> "list[CompletionItem]":
    """What is offered of the records of the file; nothing where it cannot be read."""
    from tpm_tui.cli.invocation import Invocation
    from tpm_tui.domain.text.field_values import ValidationError
    from tpm_tui.store.errors import StoreError

    invocation = ctx.find_object(Invocation) or Invocation()
    try:
        with invocation.snapshot() as snapshot:
            return _items(offer(snapshot), incomplete)
    except (ValidationError, StoreError):
        return []


def complete_keys(ctx: click.Context, _param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
    """Keys of records that begin so, with their titles; none where the file cannot be read."""
    from tpm_tui.domain.kinds import PREFIXES

    prefix = incomplete.upper().partition("-")[0]
    name = PREFIXES.get(prefix) if prefix else "item"

    def offer(snapshot: "FileSnapshot") -> "Iterable[tuple[str, str]]":
        table = snapshot.plan[str(name)]
        keys, titles = table.columns["key"], table.columns[table.kind.title]
        return ((str(key), str(title)) for key, title in zip(keys, titles, strict=True))

    return _of_file(ctx, offer, incomplete) if name is not None else []


def complete_fields(ctx: click.Context, _param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
    """``field=`` of the kind that the line is about, and what can stand after it, as the workspace offers it."""
    from tpm_tui.commands.input.field_arguments import AFTER, settable_columns
    from tpm_tui.commands.input.record_line import argument_input
    from tpm_tui.domain.kinds import KINDS, PREFIXES
    from tpm_tui.domain.plan.plan import Plan
    from tpm_tui.domain.query.sheet_of_records import Sheet
    from tpm_tui.domain.text.dates import InputContext
    from tpm_tui.domain.text.field_values import ValidationError
    from tpm_tui.domain.time import clock

    first = str(ctx.params.get("kind") or next(iter(ctx.params.get("words") or ()), ""))
    kind = KINDS.get(first) or KINDS.get(PREFIXES.get(first.upper().partition("-")[0], ""))
    field, sign, value = incomplete.partition("=")

    def offer(source: "InputSource") -> "Iterable[tuple[str, str]]":
        assert kind is not None
        if sign:
            behind = argument_input(source, kind, field)
            return ((f"{field}={behind.complete(value, word)}", more) for word, more in behind.suggest(value))
        columns = settable_columns(source.plan, kind).values()
        after = [(f"{AFTER}=", "Comes after")] if kind.name == "item" else []
        return [(f"{c.name}=", c.label) for c in columns if c.settable] + after

    if kind is None:
        return []
    declared = Sheet(Plan.empty(), InputContext(clock.today()))
    try:
        # What a kind declares is offered without a file too.
        return _of_file(ctx, offer, incomplete) or _items(offer(declared), incomplete)
    except ValidationError:
        return []


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
