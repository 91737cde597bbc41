"""What the constraint solver proves is the optimum over all lists; skipped where the extra is not installed."""

import pytest
from hypothesis import given, settings

from planning.levelling.test_optimality import instances, optimum
from tpm_tui.planning.levelling.lower_bounds.optimality_proof import is_available
from tpm_tui.planning.levelling.problem.levelling_problem import LevellingProblem
from tpm_tui.planning.levelling.problem.objective import LevellingObjective
from tpm_tui.planning.levelling.proposal import level

pytestmark = pytest.mark.skipif(not is_available(), reason="the extra `proof` is not installed")


@settings(max_examples=20, deadline=None)
@given(instances(most=5))
def test_a_proof_is_of_the_optimum(problem: LevellingProblem) -> None:
    proposal = level(problem, LevellingObjective.FINISH, schedules=310, proof_seconds=2.0)
    assert proposal.proved
    assert proposal.schedule.end == proposal.lower_bound == optimum(problem)
