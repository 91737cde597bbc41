"""The delays of risks: how long by their records, on which items, and what those that occurred add to the schedule.

- A delay counts by its numbers; where a risk has none, by the programme's scale from its impact. After the response it
  counts by the number after it; else by the impact after it, beyond which no typed delay goes; and where neither says
  anything, as before. What is said before a response can so never make it shorter after it, nor the other way round.
  A response is in force once its date has come.
- A delay on a summary hits the items in it that wait for no other in it, so that its finish moves by the delay whether
  the work runs in a row or side by side; a delay in percent hits every item in it.
- A risk that occurred counts at 100 % until somebody says what it really cost: the schedule holds its likely delay, an
  opportunity's as a gain, in the work of the items it hits that are not finished.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from tpm_tui.domain.derived.risk_levels import delay_scale, longest_linked, response_in_force
from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.intervals import STANDARD_DAY_MINUTES
from tpm_tui.domain.values.codec import Stored, load_value
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.model.graph.topology import Outline, outline
from tpm_tui.planning.model.network import WAIT_FOR_FINISH, Network

DELAY_FIELDS = ("delay", "response_delay", "impact", "residual_impact")
_STATE_READS = tuple(("risk", name) for name in ("status", "actual_delay", "actual_cost"))

OCCURRED_READS: tuple[tuple[str, str], ...] = (
    *_STATE_READS,
    *(("risk", name) for name in ("type", "items", "response_date", *DELAY_FIELDS)),
    ("programme", "risk_delay"),
)
"""The columns that delays of risks that occurred follow from, beside those of the network."""


def is_unsettled(status: Stored, actual_delay: Stored, actual_cost: Stored) -> bool:
    """Whether a risk has occurred and nobody has said yet what it really cost: then it counts at 100 %."""
    return status == "occurred" and actual_delay is None and actual_cost is None


def unsettled_risks(plan: Plan) -> tuple[str, ...]:
    """Ids of the risks that occurred and that nobody has said the real cost of."""

    def build() -> tuple[str, ...]:
        c = plan["risk"].columns
        facts = zip(plan["risk"].ids, c["status"], c["actual_delay"], c["actual_cost"], strict=True)
        return tuple(id_ for id_, *facts_of_risk in facts if is_unsettled(*facts_of_risk))

    return plan.memoised("unsettled_risks", _STATE_READS, build)


def occurred_risks(plan: Plan, item: str) -> list[str]:
    """Ids of the risks that occurred on an item, or on what holds it, and count at 100 % until settled."""
    above = {item, *plan.ancestors(item)}
    return [id_ for id_ in unsettled_risks(plan) if not above.isdisjoint(linked_items(plan, id_))]


def linked_items(plan: Plan, risk: str) -> list[str]:
    """Ids of the items that a risk names, in its order."""
    linked: list[str] = load_value(KINDS["risk"].column("items"), plan.value("risk", risk, "items"))
    return linked


def judged(said: Sequence[Any], scale: Sequence[float], limit: Callable[[Any, float], Any] = min) -> tuple[Any, Any]:
    """Before and after the response: typed values, else the scale's number (a float) for the scores; a score after it
    limits a value typed before, by ``limit``. ``said``: typed before and after, score before and after."""
    number, after, given, left = said
    # What nobody said does not count: a risk without a chance or a level of it never comes.
    inherent = scale[int(given) - 1] if given is not None else scale[int(left) - 1] if left is not None else 0.0
    if after is not None:
        return (inherent if number is None else number), after
    if left is None:
        return (inherent if number is None else number), (inherent if number is None else number)
    rest = scale[int(left) - 1]
    if number is None:
        return inherent, rest
    return number, limit(number, rest)


def stated_delays(plan: Plan, risk: str) -> tuple[ThreePoint, ThreePoint]:
    """The delay of a risk before and after its response, in working minutes, or percent of the work left of an item."""

    def limit(typed: str, days: float) -> ThreePoint:
        span, most = ThreePoint.load(typed), days * STANDARD_DAY_MINUTES
        if span.percent:
            most *= 100 / longest_linked(plan, risk)
        return ThreePoint(min(span.best, most), min(span.likely, most), min(span.worst, most), span.percent)

    before, after = judged([plan.value("risk", risk, name) for name in DELAY_FIELDS], delay_scale(plan), limit)
    return _delay(before), _delay(after)


def _delay(span: Stored | ThreePoint) -> ThreePoint:
    """A delay as typed, or a number of standard days from the file's scale: it says the same to everybody."""
    if isinstance(span, ThreePoint):
        return span
    if isinstance(span, str):
        return ThreePoint.load(span)
    return ThreePoint.single_point(float(span or 0) * STANDARD_DAY_MINUTES)


