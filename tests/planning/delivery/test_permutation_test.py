"""Did it help: against all deals one by one, and against chance."""

import random
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpm_tui.planning.delivery.permutation_test import LEVEL, MOST, did_it_help, permutation_p

SMALL = st.lists(st.integers(0, 9), min_size=1, max_size=6)


def all_deals(before: list[int], after: list[int]) -> Fraction:
    values = before + after
    ranks = [
        sum(other < value for other in values) + Fraction(sum(other == value for other in values) + 1, 2)
        for value in values
    ]
    mean = len(after) * Fraction(len(values) + 1, 2)
    real = abs(sum(ranks[len(before) :], Fraction(0)) - mean)
    deals = [
        abs(sum((ranks[n] for n in deal), Fraction(0)) - mean) for deal in combinations(range(len(values)), len(after))
    ]
    return Fraction(sum(distance >= real for distance in deals), len(deals))


@given(SMALL, SMALL)
def test_p_is_the_share_of_all_deals(before: list[int], after: list[int]) -> None:
    assert permutation_p(before, after) == all_deals(before, after)


def test_chance_is_claimed_at_most_once_in_twenty() -> None:
    """Over all deals of nine different values, not a sample of them."""
    values = list(range(9))
    claims = deals = 0
    for chosen in combinations(range(9), 4):
        after = [values[n] for n in chosen]
        before = [values[n] for n in range(9) if n not in chosen]
        deals += 1
        claims += did_it_help(before, after, lower_is_better=True).verdict != "not distinguishable yet"
    assert claims > 0
    assert Fraction(claims, deals) <= LEVEL


def test_a_plain_improvement_is_named_by_its_direction() -> None:
    slow, quick = [9, 10, 11, 12, 10], [2, 3, 2, 4, 3]
    assert did_it_help(slow, quick, lower_is_better=True).verdict == "better"
    assert did_it_help(quick, slow, lower_is_better=True).verdict == "worse"
    assert did_it_help(quick, slow, lower_is_better=False).verdict == "better"


def test_how_many_more_are_needed() -> None:
    few = did_it_help([9, 10, 11, 12], [2, 3], lower_is_better=True)
    assert few.verdict == "not distinguishable yet"
    assert few.more is not None
    assert permutation_p([9, 10, 11, 12], [2, 3] + [3] * few.more) <= LEVEL
    assert did_it_help([1, 2, 3], [], lower_is_better=True).more == 5, (
        "with 3 and 5 values a claim is possible: 2 of 56 deals"
    )
    assert did_it_help([5, 5, 5], [5, 5], lower_is_better=True).more is None, "what is alike stays alike"
    assert did_it_help([], [1], lower_is_better=True).more is None


@pytest.mark.slow
def test_many_values_are_cut_to_those_beside_the_change() -> None:
    rng = random.Random(1)
    before = [rng.random() + 5 for _ in range(MOST)]
    after = [rng.random() for _ in range(MOST)]
    cut = did_it_help([0.0] * 500 + before, after + [9.0] * 500, lower_is_better=True)
    assert cut == did_it_help(before, after, lower_is_better=True)
