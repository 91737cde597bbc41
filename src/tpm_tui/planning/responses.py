"""Which responses to take: the cheapest set that brings a percentile before a date, by the same draws throughout.

Sets are tried from the cheapest on, so that the first that holds is the cheapest there is; past `most` tries, responses
are taken by what they buy for their money until the date holds, and those it holds without are put back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from tpm_tui.planning.forecast import Forecast
from tpm_tui.planning.simulation import simulate
from tpm_tui.planning.uncertainty import Problem, Threat


@dataclass(frozen=True, slots=True)
class Proposal:
    """A set of responses. ``holds``: the percentile lies before the date with it; if not, it is the best there is.

    ``before`` and ``after`` are clock minutes of the percentile; ``cheapest`` whether no cheaper set would do;
    ``unpriced`` ids of responses without a cost, which count as free.
    """

    ids: tuple[str, ...]
    cost: float
    before: int
    after: int
    holds: bool
    cheapest: bool
    unpriced: tuple[str, ...]


def cheapest_responses(
    problem: Problem,
    forecast: Forecast,
    by: int,
    *,
    level: float = 80,
    target: str = "",
    runs: int = 2000,
    seed: int = 1,
    most: int = 120,
    cancelled: Callable[[], bool] | None = None,
) -> Proposal:
    """The cheapest set of responses not yet in force that brings the plan's percentile (or that of a target, by its id)
    to a clock minute or before it. `forecast` is one of the problem with effects. Raises Cancelled."""
    known: dict[frozenset[str], int] = {}

    def reached(ids: frozenset[str]) -> int:
        if ids not in known:
            changed = problem.responded(*sorted(ids)) if ids else problem
            found = simulate(changed, runs=runs, seed=seed, effects=False, cancelled=cancelled)
            finish = found.targets[target] if target else found.finish
            known[ids] = finish.percentile(level)
        return known[ids]

    buys = {risk.id: risk.response_minutes or 0 for risk in forecast.risks}
    able = [r for r in problem.risks if not r.in_force and r.before != r.after]
    price = {risk.id: max(risk.response_cost or 0.0, 0.0) for risk in able}
    start = reached(frozenset())

    def proposal(ids: frozenset[str], cheapest: bool) -> Proposal:
        order = tuple(risk.id for risk in able if risk.id in ids)
        free = tuple(risk.id for risk in able if risk.id in ids and risk.response_cost is None)
        after = reached(ids)
        return Proposal(order, sum(price[i] for i in order), start, after, after <= by, cheapest, free)

    if start <= by or not able:
        return proposal(frozenset(), True)
    for tried, ids in enumerate(_by_price([risk.id for risk in able], price)):
        if tried == most:
            break
        if reached(ids) <= by:
            return proposal(ids, True)
    else:
        best = min(known, key=lambda ids: (known[ids], sum(price[i] for i in ids), len(ids)))
        return proposal(best, True)
    return proposal(_greedy(able, price, buys, reached, by), False)


def _by_price(ids: Sequence[str], price: dict[str, float]) -> Iterator[frozenset[str]]:
    """Every set of ids but the empty one, the cheapest first; of the same price the smaller."""
    order = sorted(ids, key=lambda i: (price[i], i))
    waiting: list[tuple[float, int, tuple[int, ...]]] = []
    if order:
        heappush(waiting, (price[order[0]], 1, (0,)))
    while waiting:
        cost, size, chosen = heappop(waiting)
        yield frozenset(order[at] for at in chosen)
        last = chosen[-1]
        if last + 1 < len(order):
            following = price[order[last + 1]]
            heappush(waiting, (cost + following, size + 1, (*chosen, last + 1)))
            heappush(waiting, (cost - price[order[last]] + following, size, (*chosen[:-1], last + 1)))


def _greedy(
    able: Sequence[Threat],
    price: dict[str, float],
    buys: dict[str, int],
    reached: Callable[[frozenset[str]], int],
    by: int,
) -> frozenset[str]:
    """Responses by what they buy for their money until the date holds; then none that it holds without."""
    order = sorted((r.id for r in able), key=lambda i: (-buys.get(i, 0) / (price[i] or 1e-9), price[i], i))
    taken: frozenset[str] = frozenset()
    for id_ in order:
        if reached(taken) <= by:
            break
        with_it = taken | {id_}
        if reached(with_it) < reached(taken):
            taken = with_it
    if reached(taken) <= by:
        for id_ in sorted(taken, key=lambda i: -price[i]):
            if reached(taken - {id_}) <= by:
                taken = taken - {id_}
    return taken


__all__ = ["Proposal", "cheapest_responses"]
