"""A decision's matrix as data for scripts and as lines: totals, and what would change the winner."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.risks_issues_decisions.decision_matrix import Flip, MatrixResult
from tpm_tui.planning.risks_issues_decisions.decisions_of_plan import (
    decision_matrix,
    decision_result,
    missing_total_text,
    superseding,
)


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def decision_facts(plan: Plan, decision: str) -> dict[str, Any]:
    """The documented JSON of ``tpm decision``: options, criteria and the winner by their keys; shares from 0 to 1."""
    matrix, result = decision_matrix(plan, decision), decision_result(plan, decision)
    return {
        "key": plan.value("decision", decision, "key"),
        "title": plan.value("decision", decision, "title"),
        "status": plan.value("decision", decision, "status"),
        "superseded_by": [plan.value("decision", id_, "key") for id_ in superseding(plan, decision)],
        "scale": {
            "low": float(matrix.scale.low),
            "high": float(matrix.scale.high),
            "better": "higher" if matrix.scale.higher_is_better else "lower",
        },
        "criteria": [
            {"key": key, "name": _title(plan, "criterion", key), "weight": float(weight)}
            for key, weight in matrix.weights.items()
        ],
        "options": [
            {
                "key": key,
                "name": _title(plan, "option", key),
                "total": _float(result.totals[key]),
                "scores": {c: float(matrix.scores[key, c]) for c in matrix.weights if (key, c) in matrix.scores},
            }
            for key in matrix.options
        ],
        "winner": result.winner,
        "margin": _float(result.margin),
        "flips": [
            {
                "kind": flip.kind, "criterion": flip.criterion, "option": flip.option, "from": float(flip.from_),
                "to": float(flip.to), "share": float(flip.share),
            }
            for flip in result.flips
        ],
    }  # fmt: skip


def decision_lines(plan: Plan, decision: str) -> Iterator[str]:
    """The same for a person."""
    matrix, result = decision_matrix(plan, decision), decision_result(plan, decision)
    yield f"{plan.label('decision', decision)} {plan.title('decision', decision)}"
    chain = superseding(plan, decision)
    if chain:
        yield "Superseded by " + ", then by ".join(plan.label("decision", id_) for id_ in chain) + "."
    if not matrix.options:
        yield "It has no options yet: tpm add option NAME decision=KEY."
        return
    better = "higher" if matrix.scale.higher_is_better else "lower"
    yield f"Scores from {float(matrix.scale.low):g} to {float(matrix.scale.high):g}; {better} is better."
    for key in matrix.options:
        total = result.totals[key]
        said = missing_total_text(plan, decision) if total is None else f"{float(total):.4g}"
        yield f"  {key} {_title(plan, 'option', key)}: {said}"
    yield from lead_sentences(plan, result)


def lead_sentences(plan: Plan, result: MatrixResult) -> Iterator[str]:
    """Which option leads and by how much, then the smallest change that would cost it the lead; or why none leads."""
    if result.winner is None:
        yield "The best options tie." if result.margin == 0 else "No option has a total."
        return
    lead = "" if result.margin is None else f" by {float(result.margin):.3g}"
    yield f"{_title(plan, 'option', result.winner)} leads{lead}."
    if result.flips:
        yield "The smallest change that would cost it the lead: " + flip_text(plan, result.flips[0]) + "."
    elif result.margin is not None:
        yield "No single change of a weight or a score costs it the lead."


def flip_text(plan: Plan, flip: Flip) -> str:
    """One flip in words, with its size as a share of all weights or of the scale."""
    criterion, option = _title(plan, "criterion", flip.criterion), _title(plan, "option", flip.option)
    change = f"from {float(flip.from_):.3g} to {float(flip.to):.3g}"
    if flip.kind == "weight":
        return (
            f"the weight of {criterion} {change} ({float(100 * flip.share):.3g}% of all weights), {option} draws level"
        )
    return f"the score of {option} on {criterion} {change} ({float(100 * flip.share):.3g}% of the scale)"


def _title(plan: Plan, kind: str, key: str) -> str:
    id_ = plan.id_of_key(kind, key)
    return key if id_ is None else plan.title(kind, id_)
