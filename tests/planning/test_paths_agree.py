"""One schedule, whichever way it is calculated: each rule has a form for single plans and one for many samples of them.

The fast path on working time, the general path on clock time, the calculation from the schedule before an edit, and the
vector passes of the simulation: for every plan, all that they say must be the same.
"""

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from support.network_strategies import START, networks
from support.networks import make_network
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.planning.cpm.compiled_network import compiled_network
from tpm_tui.planning.cpm.incremental import reschedule
from tpm_tui.planning.cpm.schedule import Schedule, run_passes, schedule, schedule_of_passes
from tpm_tui.planning.model.network import Constraint, LinkType, Network, NetworkLink
from tpm_tui.planning.montecarlo.simulate import run_vector_passes
from tpm_tui.planning.montecarlo.vector_backward import critical_iterations
from tpm_tui.planning.montecarlo.vector_forward import SampleBatch
from tpm_tui.planning.montecarlo.vector_network import vector_network

COLUMNS = [name for name in Schedule.__slots__ if name not in ("network", "state", "__weakref__")]
MARGIN = 91 * MINUTES_PER_DAY


def columns(schedule: Schedule) -> dict[str, object]:
    return {name: getattr(schedule, name) for name in COLUMNS}


def by_general_path(network: Network) -> Schedule:
    compiled = compiled_network(replace(network, cache={}))
    for position in range(len(network)):
        compiled.edges_in[position] = compiled.edges_out[position] = None
    return schedule_of_passes(run_passes(compiled))


def by_vectors(expected: Schedule) -> SampleBatch:
    """The vector passes over two iterations, both with the durations that the network has."""
    network = replace(expected.network, cache={})
    compiled = compiled_network(network)
    instants = [*expected.early_start, *expected.late_start, *expected.late_finish, expected.plan_finish, START]
    vectors = vector_network(network, min(instants) - MARGIN, max(instants) + MARGIN)
    duration = [np.full(2, minutes) for minutes in network.duration]
    left = [np.full(2, compiled.network.remaining_work(position)) for position in range(len(network))]
    batch = SampleBatch(vectors, duration, left)
    leaves = [position for position in range(len(network)) if position not in compiled.outline.children]
    finish = np.broadcast_to(run_vector_passes(batch, leaves), (2,)) + vectors.origin
    assert finish.tolist() == [expected.plan_finish] * 2
    return batch


# pinned to an hour when nobody works: the same instant, for whoever counts working time, as when work next begins
PINNED_AT_MIDNIGHT = make_network(
    [0, 30], [NetworkLink(0, 1, LinkType.FF)], plan_start=START, constraint=[Constraint.ASAP, Constraint.MSO],
    constraint_date=[None, START - 480],
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(networks(calendars=1) | networks(elapsed=False, summaries=False), st.data())
@example(PINNED_AT_MIDNIGHT, None)
def test_every_path_gives_the_same_schedule(network: Network, data: st.DataObject | None) -> None:
    expected = schedule(network)
    assert columns(by_general_path(network)) == columns(expected)
    item = 0 if data is None else data.draw(st.integers(0, len(network) - 1))
    longer = list(network.duration)
    longer[item] += 480
    before = schedule(replace(network, duration=longer, cache={}))
    assert columns(reschedule(before, replace(network, cache={}), {item})) == columns(expected)
    batch = by_vectors(expected)
    vectors, critical = batch.vectors, critical_iterations(batch)
    for position in range(len(network)):
        assert np.broadcast_to(critical.get(position, False), (2,)).tolist() == [expected.critical[position]] * 2
        if position in vectors.compiled.outline.children:
            continue
        for instant, name in ((batch.start_of(position), "early_start"), (batch.finish_of(position), "early_finish")):
            given_ = np.broadcast_to(instant, (2,)) + vectors.origin
            assert given_.tolist() == [getattr(expected, name)[position]] * 2, name
        late = np.broadcast_to(batch.late_finish(position), (2,)) + vectors.origin
        assert late.tolist() == [expected.late_finish[position]] * 2
