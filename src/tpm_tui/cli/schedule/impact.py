"""``tpm impact``: everything that is reached from a record, and what a slip of it does there."""

from typing import TYPE_CHECKING

import click

from tpm_tui.cli.input import shell_completion
from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.input.record_arguments import find_record
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.domain.text.field_values import ValidationError

if TYPE_CHECKING:
    from tpm_tui.domain.plan.plan import Plan
    from tpm_tui.domain.text.dates import InputContext
    from tpm_tui.planning.analysis.impact.supposed_change import SupposedChange


def _supposed(
    plan: "Plan", context: "InputContext", record: str, slip: str | None, gone: bool, otherwise: bool
) -> "SupposedChange | None":
    """What is asked for; None for nothing. ValidationError for two things at once, or what cannot be."""
    from tpm_tui.planning.analysis.impact import supposed_change

    if sum((slip is not None, gone, otherwise)) > 1:
        raise ValidationError("say one of --slip, --gone and --otherwise")
    try:
        if slip is not None:
            return supposed_change.suppose_slip(plan, context, record, _working_days(slip, context))
        if gone:
            return supposed_change.suppose_gone(plan, context, record)
        return supposed_change.suppose_otherwise(plan, record) if otherwise else None
    except ValueError as error:
        raise ValidationError(str(error)) from None


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
@click.option("--gone", is_flag=True, help="What changes if it falls away.")
@click.option("--otherwise", is_flag=True, help="What changes if the decision goes the other way.")
@click.option("--depth", type=click.IntRange(0), help="Go no deeper than so many steps.")
@click.option("--json", "as_json", is_flag=True, help="An array of objects, the record first.")
@pass_invocation
def impact_command(
    invocation: Invocation,
    key: str,
    back: bool,
    slip: str | None,
    gone: bool,
    otherwise: bool,
    depth: int | None,
    as_json: bool,
) -> None:
    """Walk from a record to everything it reaches: a need to items, milestones and the people who care.

    With --slip, --gone or --otherwise what changes is named at each step: finishes, planned cost, states.
    """
    from tpm_tui.planning.analysis.impact.relations_between_records import plan_impact
    from tpm_tui.reports.schedule.impact import impact_facts, impact_lines

    with invocation.snapshot() as reading:
        plan = reading.plan
        _, id_ = find_record(plan, key)
        supposed = _supposed(plan, reading.context, id_, slip, gone, otherwise)
        tree = plan_impact(plan, id_, backwards=back, deepest=depth)
        facts = impact_facts(plan, tree, supposed)
        lines = list(impact_lines(plan, reading.context, tree, supposed))
    if as_json:
        streams.write_json(facts)
    else:
        streams.write_lines(lines)
