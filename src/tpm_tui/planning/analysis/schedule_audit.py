"""The audit of a plan after the fourteen points of the DCMA (Defense Contract Management Agency, 2009): how well it is
linked, constrained, estimated and kept. Each point counts what is wrong among what is not finished yet."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, time
from decimal import Decimal

from msgspec import Struct

from tpm_tui.domain.derived.newest_baseline import newest_baseline
from tpm_tui.domain.derived.waits_and_blocks import blocked_items
from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_day_number, to_minute
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.planning.analysis.variance import baseline_spans
from tpm_tui.planning.cpm.compiled_network import compiled_network
from tpm_tui.planning.cpm.schedule import Schedule
from tpm_tui.planning.model.network import Constraint, LinkType, Network

#: Working days beyond which a duration or a slack is high [DCMA points 6 and 8].
HIGH_DAYS = 44
#: Least ratio of the critical path length index and of the baseline execution index [DCMA points 13 and 14].
LEAST_INDEX = 0.95

_HARD = frozenset({Constraint.MSO, Constraint.MFO, Constraint.SNLT, Constraint.FNLT})


class AuditPoint(Struct, frozen=True):
    """``share`` is ``count`` of ``of``, of an index its value; None where there is nothing to count. ``threshold`` is
    the most that passes (of an index the least). ``items`` are ids, in the plan's order."""

    id: str
    title: str
    count: int
    of: int
    share: float | None
    threshold: float
    items: tuple[str, ...] = ()
    is_index: bool = False

    @property
    def passed(self) -> bool:
        """Whether the threshold is kept; what cannot be counted passes."""
        if self.share is None:
            return True
        return self.share >= self.threshold if self.is_index else self.share <= self.threshold


def schedule_audit(plan: Plan, context: InputContext, schedule: Schedule) -> list[AuditPoint]:
    """The points in the order of DCMA, then those of people and estimates. ``schedule`` is the plan's own."""
    network, out, children = schedule.network, dropped_items(plan), plan.children
    ids, columns = plan["item"].ids, plan["item"].columns
    work = [
        place for place, id_ in enumerate(ids)
        if not out[place] and id_ not in children and network.actual_finish[place] is None
    ]  # fmt: skip
    tasks = [place for place in work if not network.milestone[place]]
    high = HIGH_DAYS * context.minutes_per_day
    linked_from, linked_to = _ends(plan, network)
    compiled, blocked = compiled_network(network), blocked_items(plan)

    def point(id_: str, title: str, among: Sequence[int], wrong: Callable[[int], bool], threshold: float) -> AuditPoint:
        places = [place for place in among if wrong(place)]
        return _share(id_, title, [ids[place] for place in places], len(among), threshold)

    status = network.status_date
    if plan.programme("status_date") is None:  # now is the limit, and what is said of today may bear any time of it
        status = to_day_number(context.today) * MINUTES_PER_DAY + MINUTES_PER_DAY
    return [
        point("logic", "without a predecessor or a successor", work,
              lambda p: p not in linked_to or p not in linked_from, 0.05),
        *_link_points(plan, network, out),
        point("hard_constraints", "bound to a date that links cannot move", work,
              lambda p: network.constraint[p] in _HARD, 0.05),
        point("high_slack", f"slack above {HIGH_DAYS} working days", work,
              lambda p: schedule.total_slack[p] > high, 0.05),
        point("negative_slack", "negative slack: a date that cannot be kept", work,
              lambda p: schedule.total_slack[p] < 0, 0.0),
        point("high_duration", f"more than {HIGH_DAYS} working days of work left", tasks,
              lambda p: compiled.network.remaining_work(p) > high, 0.05),
        point("invalid_dates", "actual dates after the status date", range(len(ids)),
              lambda p: any((at or 0) > (status or 0) for at in (network.actual_start[p], network.actual_finish[p])),
              0.0),
        point("resources", "without an owner", tasks, lambda p: columns["owner"][p] is None, 0.0),
        *_baseline_points(plan, context, schedule),
        point("estimates", "without an estimate that somebody gave", tasks,
              lambda p: columns["estimate"][p] is None or columns["estimate_basis"][p] not in (None, "estimated"), 0.0),
        point("blocked", "blocked without an owner", tasks,
              lambda p: ids[p] in blocked and columns["owner"][p] is None, 0.0),
        _cost_point(plan),
    ]  # fmt: skip


