"""A decision's matrix as lines: criteria with their weights, options as columns, totals, what would flip the winner."""

from tpm_tui.app.page_lines.line_builders import BLANK_LINE, heading_line, text_line, wrapped_lines
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.app.widgets.strips import StyledText
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.requirements.plan_decisions import decision_matrix, decision_result
from tpm_tui.reports.delivery.decisions import decision_lines, flip_text
from tpm_tui.safe import fit, safe


def matrix_page(plan: Plan, decision: str, cells: int) -> list[PageLine]:
    """The grid for a width in cells; lines of criteria lead to them."""
    matrix, result = decision_matrix(plan, decision), decision_result(plan, decision)
    width = max(8, min(16, (cells - 32) // max(1, len(matrix.options))))
    options = [plan.id_of_key("option", key) for key in matrix.options]
    heads: list[StyledText] = [(fit("Criterion", 22) + fit("Weight", 8, "right") + "  ", "head")]
    heads += [(fit(safe(plan.title("option", o)) if o else "", width - 1, "right") + " ", "head") for o in options]
    lines = [text_line(*heads)]
    for key, weight in matrix.weights.items():
        id_ = plan.id_of_key("criterion", key)
        name = safe(plan.title("criterion", id_)) if id_ else key
        runs: list[StyledText] = [(fit(name, 22) + fit(f"{float(weight):g}", 8, "right") + "  ", "")]
        for option in matrix.options:
            score = matrix.scores.get((option, key))
            runs.append((fit("–" if score is None else f"{float(score):g}", width - 1, "right") + " ", ""))
        lines.append(PageLine(tuple(runs), ("criterion", id_) if id_ else None, stop=id_ is not None))
    totals: list[StyledText] = [(fit("Total", 32), "strong")]
    for option in matrix.options:
        total = result.totals[option]
        text = "–" if total is None else f"{float(total):.4g}"
        totals.append((fit(text, width - 1, "right") + " ", "good" if option == result.winner else "strong"))
    lines += [text_line(*totals), BLANK_LINE]
    for sentence in list(decision_lines(plan, decision))[-2:]:
        lines += [text_line((line, "")) for line in wrapped_lines(safe(sentence), cells)]
    if result.flips:
        lines += [BLANK_LINE, heading_line("What would cost it the lead, the smallest first")]
        lines += [text_line((fit(safe(flip_text(plan, flip)), cells), "dim")) for flip in result.flips[:12]]
    return lines
