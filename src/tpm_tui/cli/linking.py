"""``tpm link`` and ``tpm unlink``."""

import click

from tpm_tui.cli import completing, output
from tpm_tui.cli import words as typed
from tpm_tui.cli.options import file_option, pass_session
from tpm_tui.cli.session import Session
from tpm_tui.commands.links import add_link, parse_lag
from tpm_tui.domain.entry import Refused
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.kinds.plan import LINK_TYPES
from tpm_tui.domain.plan import Plan

_TYPE = click.Choice(LINK_TYPES, case_sensitive=False)


@click.command()
@click.argument("predecessor", shell_complete=completing.keys)
@click.argument("successor", shell_complete=completing.keys)
@file_option
@click.option("--type", "type_", type=_TYPE, default="FS", help="FS finish to start (usual), SS, FF or SF.")
@click.option(
    "--lag", metavar="LAG", default="", help="2d of working time, 3ed elapsed, 50% of the predecessor; -1d is a lead."
)
@pass_session
def link(session: Session, predecessor: str, successor: str, type_: str, lag: str) -> None:
    """Make the item SUCCESSOR follow PREDECESSOR, and print the link's key.

    A link of that type between them is changed instead of doubled. A loop is refused and named.
    """
    with session.writing(f"Link {predecessor} to {successor}", "link.add") as tx:
        before, after = _item(tx.plan, predecessor), _item(tx.plan, successor)
        try:
            amount, unit = parse_lag(lag, tx.words) if lag.strip() else (0, "working")
        except ValueError as error:
            raise Refused(f"--lag: {error}") from None
        id_ = add_link(tx, before, after, type_.upper(), amount, unit)
        key = str(tx.plan.value("link", id_, "key"))
    output.line(key)


@click.command()
@click.argument("predecessor", shell_complete=completing.keys)
@click.argument("successor", shell_complete=completing.keys)
@file_option
@click.option("--type", "type_", type=_TYPE, help="Only the link of this type.")
@pass_session
def unlink(session: Session, predecessor: str, successor: str, type_: str | None) -> None:
    """Remove the links that make SUCCESSOR follow PREDECESSOR."""
    with session.writing(f"Unlink {predecessor} from {successor}", "link.remove") as tx:
        before, after = _item(tx.plan, predecessor), _item(tx.plan, successor)
        links = tx.plan["link"]
        doomed = [
            id_
            for id_ in tx.plan.grouped("link", "successor").get(after, ())
            if links.value(id_, "predecessor") == before and type_ in (None, links.value(id_, "type"))
        ]
        if not doomed:
            raise Refused(f"no {f'{type_} ' if type_ else ''}link leads from {predecessor} to {successor}")
        tx.delete("link", *doomed)
    output.say(f"removed {len(doomed)} link{'s' if len(doomed) > 1 else ''}")


def _item(plan: Plan, key: str) -> str:
    kind, id_ = typed.found(plan, key)
    if kind != "item":
        raise Refused(f"{key} is {typed.article(KINDS[kind])}; links are between items")
    return id_
