"""A decision's options by their weighted totals."""

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.codec import Stored


def weighted_totals(plan: Plan, decision: str) -> dict[str, float]:
    """Option id -> sum of weight times score over the sum of weights; options without any score are left out."""
    weights = {
        c: float(plan.value("criterion", c, "weight") or 0)
        for c in plan.ids_by_reference("criterion", "decision").get(decision, ())
    }
    whole = sum(weights.values())
    totals: dict[str, float] = {}
    for option in plan.ids_by_reference("option", "decision").get(decision, ()):
        scores = {
            str(plan.value("score", s, "criterion")): float(plan.value("score", s, "score") or 0)
            for s in plan.ids_by_reference("score", "option").get(option, ())
        }
        if scores and whole:
            totals[option] = sum(weights.get(c, 0.0) * score for c, score in scores.items()) / whole
    return totals


def option_total_values(plan: Plan, _context: InputContext) -> list[Stored]:
    totals: dict[str, float] = {}
    for decision in plan["decision"].ids:
        totals |= weighted_totals(plan, decision)
    return [round(totals[o], 2) if o in totals else None for o in plan["option"].ids]


def leading_option_values(plan: Plan, _context: InputContext) -> list[Stored]:
    """The option ahead by weighted total, with its total."""
    leading: list[Stored] = []
    for decision in plan["decision"].ids:
        totals = weighted_totals(plan, decision)
        best = max(totals, key=lambda o: totals[o], default=None)
        leading.append(f"{plan.title('option', best)} {totals[best]:.2f}" if best else None)
    return leading
