"""A proposal of responses as a page: what it would do, what is in it and what was left."""

from typing import TYPE_CHECKING

from tpm_tui.app.page_lines.line_builders import BLANK_LINE, text_line, wrapped_lines
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.planning.forecast.forecast_result import ForecastResult
from tpm_tui.reports.phrases import day_count_text
from tpm_tui.reports.schedule.forecast.forecast_dates import finish_day_text
from tpm_tui.reports.schedule.forecast.risk_responses import (
    proposal_date,
    response_cost_text,
    response_rate_text,
    responses_verdict,
    search_text,
)
from tpm_tui.safe_text import fit, safe

if TYPE_CHECKING:
    from tpm_tui.planning.forecast.risk_responses import ResponseProposal, ResponseValue


def response_proposal_lines(result: ForecastResult, proposal: "ResponseProposal", cells: int) -> list[PageLine]:
    """The proposal; a line of a risk leads to its record."""
    context, plan = result.context, result.plan
    currency = safe(str(plan.programme("currency") or ""))
    level = f"P{proposal.level:g}"
    lines = [
        text_line((part, "strong" if proposal.meets_target else "warn"))
        for part in wrapped_lines(responses_verdict(proposal, context, currency), cells)
    ]
    lines += [BLANK_LINE, text_line((f"{'':16}{'now':>12}{'with the set':>16}", "head"))]
    for percent in sorted({50.0, proposal.level}):
        now, then = (
            finish_day_text(finish.percentile(percent), context) for finish in (proposal.before, proposal.after)
        )
        lines.append(text_line((f"P{percent:<15g}{now:>12}{then:>16}", "")))
    now, then = (f"{finish.confidence(proposal.by):.0%}" for finish in (proposal.before, proposal.after))
    lines.append(text_line((f"{fit('by ' + proposal_date(proposal, context), 16)}{now:>12}{then:>16}", "")))
    taken = set(proposal.ids)
    inside = [worth for worth in proposal.considered if worth.id in taken]
    outside = [worth for worth in proposal.considered if worth.id not in taken]
    heading = fit("", max(20, cells - 42)) + f" {'cost':>13} {level + ' buys':>9}  for money"
    if inside:
        lines += [BLANK_LINE, text_line((fit("The set", len(heading) - 36) + heading[len(heading) - 36 :], "head"))]
        lines += [_response_line(result, worth, cells) for worth in inside]
        lines += [text_line(("Taken, these responses count from today.", "soft"))]
    if outside:
        lines += [
            BLANK_LINE,
            text_line((fit("Considered and left" if inside else "Considered", len(heading) - 36), "head")),
        ]
        lines += [_response_line(result, worth, cells) for worth in outside]
    if proposal.considered:
        searched = search_text(proposal, result.forecast.runs, result.forecast.seed)
        how = f"What each buys is by itself, in working days. {searched}."
        lines += [BLANK_LINE, *(text_line((part, "soft")) for part in wrapped_lines(how, cells))]
    return lines


def _response_line(result: ForecastResult, worth: "ResponseValue", cells: int) -> PageLine:
    plan = result.plan
    label = fit(f"{plan.label('risk', worth.id)} {safe(plan.title('risk', worth.id))}", max(20, cells - 42))
    rate = response_rate_text(worth.days_per_money)
    figures = f" {response_cost_text(worth):>13} {day_count_text(worth.days):>9}  {rate}"
    return PageLine(((label, ""), (figures, "soft" if worth.minutes <= 0 else "")), ("risk", worth.id), stop=True)
