"""A decision's options by their weighted totals: Σ w·s ÷ Σ w, exact, so that what is tied is tied."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.codec import Stored


def exact(number: int | float | Decimal | str) -> Fraction:
    """A number as it is written: 0.1 is a tenth."""
    return Fraction(str(number))


def weighted_totals(
    options: Sequence[str], weights: Mapping[str, Fraction], scores: Mapping[tuple[str, str], Fraction]
) -> dict[str, Fraction | None]:
    """Option -> its total; None for one that is not scored on every criterion that weighs anything.

    ``weights`` by criterion, 0 or more; ``scores`` by (option, criterion).
    """
    whole = sum(weights.values())
    totals: dict[str, Fraction | None] = {}
    for option in options:
        parts = [(weight, scores.get((option, criterion))) for criterion, weight in weights.items() if weight]
        known = bool(whole) and all(score is not None for _, score in parts)
        totals[option] = sum((w * (s or 0) for w, s in parts), Fraction(0)) / whole if known else None
    return totals


def _totals(plan: Plan, decision: str) -> dict[str, Fraction]:
    """The totals that are known, by the options' ids."""
    options = plan.ids_by_reference("option", "decision").get(decision, [])
    weights = {
        criterion: exact(plan.value("criterion", criterion, "weight") or 0)
        for criterion in plan.ids_by_reference("criterion", "decision").get(decision, ())
    }
    scores = {
        (option, str(plan.value("score", id_, "criterion"))): exact(score)
        for option in options
        for id_ in plan.ids_by_reference("score", "option").get(option, ())
        if (score := plan.value("score", id_, "score")) is not None
    }
    return {o: total for o, total in weighted_totals(options, weights, scores).items() if total is not None}


def option_total_values(plan: Plan, _context: InputContext) -> list[Stored]:
    totals: dict[str, Fraction] = {}
    for decision in plan["decision"].ids:
        totals |= _totals(plan, decision)
    return [round(float(totals[o]), 2) if o in totals else None for o in plan["option"].ids]


def leading_option_values(plan: Plan, _context: InputContext) -> list[Stored]:
    """The option ahead by the scale of its decision, with its total; none where the best tie."""
    leading: list[Stored] = []
    for decision in plan["decision"].ids:
        sign = -1 if plan.value("decision", decision, "direction") == "lower" else 1
        ranked = sorted(_totals(plan, decision).items(), key=lambda pair: -sign * pair[1])
        ahead = len(ranked) == 1 or (len(ranked) > 1 and ranked[0][1] != ranked[1][1])
        leading.append(f"{plan.title('option', ranked[0][0])} {float(ranked[0][1]):.2f}" if ahead else None)
    return leading
