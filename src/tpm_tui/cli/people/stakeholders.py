"""``tpm stakeholders``: where each stands, what was promised both ways, and what this week's changes mean to them."""

import click

from tpm_tui.cli.input import shell_completion
from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.domain.text.field_values import ValidationError


@click.command("stakeholders")
@click.argument("key", required=False, default="", shell_complete=shell_completion.complete_keys)
@file_option
@click.option("--json", "as_json", is_flag=True, help="An array of objects, one a stakeholder.")
@pass_invocation
def stakeholders_command(invocation: Invocation, key: str, as_json: bool) -> None:
    """One stakeholder by KEY, or all: engagement now and wanted with the gap in steps and its history, when the next
    contact is due, promises of ours and of theirs with how many were kept, what they supply and how often that was
    moved, and what the changes of the last seven days mean to them.
    """
    from tpm_tui.commands.people.stakeholder_history import read_stakeholder_history, stakeholder_review
    from tpm_tui.reports.people.stakeholder_review import stakeholder_document, stakeholder_facts
    from tpm_tui.reports.renderers.terminal import render_lines

    with invocation.store() as store:
        plan, context = store.load(), store.context
        chosen = list(plan["stakeholder"].ids)
        if key:
            record = plan.find_key(key)
            if record is None or record[0] != "stakeholder":
                raise ValidationError(f"there is no stakeholder {key[:40]!r}; see: tpm ls stakeholder")
            chosen = [record[1]]
        history = read_stakeholder_history(store) if chosen else None
        reviews = [stakeholder_review(plan, context, history, id_) for id_ in chosen if history is not None]
    if as_json:
        streams.write_json([stakeholder_facts(plan, review, context.today) for review in reviews])
        return
    lines: list[str] = []
    for review in reviews:
        document = stakeholder_document(plan, review, context)
        lines += [*([""] if lines else []), document.title, "", *render_lines(document, streams.terminal_width())]
    streams.write_lines(lines or ['There are no stakeholders; add one with: tpm add stakeholder "Name"'])
