"""A weighted decision matrix, and how sure its winner is.

An option's total is Σ w·s ÷ Σ w. All arithmetic is exact: what is tied is tied.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from tpm_tui.domain.derived.decisions import exact, weighted_totals

Number = int | float | Decimal


class Scale(Struct, frozen=True):
    """The lowest and the highest score, and which of them is good."""

    low: Number = 1
    high: Number = 5
    higher_is_better: bool = True


class DecisionMatrix(Struct, frozen=True):
    """Options and criteria in their order; weights by criterion (0 or more), scores by (option, criterion)."""

    options: Sequence[str]
    weights: Mapping[str, Number]
    scores: Mapping[tuple[str, str], Number]
    scale: Scale = Scale()


class Flip(Struct, frozen=True):
    """One change that brings the winner to a tie with another option; anything beyond it flips the decision.

    ``kind`` weight: the criterion's weight, all others as they are; ``option`` is the one that draws level. ``kind``
    score: the score of ``option``, the winner's or another's. ``share`` is the change ÷ Σ w, or ÷ the scale's width.
    """

    kind: Literal["weight", "score"]
    criterion: str
    option: str
    from_: Fraction
    to: Fraction
    share: Fraction


class MatrixResult(Struct, frozen=True):
    """``totals`` by option, None for one that is not scored on every criterion that weighs anything.

    ``winner`` is None where no total is known or the best ones tie; ``margin`` is the lead over the next, None where
    there is no other. ``flips``: smallest share first, weights before scores.
    """

    totals: dict[str, Fraction | None]
    winner: str | None
    margin: Fraction | None
    flips: tuple[Flip, ...]


def evaluate(matrix: DecisionMatrix) -> MatrixResult:
    """Totals, winner, margin and flips. ValueError, naming it, for a weight below 0."""
    weights = {criterion: exact(weight) for criterion, weight in matrix.weights.items()}
    for criterion, weight in weights.items():
        if weight < 0:
            raise ValueError(f"a weight is 0 or more: {criterion} has {float(weight):g}")
    scores = {key: exact(score) for key, score in matrix.scores.items()}
    totals = weighted_totals(matrix.options, weights, scores)
    sign = 1 if matrix.scale.higher_is_better else -1
    ranked = sorted(
        ((sign * total, option) for option, total in totals.items() if total is not None), key=lambda e: -e[0]
    )
    if not ranked:
        return MatrixResult(totals, None, None, ())
    margin = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else None
    if margin == 0:
        return MatrixResult(totals, None, margin, ())
    winner = ranked[0][1]
    rivals = [option for option in matrix.options if totals[option] is not None and option != winner]
    flips = [
        *_weight_flips(winner, rivals, weights, scores, sign),
        *_score_flips(winner, rivals, weights, scores, matrix),
    ]
    place = {option: n for n, option in enumerate(matrix.options)}
    order = {criterion: n for n, criterion in enumerate(weights)}
    flips.sort(key=lambda f: (f.share, f.kind == "score", order[f.criterion], place[f.option]))
    return MatrixResult(totals, winner, margin, tuple(flips))


_Scores = Mapping[tuple[str, str], Fraction]


def _lead(winner: str, rival: str, weights: Mapping[str, Fraction], scores: _Scores, sign: int) -> Fraction:
    """D = the lead of the winner × Σ w."""
    return sign * sum((w * (scores[winner, c] - scores[rival, c]) for c, w in weights.items() if w), Fraction(0))


def _weight_flips(
    winner: str, rivals: Sequence[str], weights: Mapping[str, Fraction], scores: _Scores, sign: int
) -> Iterator[Flip]:
    """Of each criterion the nearest tie below its weight and the nearest above: δ = −D ÷ (a − b), w + δ ≥ 0."""
    whole = sum(weights.values())
    for criterion, weight in weights.items():
        nearest: dict[bool, Flip] = {}
        for rival in rivals:
            ours, theirs = scores.get((winner, criterion)), scores.get((rival, criterion))
            if ours is None or theirs is None or ours == theirs:
                continue
            delta = -_lead(winner, rival, weights, scores, sign) / (sign * (ours - theirs))
            if weight + delta < 0 or whole + delta <= 0:
                continue
            flip = Flip("weight", criterion, rival, weight, weight + delta, abs(delta) / whole)
            side = delta > 0
            if side not in nearest or flip.share < nearest[side].share:
                nearest[side] = flip
        yield from nearest.values()


def _score_flips(
    winner: str, rivals: Sequence[str], weights: Mapping[str, Fraction], scores: _Scores, matrix: DecisionMatrix
) -> Iterator[Flip]:
    """Of each criterion the winner's score made worse up to its nearest rival, and each rival's made better: D ÷ w."""
    low, high = exact(matrix.scale.low), exact(matrix.scale.high)
    sign = 1 if matrix.scale.higher_is_better else -1
    if high <= low or not rivals:
        return
    leads = {rival: _lead(winner, rival, weights, scores, sign) for rival in rivals}
    for criterion, weight in weights.items():
        if not weight:
            continue
        changes = [(winner, -sign * min(leads.values()) / weight)]
        changes += [(rival, sign * leads[rival] / weight) for rival in rivals]
        for option, change in changes:
            score = scores[option, criterion]
            if low <= score + change <= high:
                yield Flip("score", criterion, option, score, score + change, abs(change) / (high - low))
