"""``tpm run``, ``tpm done`` and ``tpm comment``: the workspace's own commands, by their ids."""

import sys
from collections.abc import Sequence
from typing import Any

import click

from tpm_tui.cli.input import record_arguments as typed
from tpm_tui.cli.input import shell_completion
from tpm_tui.cli.input.options import file_option, filter_option, pass_invocation
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.cli.records.confirmation_of_touched_needs import dry_run_option, keep_change, yes_option
from tpm_tui.commands.command import Command, CommandContext
from tpm_tui.commands.command_catalog import command_to_comment, commands
from tpm_tui.commands.done_and_reopen import FINISHABLE, finish
from tpm_tui.commands.input.command_params import parse_params
from tpm_tui.commands.input.field_arguments import split_arguments
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.counted_nouns import with_article
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.reports.renderers.terminal import format_table
from tpm_tui.store.transaction import Transaction


@click.command("run")
@click.argument(
    "command_id", metavar="[COMMAND_ID]", required=False, shell_complete=shell_completion.complete_command_ids
)
@click.argument(
    "words", metavar="KEY… [PARAM=VALUE]…", nargs=-1, shell_complete=shell_completion.complete_keys_or_fields
)
@file_option
@filter_option
@yes_option
@dry_run_option
@click.option("--json", "as_json", is_flag=True, help="The list of commands as an array of objects.")
@pass_invocation
def run_command(
    invocation: Invocation,
    command_id: str | None,
    words: Sequence[str],
    filter_: str | None,
    yes: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Run a command of the workspace on records: tpm run risk.score R-3 probability=4 impact=2.

    Without COMMAND_ID: list every command with what it works on and asks for. What one that changes a need touches is
    said before it is kept: at a terminal that needs y, or --yes.
    """
    if command_id is None:
        _list(as_json)
        return
    command = commands().get(command_id)
    if command is None:
        raise ValidationError(f"there is no command {command_id[:40]!r}; tpm run lists them")
    split = split_arguments(words)
    if not split.plain and filter_ is None and command.needs[0]:
        raise click.UsageError(f"name the records: tpm run {command_id} KEY…")

    def edit(tx: Transaction) -> tuple[list[str], list[str]]:
        groups = typed.chosen_records(tx, split.plain, filter_) or {"": []}
        touched = [_touched(tx, kind, ids) for kind, ids in groups.items()] if command.touches else []
        return touched, [execute_on_records(tx, command, kind, ids, split.pairs) for kind, ids in groups.items()]

    said = keep_change(invocation, command.title, command.id, edit, may_touch=command.touches, yes=yes, dry_run=dry_run)
    streams.write_lines(_safe(text) for text in said if text)


def _touched(tx: Transaction, kind: str, ids: Sequence[str]) -> str:
    """What a change of records touches, before it is made."""
    from tpm_tui.commands.scope.touched_records import touched_text

    return touched_text(tx.plan, tx.context, kind, ids) if kind else ""


def execute_on_records(
    tx: Transaction, command: Command, kind: str, ids: Sequence[str], pairs: Sequence[tuple[str, str]]
) -> str:
    """Run a command on records of one kind, its parameters as typed; what it says. ValidationError if it cannot run."""
    reason = command.why_not(CommandContext(tx.plan, kind, tuple(ids)))
    if reason:
        raise ValidationError(f"{command.id}: {reason}")
    return command.execute(tx, kind, ids, parse_params(command, tx, pairs))


def _list(as_json: bool) -> None:
    every = commands().values()
    if as_json:
        streams.write_json([_described(c) for c in every])
        return
    rows = [
        (
            c.id,
            c.title,
            ", ".join(c.kinds) or "any",
            " ".join(f"[{p.name}=…]" if p.optional else f"{p.name}=…" for p in c.params),
        )
        for c in every
    ]
    streams.write_lines(
        format_table(("Command", "Does", "Works on", "Takes"), rows, (False,) * 4, streams.terminal_width())
    )


def _described(command: Command) -> dict[str, Any]:
    return {
        "id": command.id,
        "title": command.title,
        "group": command.group,
        "kinds": list(command.kinds),
        "needs": list(command.needs),
        "params": [{"name": p.name, "label": p.column.label, "optional": p.optional} for p in command.params],
    }


@click.command("done")
@click.argument("keys", metavar="KEY…", nargs=-1, shell_complete=shell_completion.complete_keys)
@file_option
@filter_option
@pass_invocation
def done_command(invocation: Invocation, keys: Sequence[str], filter_: str | None) -> None:
    """Finish items, actions, mitigations, promises and incidents; what is finished stays so.

    An item is refused while a check on it is open, and the check is named.
    """
    if not keys and filter_ is None:
        raise click.UsageError("name the records: tpm done T-13")
    named = typed.selection_text(keys, filter_)
    with invocation.writing(f"Done: {named}", "item.done") as tx:
        for kind, ids in typed.chosen_records(tx, keys, filter_).items():
            if kind not in FINISHABLE:
                raise ValidationError(
                    f"{with_article(KINDS[kind].label)} cannot be done; "
                    "items, actions, mitigations, promises and incidents can"
                )
            finish(tx, kind, ids)
    streams.write_confirmation(f"done: {', '.join(keys) or named}")


@click.command("comment")
@click.argument("key", shell_complete=shell_completion.complete_keys)
@click.argument("words", metavar="TEXT", nargs=-1, required=True)
@file_option
@pass_invocation
def comment_command(invocation: Invocation, key: str, words: Sequence[str]) -> None:
    """Say something about an item; on an incident it goes to the timeline, on a stakeholder to the contact log.

    TEXT of - alone is read from stdin.
    """
    text = sys.stdin.read() if tuple(words) == ("-",) else " ".join(words)
    with invocation.writing(f"Comment on {key}", "item.comment") as tx:
        kind, id_ = typed.find_record(tx.plan, key)
        command = command_to_comment(kind)
        if command is None:
            raise ValidationError(f"{with_article(KINDS[kind].label)} takes no comment; set its notes instead")
        execute_on_records(tx, command, kind, [id_], [(command.params[0].name, text)])
    streams.write_confirmation(f"said on {key}")


def _safe(text: str) -> str:
    from tpm_tui.safe_text import safe

    return safe(text)
