"""``tpm respond``: which responses to risks to take so that the plan, or a part of it, holds a date."""

from typing import TYPE_CHECKING, Any

import click

from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.input.record_arguments import find_record
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.cli.schedule.forecast import run_simulation
from tpm_tui.commands.risks_issues_decisions.risks import take_responses
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time.instants import to_day_number
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.reports.renderers.terminal import format_table
from tpm_tui.safe_text import safe

if TYPE_CHECKING:
    from tpm_tui.planning.forecast.risk_responses import ResponseProposal
    from tpm_tui.planning.montecarlo.risk_model import RiskModel


@click.command("respond")
@file_option
@click.option("--before", metavar="DATE", required=True, help="Bring the percentile before the end of that day.")
@click.option("--of", "key", metavar="KEY", help="Of a milestone, a dated item or a workstream; else of the plan.")
@click.option(
    "--level", metavar="P", type=click.FloatRange(0, 100, min_open=True), default=80, show_default=True,
    help="Which percentile.",
)  # fmt: skip
@click.option("--take", is_flag=True, help="Take the set: its responses count from today.")
@click.option("--json", "as_json", is_flag=True, help="The proposal as an object.")
@click.option("--runs", metavar="N", type=click.IntRange(min=1, max=1_000_000), help="Exactly so many iterations.")
@click.option(
    "--seed", metavar="S", type=click.IntRange(min=0), default=1, show_default=True, help="What to draw from."
)
@pass_invocation
def respond_command(
    invocation: Invocation,
    before: str,
    key: str | None,
    level: float,
    take: bool,
    as_json: bool,
    runs: int | None,
    seed: int,
) -> int:
    """Find the cheapest set of responses to risks that brings P80 before a date.

    Each set is simulated by the same draws. With --take the set is taken as one change, which tpm undo takes back.
    Exit code 1 where no set brings P80 there; then nothing is taken.
    """
    with invocation.store() as store:
        plan = store.load()
        result, lines, proposal = _proposed(plan, store.context, before, key, level, runs, seed)
        if take:
            if not proposal.meets_target:
                raise ValidationError(f"{lines[0]} Nothing was taken.")
            keys = ", ".join(result["responses"])
            # nobody is kept from writing while the sets are simulated: who changed the same field meanwhile is noticed
            with store.transaction(f"Take responses {keys}", "risk.respond", seen=plan.sequence) as tx:
                take_responses(tx, "risk", proposal.ids, {})
    if as_json:
        streams.write_json({**result, "taken": take})
    else:
        streams.write_lines(lines)
    if take:
        streams.write_confirmation(f"taken: {keys}" if keys else "none was needed")
    return 0 if proposal.meets_target else 1


def _proposed(
    plan: Plan, context: InputContext, before: str, key: str | None, level: float, runs: int | None, seed: int
) -> "tuple[dict[str, Any], list[str], ResponseProposal]":
    """The proposal: its facts, its lines, itself. ValidationError if a date or key means nothing."""
    from tpm_tui.planning.forecast.risk_responses import cheapest_responses
    from tpm_tui.reports.schedule.forecast.forecast import assumed_text
    from tpm_tui.reports.schedule.forecast.risk_responses import responses_facts

    try:
        by = to_day_number(dates.parse_date(before, context.today)) * MINUTES_PER_DAY + MINUTES_PER_DAY
    except ValueError as error:
        raise ValidationError(f"--before: {error}") from None
    problem, forecast = run_simulation(plan, context, runs, seed, "triangular")
    if not forecast.is_founded:
        raise ValidationError(assumed_text(forecast))
    target = "" if key is None else _target(plan, problem, key)
    with streams.progress_percent() as progress:
        proposal = cheapest_responses(
            problem, by, level=level, target=target, runs=forecast.runs, seed=seed, progress=progress
        )
    result = {"of": key, **responses_facts(plan, proposal, forecast.runs, seed)}
    return result, _proposal_lines(plan, context, proposal, forecast.runs, seed), proposal


def _target(plan: Plan, problem: "RiskModel", key: str) -> str:
    id_ = find_record(plan, key)[1]
    if id_ not in {target.id for target in problem.targets}:
        raise ValidationError(
            f"{key} has no forecast of its own; milestones, items with a due date and workstreams have one"
        )
    return id_


def _proposal_lines(plan: Plan, context: InputContext, proposal: "ResponseProposal", runs: int, seed: int) -> list[str]:
    from tpm_tui.reports.schedule.forecast.risk_responses import (
        response_cost_text,
        response_rate_text,
        responses_verdict,
        search_text,
    )

    rows = [
        [
            plan.label("risk", worth.id),
            safe(plan.title("risk", worth.id)),
            "yes" if worth.id in proposal.ids else "",
            response_cost_text(worth),
            f"{worth.days:.1f}",
            response_rate_text(worth.days_per_money),
        ]
        for worth in proposal.considered
    ]
    headers = ["Risk", "Title", "In the set", "Costs", "Days it buys", "For money"]
    table = format_table(headers, rows, [False, False, False, True, True, True], streams.terminal_width())
    said = [responses_verdict(proposal, context, str(plan.programme("currency") or ""))]
    return [*said, "", *table, "", search_text(proposal, runs, seed)] if rows else said
