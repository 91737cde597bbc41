"""A proposal of responses as a page: what it would do, what is in it and what was left."""

from typing import TYPE_CHECKING

from tpm_tui.app.forecast_lines import BLANK, line, wrapped
from tpm_tui.app.foreseen import Foreseen
from tpm_tui.app.widgets.pagelist import PageLine
from tpm_tui.reports.forecast import day
from tpm_tui.reports.responses import by_day, method, money_of, rate_of, verdict
from tpm_tui.safe import fit, safe

if TYPE_CHECKING:
    from tpm_tui.planning.responses import Proposal, Worth


def proposal_lines(found: Foreseen, proposal: "Proposal", cells: int) -> list[PageLine]:
    """The proposal; a line of a risk leads to its record."""
    words, plan = found.words, found.plan
    currency = safe(str(plan.programme("currency") or ""))
    level = f"P{proposal.level:g}"
    lines = [
        line((part, "strong" if proposal.holds else "warn"))
        for part in wrapped(verdict(proposal, words, currency), cells)
    ]
    lines += [BLANK, line((f"{'':16}{'now':>12}{'with the set':>16}", "head"))]
    for percent in sorted({50.0, proposal.level}):
        now, then = (day(finish.percentile(percent), words) for finish in (proposal.before, proposal.after))
        lines.append(line((f"P{percent:<15g}{now:>12}{then:>16}", "")))
    now, then = (f"{finish.confidence(proposal.by):.0%}" for finish in (proposal.before, proposal.after))
    lines.append(line((f"{fit('by ' + by_day(proposal, words), 16)}{now:>12}{then:>16}", "")))
    taken = set(proposal.ids)
    inside = [worth for worth in proposal.considered if worth.id in taken]
    outside = [worth for worth in proposal.considered if worth.id not in taken]
    heading = fit("", max(20, cells - 42)) + f" {'cost':>13} {level + ' buys':>9}  for money"
    if inside:
        lines += [BLANK, line((fit("The set", len(heading) - 36) + heading[len(heading) - 36 :], "head"))]
        lines += [_risk(found, worth, cells) for worth in inside]
        lines += [line(("Taken, these responses count from today.", "soft"))]
    if outside:
        lines += [BLANK, line((fit("Considered and left" if inside else "Considered", len(heading) - 36), "head"))]
        lines += [_risk(found, worth, cells) for worth in outside]
    if proposal.considered:
        how = f"What each buys is by itself. {method(proposal, found.forecast.runs, found.forecast.seed)}."
        lines += [BLANK, *(line((part, "soft")) for part in wrapped(how, cells))]
    return lines


def _risk(found: Foreseen, worth: "Worth", cells: int) -> PageLine:
    plan = found.plan
    label = fit(f"{plan.label('risk', worth.id)} {safe(plan.title('risk', worth.id))}", max(20, cells - 42))
    figures = f" {money_of(worth):>13} {worth.days:>8.1f}d  {rate_of(worth)}"
    return PageLine(((label, ""), (figures, "soft" if worth.minutes <= 0 else "")), ("risk", worth.id), stop=True)
