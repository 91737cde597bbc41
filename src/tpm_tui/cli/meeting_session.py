"""``tpm session``: lines said in a meeting, kept one by one, and the agenda that the file writes for it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.input.shell_completion import complete_keys
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.text.field_values import ValidationError, resolve_reference
from tpm_tui.safe_text import safe

if TYPE_CHECKING:
    from tpm_tui.store.transaction import Transaction


@click.command("session")
@click.argument("meeting", shell_complete=complete_keys)
@click.argument("verb", metavar="add|agenda", type=click.Choice(["add", "agenda"]))
@click.argument("lines", metavar="LINE…", nargs=-1)
@file_option
@click.option("--json", "as_json", is_flag=True, help="Of the agenda: an array of sections with lines and records.")
@pass_invocation
def session_command(session: Invocation, meeting: str, verb: str, lines: Sequence[str], as_json: bool) -> None:
    """Keep what was said: tpm session M-4 add "n The ledger balances @dana !must". Prints the key of each line.

    tpm session M-4 agenda prints what the meeting opens with, by its type: of a stand-up what was done since the last
    one, what is next and in the way, by person; of a retrospective its evidence; and actions overdue.

    A letter says what the line is: n need, c constraint, q question, a assumption, t action, i issue, l lesson, w
    cause of the cause before (w1 of the problem), o option. @who is its source or owner, !must its priority, by:fri
    when it is due, or when an assumption is looked at again. A constraint binds by its plain words (freeze from 18 Dec
    to 4 Jan, not before 7 Jan, live by 15 Mar, at most 20k, at most 15 person-days, no more than 3 people, at most 2
    of backend), or with by:, from:18dec (not before), from:18dec to:4jan (days off), max:20k (or max:15pd, max:3people,
    max:2backend); binds:no says that it binds nothing. How it was understood is said on stderr; said again with
    such a word, the constraint is bound by that. vs:Q-1 is what it collides with. "-" reads lines from stdin.
    """
    if verb == "agenda":
        _print_agenda(session, meeting, as_json)
        return
    from tpm_tui.commands.scope.requirements import keep_session_line

    if not lines:
        raise ValidationError('type what was said, as in: tpm session M-4 add "n The ledger balances @dana !must"')
    said = [line for text in lines for line in (sys.stdin if text == "-" else [text]) if line.strip()]
    with session.writing(f"Session: {counted(len(said), 'line')}", "session.line") as tx:
        id_ = resolve_reference("meeting", meeting, tx.plan)
        keys = [keep_session_line(tx, id_, line)[1] for line in said]
        understood = _understood(tx, keys)
    streams.write_lines(safe(key) for key in keys)
    for text in understood:
        streams.write_notice(text)


def _understood(tx: Transaction, keys: Sequence[str]) -> list[str]:
    """How each constraint among the records with these keys was understood, a line each."""
    from tpm_tui.planning.scope.constraint_bindings_in_words import binding_text

    named = {key: id_ for key in keys if (id_ := tx.plan.id_of_key("requirement", key)) is not None}
    texts = {key: binding_text(tx.plan, tx.context, id_) for key, id_ in named.items()}
    return [f"{key} {text}" for key, text in texts.items() if text]


def _print_agenda(session: Invocation, meeting: str, as_json: bool) -> None:
    from tpm_tui.commands.meetings.agenda_source import agenda_source
    from tpm_tui.reports.meetings.agenda import agenda_facts, meeting_agenda

    with session.store() as store:
        plan = store.load()
        id_ = resolve_reference("meeting", meeting, plan)
        sections = meeting_agenda(agenda_source(store, plan, store.context, id_))
    if as_json:
        streams.write_json(agenda_facts(plan, sections))
        return
    for section in sections:
        streams.write_lines([safe(section.title), *(f"  {safe(line.text)}" for line in section.lines), ""])
    if not sections:
        streams.write_line("Nothing has happened since the last one.")
