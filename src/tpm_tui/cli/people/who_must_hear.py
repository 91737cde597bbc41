"""``tpm who-must-hear``: who must hear about a change of a record, with the reasons."""

import click

from tpm_tui.cli.input import shell_completion
from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.input.record_arguments import find_record
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.reports.renderers.terminal import format_table
from tpm_tui.safe_text import safe


@click.command("who-must-hear")
@click.argument("key", shell_complete=shell_completion.complete_keys)
@file_option
@click.option("--json", "as_json", is_flag=True, help="An array of objects, one a person or stakeholder.")
@click.option("--log", "summary", metavar="TEXT", help="Log the contact with all of them: what was said.")
@pass_invocation
def who_must_hear_command(invocation: Invocation, key: str, as_json: bool, summary: str | None) -> None:
    """Who must hear about a slip of an item, a decision, an incident, a risk or a changed need, and why.

    With --log each stakeholder gets a contact of today, and a comment on the items concerned names the people.
    """
    from tpm_tui.commands.people.stakeholders import hearers_of, log_hearing

    if summary is not None:
        with invocation.writing(f"Log the contact: {summary}", "contact.log") as tx:
            kind, id_ = find_record(tx.plan, key)
            hearers = hearers_of(tx.plan, tx.context, kind, id_)
            sentence = log_hearing(tx, kind=kind, id_=id_, hearers=hearers, summary=summary)
        streams.write_confirmation(sentence)
        return
    with invocation.snapshot() as snapshot:
        plan = snapshot.plan
        kind, id_ = find_record(plan, key)
        hearers = hearers_of(plan, snapshot.context, kind, id_)
        facts = [
            {
                "key": str(plan.value(hearer.kind, hearer.id, "key")),
                "name": plan.title(hearer.kind, hearer.id),
                "kind": hearer.kind,
                "reasons": list(hearer.reasons),
            }
            for hearer in hearers
        ]
    if as_json:
        streams.write_json(facts)
    elif facts:
        rows = [[str(one["key"]), safe(str(one["name"])), safe("; ".join(one["reasons"]))] for one in facts]
        streams.write_lines(format_table(["Key", "Name", "Because"], rows, [False] * 3, streams.terminal_width()))
    else:
        streams.write_lines([f"Nobody has a role in {key}, cares about it or was promised anything."])
