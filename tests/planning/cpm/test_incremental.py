"""An edited plan calculated from the plan before it: the same, bit for bit, as from nothing."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from support.network_strategies import START, instants, networks
from support.networks import make_network
from tpm_tui.domain.time import work_calendar
from tpm_tui.planning.cpm import free_slack, total_slack, uniform_shift
from tpm_tui.planning.cpm import incremental as rescheduling
from tpm_tui.planning.cpm.edge_arrays import edge_arrays
from tpm_tui.planning.cpm.incremental import reschedule
from tpm_tui.planning.cpm.recompile import recompiled
from tpm_tui.planning.cpm.schedule import Schedule, schedule
from tpm_tui.planning.model.graph import link_index
from tpm_tui.planning.model.graph.topology import CycleError, find_cycle
from tpm_tui.planning.model.network import Constraint, LagUnit, LinkType, Network, NetworkLink

COLUMNS = [name for name in Schedule.__slots__ if name not in ("network", "state", "__weakref__")]
STATE = ("early", "early_clock", "late", "free_slack", "finish")


def everything(result: Schedule) -> dict[str, Any]:
    return {name: getattr(result, name) for name in COLUMNS} | {name: getattr(result.state, name) for name in STATE}


@st.composite
def edits(draw: st.DrawFn, network: Network) -> tuple[Network, set[int]]:
    """One edit as a person makes it, and the positions it touches."""
    n = len(network)
    item = draw(st.integers(0, n - 1))
    kind = draw(
        st.sampled_from(["duration", "constraint", "deadline", "actual", "progress", "milestone", "link", "cut"])
    )

    def column(name: str, value: object) -> dict[str, Any]:
        changed = list(getattr(network, name))
        changed[item] = value
        return {name: changed}

    touched = {item}
    columns: dict[str, Any] = {}
    if kind == "duration":
        columns = column("duration", draw(st.sampled_from([0, 15, 240, 480, 2400])))
    elif kind == "constraint":
        tie = draw(st.sampled_from([tie for tie in Constraint if tie != Constraint.ALAP]))
        columns = column("constraint", tie) | column("constraint_date", draw(instants) if tie else None)
    elif kind == "deadline":
        columns = column("deadline", draw(st.none() | instants))
    elif kind == "actual":
        began = draw(st.none() | instants)
        ended = None if began is None else draw(st.none() | st.just(began + 600))
        columns = column("actual_start", began) | column("actual_finish", ended)
    elif kind == "progress":
        columns = column("progress", draw(st.sampled_from([0, 50, 100]))) | column(
            "remaining", draw(st.none() | st.just(60))
        )
    elif kind == "milestone":
        columns = column("milestone", not network.milestone[item])
    elif kind == "cut" and network.links:
        at = draw(st.integers(0, len(network.links) - 1))
        touched = set(network.links[at][:2])
        columns = {"links": [link for index, link in enumerate(network.links) if index != at]}
    elif kind == "link":
        other = draw(st.integers(0, n - 1))
        linked = replace(network, links=[*network.links, NetworkLink(item, other)], cache={})
        if find_cycle(linked) is None:
            lag = draw(st.sampled_from([0, 60, -120, 1440]))
            fresh = NetworkLink(
                item, other, draw(st.sampled_from(list(LinkType))), lag, draw(st.sampled_from(list(LagUnit)))
            )
            touched = {item, other}
            at = draw(st.integers(0, len(network.links)))
            columns = {"links": [*network.links[:at], fresh, *network.links[at:]]}
    return replace(network, **columns, cache={}), touched


def check_sequence(network: Network, data: st.DataObject) -> None:
    scheduled = schedule(network)
    known = [(scheduled, everything(scheduled))]
    for _ in range(data.draw(st.integers(1, 6))):
        network, touched = data.draw(edits(network))
        hint = data.draw(st.sampled_from([None, touched]))
        scheduled = reschedule(scheduled, network, hint)
        known.append((scheduled, everything(scheduled)))
        assert known[-1][1] == everything(schedule(replace(network, cache={})))
    for earlier, said in known:
        assert everything(earlier) == said, "what an edit started from has changed with it"


NO_LATE = tuple(tie for tie in Constraint if tie != Constraint.ALAP)


@settings(max_examples=200, deadline=None)
@given(networks(constraints=NO_LATE, most=14, joint=True), st.data())
def test_any_sequence_of_edits_gives_what_a_full_pass_gives(network: Network, data: st.DataObject) -> None:
    check_sequence(network, data)


@settings(max_examples=100, deadline=None)
@given(networks(constraints=NO_LATE, most=14, summaries=False, calendars=1, actuals=False), st.data())
def test_edits_of_plans_on_one_calendar(network: Network, data: st.DataObject) -> None:
    check_sequence(network, data)


@settings(max_examples=60, deadline=None)
@given(networks(most=9, joint=True), st.data())
def test_edits_of_plans_that_need_a_full_pass(network: Network, data: st.DataObject) -> None:
    check_sequence(network, data)


@settings(max_examples=60, deadline=None)
@given(networks(constraints=NO_LATE, most=14), st.data())
def test_large_plans_take_arrays_and_give_the_same_dates(network: Network, data: st.DataObject) -> None:
    with pytest.MonkeyPatch.context() as patch:
        small = everything(schedule(network))
        for module in (work_calendar, total_slack, link_index, free_slack):
            patch.setattr(module, "VECTOR_THRESHOLD", 0)
        patch.setattr("tpm_tui.planning.cpm.incremental.MAX_INCREMENTAL_ITEMS", data.draw(st.integers(0, 3)))
        assert everything(schedule(replace(network, cache={}))) == small
        check_sequence(network, data)


@settings(max_examples=200, deadline=None)
@given(
    networks(constraints=NO_LATE, most=14)
    | networks(constraints=(Constraint.ASAP, Constraint.SNET), most=14, summaries=False, calendars=1, elapsed=False),
    st.data(),
)
def test_a_guess_that_all_moves_alike_is_put_right_where_it_does_not(network: Network, data: st.DataObject) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for module in (work_calendar, total_slack, link_index, free_slack, rescheduling):
            patch.setattr(module, "VECTOR_THRESHOLD", 0)
        patch.setattr(rescheduling, "MAX_INCREMENTAL_ITEMS", data.draw(st.integers(0, 3)))
        patch.setattr(rescheduling, "ASIDE", 1 / 8)
        patch.setattr(uniform_shift, "common_shift", lambda _: data.draw(st.sampled_from([480, -240, 0, 60])))
        check_sequence(network, data)


def chain(n: int) -> Network:
    return make_network([480] * n, [(i, i + 1) for i in range(n - 1)], plan_start=START)


def test_an_edit_touches_only_what_depends_on_it() -> None:
    n = 200
    network = chain(n)
    before = schedule(network)
    longer = replace(network, duration=[*network.duration[: n - 2], 960, 480], cache={})
    edit = recompiled(before.state.compiled, longer, {n - 2})
    assert edit is not None
    assert edit.after | edit.before == {n - 3, n - 2, n - 1}
    assert edit.compiled.order is before.state.compiled.order


def test_what_an_edit_leaves_alone_is_not_copied() -> None:
    network = chain(200)
    before = schedule(network)
    limited = replace(network, deadline=[None] * 199 + [before.plan_finish + 1440], cache={})
    after = reschedule(before, limited, {199})
    for name in ("early_start", "late_finish", "total_slack", "free_slack", "critical"):
        assert getattr(after, name) is getattr(before, name)
    assert after.state.compiled.release is before.state.compiled.release


def test_the_edges_as_arrays_follow_the_edits_when_they_are_asked_for() -> None:
    network = make_network([480] * 5, [(0, 1), (1, 2), (1, 3), (3, 4)], plan_start=START)
    scheduled = schedule(network)
    assert [column.tolist() for column in edge_arrays(scheduled.state.compiled)] == [
        [1, 2, 0, 1, 0], [1, 2, 3, 4], [480, 480, 480, 480],
    ]  # fmt: skip
    longer = replace(network, duration=[480, 480, 480, 960, 480], cache={})
    scheduled = reschedule(scheduled, longer, {3})
    cut = replace(longer, links=[link for link in longer.links if link[:2] != (1, 2)], cache={})
    scheduled = reschedule(scheduled, cut, {1, 2})
    assert [column.tolist() for column in edge_arrays(scheduled.state.compiled)] == [
        [1, 1, 0, 1, 0], [1, 3, 4], [480, 480, 960],
    ]  # fmt: skip


def test_where_all_moves_alike_only_what_stands_apart_is_calculated_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    n, tied, begun, pinned, late = 2000, 2, 700, 1500, 1990
    side = (1200, 1201, 1202)  # waits for nothing that moves
    line = [position for position in range(n) if position not in (tied, begun, pinned, *side)]
    links = [*pairwise(line), *pairwise(side), (begun - 1, begun), (begun, begun + 1), (pinned, pinned + 1)]
    # held by the item with a deadline as much as by the line, until that item moves by more
    links += [(pinned - 1, pinned), (0, tied), (tied, late, LinkType.FS, (line.index(late) - 2) * 480)]

    def alone(position: int, value: object) -> list[Any]:
        return [value if at == position else None for at in range(n)]

    network = make_network(
        [480] * n, links, plan_start=START, actual_start=alone(begun, START), deadline=alone(tied, START),
        constraint=[tie or 0 for tie in alone(pinned, Constraint.MSO)], constraint_date=alone(pinned, START + 1440),
    )  # fmt: skip
    before = schedule(network)
    assert before.state.early[late] == before.state.early[late - 1] + 480
    longer = replace(network, duration=[960, 480, 1440, *network.duration[3:]], cache={})
    expected = everything(schedule(replace(longer, cache={})))
    moved = [new - old for new, old in zip(expected["early"], before.state.early, strict=True)]
    assert [moved[at] for at in (600, *side, late)] == [480, 0, 0, 0, 1440]
    monkeypatch.delattr(rescheduling, "forward_pass")
    assert everything(reschedule(before, longer, {0, tied})) == expected


def test_a_link_that_closes_a_loop_is_refused_here_too() -> None:
    network = chain(5)
    looped = replace(network, links=[*network.links, NetworkLink(4, 1)], cache={})
    with pytest.raises(CycleError) as refused:
        reschedule(schedule(network), looped, {1, 4})
    assert sorted(refused.value.cycle) == [1, 2, 3, 4]


def test_nothing_changed_is_the_same_schedule() -> None:
    network = chain(5)
    before = schedule(network)
    assert everything(reschedule(before, replace(network, cache={}))) == everything(before)


def test_a_general_item_that_becomes_plain_leaves_no_old_dates_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tpm_tui.planning.cpm.incremental.MAX_INCREMENTAL_ITEMS", 0)
    network = replace(chain(4), actual_start=[START + 1440, None, None, None], cache={})
    before = schedule(network)
    assert 1 in before.state.early_clock
    unbegun = replace(network, actual_start=[None] * 4, cache={})
    assert everything(reschedule(before, unbegun, {0})) == everything(schedule(chain(4)))
