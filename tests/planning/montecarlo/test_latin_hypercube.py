"""Random numbers that belong to records, and what a sample says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpm_tui.planning.montecarlo.latin_hypercube import SampleBlock, pert_curve
from tpm_tui.planning.montecarlo.sample_statistics import (
    ERROR_BATCHES,
    centred_ranks,
    converged,
    percentile,
    percentile_errors,
    ranks,
)

NAMES = [f"item-{n}" for n in range(60)]


@given(st.integers(-5, 5), st.integers(0, 3), st.sampled_from([1, 2, 7, 100]), st.text(max_size=5))
def test_every_stratum_is_visited_once(seed: int, block: int, size: int, name: str) -> None:
    values = SampleBlock(seed, block, size).uniform(name)
    assert sorted((values * size).astype(int)) == list(range(size))


def test_variables_blocks_and_seeds_are_unrelated() -> None:
    """Of 60 variables no two correlate more than chance allows: 1/sqrt(n) each, 1,770 pairs, five sigma."""
    table = np.array([SampleBlock(1, 0, 1000).uniform(name) for name in NAMES])
    table = np.vstack([table, SampleBlock(1, 1, 1000).uniform(NAMES[0]), SampleBlock(2, 0, 1000).uniform(NAMES[0])])
    pairs = np.corrcoef(table)[np.triu_indices(len(table), 1)]
    assert np.abs(pairs).max() < 5 / 1000**0.5
    assert abs(float(np.mean(pairs**2)) * 1000 - 1) < 0.2


def test_draws_are_the_same_every_time() -> None:
    assert np.array_equal(SampleBlock(3, 2, 100).uniform("a"), SampleBlock(3, 2, 100).uniform("a"))


@pytest.mark.parametrize("shape", ["triangular", "pert", "uniform"])
def test_samples_stay_in_their_range_and_rise_with_their_level(shape: str) -> None:
    block = SampleBlock(1, 0, 1000)
    for best, likely, worst in ((0, 0, 10), (5, 10, 10), (2, 3, 8), (4, 4, 4), (-3, 0, 1)):
        values = block.rising(0, best, likely, worst, shape)
        assert (np.diff(values) >= 0).all()
        assert values.min() >= best
        assert values.max() <= worst


def test_the_pert_curve_is_the_beta_distribution() -> None:
    """Mode 1/2 is beta(3, 3), whose distribution is x³ (10 - 15x + 6x²); mode 0 is beta(1, 5): 1 - (1-x)⁵."""
    levels, values = pert_curve(0.5)
    assert np.abs(levels - values**3 * (10 - 15 * values + 6 * values**2)).max() < 1e-9
    levels, values = pert_curve(0.0)
    assert np.abs(levels - (1 - (1 - values) ** 5)).max() < 1e-9


def test_a_percentile_is_a_value_that_occurred() -> None:
    rising = np.array([10, 20, 30, 40, 50, 60, 70, 80, 90, 100])
    assert [percentile(rising, p) for p in (0, 1, 10, 50, 80, 81, 100)] == [10, 10, 10, 50, 80, 90, 100]


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=30))
def test_ranks_share_the_mean_place_of_equal_values(values: list[int]) -> None:
    ranked = ranks(np.array(values))
    for value, rank in zip(values, ranked, strict=True):
        places = [place for place, other in enumerate(sorted(values)) if other == value]
        assert rank == sum(places) / len(places)


def test_centred_ranks_multiply_to_the_rank_correlation() -> None:
    """Spearman's formula without ties: 1 - 6 Σd² / (n (n² - 1))."""
    a, b = np.array([3, 1, 4, 15, 9]), np.array([2, 7, 1, 8, 28])
    differences = ranks(a) - ranks(b)
    exact = 1 - 6 * float(differences @ differences) / (5 * 24)
    assert float(centred_ranks(a) @ centred_ranks(b)) == pytest.approx(exact)
    assert not centred_ranks(np.array([2, 2, 2])).any()


def test_convergence_needs_enough_runs_for_the_spread() -> None:
    rng = np.random.default_rng(5)
    wide = rng.normal(100_000, 10_000, 40_000).astype(np.int64)
    assert not converged(wide[:500])
    assert converged(wide)
    assert converged(np.full(10, 7)), "a sure thing is known at once"
    assert not converged(wide[: ERROR_BATCHES * ERROR_BATCHES - 1]), "too few to tell"
    # the standard error of a normal median is 1.2533 sd / sqrt(n)
    assert percentile_errors(wide)[50] == pytest.approx(1.2533 * 10_000 / 200, rel=0.6)
