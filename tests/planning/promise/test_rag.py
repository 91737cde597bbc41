"""Red, amber or green by rule: no figure that gets worse makes the state better."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpm_tui.planning.promise.rag import SEVERITY, RagFigures, RagRule, RagState, rag_reasons, rag_state

shares = st.floats(0, 1)
amounts = st.floats(0, 1e9)
keys = st.lists(st.sampled_from(["I-1", "I-2", "Q-1"]), unique=True).map(tuple)
figures = st.builds(RagFigures, shares, st.none() | amounts, st.none() | amounts, keys, keys)
rules = st.tuples(shares, shares, shares).map(lambda t: RagRule(max(t[:2]), min(t[:2]), t[2]))


def state(of: RagFigures, rule: RagRule) -> int:
    return SEVERITY[rag_state(rag_reasons(of, rule))]


@given(figures, rules, shares, amounts, keys, keys)
def test_a_worse_forecast_never_makes_a_better_state(
    of: RagFigures, rule: RagRule, probability: float, more: float, severe: tuple[str, ...], unmet: tuple[str, ...]
) -> None:
    worse = RagFigures(
        min(of.probability, probability),
        None if of.cost_p80 is None else of.cost_p80 + more,
        of.budget,
        of.severe_incidents + severe,
        of.unmet_needs + unmet,
    )
    assert state(worse, rule) >= state(of, rule)


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (RagFigures(0.8), RagState.GREEN),
        (RagFigures(0.79), RagState.AMBER),
        (RagFigures(0.5), RagState.AMBER),
        (RagFigures(0.49), RagState.RED),
        (RagFigures(0.9, 100.0, 100.0), RagState.GREEN),
        (RagFigures(0.9, 110.0, 100.0), RagState.AMBER),
        (RagFigures(0.9, 111.0, 100.0), RagState.RED),
        (RagFigures(0.9, None, 100.0), RagState.GREEN),
        (RagFigures(0.9, severe_incidents=("I-1",)), RagState.AMBER),
        (RagFigures(0.9, unmet_needs=("Q-3",)), RagState.RED),
    ],
)
def test_the_default_rule_by_its_own_words(of: RagFigures, expected: RagState) -> None:
    assert rag_state(rag_reasons(of, RagRule())) is expected
    assert rag_reasons(of, RagRule())[0].state is expected


def test_a_cost_exactly_at_the_tolerance_is_within_it() -> None:
    for budget in range(100, 2000, 100):
        for percent in (5, 10, 15, 24.9, 30):
            limit = round(budget * (100 + percent) / 100, 2)
            rule = RagRule(tolerance=percent / 100)
            assert rag_state(rag_reasons(RagFigures(1, limit, budget), rule)) is RagState.AMBER, (budget, percent)
            assert rag_state(rag_reasons(RagFigures(1, limit + 0.01, budget), rule)) is RagState.RED, (budget, percent)


@pytest.mark.parametrize(
    ("probability", "said"),
    [
        (0.796, "target kept with 79.6%, green from 80%"),
        (0.8, "target kept with 80%"),
        (0.496, "target kept with 49.6%, red below 50%"),
        (0.62, "target kept with 62%, green from 80%"),
    ],
)
def test_what_misses_a_threshold_is_not_said_to_meet_it(probability: float, said: str) -> None:
    assert rag_reasons(RagFigures(probability), RagRule())[0].text == said