def _share(
    id_: str, title: str, items: Iterable[str], of: int, threshold: float, count: int | None = None
) -> AuditPoint:
    named = tuple(dict.fromkeys(items))
    count = len(named) if count is None else count
    return AuditPoint(id_, title, count, of, count / of if of else None, threshold, named)


def _cost_point(plan: Plan) -> AuditPoint:
    """Items whose costs so far are more than was planned for them, among those with a planned cost."""
    planned: dict[str, Decimal] = {}
    actual: dict[str, Decimal] = {}
    columns = plan["cost"].columns
    for item, plan_, spent in zip(columns["item"], columns["planned"], columns["actual"], strict=True):
        if item is not None:
            planned[str(item)] = planned.get(str(item), Decimal()) + Decimal(str(plan_ or 0))
            actual[str(item)] = actual.get(str(item), Decimal()) + Decimal(str(spent or 0))
    costed = [id_ for id_ in plan["item"].ids if planned.get(id_)]
    over = [id_ for id_ in costed if actual[id_] > planned[id_]]
    return _share("cost", "actual cost above the planned one", over, len(costed), 0.0)


def _ends(plan: Plan, network: Network) -> tuple[set[int], set[int]]:
    """Positions that something comes after, and that come after something: by links of theirs or of a parent."""
    before = {link.predecessor for link in network.links}
    after = {link.successor for link in network.links}
    position = plan["item"].position
    for place, id_ in enumerate(plan["item"].ids):
        above = [position[one] for one in plan.ancestors(id_)]
        if before.intersection(above):
            before.add(place)
        if after.intersection(above):
            after.add(place)
    return before, after


def _link_points(plan: Plan, network: Network, out: Sequence[bool]) -> list[AuditPoint]:
    ids = plan["item"].ids
    links = [
        link for link in network.links if network.actual_finish[link.successor] is None and not out[link.successor]
    ]

    def point(id_: str, title: str, wrong: list[int], threshold: float) -> AuditPoint:
        return _share(id_, title, (ids[place] for place in wrong), len(links), threshold, len(wrong))

    return [
        point("leads", "links with a lead", [link.successor for link in links if link.lag < 0], 0.0),
        point("lags", "links with a lag", [link.successor for link in links if link.lag > 0], 0.05),
        point("link_types", "links other than finish to start",
              [link.successor for link in links if link.type != LinkType.FS], 0.1),
    ]  # fmt: skip


def _baseline_points(plan: Plan, context: InputContext, schedule: Schedule) -> list[AuditPoint]:
    """Missed finishes, baseline execution index and critical path length index, against the newest baseline."""
    baseline, network = newest_baseline(plan), schedule.network
    if baseline is None:
        return []
    position, day = plan["item"].position, context.today
    now = network.status_date
    if now is None:
        now = to_minute(datetime.combine(day, time()))
    spans = baseline_spans(plan, baseline)
    due = [
        id_ for id_, (_, finish) in spans.items()
        if finish is not None and finish < now and id_ in position and id_ not in plan.children
    ]  # fmt: skip
    missed = [
        id_ for id_ in due
        if (ended := network.actual_finish[position[id_]]) is None or ended > (spans[id_][1] or 0)
    ]  # fmt: skip
    done = sum(
        ended is not None and id_ not in plan.children
        for id_, ended in zip(plan["item"].ids, network.actual_finish, strict=True)
    )
    ends = [finish for _, finish in spans.values() if finish is not None]
    calendar = network.calendars[network.plan_calendar]
    left = calendar.between(now, schedule.plan_finish)
    reserve = calendar.between(schedule.plan_finish, max(ends)) if ends else 0
    return [
        _share("missed", "finished later than the baseline says, or not yet", missed, len(due), 0.05),
        AuditPoint("cpli", "critical path length index", 0, left, (left + reserve) / left if left > 0 else None,
                   LEAST_INDEX, is_index=True),
        AuditPoint("bei", "baseline execution index (finished of those due)", done, len(due),
                   done / len(due) if due else None, LEAST_INDEX, is_index=True),
    ]  # fmt: skip
