"""What must hold for every schedule, whatever the plan."""

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from support.network_strategies import EARLIEST, lineage, networks
from tpm_tui.planning.analysis.unmet_constraints_and_deadlines import conflicts
from tpm_tui.planning.cpm.schedule import Schedule, schedule
from tpm_tui.planning.cpm.scheduling_rules import percent_of
from tpm_tui.planning.model.network import Constraint, LagUnit, LinkType, Network, NetworkLink

PINNED = {Constraint.SNLT, Constraint.FNLT, Constraint.MSO, Constraint.MFO}
COLUMNS = (
    "start",
    "finish",
    "early_start",
    "early_finish",
    "late_start",
    "late_finish",
    "total_slack",
    "free_slack",
    "critical",
)


def columns(result: Schedule) -> dict[str, list[int]]:
    return {name: list(getattr(result, name)) for name in COLUMNS} | {"plan_finish": [result.plan_finish]}


def bindings(network: Network) -> list[tuple[NetworkLink, int, int]]:
    """Each link with every pair of items that it binds: a predecessor (or summary) and a successor without children."""
    holders = set(network.parent)
    leaves = [position for position in range(len(network)) if position not in holders]
    listed = []
    for link in network.links:
        for after in leaves:
            if after == link.successor or link.successor in lineage(list(network.parent), after):
                listed.append((link, link.predecessor, after))
    return listed


@settings(max_examples=200, deadline=None)
@given(networks(actuals=False, joint=True))
def test_early_dates_keep_every_link_that_can_be_kept(network: Network) -> None:
    scheduled = schedule(network)
    holders = set(network.parent)
    for link, before, after in bindings(network):
        if network.constraint[after] in PINNED:
            continue
        late = network.constraint[before] == Constraint.ALAP or before in holders
        start = (scheduled.start if late else scheduled.early_start)[before]
        finish = (scheduled.finish if late else scheduled.early_finish)[before]
        if network.constraint[after] == Constraint.ALAP and late:
            continue  # both may stand late; the early dates of one do not bind the other
        calendar = network.calendar_of(after)
        end = finish if link.type in (LinkType.FS, LinkType.FF) else start
        length = network.duration[before]
        if before in holders:
            length = network.calendar_of(before).between(scheduled.early_start[before], scheduled.early_finish[before])
        lag = percent_of(length, link.lag) if link.unit == LagUnit.PERCENT else link.lag
        least = calendar.work_at(end + lag) if link.unit == LagUnit.ELAPSED else calendar.work_at(end) + lag
        bound = (scheduled.early_finish if link.type in (LinkType.FF, LinkType.SF) else scheduled.early_start)[after]
        assert calendar.work_at(bound) >= least, (link, before, after)


@settings(max_examples=200, deadline=None)
@given(networks(actuals=False, deadlines=False, constraints=(*PINNED, Constraint.ASAP), calendars=1, elapsed=False))
def test_a_link_that_a_constraint_breaks_is_a_conflict_and_negative_slack(network: Network) -> None:
    scheduled = schedule(network)
    told = {conflict.position for conflict in conflicts(scheduled)}
    calendar, holders = network.calendars[network.plan_calendar], set(network.parent)
    for link, before, after in bindings(network):
        if before in holders:
            continue
        end = (scheduled.early_finish if link.type in (LinkType.FS, LinkType.FF) else scheduled.early_start)[before]
        bound = (scheduled.early_finish if link.type in (LinkType.FF, LinkType.SF) else scheduled.early_start)[after]
        lag = percent_of(network.duration[before], link.lag) if link.unit == LagUnit.PERCENT else link.lag
        if calendar.work_at(bound) < calendar.work_at(end) + lag:
            assert network.constraint[after] in PINNED
            assert after in told
            if network.constraint[before] not in (Constraint.MSO, Constraint.MFO):  # those fix their late dates too
                assert scheduled.total_slack[before] < 0, (link, before, after)


