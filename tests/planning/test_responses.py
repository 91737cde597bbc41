"""The cheapest set of responses: no cheaper one would do, and what it promises is what the simulation gives."""

from dataclasses import replace
from itertools import combinations

import pytest
from planning_records import WORDS, add, item, link, new_plan

from tpm_tui.domain.plan import Plan
from tpm_tui.domain.values import ThreePoint
from tpm_tui.planning.responses import cheapest_responses
from tpm_tui.planning.simulation import simulate
from tpm_tui.planning.uncertainty import Problem, problem_of

RUNS = 400


def plan() -> Plan:
    def risk(id_: str, hits: str, days: int, cost: float | None) -> object:
        return add(
            "risk", id_, title=id_, items=(hits,), chance=80.0, delay=ThreePoint.sure(days * 480), response_chance=0.0,
            response_cost=cost,
        )  # fmt: skip

    return new_plan(
        item("a", (4, 8, 16)), item("b", (8, 16, 24)), link("a", "b"),
        risk("r1", "a", 5, 900.0), risk("r2", "b", 4, 400.0), risk("r3", "b", 3, 450.0), risk("r4", "a", 1, 50.0),
    )  # fmt: skip


@pytest.fixture(scope="module")
def problem() -> Problem:
    return problem_of(plan(), WORDS)


def p80(problem: Problem, ids: tuple[str, ...]) -> int:
    changed = problem.responded(*ids) if ids else problem
    return simulate(changed, runs=RUNS, seed=1, effects=False).finish.percentile(80)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_no_cheaper_set_would_do(problem: Problem, share: float) -> None:
    ids = [risk.id for risk in problem.risks]
    price = {risk.id: risk.response_cost or 0.0 for risk in problem.risks}
    start, best = p80(problem, ()), p80(problem, tuple(ids))
    by = round(start - (start - best) * share)
    found = cheapest_responses(problem, simulate(problem, runs=RUNS), by, runs=RUNS)
    doing = [s for n in range(len(ids) + 1) for s in combinations(ids, n) if p80(problem, s) <= by]
    assert found.holds
    assert found.cheapest
    assert found.cost == min(sum(price[i] for i in s) for s in doing)
    assert found.after == p80(problem, found.ids) <= by
    assert found.before == start


def test_nothing_is_taken_where_the_date_holds_already(problem: Problem) -> None:
    found = cheapest_responses(problem, simulate(problem, runs=RUNS), p80(problem, ()), runs=RUNS)
    assert (found.ids, found.cost, found.holds) == ((), 0.0, True)


def test_where_no_set_does_the_nearest_is_shown_and_said_to_miss(problem: Problem) -> None:
    found = cheapest_responses(problem, simulate(problem, runs=RUNS), 0, runs=RUNS)
    assert not found.holds
    assert found.after == p80(problem, tuple(risk.id for risk in problem.risks))


def test_with_few_tries_a_set_that_holds_is_found_and_not_called_the_cheapest(problem: Problem) -> None:
    by = p80(problem, tuple(risk.id for risk in problem.risks))
    found = cheapest_responses(problem, simulate(problem, runs=RUNS), by, runs=RUNS, most=2)
    assert found.holds
    assert not found.cheapest
    for id_ in found.ids:
        rest = tuple(i for i in found.ids if i != id_)
        assert p80(problem, rest) > by, "it holds with none of them left out"


def test_a_response_in_force_is_not_proposed_again(problem: Problem) -> None:
    taken = replace(problem, risks=tuple(replace(r, in_force=r.id == "r1") for r in problem.risks))
    found = cheapest_responses(taken, simulate(taken, runs=RUNS), 0, runs=RUNS)
    assert "r1" not in found.ids
