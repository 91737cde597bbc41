"""``tpm rm``."""

from collections.abc import Mapping, Sequence

import click

from tpm_tui.cli import completing, output
from tpm_tui.cli import words as typed
from tpm_tui.cli.options import file_option, pass_session
from tpm_tui.cli.session import Session
from tpm_tui.commands import records
from tpm_tui.domain.entry import Refused
from tpm_tui.domain.plan import Plan


@click.command()
@click.argument("keys", metavar="KEY…", nargs=-1, required=True, shell_complete=completing.keys)
@file_option
@click.option("-y", "--yes", is_flag=True, help="Delete what belongs to them too, without asking.")
@pass_session
def rm(session: Session, keys: Sequence[str], yes: bool) -> None:
    """Delete records.

    What belongs to them goes with them (an item's children, links, checks): that is named first and needs y, or --yes
    where nobody can be asked. tpm undo brings all of it back.
    """
    with session.store() as store:
        store.load()
        groups = typed.by_kind(store.plan, keys)
        what, more = describe(store.plan, groups)
        if more and not yes:
            if not output.can_ask():
                raise Refused(f"{what}? Say --yes to do so; nothing was deleted")
            if not output.ask(f"{what}?"):
                raise Refused("nothing was deleted")
        with store.transaction(what, "record.delete", seen=store.plan.sequence) as tx:
            groups = typed.by_kind(tx.plan, keys)
            if describe(tx.plan, groups)[0] != what:
                raise Refused("somebody else changed the file meanwhile; nothing was deleted, look and try again")
            for kind, ids in groups.items():
                # A child named beside its parent has gone with it.
                left = [id_ for id_ in ids if id_ in tx.plan[kind]]
                if left:
                    records.delete(tx, kind, left, {})
    output.say(f"{what}: done; tpm undo brings it back")


def describe(plan: Plan, groups: Mapping[str, Sequence[str]]) -> tuple[str, bool]:
    """What deleting the records would take along, in words, and whether it takes more than was named."""
    said = [records.describe_deletion(plan, kind, ids) for kind, ids in groups.items()]
    return "; ".join(text for text, _ in said), any(more for _, more in said)
