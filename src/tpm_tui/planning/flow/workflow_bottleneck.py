"""Where work waits: the state that holds most of the work in progress, with the figures that say so."""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from msgspec import Struct

from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.planning.flow.flow_figures import ALWAYS, DayWindow
from tpm_tui.planning.flow.history.state_history import StateHistory
from tpm_tui.planning.flow.history.workflow import Workflow
from tpm_tui.planning.flow.item_flow import DAY, Span
from tpm_tui.planning.flow.percentiles import nearest_rank


class StateLoad(Struct, frozen=True):
    """How one active state stood in a window. ``minutes``: time that all items spent in it, within the window.

    ``arrived`` and ``left`` count moves into and out of it; ``p85_minutes`` is that of single stays in it.
    """

    state: str
    minutes: int
    share: Fraction
    """of the time that all items spent in active states"""
    arrived: int
    left: int
    items: tuple[str, ...]
    """in it at the end of the window, longest first"""
    p85_minutes: int


class Bottleneck(Struct, frozen=True):
    """``state`` is None where nothing was in progress; ``evidence`` has all active states, most loaded first."""

    sentence: str
    state: str | None
    evidence: tuple[StateLoad, ...]


def bottleneck(
    histories: Iterable[StateHistory], workflow: Workflow, now: int, window: DayWindow = ALWAYS
) -> Bottleneck:
    """The active state in which items spent most time in the window; by Little's law it holds the most work on average.

    Of two with the same time it is the one to which more came than left, then the later one of the workflow.
    """
    loads = state_loads(histories, workflow, now, window)
    if not loads:
        return Bottleneck("No time was spent in an active state, so there is no bottleneck.", None, ())
    return Bottleneck(_sentence(loads[0]), loads[0].state, tuple(loads))


def state_loads(
    histories: Iterable[StateHistory], workflow: Workflow, now: int, window: DayWindow = ALWAYS
) -> list[StateLoad]:
    """The load of each active state that held any work in the window, most loaded first."""
    begin = None if window.since is None else window.since * DAY
    end = now if window.until is None else min(now, (window.until + 1) * DAY)
    stays: dict[str, list[Span]] = defaultdict(list)
    held: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for history in histories:
        minutes, states = history.minutes, history.states
        last = len(minutes) - 1
        for place in workflow.sequence(states).active:
            start, stop = minutes[place], minutes[place + 1] if place < last else end + 1
            if start <= end and (begin is None or stop >= begin):
                stays[states[place]].append((start, stop))
                if stop > end:
                    held[states[place]].append((start, history.key))
    spent = {
        name: [min(stop, end) - (start if begin is None else max(start, begin)) for start, stop in spans]
        for name, spans in stays.items()
    }
    total = sum(map(sum, spent.values()))
    order = {name: place for place, name in enumerate(workflow.states)}
    loads = [
        StateLoad(
            state=name, minutes=sum(spent[name]), share=Fraction(sum(spent[name]), total),
            arrived=len(spans) if begin is None else sum(start >= begin for start, _ in spans),
            left=sum(stop <= end for _, stop in spans),
            items=tuple(key for _, key in sorted(held[name])), p85_minutes=nearest_rank(spent[name], 85) or 0,
        )
        for name, spans in stays.items()
        if total and sum(spent[name])
    ]  # fmt: skip
    return sorted(
        loads, key=lambda load: (-load.minutes, load.left - load.arrived, -order.get(load.state, -1), load.state)
    )


def _sentence(load: StateLoad) -> str:
    more = load.arrived - load.left
    if more > 0:
        trend = f"{more} more came than left"
    elif more < 0:
        trend = f"{-more} more left than came"
    else:
        trend = "as many came as left"
    held = f"{counted(len(load.items), 'item is', 'items are')} in it"
    return (
        f"{load.state} is the bottleneck: {round(100 * load.share)}% of the time of work in progress was spent there, "
        f"85% of stays took at most {days_text(load.p85_minutes)}, {held}, {trend}."
    )


def days_text(minutes: int) -> str:
    """Clock minutes in calendar days with one decimal, in hours below one day: ``2.5 calendar days``, ``3 h``."""
    if minutes < DAY:
        return f"{round(minutes / 60)} h" if minutes >= 60 else f"{minutes} min"
    days = f"{minutes / DAY:.1f}".removesuffix(".0")
    return f"{days} calendar {'day' if days == '1' else 'days'}"
