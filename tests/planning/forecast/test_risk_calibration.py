"""Chances of risks against what happened: the distribution against all ways it can go, the bands against a count."""

from itertools import product
from math import isclose, prod

from hypothesis import given
from hypothesis import strategies as st

from tpm_tui.planning.forecast.risk_calibration import ChanceBand, OverRisk, occurrence_distribution

CHANCES = st.lists(st.integers(0, 100).map(lambda percent: percent / 100), max_size=6)


@given(CHANCES)
def test_the_distribution_sums_over_all_ways_it_can_go(chances: list[float]) -> None:
    odds = occurrence_distribution(chances)
    for count in range(len(chances) + 1):
        ways = [way for way in product((True, False), repeat=len(chances)) if sum(way) == count]
        slow = sum(prod(c if hit else 1 - c for c, hit in zip(chances, way, strict=True)) for way in ways)
        assert isclose(odds[count], slow, abs_tol=1e-12)


def band(chance: float, occurred: int, of: int) -> ChanceBand:
    return ChanceBand(0, 100, tuple(OverRisk(f"R-{n}", chance, n < occurred) for n in range(of)))


def test_a_verdict_needs_cases_and_a_count_that_is_unlikely() -> None:
    assert band(0.1, 4, 4).verdict == "too few"
    assert band(0.1, 3, 5).verdict == "too low", "three of five at 10 % have a probability below 1 %"
    assert band(0.9, 2, 5).verdict == "too high"
    assert band(0.5, 2, 5).verdict == "as forecast"
    assert band(0.5, 2, 5).occurred == ("R-0", "R-1")
