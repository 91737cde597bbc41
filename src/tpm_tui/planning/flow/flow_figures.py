"""The flow of many items in a window of time: cycle time, throughput, ageing, time in state, efficiency, WIP."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction

from msgspec import Struct

from tpm_tui.planning.flow.history.state_history import StateHistory
from tpm_tui.planning.flow.history.workflow import Workflow
from tpm_tui.planning.flow.item_flow import DAY, ItemFlow, Span, item_flow, joined
from tpm_tui.planning.flow.percentiles import LEVELS, nearest_rank


class DayWindow(Struct, frozen=True):
    """Days since 1970-01-01, both included; None is open."""

    since: int | None = None
    until: int | None = None

    def has(self, minute: int) -> bool:
        """Whether a clock minute lies on one of the days."""
        day = minute // DAY
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)

    def clipped(self, start: int, stop: int) -> Span:
        """What of a stretch of clock minutes lies on the days; it begins at or after its end where nothing does."""
        return (
            start if self.since is None else max(start, self.since * DAY),
            stop if self.until is None else min(stop, (self.until + 1) * DAY),
        )


ALWAYS = DayWindow()


def item_flows(histories: Iterable[StateHistory], workflow: Workflow, now: int) -> list[ItemFlow]:
    """The figures of every item that exists at ``now``."""
    return [flow for history in histories if (flow := item_flow(history, workflow, now)) is not None]


def finished_in(items: Iterable[ItemFlow], window: DayWindow = ALWAYS) -> list[ItemFlow]:
    """Items whose last finish lies in the window."""
    return [item for item in items if item.finished is not None and window.has(item.finished)]


def cycle_time_percentiles(finished: Iterable[ItemFlow]) -> dict[int, int | None]:
    """Percentile -> days inclusive, of all finished items, those that skipped states included."""
    days = [item.days_inclusive for item in finished if item.days_inclusive is not None]
    return {level: nearest_rank(days, level) for level in LEVELS}


def lead_time_percentiles(finished: Iterable[ItemFlow]) -> dict[int, int | None]:
    """Percentile -> days inclusive from creation to finish."""
    days = [item.lead_days_inclusive for item in finished if item.lead_days_inclusive is not None]
    return {level: nearest_rank(days, level) for level in LEVELS}


def throughput_by_day(finished: Iterable[ItemFlow]) -> dict[int, int]:
    """Day -> items finished on it, rising; days without any are left out."""
    return dict(sorted(Counter(item.finished // DAY for item in finished if item.finished is not None).items()))


def flow_efficiency(finished: Iterable[ItemFlow]) -> Fraction | None:
    """Minutes worked on finished items ÷ their elapsed minutes; None where nothing took any time.

    Worked on: in an active state that is no waiting state, and not blocked.
    """
    worked = elapsed = 0
    for item in finished:
        worked += item.active_minutes
        elapsed += item.elapsed_minutes or 0
    return Fraction(worked, elapsed) if elapsed else None


def ageing(items: Iterable[ItemFlow], level: int | None) -> list[tuple[ItemFlow, bool]]:
    """Work in progress, oldest first, and whether it is older than the service level."""
    open_items = sorted([item for item in items if item.in_progress], key=lambda item: (item.started or 0, item.key))
    return [(item, level is not None and (item.age_days_inclusive or 0) > level) for item in open_items]


class TimeInState(Struct, frozen=True):
    """Minutes that items spent in one state: all of them, and percentiles over the items that were in it."""

    state: str
    items: int
    total: int
    p50: int
    p85: int


def time_in_state(items: Iterable[ItemFlow], workflow: Workflow) -> list[TimeInState]:
    """Of each state that any item spent time in; in the workflow's order, states it does not have last."""
    spent_in = [item.minutes_in_state for item in items]
    others = {state: None for spent in spent_in for state in spent if state not in workflow.states}
    minutes = {state: [m for spent in spent_in if (m := spent.get(state))] for state in (*workflow.states, *others)}
    return [
        TimeInState(state, len(spent), sum(spent), nearest_rank(spent, 50) or 0, nearest_rank(spent, 85) or 0)
        for state, spent in minutes.items()
        if spent
    ]


def blocked_by_cause(
    histories: Iterable[StateHistory], items: Mapping[str, ItemFlow], window: DayWindow = ALWAYS
) -> dict[str, int]:
    """Cause -> minutes of the window in which items were marked as blocked by it, most first.

    As :attr:`ItemFlow.blocked_minutes` it ends with the finish; causes that hold at the same time count each.
    """
    spans: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for history in histories:
        item = items.get(history.key)
        if item is None:
            continue
        end = item.now if item.finished is None else item.finished
        for block in history.blocks:
            start, stop = window.clipped(
                max(block.start, item.created), min(end if block.end is None else block.end, end)
            )
            if start < stop:
                spans[block.cause, history.key].append((start, stop))
    minutes: Counter[str] = Counter()
    for (cause, _), stretches in spans.items():
        minutes[cause] += sum(stop - start for start, stop in joined(stretches))
    return dict(sorted(minutes.items(), key=lambda entry: (-entry[1], entry[0])))


class WipCount(Struct, frozen=True):
    """Items in one state, or of one function, against its limit; None is no limit."""

    name: str
    items: int
    limit: int | None

    @property
    def exceeded(self) -> bool:
        """More than the limit allows."""
        return self.limit is not None and self.items > self.limit


def wip_by_state(
    items: Iterable[ItemFlow], workflow: Workflow, limits: Mapping[str, int] | None = None
) -> list[WipCount]:
    """Items now in each active state, in the workflow's order."""
    counts = Counter(item.state for item in items)
    limits = limits or {}
    return [
        WipCount(state.name, counts[state.name], limits.get(state.name))
        for state in workflow.states.values()
        if state.group == "active"
    ]
