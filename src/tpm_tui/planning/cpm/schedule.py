"""The critical path method: a network in, dates and slack out.

    schedule(network) -> Schedule

Total slack is min(LS - ES, LF - EF) in working minutes on the item's calendar; a started item has only the second, a
finished one none. Free slack is how far an item can move before another must, at most its total slack. Critical are
unfinished items with total slack at or under the network's limit, and the summaries of such items.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from weakref import ref

from msgspec import Struct

from tpm_tui.domain.cancellation_of_long_work import check_cancelled
from tpm_tui.planning.cpm.backward import backward_pass
from tpm_tui.planning.cpm.compiled_network import CompiledNetwork, compiled_network
from tpm_tui.planning.cpm.forward import PassState, forward_pass
from tpm_tui.planning.cpm.free_slack import free_slacks
from tpm_tui.planning.cpm.total_slack import early_dates, late_dates, latest_instant, roll_up, total_slacks
from tpm_tui.planning.model.network import Network


class Schedule(Struct, frozen=True, eq=False, weakref=True):
    """Columns of integers by position, read-only. Instants are clock minutes, slack is working minutes."""

    network: Network
    start: array[int]
    """when the item is planned to start: its actual start, else its early start (late for as late as possible)"""
    finish: array[int]
    early_start: array[int]
    early_finish: array[int]
    late_start: array[int]
    late_finish: array[int]
    total_slack: array[int]
    free_slack: array[int]
    critical: list[bool]
    plan_finish: int
    """when the last item finishes; the plan's start for a plan without items"""
    state: PassState
    """what an incremental pass starts from"""

    def __len__(self) -> int:
        return len(self.start)


class EarlySchedule(Struct, frozen=True, eq=False):
    """The early dates alone, all that a forecast needs: clock minutes, columns by position. What is late as possible
    finishes at its late date."""

    early_start: Sequence[int]
    finish: Sequence[int]
    plan_finish: int


def cache_schedule(result: Schedule) -> None:
    """Let `cached_schedule` find a schedule for as long as somebody holds it.

    Its network does not, nor the compiled network any longer: in a ring, all three would outlive their last reader
    until the garbage collector comes, which with large plans is seldom.
    """
    result.network.cache.update(schedule=ref(result), compiled=ref(result.state.compiled))


def cached_schedule(network: Network) -> Schedule | None:
    """The schedule of a network, if one has been kept and is still there."""
    reference: ref[Schedule] | None = network.cache.get("schedule")
    return None if reference is None else reference()


def schedule(network: Network) -> Schedule:
    """Calculate a network. Raises CycleError for a loop, NoWorkingTimeError where a calendar runs out of work."""
    return schedule_of_passes(run_passes(compiled_network(network)))


def early_pass(compiled: CompiledNetwork, cancelled: Callable[[], bool] | None = None) -> PassState:
    """The early dates alone, and the finish they lead to. Raises Cancelled and NoWorkingTimeError."""
    state = PassState(compiled, cancelled=cancelled)
    forward_pass(state)
    check_cancelled(cancelled)
    early_dates(state)
    state.finish = latest_instant(state.early_finish) if state.early_finish else compiled.network.plan_start
    return state


def known_early_schedule(network: Network) -> EarlySchedule | None:
    """Of a network that has been scheduled."""
    known = cached_schedule(network)
    if known is not None:
        return EarlySchedule(known.early_start, known.finish, known.plan_finish)
    early: EarlySchedule | None = network.cache.get("early")
    return early


def early_schedule(network: Network, cancelled: Callable[[], bool] | None = None) -> EarlySchedule:
    """Made once for a network. Raises Cancelled, CycleError and NoWorkingTimeError."""
    known = known_early_schedule(network)
    if known is not None:
        return known
    compiled = compiled_network(network)
    if compiled.alap_positions:
        whole = schedule(network)
        known = EarlySchedule(whole.early_start, whole.finish, whole.plan_finish)
    else:
        known = early_schedule_of(compiled, cancelled)
    # one network is forecast several times: roughly, surely, and without its risks
    network.cache["early"] = known
    return known


def early_schedule_of(compiled: CompiledNetwork, cancelled: Callable[[], bool] | None = None) -> EarlySchedule:
    """Of a compiled network in which nothing is late as possible. Raises Cancelled and NoWorkingTimeError."""
    state = early_pass(compiled, cancelled)
    return EarlySchedule(state.early_start, state.early_finish, state.finish)


def run_passes(compiled: CompiledNetwork) -> PassState:
    """Forward, backward and, where items are late as possible, forward again with those at their late dates."""
    state = early_pass(compiled)
    backward_pass(state)
    if state.compiled.alap_positions:
        state.alap_at_late = True
        forward_pass(state)
        early_dates(state)
    return state


def schedule_of_passes(state: PassState) -> Schedule:
    """Late dates, slack and what else follows from the passes."""
    compiled = state.compiled
    network = compiled.network
    late_start, late_finish = late_dates(state)
    start, finish = state.early_start, state.early_finish
    if compiled.alap_positions:
        start, finish = start[:], finish[:]
        for position in compiled.alap_positions:
            start[position], finish[position] = late_start[position], late_finish[position]
        roll_up(compiled, start, finish)
        for summary in compiled.outline.upwards:  # a summary is where its children are
            state.early_start[summary], state.early_finish[summary] = start[summary], finish[summary]
    state.free_slack = free_slacks(state)
    slack = total_slacks(state, finish, late_start, late_finish)
    return Schedule(
        network=network,
        start=start,
        finish=finish,
        early_start=state.early_start,
        early_finish=state.early_finish,
        late_start=late_start,
        late_finish=late_finish,
        total_slack=slack.total,
        free_slack=slack.free,
        critical=slack.critical,
        plan_finish=max(finish, default=network.plan_start) if compiled.alap_positions else state.finish,
        state=state,
    )
