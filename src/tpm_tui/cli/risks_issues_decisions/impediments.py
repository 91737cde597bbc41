"""``tpm impediments``: what is in the way, how long already, and who has to deal with it."""

import click

from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.reports.renderers.terminal import format_table
from tpm_tui.safe_text import safe


@click.command("impediments")
@file_option
@click.option("--json", "as_json", is_flag=True, help="An array of objects; age in working days.")
@pass_invocation
def impediments_command(session: Invocation, as_json: bool) -> None:
    """The open issues, the oldest first, with their age in working days and the level that they have risen to.

    An impediment rises from the team to the lead and to the sponsor when it outlives the limits of the programme
    (its field escalation_days). Block an item with: tpm run item.block T-1 cause=vendor owner=ana
    """
    from tpm_tui.commands.scope.journal_of_needs_issues_and_sprints import impediments_of

    with session.store() as store:
        impediments = impediments_of(store, store.load(), store.context.today)
    if as_json:
        streams.write_json(
            [
                {
                    "key": one.key,
                    "items": list(one.items),
                    "owner": one.owner,
                    "cause": one.cause,
                    "age_days": one.age_days,
                    "level": one.level,
                }
                for one in impediments
            ]
        )
        return
    if not impediments:
        streams.write_lines(["Nothing is in the way."])
        return
    rows = [
        (one.key, ", ".join(one.items), safe(one.owner or "nobody"), safe(one.cause), f"{one.age_days}d", one.level)
        for one in impediments
    ]
    heads = ("Issue", "Items", "Owner", "Cause", "Age", "Level")
    right = (False, False, False, False, True, False)
    streams.write_lines(format_table(heads, rows, right, streams.terminal_width()))
