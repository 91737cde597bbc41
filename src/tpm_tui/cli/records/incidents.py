"""``tpm incident``: open one with its times filled in, say something on its timeline, end it."""

import click

from tpm_tui.cli.input import record_arguments as typed
from tpm_tui.cli.input import shell_completion
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.options import file_option, pass_invocation
from tpm_tui.cli.output import streams
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import ValidationError


@click.command("incident")
@click.argument("verb", metavar="open|note|resolve", type=click.Choice(["open", "note", "resolve"]))
@click.argument(
    "words", metavar="TITLE [FIELD=VALUE]… | KEY [TEXT]", nargs=-1, required=True,
    shell_complete=shell_completion.complete_keys_or_fields,
)  # fmt: skip
@file_option
@pass_invocation
def incident_command(invocation: Invocation, verb: str, words: tuple[str, ...]) -> None:
    """Open an incident now and print its key; note a line on its timeline; resolve it.

    open "Vendor API down" severity=SEV1 risk=R-7 · note I-1 "Failed over" · resolve I-1. A risk that is named has
    occurred, and gives the incident its items and contingency plan.
    """
    if verb == "open":
        _open(invocation, words)
        return
    from tpm_tui.commands.quality.incidents import add_timeline_entry, resolve_incidents

    command = "incident.note" if verb == "note" else "incident.resolve"
    if verb == "note" and len(words) < 2:
        raise click.UsageError("say what happened: tpm incident note I-1 TEXT")
    with invocation.writing(f"Incident {verb}: {words[0]}", command) as tx:
        keys = words[:1] if verb == "note" else words
        ids = []
        for key in keys:
            kind, id_ = typed.find_record(tx.plan, key)
            if kind != "incident":
                raise ValidationError(f"{key} is no incident")
            ids.append(id_)
        if verb == "note":
            add_timeline_entry(tx, "incident", ids, {"text": " ".join(words[1:])})
        else:
            resolve_incidents(tx, "incident", ids, {})
    streams.write_confirmation(f"{verb}: {', '.join(keys)}")


def _open(invocation: Invocation, words: tuple[str, ...]) -> None:
    from tpm_tui.commands.field_arguments import field_values, split_arguments
    from tpm_tui.commands.quality.incidents import open_incident

    kind = KINDS["incident"]
    title = typed.title_argument(kind, words[0])
    split = split_arguments(words[1:])
    with invocation.writing("Open an incident", "incident.open") as tx:
        pairs = [("title", " ".join([title, *split.plain])), *split.pairs]
        id_ = open_incident(tx, field_values(tx.plan, tx.context, kind, pairs))
        key = str(tx.plan.value("incident", id_, "key"))
    streams.write_line(key)
