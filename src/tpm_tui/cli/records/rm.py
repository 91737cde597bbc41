"""``tpm rm``."""

from collections.abc import Mapping, Sequence

import click

from tpm_tui.cli.input import record_arguments as typed
from tpm_tui.cli.input import shell_completion
from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.commands import records
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import ValidationError


@click.command("rm")
@click.argument("keys", metavar="KEY…", nargs=-1, required=True, shell_complete=shell_completion.complete_keys)
@file_option
@click.option("-y", "--yes", is_flag=True, help="Delete what belongs to them too, without asking.")
@pass_invocation
def rm_command(invocation: Invocation, keys: Sequence[str], yes: bool) -> None:
    """Delete records.

    What belongs to them goes with them (an item's children, links, checks): that is named first and needs y, or --yes
    where nobody can be asked. tpm undo brings all of it back.
    """
    with invocation.store() as store:
        store.load()
        groups = typed.group_by_kind(store.plan, keys)
        what, more = describe_deletions(store.plan, groups)
        if more and not yes:
            if not streams.is_interactive():
                raise ValidationError(f"{what}? Say --yes to do so; nothing was deleted")
            if not streams.ask_yes_no(f"{what}?"):
                raise ValidationError("nothing was deleted")
        with store.transaction(what, "record.delete", seen=store.plan.sequence) as tx:
            groups = typed.group_by_kind(tx.plan, keys)
            if describe_deletions(tx.plan, groups)[0] != what:
                raise ValidationError(
                    "somebody else changed the file meanwhile; nothing was deleted, look and try again"
                )
            for kind, ids in groups.items():
                # A child named beside its parent has gone with it.
                left = [id_ for id_ in ids if id_ in tx.plan[kind]]
                if left:
                    records.delete(tx, kind, left, {})
    streams.write_confirmation(f"{what}: done; tpm undo brings it back")


def describe_deletions(plan: Plan, groups: Mapping[str, Sequence[str]]) -> tuple[str, bool]:
    """What deleting the records would take along, in words, and whether it takes more than was named."""
    said = [records.describe_deletion(plan, kind, ids) for kind, ids in groups.items()]
    return "; ".join(text for text, _ in said), any(more for _, more in said)