@settings(max_examples=200, deadline=None)
@given(networks())
def test_dates_keep_their_constraints(network: Network) -> None:
    scheduled = schedule(network)
    holders = set(network.parent)
    for position, kind in enumerate(network.constraint):
        when = network.constraint_date[position]
        if position in holders or when is None:
            continue
        if network.actual_start[position] is None and network.actual_finish[position] is None:
            calendar = network.calendar_of(position)
            start, finish = scheduled.early_start[position], scheduled.early_finish[position]
            if kind in (Constraint.SNET, Constraint.MSO):
                assert start >= when
            if kind in (Constraint.SNLT, Constraint.MSO):
                assert start <= when
            if kind in (Constraint.FNET, Constraint.MFO):
                assert calendar.work_at(finish) >= calendar.work_at(when)
            if kind in (Constraint.FNLT, Constraint.MFO):
                assert calendar.work_at(finish) <= calendar.work_at(when)


@settings(max_examples=200, deadline=None)
@given(networks())
def test_items_last_as_long_as_they_do(network: Network) -> None:
    scheduled = schedule(network)
    holders = set(network.parent)
    for position in range(len(network)):
        if position in holders:
            below = [child for child in range(len(network)) if network.parent[child] == position]
            assert scheduled.start[position] == min(scheduled.start[child] for child in below)
            assert scheduled.finish[position] == max(scheduled.finish[child] for child in below)
        elif network.actual_start[position] is None and network.actual_finish[position] is None:
            work = network.calendar_of(position).between(scheduled.start[position], scheduled.finish[position])
            assert work == network.duration[position]
        elif network.constraint[position] != Constraint.ALAP:
            if network.actual_start[position] is not None:
                assert scheduled.start[position] == network.actual_start[position]
            if network.actual_finish[position] is not None:
                assert scheduled.finish[position] == network.actual_finish[position]


@settings(max_examples=200, deadline=None)
@given(networks(constraints=EARLIEST, deadlines=False, actuals=False))
def test_slack_is_never_negative_without_a_latest_date(network: Network) -> None:
    scheduled = schedule(network)
    assert min(scheduled.total_slack) >= 0
    assert any(scheduled.critical)


@settings(max_examples=200, deadline=None)
@given(networks(joint=True))
def test_free_slack_is_part_of_total_slack(network: Network) -> None:
    scheduled = schedule(network)
    for free, total in zip(scheduled.free_slack, scheduled.total_slack, strict=True):
        assert 0 <= free <= max(total, 0)


@settings(max_examples=200, deadline=None)
@given(networks(constraints=EARLIEST, actuals=False), st.data())
def test_using_up_free_slack_moves_nothing_else(network: Network, data: st.DataObject) -> None:
    before = schedule(network)
    holders = set(network.parent)
    movable = [position for position, free in enumerate(before.free_slack) if free > 0 and position not in holders]
    if not movable:
        return
    item = data.draw(st.sampled_from(movable))
    calendar = network.calendar_of(item)
    moved = calendar.start_of(calendar.work_at(before.early_start[item]) + before.free_slack[item])
    kinds, dates = list(network.constraint), list(network.constraint_date)
    kinds[item], dates[item] = Constraint.SNET, moved
    after = schedule(replace(network, constraint=kinds, constraint_date=dates, cache={}))
    assert after.early_start[item] == moved
    for position in range(len(network)):
        if position != item and position not in holders:
            theirs = network.calendar_of(position)
            for name in ("early_start", "early_finish"):
                old, new = getattr(before, name)[position], getattr(after, name)[position]
                assert theirs.between(old, new) == 0, (item, position, name)


@settings(max_examples=200, deadline=None)
@given(networks(), st.data())
def test_the_order_of_records_does_not_matter(network: Network, data: st.DataObject) -> None:
    n = len(network)
    to = data.draw(st.permutations(range(n)))
    back = sorted(range(n), key=to.__getitem__)
    per_item = ("duration", "milestone", "constraint", "constraint_date", "deadline", "calendar", "actual_start")
    per_item += ("actual_finish", "remaining", "progress", "rank", "ids")
    shuffled = replace(
        network,
        **{name: [getattr(network, name)[old] for old in back] for name in per_item},
        parent=[-1 if network.parent[old] < 0 else to[network.parent[old]] for old in back],
        links=data.draw(
            st.permutations([link._replace(predecessor=to[link[0]], successor=to[link[1]]) for link in network.links])
        ),
        cache={},
    )
    result, again = schedule(network), schedule(shuffled)
    for name in COLUMNS:
        assert list(getattr(result, name)) == [getattr(again, name)[to[position]] for position in range(n)]
