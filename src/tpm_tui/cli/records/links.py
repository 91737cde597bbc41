"""``tpm link`` and ``tpm unlink``."""

import click

from tpm_tui.cli.input import record_arguments as typed
from tpm_tui.cli.input import shell_completion
from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.commands.schedule.links import add_link, parse_lag
from tpm_tui.domain.journal_operations import Operation
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.kinds.schedule.items import LINK_TYPES
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.counted_nouns import counted, with_article
from tpm_tui.domain.text.field_values import ValidationError

_TYPE = click.Choice(LINK_TYPES, case_sensitive=False)


@click.command("link")
@click.argument("predecessor", shell_complete=shell_completion.complete_keys)
@click.argument("successor", shell_complete=shell_completion.complete_keys)
@file_option
@click.option("--type", "type_", type=_TYPE, default="FS", help="FS finish to start (usual), SS, FF or SF.")
@click.option(
    "--lag", metavar="LAG", default="", help="2d of working time, 3ed elapsed, 50% of the predecessor; -1d is a lead."
)
@pass_invocation
def link_command(invocation: Invocation, predecessor: str, successor: str, type_: str, lag: str) -> None:
    """Make the item SUCCESSOR follow PREDECESSOR, and print the link's key.

    A link of that type between them is changed instead of doubled. A loop is refused and named.
    """
    with invocation.writing(f"Link {predecessor} to {successor}", Operation.ADD_LINK) as tx:
        before, after = _item(tx.plan, predecessor), _item(tx.plan, successor)
        try:
            amount, unit = parse_lag(lag, tx.context) if lag.strip() else (0, "working")
        except ValueError as error:
            raise ValidationError(f"--lag: {error}") from None
        id_ = add_link(tx, before, after, type_.upper(), amount, unit)
        key = str(tx.plan.value("link", id_, "key"))
    streams.write_line(key)


@click.command("unlink")
@click.argument("predecessor", shell_complete=shell_completion.complete_keys)
@click.argument("successor", shell_complete=shell_completion.complete_keys)
@file_option
@click.option("--type", "type_", type=_TYPE, help="Only the link of this type.")
@pass_invocation
def unlink_command(invocation: Invocation, predecessor: str, successor: str, type_: str | None) -> None:
    """Remove the links that make SUCCESSOR follow PREDECESSOR."""
    with invocation.writing(f"Unlink {predecessor} from {successor}", "link.remove") as tx:
        before, after = _item(tx.plan, predecessor), _item(tx.plan, successor)
        links = tx.plan["link"]
        removed = [
            id_
            for id_ in tx.plan.ids_by_reference("link", "successor").get(after, ())
            if links.value(id_, "predecessor") == before and type_ in (None, links.value(id_, "type"))
        ]
        if not removed:
            raise ValidationError(f"no {f'{type_} ' if type_ else ''}link leads from {predecessor} to {successor}")
        tx.delete("link", *removed)
    streams.write_confirmation(f"removed {counted(len(removed), 'link')}")


def _item(plan: Plan, key: str) -> str:
    kind, id_ = typed.find_record(plan, key)
    if kind != "item":
        raise ValidationError(f"{key} is {with_article(KINDS[kind].label)}; links are between items")
    return id_
