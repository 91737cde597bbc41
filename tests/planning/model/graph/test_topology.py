"""Order and loops, through summaries too."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.network_strategies import START, lineage, networks
from support.networks import make_network
from tpm_tui.planning.cpm.schedule import schedule
from tpm_tui.planning.model.graph.topology import CycleError, find_cycle, outline, topological_order
from tpm_tui.planning.model.network import Constraint, Network, NetworkLink


def plan(links: list[NetworkLink], parent: list[int]) -> Network:
    return make_network([60] * len(parent), links, plan_start=START, parent=parent)


def flat(links: list[NetworkLink], n: int) -> Network:
    return plan(links, [-1] * n)


def test_a_loop_is_named_in_order() -> None:
    network = flat([NetworkLink(0, 1), NetworkLink(1, 2), NetworkLink(2, 3), NetworkLink(3, 1)], 5)
    assert find_cycle(network) == [1, 2, 3]
    with pytest.raises(CycleError) as refused:
        schedule(network)
    assert refused.value.cycle == [1, 2, 3]


def test_an_item_cannot_follow_itself() -> None:
    assert find_cycle(flat([NetworkLink(0, 0)], 1)) == [0]


@pytest.mark.parametrize("link", [NetworkLink(0, 2), NetworkLink(2, 0), NetworkLink(0, 1), NetworkLink(1, 0)])
def test_a_summary_and_its_own_descendant_cannot_be_linked(link: NetworkLink) -> None:
    parent = [-1, 0, 1]
    assert find_cycle(plan([link], parent)) is not None
    with pytest.raises(CycleError):
        schedule(plan([link], parent))


def test_a_loop_may_run_through_summaries() -> None:
    # 1 in summary 0, 3 in summary 2: 0 before 2, and the child of 2 before the child of 0
    parent = [-1, 0, -1, 2]
    network = plan([NetworkLink(0, 2), NetworkLink(3, 1)], parent)
    loop = find_cycle(network)
    assert loop is not None
    assert set(loop) == {0, 1, 2, 3}
    assert find_cycle(plan([NetworkLink(0, 2), NetworkLink(1, 3)], parent)) is None


def test_an_ancestor_loop_is_refused() -> None:
    with pytest.raises(CycleError) as refused:
        outline(plan([], [1, 2, 0, -1]))
    assert sorted(refused.value.cycle) == [0, 1, 2]


@settings(max_examples=200, deadline=None)
@given(networks(constraints=(Constraint.ASAP,), actuals=False, deadlines=False, calendars=1), st.data())
def test_a_link_is_refused_exactly_if_it_closes_a_loop(network: Network, data: st.DataObject) -> None:
    n = len(network)
    before, after = data.draw(st.integers(0, n - 1)), data.draw(st.integers(0, n - 1))
    grown = make_network(
        network.duration, [*network.links, NetworkLink(before, after)], plan_start=START, parent=network.parent
    )
    loop = find_cycle(grown)
    if loop is None:
        assert schedule(grown).plan_finish >= START
    else:
        assert {before, after} <= set(loop)
        with pytest.raises(CycleError):
            schedule(grown)


@settings(max_examples=100, deadline=None)
@given(networks())
def test_everything_comes_after_what_it_waits_for(network: Network) -> None:
    place = {position: index for index, position in enumerate(topological_order(network))}
    parent = list(network.parent)
    leaves = [position for position in range(len(network)) if position not in parent]
    assert set(leaves) <= set(place)
    for link in network.links:
        for before in leaves:
            for after in leaves:
                if link.predecessor in [before, *lineage(parent, before)] and link.successor in [
                    after,
                    *lineage(parent, after),
                ]:
                    assert place[before] < place[after]


def test_a_plan_without_items_finishes_when_it_starts() -> None:
    assert schedule(make_network([], plan_start=START)).plan_finish == START
