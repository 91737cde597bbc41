"""``tpm session``: lines said in a meeting, kept one by one."""

import sys
from collections.abc import Sequence

import click

from tpm_tui.cli.input.shell_completion import complete_keys
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.options import file_option, pass_invocation
from tpm_tui.cli.output import streams
from tpm_tui.domain.text.field_values import resolve_reference
from tpm_tui.safe import safe


@click.command("session")
@click.argument("meeting", shell_complete=complete_keys)
@click.argument("_verb", metavar="add", type=click.Choice(["add"]))
@click.argument("lines", metavar="LINE…", nargs=-1, required=True)
@file_option
@pass_invocation
def session_command(session: Invocation, meeting: str, _verb: str, lines: Sequence[str]) -> None:
    """Keep what was said: tpm session M-4 add "n The ledger balances @dana !must". Prints the key of each line.

    A letter says what the line is: n need, c constraint, q question, a assumption, t action, i issue, l lesson. @who
    is its source or owner, !must its priority, by:fri when it is due. "-" reads lines from stdin.
    """
    from tpm_tui.commands.meetings.requirements import keep_session_line

    said = [line for text in lines for line in (sys.stdin if text == "-" else [text]) if line.strip()]
    with session.writing(f"Session: {len(said)} lines", "session.line") as tx:
        id_ = resolve_reference("meeting", meeting, tx.plan)
        keys = [keep_session_line(tx, id_, line)[1] for line in said]
    streams.write_lines(safe(key) for key in keys)
