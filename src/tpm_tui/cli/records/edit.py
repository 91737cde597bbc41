"""``tpm add`` and ``tpm set``."""

from collections.abc import Sequence

import click

from tpm_tui.cli.input import record_arguments as typed
from tpm_tui.cli.input import shell_completion
from tpm_tui.cli.input.listed_records import find_kind
from tpm_tui.cli.input.options import file_option, filter_option, pass_invocation
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.cli.records.confirmation_of_touched_needs import dry_run_option, keep_change, yes_option
from tpm_tui.commands import records
from tpm_tui.commands.input.field_arguments import (
    FieldArguments,
    add_from_arguments,
    field_values,
    link_predecessors,
    split_arguments,
)
from tpm_tui.domain.journal_operations import Operation
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.kinds.scope.requirements import CONTENT_FIELDS
from tpm_tui.domain.text.counted_nouns import with_article
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.transaction import Transaction


@click.command("add")
@click.argument("kind", shell_complete=shell_completion.complete_kinds)
@click.argument("words", metavar="TITLE [FIELD=VALUE]…", nargs=-1, shell_complete=shell_completion.complete_fields)
@file_option
@pass_invocation
def add_command(invocation: Invocation, kind: str, words: Sequence[str]) -> None:
    """Add a record of a KIND and print its key.

    The first word is its TITLE (its name, statement, text: what such a record is called by); kinds without one take
    FIELD=VALUE alone. Values are typed as in the workspace: estimate=2d/3d/8d due=fri items=T-13,T-14. An item
    also takes after=T-12, or "after=T-12 SS +2d".
    """
    record_kind = find_kind(kind)
    if record_kind.name in records.NOT_ADDED:
        raise ValidationError(records.NOT_ADDED[record_kind.name])
    rest = list(words)
    titled = record_kind.is_titled
    first = typed.title_argument(record_kind, rest.pop(0)) if rest and titled else None
    split = split_arguments(rest)
    if split.plain and first is None:
        raise click.UsageError(
            f"{split.plain[0]!r} is no FIELD=VALUE, and {with_article(record_kind.label)} has no title"
        )
    arguments = FieldArguments(split.plain if first is None else (first, *split.plain), split.pairs)
    with invocation.writing(f"Add {record_kind.label.lower()}", Operation.ADD_RECORD) as tx:
        id_ = add_from_arguments(tx, record_kind, arguments)
        key = str(tx.plan.value(record_kind.name, id_, "key"))
    streams.write_line(key)


@click.command("set")
@click.argument(
    "words",
    metavar="KEY… FIELD=VALUE…",
    nargs=-1,
    required=True,
    shell_complete=shell_completion.complete_keys_or_fields,
)
@file_option
@filter_option
@yes_option
@dry_run_option
@pass_invocation
def set_command(invocation: Invocation, words: Sequence[str], filter_: str | None, yes: bool, dry_run: bool) -> None:
    """Change fields of the records with these keys.

    An empty value clears a field: owner= . Items also take after=, which adds a link. What a change to a need touches
    is said on stderr before it is kept: at a terminal that needs y, or --yes. Of what is agreed it makes a request for
    change.
    """
    from tpm_tui.commands.scope.touched_records import reworked_needs, touched_text

    split = split_arguments(words)
    if not split.plain and filter_ is None:
        raise click.UsageError("name the records first: tpm set T-13 status=doing")
    if not split.pairs:
        raise click.UsageError("say what to set: tpm set T-13 status=doing")

    def edit(tx: Transaction) -> tuple[list[str], list[str]]:
        touched, requests = [], []
        for name, ids in typed.chosen_records(tx, split.plain, filter_).items():
            kind = KINDS[name]
            fields, after = split.split_predecessors() if name == "item" else (split, [])
            values = field_values(tx, kind, fields.pairs)
            if values:
                needs = reworked_needs(tx.plan, name, ids, values)
                agreed = any(tx.get(name, id_, "status") == "agreed" for id_ in needs)
                touched.append(touched_text(tx.plan, tx.context, name, needs) if needs else "")
                said = records.change(tx, name, ids, values)
                requests.append(said if agreed else "")
            for id_ in ids if after else ():
                link_predecessors(tx, id_, after)
        return touched, requests

    may_touch = any(name in CONTENT_FIELDS for name, _ in split.pairs)
    requests = keep_change(
        invocation, _label(split, filter_), Operation.SET_FIELDS, edit, may_touch=may_touch, yes=yes, dry_run=dry_run
    )
    for text in filter(None, requests):
        streams.write_notice(text)
    if not dry_run:
        streams.write_confirmation(f"set {', '.join(split.plain) or typed.selection_text((), filter_)}")


def _label(split: FieldArguments, filter_: str | None) -> str:
    """What the history calls the edit."""
    named = ", ".join(dict.fromkeys(name for name, _ in split.pairs))
    return f"Set {named} of {typed.selection_text(split.plain, filter_)}"
