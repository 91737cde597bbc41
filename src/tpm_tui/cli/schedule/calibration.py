"""``tpm learn``: how forecasts and estimates have held so far, and when so many items are done at the present pace."""

from typing import TYPE_CHECKING, Any

import click

from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.commands.schedule.forecast.calibration import item_transactions, known_risk_calibration
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.planning.forecast.calibration_result import CalibrationResult
from tpm_tui.planning.forecast.calibration_result import calibrate as learnt
from tpm_tui.reports.renderers.terminal import format_table
from tpm_tui.safe_text import safe

if TYPE_CHECKING:
    from tpm_tui.planning.forecast.risk_calibration import RiskCalibration
    from tpm_tui.planning.montecarlo.simulation_result import FinishDistribution


@click.command("learn")
@file_option
@click.option("--items", metavar="N", type=click.IntRange(min=1, max=1_000_000), help="When so many items are done.")
@click.option("--json", "as_json", is_flag=True, help="An object with everything that was learnt.")
@pass_invocation
def learn_command(invocation: Invocation, items: int | None, as_json: bool) -> None:
    """How often forecasts and estimates have held, by kinds of work, and what the pace of the work says.

    Nothing is changed. The factor that a kind of work suggests is applied in the workspace (F, 6), or to items by
    their keys with: tpm run estimate.factor KEY… factor=1.2
    """
    from tpm_tui.reports.schedule.forecast.calibration import calibration_facts
    from tpm_tui.reports.schedule.forecast.risk_calibration_text import risk_calibration_facts

    with invocation.store() as store:
        plan, context = store.load(), store.context
        result, finish = _learnt(plan, context, item_transactions(store), items)
        risks = known_risk_calibration(store, plan, context)
        if as_json:
            facts: dict[str, Any] = calibration_facts(plan, result.calibration, result.throughputs, result.days_apart)
            facts["risks"] = risk_calibration_facts(risks)
        else:
            lines = _report(plan, context, result, finish, risks)
    if as_json:
        streams.write_json(facts)
    else:
        streams.write_lines(lines)


def _learnt(
    plan: Plan, context: InputContext, history: Any, items: int | None
) -> "tuple[CalibrationResult, FinishDistribution | None]":
    """What was learnt, beside the schedule's own forecast; None where the plan has no items."""
    from tpm_tui.cli.schedule.forecast import run_simulation
    from tpm_tui.planning.cpm.schedule_of_plan import validated_schedule

    validated_schedule(plan, context)
    finish = run_simulation(plan, context, None, 1, "triangular")[1].finish if len(plan["item"]) else None
    return learnt(plan, context, history, finish, items), finish


def _report(
    plan: Plan,
    context: InputContext,
    result: CalibrationResult,
    finish: "FinishDistribution | None",
    risks: "RiskCalibration",
) -> list[str]:
    from tpm_tui.reports.schedule.forecast import calibration as said

    known, cells = result.calibration, streams.terminal_width()
    rows = [
        [
            one.name,
            said.kept_text(one.p50),
            said.kept_text(one.p80),
            str(one.open),
            said.calibration_verdict(one.p50, one.p80),
        ]
        for one in known.horizons
    ]
    lines = format_table(["Forecasts", "kept by P50", "kept by P80", "open", "verdict"], rows, [False] * 5, cells)
    lines += [said.recorded_forecasts_text(known, plan, context), ""]
    needed = said.missing_data_text(known)
    rows = [
        [
            safe(said.group_name(group)),
            said.kept_text(group.p50),
            said.kept_text(group.p80),
            "too few" if group.middle is None else f"{group.middle:.2f}",
            "" if group.factor is None else f"{group.factor:g}",
        ]
        for group in known.groups
    ]
    lines += (
        [f"Estimates: {needed}"]
        if needed
        else format_table(["Estimates", "kept by P50", "kept by P80", "took", "factor"], rows, [False] * 5, cells)
    )
    lines += _risk_lines(risks, cells)
    lines += ["", said.throughput_text(result.throughputs[-1])]
    rows = [
        [str(p.items), *(said.throughput_date(p, level, context) for level in said.THROUGHPUT_PERCENTILES)]
        for p in result.throughputs
        if p.items
    ]
    lines += format_table(
        ["Items", *(f"P{level}" for level in said.THROUGHPUT_PERCENTILES)], rows, [True] + [False] * 3, cells
    )
    if finish is not None and not result.throughputs[-1].is_history_short:
        lines.append(said.disagreement_text(result.throughputs[-1], finish, result.days_apart, context))
    return lines


def _risk_lines(known: "RiskCalibration", cells: int | None) -> list[str]:
    """Chances of the risks that are over against what happened; no lines where no risk is over."""
    from tpm_tui.reports.schedule.forecast import risk_calibration_text as texts

    rows, unrated = texts.risk_calibration_rows(known), texts.unrated_risks_text(known)
    lines = ["", *format_table(list(texts.RISK_CALIBRATION_HEADINGS), rows, [False] * 5, cells)] if rows else []
    return [*lines, *([unrated] if unrated else [])]
