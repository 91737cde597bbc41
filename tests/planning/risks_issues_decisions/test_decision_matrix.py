"""A decision matrix, and its flips against brute force."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tpm_tui.planning.risks_issues_decisions.decision_matrix import DecisionMatrix, Flip, Scale, evaluate

ONE_TO_FIVE = Scale()


def matrix_of(weights: list[int], rows: list[list[int]], scale: Scale = ONE_TO_FIVE) -> DecisionMatrix:
    criteria = [f"c{n}" for n in range(len(weights))]
    return DecisionMatrix(
        [f"o{n}" for n in range(len(rows))],
        dict(zip(criteria, weights, strict=True)),
        {(f"o{n}", c): score for n, row in enumerate(rows) for c, score in zip(criteria, row, strict=True)},
        scale,
    )


def test_a_matrix_worked_by_hand() -> None:
    """Totals 3.6 and 3.0: D = 0.6 × 10 = 6. Weight of c0: −6 ÷ (5−2) = −2; of c1: −6 ÷ (2−4) = +3."""
    result = evaluate(matrix_of([5, 3, 2], [[5, 2, 3], [2, 4, 4]]))
    assert result.totals == {"o0": Fraction(37, 10), "o1": Fraction(3)}
    result = evaluate(matrix_of([5, 5], [[5, 2], [2, 4]]))
    assert (result.winner, result.margin) == ("o0", Fraction(1, 2))
    shares = [(f.kind, f.criterion, f.option, f.to, f.share) for f in result.flips]
    assert shares == [
        ("weight", "c0", "o1", Fraction(10, 3), Fraction(1, 6)),
        ("weight", "c1", "o1", Fraction(15, 2), Fraction(1, 4)),
        ("score", "c0", "o0", 4, Fraction(1, 4)),
        ("score", "c0", "o1", 3, Fraction(1, 4)),
        ("score", "c1", "o0", 1, Fraction(1, 4)),
        ("score", "c1", "o1", 5, Fraction(1, 4)),
    ], "smallest first, weights before scores on ties"


def test_what_is_undefined_stays_so() -> None:
    tied = evaluate(matrix_of([1, 1], [[3, 4], [4, 3]]))
    assert (tied.winner, tied.margin, tied.flips) == (None, 0, ())
    part = evaluate(DecisionMatrix(["a", "b"], {"c": 1}, {("a", "c"): 3}))
    assert (part.totals, part.winner, part.margin) == ({"a": 3, "b": None}, "a", None)
    assert evaluate(DecisionMatrix(["a"], {"c": 0}, {("a", "c"): 3})).winner is None
    with pytest.raises(ValueError, match="c has -1"):
        evaluate(DecisionMatrix(["a"], {"c": -1}, {}))
    scores = {("a", "x"): 1, ("a", "y"): 1, ("a", "z"): 0, ("b", "x"): 0, ("b", "y"): 0, ("b", "z"): 1}
    tenths = DecisionMatrix(["a", "b"], {"x": 0.1, "y": 0.2, "z": Decimal("0.3")}, scores, Scale(0, 1))
    assert evaluate(tenths).margin == 0, "0.1 + 0.2 ties with 0.3"


def total(matrix: DecisionMatrix, option: str, flip: Flip, part: Fraction) -> Fraction:
    """The total with a part of a change made."""
    weights = {c: Fraction(w) for c, w in matrix.weights.items()}
    scores = {key: Fraction(s) for key, s in matrix.scores.items()}
    value = flip.from_ + (flip.to - flip.from_) * part
    if flip.kind == "weight":
        weights[flip.criterion] = value
    else:
        scores[flip.option, flip.criterion] = value
    return sum((w * scores[option, c] for c, w in weights.items()), Fraction(0)) / sum(weights.values())


@st.composite
def matrices(draw: st.DrawFn) -> DecisionMatrix:
    criteria, options = draw(st.integers(1, 3)), draw(st.integers(2, 4))
    weights = draw(st.lists(st.integers(0, 5), min_size=criteria, max_size=criteria))
    row = st.lists(st.integers(1, 5), min_size=criteria, max_size=criteria)
    rows = draw(st.lists(row, min_size=options, max_size=options))
    return matrix_of(weights, rows, Scale(1, 5, draw(st.booleans())))


@given(matrices())
def test_each_flip_is_a_tie_and_nothing_less_is(matrix: DecisionMatrix) -> None:
    result = evaluate(matrix)
    sign = 1 if matrix.scale.higher_is_better else -1
    for flip in result.flips:
        assert result.winner is not None
        for part, tied in ((Fraction(1), True), (Fraction(999, 1000), False), (Fraction(1, 2), False)):
            ours = sign * total(matrix, result.winner, flip, part)
            best = max(sign * total(matrix, o, flip, part) for o in matrix.options if o != result.winner)
            assert (ours <= best) == tied
    assert [f.share for f in result.flips] == sorted(f.share for f in result.flips)


@given(matrices())
def test_no_smaller_change_flips(matrix: DecisionMatrix) -> None:
    """Every single change on a fine grid that costs the winner its lead is at least as large as the first flip."""
    result = evaluate(matrix)
    assume(result.winner is not None)
    assert result.winner is not None
    sign = 1 if matrix.scale.higher_is_better else -1
    whole = sum(Fraction(w) for w in matrix.weights.values())
    smallest = None
    changes = [
        Flip("weight", c, "", Fraction(w), Fraction(n, 4), abs(Fraction(n, 4) - w) / whole)
        for c, w in matrix.weights.items() for n in range(81) if whole - w + Fraction(n, 4) > 0
    ] + [
        Flip("score", c, o, Fraction(s), Fraction(n, 4), abs(Fraction(n, 4) - Fraction(s)) / 4)
        for (o, c), s in matrix.scores.items() for n in range(4, 21)
    ]  # fmt: skip
    for change in changes:
        ours = sign * total(matrix, result.winner, change, Fraction(1))
        if any(sign * total(matrix, o, change, Fraction(1)) >= ours for o in matrix.options if o != result.winner):
            smallest = change.share if smallest is None else min(smallest, change.share)
    if smallest is not None:
        assert result.flips
        assert result.flips[0].share <= smallest
