"""Which person or pool is the bottleneck: the one of whom one more would bring the P80 of the finish forward most."""

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.planning.levelling.resource_constrained_schedule import PeopleSchedule, network_with_more, people_schedule
from tpm_tui.planning.model.network import Network
from tpm_tui.planning.montecarlo.risk_model import RiskModel
from tpm_tui.planning.montecarlo.simulate import simulate
from tpm_tui.planning.montecarlo.simulation_result import SimulationResult

PERCENTILE = 80
SEED = 1
MOST_CANDIDATES = 5
"""People and pools that are tried: those with most work that is critical and was handed over, by how often it is."""
MOST_RUNS, FEWEST_RUNS = 1_000, 200
"""Iterations, of which large plans have fewer: as many as draw so many durations."""
DRAWS = 400_000


class ResourceBottleneck(Struct, frozen=True):
    """A person or pool (kind, id), and by how many elapsed minutes one more of them brings the P80 of the finish
    forward."""

    kind: str
    id: str
    name: str
    gain: int


def resource_bottleneck(
    plan: Plan, context: InputContext, problem: RiskModel, cancelled: Callable[[], bool] | None = None
) -> ResourceBottleneck | None:
    """The bottleneck of a plan whose forecast is made of this model; None where one more of nobody buys anything.

    Every one of them is tried on the same draws. Raises as `simulate`.
    """
    people = people_schedule(plan, context)
    runs = max(FEWEST_RUNS, min(MOST_RUNS, DRAWS // max(len(problem.network), 1)))

    def run(network: Network, drivers: bool = False) -> SimulationResult:
        return simulate(
            replace(problem, network=network), runs=runs, seed=SEED, effects=False, drivers=drivers, cancelled=cancelled
        )

    if not people.hand_overs:
        return None
    now = run(people.schedule.network, drivers=True)
    names = dict(zip(people.problem.resources, (r.name for r in people.problem.problem.resources), strict=True))
    best: ResourceBottleneck | None = None
    for kind, id_ in _candidates(people, now):
        more = run(network_with_more(plan, context, people, (kind, id_)))
        gain = now.finish.percentile(PERCENTILE) - more.finish.percentile(PERCENTILE)
        if gain > 0 and (best is None or gain > best.gain):
            best = ResourceBottleneck(kind, id_, names[kind, id_], gain)
    return best


def _candidates(people: PeopleSchedule, forecast: SimulationResult) -> list[tuple[str, str]]:
    """Who held up work that was critical, by how much of it and how often: (kind, id)."""
    work: dict[tuple[str, str], float] = {}
    duration = people.schedule.network.duration
    for hand_over in people.hand_overs:
        weight = forecast.items[hand_over.successor].criticality * duration[hand_over.successor]
        work[hand_over.resource] = work.get(hand_over.resource, 0.0) + weight
    return sorted((who for who in work if work[who] > 0), key=lambda who: (-work[who], who))[:MOST_CANDIDATES]
