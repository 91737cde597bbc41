"""``tpm impact``: everything that is reached from a record, and what a slip of it does there."""

from typing import TYPE_CHECKING

import click

from tpm_tui.cli.input import shell_completion
from tpm_tui.cli.input.record_arguments import find_record
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.options import file_option, pass_invocation
from tpm_tui.cli.output import streams
from tpm_tui.domain.text.field_values import ValidationError

if TYPE_CHECKING:
    from tpm_tui.domain.text.dates import InputContext


def _working_days(text: str, context: "InputContext") -> int:
    """Whole working days of a typed duration. ValidationError for anything else."""
    from tpm_tui.domain.text.dates import parse_duration

    try:
        days = parse_duration(text, context) / context.minutes_per_day
    except ValueError as error:
        raise ValidationError(f"--slip: {error}") from None
    if not 1 <= days <= 2000 or days != int(days):
        raise ValidationError("--slip takes whole working days, from 1d to 2000d")
    return int(days)


@click.command("impact")
@click.argument("key", shell_complete=shell_completion.complete_keys)
@file_option
@click.option("--back", is_flag=True, help="Instead: what reaches it.")
@click.option("--slip", metavar="TIME", help="What changes if it slips by that, as in 1d or 2w.")
@click.option("--depth", type=click.IntRange(0), help="Go no deeper than so many steps.")
@click.option("--json", "as_json", is_flag=True, help="An array of objects, the record first.")
@pass_invocation
def impact_command(
    invocation: Invocation, key: str, back: bool, slip: str | None, depth: int | None, as_json: bool
) -> None:
    """Walk from a record to everything it reaches: a need to items, milestones and the people who care.

    With --slip, finishes that move are named at each step.
    """
    from tpm_tui.planning.requirements import plan_impact
    from tpm_tui.reports.delivery.impact import impact_facts, impact_lines

    with invocation.snapshot() as reading:
        plan = reading.plan
        _, id_ = find_record(plan, key)
        slipped = None
        if slip is not None:
            slipped = plan_impact.slip(plan, reading.context, id_, _working_days(slip, reading.context))
        tree = plan_impact.plan_impact(plan, id_, backwards=back, deepest=depth)
        facts = impact_facts(plan, tree, slipped)
        lines = list(impact_lines(plan, tree, slipped))
    if as_json:
        streams.write_json(facts)
    else:
        streams.write_lines(lines)
