"""The flow of a plan's items: which of them count, and their histories with the actual dates that people gave."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from msgspec import Struct

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.instants import EPOCH_ORDINAL, to_minute
from tpm_tui.domain.values.codec import Stored
from tpm_tui.planning.flow.cumulative_flow import CumulativeDay, cumulative_flow
from tpm_tui.planning.flow.flow_figures import (
    ALWAYS,
    DayWindow,
    TimeInState,
    WipCount,
    ageing,
    blocked_by_cause,
    cycle_time_percentiles,
    finished_in,
    flow_efficiency,
    item_flows,
    lead_time_percentiles,
    throughput_by_day,
    time_in_state,
    wip_by_state,
)
from tpm_tui.planning.flow.hand_offs import HandOff, HandOffWait, hand_off_waits
from tpm_tui.planning.flow.history.state_history import StateHistories, StateHistory
from tpm_tui.planning.flow.history.workflow import Workflow, WorkflowState
from tpm_tui.planning.flow.history.working_day_count import WorkingDayCount
from tpm_tui.planning.flow.item_flow import ItemFlow
from tpm_tui.planning.flow.percentiles import SERVICE_LEVEL
from tpm_tui.planning.flow.review_flow import ReviewFlow, review_flow
from tpm_tui.planning.flow.wip_limits import function_limits, state_limits
from tpm_tui.planning.flow.workflow_bottleneck import Bottleneck, bottleneck


class PlanFlow(Struct, frozen=True):
    """Everything the flow views and ``tpm flow`` show; days are days since 1970-01-01, moments clock minutes."""

    workflow: Workflow
    now: int
    items: tuple[ItemFlow, ...]
    finished: tuple[ItemFlow, ...]
    """those of ``items`` that were finished in the window"""
    percentiles: Mapping[int, int | None]
    lead_percentiles: Mapping[int, int | None]
    throughput: Mapping[int, int]
    cumulative: Sequence[CumulativeDay]
    efficiency: Fraction | None
    bottleneck: Bottleneck
    ageing: Sequence[tuple[ItemFlow, bool]]
    in_state: Sequence[TimeInState]
    blocked: Mapping[str, int]
    wip: Sequence[WipCount]
    hand_offs: Sequence[HandOffWait]
    functions: Sequence[WipCount]
    """work in progress by function, the most first"""
    reviews: ReviewFlow


def plan_workflow(plan: Plan) -> Workflow:
    """The states of a plan in their order. One named blocked is a mark, one named dropped ends work without finish."""
    table = plan["state"]
    waiting = {str(name): bool(w) for name, w in zip(table.columns["name"], table.columns["waiting"], strict=True)}
    states = []
    for name in plan.states:
        group = plan.state_groups[name]
        states.append(
            WorkflowState(
                name,
                "dropped" if name == "dropped" else group if group in ("active", "done") else "todo",  # type: ignore[arg-type]
                waiting.get(name, False),
                name == "blocked",
            )
        )
    return Workflow(states)


def counted_items(plan: Plan) -> list[str]:
    """Ids of the items that flow: those with none below them that are no milestones."""
    below = plan.children
    table = plan["item"]
    return [
        id_
        for id_, type_ in zip(table.ids, table.columns["type"], strict=True)
        if type_ != "milestone" and id_ not in below
    ]


def made_history(history: StateHistory, workflow: Workflow, made: int) -> StateHistory:
    """The history from when the item was made, a clock minute before its first one: what an import brought was there
    before the file knew of it."""
    first = next((s.name for s in workflow.states.values() if s.group == "todo" and not s.blocked), None)
    if workflow.group(history.states[0]) == "todo":
        return StateHistory(history.key, [made, *history.minutes[1:]], history.states, history.blocks)
    if first is None:
        return history
    return StateHistory(history.key, [made, *history.minutes], [first, *history.states], history.blocks)


def dated_history(history: StateHistory, workflow: Workflow, started: Stored, finished: Stored) -> StateHistory:
    """The history with the actual dates of the item, where they say another thing than the changes of its state.

    An actual start before the first active state is when work began (an import makes items that are half done), an
    actual finish is the last finish, whatever the status says.
    """
    start = None if started is None else to_minute(datetime.fromisoformat(str(started)))
    finish = None if finished is None else to_minute(datetime.fromisoformat(str(finished)))
    if start is None and finish is None:
        return history
    minutes, states = history.minutes, history.states
    groups = [workflow.group(state) for state in states]
    begun = next((place for place, group in enumerate(groups) if group in ("active", "done")), None)
    done = len(groups)
    while done and groups[done - 1] == "done":
        done -= 1
    is_done = done < len(groups)
    if (begun is None or start is None or start >= minutes[begun]) and (
        finish is None or (is_done and minutes[done] == finish)
    ):
        return history
    minutes, states = list(minutes), list(states)
    if finish is not None:
        end = next((s.name for s in workflow.states.values() if s.group == "done"), "done")
        if is_done:
            minutes[done:], states[done:] = [max(finish, minutes[done - 1])] if done else [finish], [states[done]]
        elif groups and groups[-1] != "dropped":
            minutes.append(max(finish, minutes[-1]))
            states.append(end)
    if start is not None and (begun is None or start < minutes[begun]):
        active = next((s.name for s in workflow.states.values() if s.group == "active" and not s.blocked), None)
        first = begun if begun is not None else len(minutes) - (finish is not None)
        early = next((p for p in range(first) if minutes[p] > start), first)
        minutes[early:first], states[early:first] = [], []
        if early < len(states) and workflow.group(states[early]) == "active":
            minutes[early] = start
        elif active is not None:
            minutes.insert(early, start)
            states.insert(early, active)
    return StateHistory(history.key, minutes, states, history.blocks)


def plan_histories(
    plan: Plan, histories: StateHistories, workflow: Workflow, chosen: Collection[str] | None = None
) -> list[StateHistory]:
    """Histories of the items that count, named by their keys; ``chosen``: only those ids."""
    table = plan["item"]
    position, columns = table.position, table.columns
    keys, created, started, finished = (columns[n] for n in ("key", "created", "actual_start", "actual_finish"))
    minute_of: dict[Stored, int | None] = {None: None}  # many are made in one go
    result = []
    for id_ in counted_items(plan):
        history = histories.items.get(id_)
        if history is None or (chosen is not None and id_ not in chosen):
            continue
        place = position[id_]
        moment = created[place]
        if moment not in minute_of:
            minute_of[moment] = to_minute(datetime.fromisoformat(str(moment)))
        made, start, finish = minute_of[moment], started[place], finished[place]
        if made is not None and history.minutes and made < history.minutes[0]:
            history = made_history(history, workflow, made)
        if start is not None or finish is not None:
            history = dated_history(history, workflow, start, finish)
        result.append(StateHistory(str(keys[place]), history.minutes, history.states, history.blocks))
    return result


def plan_flow(
    plan: Plan,
    histories: StateHistories,
    now: int,
    window: DayWindow = ALWAYS,
    chosen: Collection[str] | None = None,
) -> PlanFlow:
    """The flow of the items that count, or of the chosen ones; figures of finished work are those of the window."""
    workflow = plan_workflow(plan)
    items = plan_histories(plan, histories, workflow, chosen)
    flows = item_flows(items, workflow, now)
    finished = finished_in(flows, window)
    percentiles = cycle_time_percentiles(finished)
    by_key = {flow.key: flow for flow in flows}
    return PlanFlow(
        workflow=workflow, now=now, items=tuple(flows), finished=tuple(finished), percentiles=percentiles,
        lead_percentiles=lead_time_percentiles(finished),
        throughput=throughput_by_day(finished),
        cumulative=cumulative_flow(items, workflow, now, since=window.since, until=window.until),
        efficiency=flow_efficiency(finished), bottleneck=bottleneck(items, workflow, now, window),
        ageing=ageing(flows, percentiles[SERVICE_LEVEL]), in_state=time_in_state(flows, workflow),
        blocked=blocked_by_cause(items, by_key, window), wip=wip_by_state(flows, workflow, state_limits(plan)),
        hand_offs=hand_off_waits(_hand_offs(plan, by_key), now),
        functions=_wip_by_function(plan, by_key), reviews=review_flow(plan, now, chosen, window),
    )  # fmt: skip


def _wip_by_function(plan: Plan, flows: Mapping[str, ItemFlow]) -> list[WipCount]:
    table, limits = plan["item"], function_limits(plan)
    counts = Counter(
        str(function)
        for key, function in zip(table.columns["key"], table.columns["function"], strict=True)
        if (flow := flows.get(str(key))) is not None and flow.in_progress
    )
    return [WipCount(name, number, limits.get(name)) for name, number in counts.most_common()]


def plan_hand_offs(plan: Plan, histories: StateHistories, now: int) -> list[HandOffWait]:
    """The waits at hand-offs alone, as in `plan_flow` of all items."""
    workflow, ids = plan_workflow(plan), plan["item"].ids
    chosen = {ids[place] for pair in _linked_functions(plan) for place in pair}
    flows = item_flows(plan_histories(plan, histories, workflow, chosen), workflow, now)
    return hand_off_waits(_hand_offs(plan, {flow.key: flow for flow in flows}), now)


def _linked_functions(plan: Plan) -> Iterable[tuple[int, int]]:
    """Positions of items of different functions that a link from finish to start joins."""
    items, c = plan["item"], plan["link"].columns
    position, function = items.position, items.columns["function"]
    for before, after, type_ in zip(c["predecessor"], c["successor"], c["type"], strict=True):
        first, second = position.get(str(before)), position.get(str(after))
        if type_ == "FS" and first is not None and second is not None and function[first] != function[second]:
            yield first, second


def _hand_offs(plan: Plan, flows: Mapping[str, ItemFlow]) -> Iterable[HandOff]:
    """What one function has finished, the other takes up."""
    key, function = (plan["item"].columns[name] for name in ("key", "function"))
    for first, second in _linked_functions(plan):
        giver, receiver = flows.get(str(key[first])), flows.get(str(key[second]))
        if giver is None or receiver is None or giver.finished is None or receiver.dropped:
            continue
        yield HandOff(receiver.key, str(function[first]), str(function[second]), giver.finished, receiver.started)


def working_days_of(flow: ItemFlow, count: WorkingDayCount) -> int | None:
    """Working days of a finished item's cycle time, both ends included."""
    days = flow.days
    return None if days is None else count.inclusive(days[0] + EPOCH_ORDINAL, days[1] + EPOCH_ORDINAL)