def is_unfinished_work(plan: Plan, network: Network) -> list[bool]:
    """Whether each position is work of its own that still has to be done. Raises CycleError."""
    children = outline(network).children
    return [
        position not in children and ended is None and not dropped
        for position, (ended, dropped) in enumerate(zip(network.actual_finish, dropped_items(plan), strict=True))
    ]


def delay_targets(
    plan: Plan, network: Network, risk: str, unfinished: Sequence[bool]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The positions that a delay of a risk is added to: one in minutes, and one in percent. Raises CycleError."""
    tree, position = outline(network), plan["item"].position
    hits: dict[int, None] = {}
    shares: dict[int, None] = {}
    for place in [position[item] for item in linked_items(plan, risk) if item in position]:
        leaves = [leaf for leaf in tree.leaves(place) if unfinished[leaf]]
        shares.update(dict.fromkeys(leaves))
        hits.update(dict.fromkeys(leaves if place not in tree.children else _first_inside(network, tree, leaves)))
    return tuple(hits), tuple(shares)


def _first_inside(network: Network, tree: Outline, leaves: Sequence[int]) -> list[int]:
    """Those of some leaves that wait for the finish of none of the others, so that a delay reaches what follows."""
    ahead = set(leaves)
    for position in leaves:
        while (position := network.parent[position]) >= 0 and position not in ahead:
            ahead.add(position)
    waiting: set[int] = set()
    for link in network.links:
        if link.predecessor in ahead and link.type in WAIT_FOR_FINISH:
            waiting.update(tree.leaves(link.successor))
    return [leaf for leaf in leaves if leaf not in waiting]


def occurred_delays(plan: Plan, network: Network, today: date) -> dict[str, dict[int, int]]:
    """Unsettled risk -> position -> working minutes that it is expected to add, negative for an opportunity.

    ``network`` is the plan's, with or without these delays. Raises CycleError.
    """
    unfinished = is_unfinished_work(plan, network)
    delays: dict[str, dict[int, int]] = {}
    for risk in unsettled_risks(plan):
        delay = stated_delays(plan, risk)[response_in_force(plan, risk, today)]
        sign = -1 if plan.value("risk", risk, "type") == "opportunity" else 1
        in_minutes, in_percent = delay_targets(plan, network, risk, unfinished)
        if delay.percent:
            added = {at: sign * round(delay.likely * network.estimated_remaining(at) / 100) for at in in_percent}
        else:
            added = dict.fromkeys(in_minutes, sign * round(delay.likely))
        delays[risk] = added
    return delays


def with_occurred_risks(plan: Plan, network: Network, today: date) -> Network:
    """The network with what the unsettled risks add to the work of its items. Raises CycleError."""
    total: dict[int, int] = {}
    for added in occurred_delays(plan, network, today).values():
        for position, minutes in added.items():
            total[position] = total.get(position, 0) + minutes
    duration, remaining = list(network.duration), list(network.remaining)
    applied: dict[int, int] = {}
    for position, minutes in total.items():
        left = network.remaining_work(position)
        more = applied[position] = max(minutes, -left)
        duration[position] += more
        if network.actual_start[position] is not None:
            remaining[position] = left + more
    return replace(network, duration=duration, remaining=remaining, occurred_delay=applied, cache={})
