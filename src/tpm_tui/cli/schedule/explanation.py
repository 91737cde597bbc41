"""``tpm why``: the dates of an item in words, or as the chain of reasons."""

from typing import TYPE_CHECKING, Any

import click

from tpm_tui.cli.input import shell_completion
from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.cli.schedule.schedule import schedule_or_error
from tpm_tui.domain.text.field_values import ValidationError, require_one_source

if TYPE_CHECKING:
    from tpm_tui.domain.plan.plan import Plan
    from tpm_tui.domain.text.dates import InputContext
    from tpm_tui.planning.cpm.schedule import Schedule


@click.command("why")
@click.argument("key", required=False, shell_complete=shell_completion.complete_keys)
@file_option
@click.option(
    "--since", metavar="DATE|BASELINE", help="Instead: how the plan's finish moved since then, and by whose edits."
)
@click.option("--json", "as_json", is_flag=True, help="The chain of reasons as an array; with --since an object.")
@pass_invocation
def why_command(invocation: Invocation, key: str | None, since: str | None, as_json: bool) -> None:
    """Say what sets the start and the finish of the item KEY, what it could slip by, and what waits for it.

    With --since, say how the finish of the plan moved from that day to now, in parts that add up.
    """
    if (key is None) == (since is None):
        raise click.UsageError("name an item, as in: tpm why T-13, or say since when: tpm why --since mon")
    if since is not None:
        from tpm_tui.cli.schedule.finish_attribution import write_attribution

        write_attribution(invocation, since, as_json)
        return
    assert key is not None
    from tpm_tui.domain.derived.which_items_are_done import dropped_items

    with invocation.snapshot() as snapshot:
        plan = snapshot.plan
        record = plan.find_key(key)
        if record is None:
            require_one_source(key, plan)
        if record is None or record[0] != "item":
            raise ValidationError(f"there is no item {key[:40]!r}; see: tpm ls")
        item = record[1]
        if dropped_items(plan)[plan["item"].position[item]]:
            raise ValidationError(f"{key.strip().upper()} is dropped, or lies below what is: it has no dates")
        schedule = schedule_or_error(snapshot)
        if as_json:
            result = _reasons(plan, schedule, snapshot.context, item)
        else:
            lines = _lines(plan, schedule, snapshot.context, item)
    if as_json:
        streams.write_json(result)
    else:
        streams.write_lines(lines)


def _lines(plan: "Plan", schedule: "Schedule", context: "InputContext", item: str) -> list[str]:
    from tpm_tui.reports.schedule.explanation_of_why_in_words import why_in_words
    from tpm_tui.safe_text import safe

    return [safe(line) for line in why_in_words(plan, schedule, context, item).lines()]


def _reasons(plan: "Plan", schedule: "Schedule", context: "InputContext", item: str) -> list[dict[str, Any]]:
    from tpm_tui.reports.schedule.explanation_json import explanation_facts

    return explanation_facts(plan, schedule, context, item)
