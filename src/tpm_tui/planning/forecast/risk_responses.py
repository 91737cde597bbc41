"""Which responses to take: the cheapest set that brings a percentile before a date, by the same draws throughout.

Sets are tried in the order of what they cost, so that the first that holds is the cheapest there is.

- Up to `MAX_EXHAUSTIVE` responses every set is tried: nothing is assumed.
- Beyond, branch and bound: sets that would miss the date even with every response that could still join them are passed
  over. That takes for granted that a response never makes the finish later, which only ALAP items and leads in percent
  can belie.
- Past `most` tries two greedy ways are gone, and the cheaper one taken: from none, adding what buys most for its money;
  and from all, putting back the dearest that the date holds without. The proposal then says that it may not be the
  cheapest, and what the cheapest must cost at least.
"""

from collections.abc import Callable, Iterator, Sequence
from heapq import heappop, heappush

from msgspec import Struct

from tpm_tui.planning.montecarlo.risk_model import RiskDriver, RiskModel
from tpm_tui.planning.montecarlo.simulate import simulate
from tpm_tui.planning.montecarlo.simulation_result import FinishDistribution

#: Up to so many responses all sets are tried: 64.
MAX_EXHAUSTIVE = 6
#: Sets that are tried at most before it is done greedily.
MAX_SETS = 400

ResponseSet = frozenset[str]


class ResponseValue(Struct, frozen=True):
    """One response not yet in force: working minutes at the percentile that it buys by itself, its cost if given."""

    id: str
    minutes: int
    cost: float | None
    minutes_per_day: int

    @property
    def days(self) -> float:
        return self.minutes / self.minutes_per_day

    @property
    def days_per_money(self) -> float | None:
        """Days that one unit of money buys; None without a cost."""
        return self.days / self.cost if self.cost else None


class ResponseProposal(Struct, frozen=True, eq=False):
    """A set of responses. ``meets_target``: the percentile lies before the date with it; else none is better.

    ``before`` and ``after`` are the finish without and with the set, by the same draws; ``level`` the percentile.
    ``is_cheapest``: no set that holds costs less; else ``least`` is what such a set costs at least. ``considered`` are
    all responses that could be taken, those that buy most for their money first, each by itself; those without a cost
    count as free. ``simulated_sets`` is how many sets were simulated.
    """

    ids: tuple[str, ...]
    cost: float
    by: int
    level: float
    before: FinishDistribution
    after: FinishDistribution
    meets_target: bool
    is_cheapest: bool
    least: float
    considered: tuple[ResponseValue, ...]
    simulated_sets: int


def cheapest_responses(
    problem: RiskModel,
    by: int,
    *,
    level: float = 80,
    target: str = "",
    runs: int = 2000,
    seed: int = 1,
    most: int = MAX_SETS,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> ResponseProposal:
    """The cheapest set of responses not yet in force that brings the plan's percentile (or that of a target, by its id)
    to a clock minute or before it.

    `progress` is told how many sets were simulated, and how many at most there will be. Raises Cancelled.
    """
    able = [risk for risk in problem.risks if has_available_response(risk)]
    tries = _SetSimulations(problem, level, target, runs, seed, min(most, 2 ** len(able)), cancelled, progress)
    price = {risk.id: max(risk.response_cost or 0.0, 0.0) for risk in able}
    everything = frozenset(price)
    nothing: ResponseSet = frozenset()
    worth = ranked_by_value(able, tries, problem.minutes_per_day)

    def cost(ids: ResponseSet) -> float:
        return sum(price[id_] for id_ in ids)

    def proposal(ids: ResponseSet, cheapest: bool, least: float) -> ResponseProposal:
        return ResponseProposal(
            ids=tuple(risk.id for risk in able if risk.id in ids),
            cost=cost(ids),
            by=by,
            level=level,
            before=tries.finish(nothing),
            after=tries.finish(ids),
            meets_target=tries.reached(ids) <= by,
            is_cheapest=cheapest,
            least=least,
            considered=worth,
            simulated_sets=len(tries.known),
        )

    if tries.reached(nothing) <= by or not able:
        return proposal(nothing, True, 0.0)

    def holds(ids: ResponseSet) -> bool:
        return tries.reached(ids) <= by

    def possible(ids: ResponseSet) -> bool:
        return len(able) <= MAX_EXHAUSTIVE or len(tries.known) >= most or holds(ids)

    if not possible(everything):
        best = _thinned(everything, price, lambda ids: tries.reached(ids) <= tries.reached(everything))
        return proposal(best, False, cost(best))
    least = 0.0
    for ids in _by_price(list(price), price, possible):
        least = cost(ids)
        if len(tries.known) >= most and ids not in tries.known:
            break
        if holds(ids):
            return proposal(ids, True, least)
    else:
        best = min(tries.known, key=lambda ids: (tries.known[ids], cost(ids), len(ids)))
        return proposal(best, True, cost(best))
    ways = [_thinned(_gathered(worth, holds), price, holds), _thinned(everything, price, holds)]
    chosen = min((ids for ids in ways if holds(ids)), key=cost, default=everything)
    return proposal(chosen, cost(chosen) <= least, least)


def has_available_response(risk: RiskDriver) -> bool:
    """Whether a risk has a response that is not in force and changes something on work that is still open."""
    touched = {*risk.positions(risk.before), *risk.positions(risk.after)}
    return not risk.in_force and risk.before != risk.after and bool(touched)


class _SetSimulations:
    """Sets that were simulated: clock minute of the percentile by set."""

    def __init__(
        self,
        problem: RiskModel,
        level: float,
        target: str,
        runs: int,
        seed: int,
        most: int,
        cancelled: Callable[[], bool] | None,
        progress: Callable[[int, int], object] | None,
    ) -> None:
        self._problem, self._level, self._target, self._runs, self._seed = problem, level, target, runs, seed
        self._most, self._cancelled, self._progress = most, cancelled, progress
        self.known: dict[ResponseSet, int] = {}
        self._last: tuple[ResponseSet, FinishDistribution] | None = None
        self._durations: dict[ResponseSet, int] = {}

    def finish(self, ids: ResponseSet) -> FinishDistribution:
        """The finish with these responses in force."""
        if self._last is not None and self._last[0] == ids:
            return self._last[1]
        changed = self._problem.with_responses(*sorted(ids)) if ids else self._problem
        result = simulate(
            changed, runs=self._runs, seed=self._seed, effects=False, drivers=False, cancelled=self._cancelled
        )
        finish = result.targets[self._target] if self._target else result.finish
        self._last = ids, finish
        if ids not in self.known:
            self.known[ids] = finish.percentile(self._level)
            self._durations[ids] = finish.duration(self._level)
            if self._progress is not None:
                self._progress(len(self.known), max(self._most, len(self.known)))
        return finish

    def reached(self, ids: ResponseSet) -> int:
        if ids not in self.known:
            self.finish(ids)
        return self.known[ids]

    def duration(self, ids: ResponseSet) -> int:
        """Working minutes to the percentile."""
        self.reached(ids)
        return self._durations[ids]


def ranked_by_value(
    able: Sequence[RiskDriver], tries: _SetSimulations, minutes_per_day: int
) -> tuple[ResponseValue, ...]:
    """What each response buys by itself, by days for money; those without a cost by days, before all that have one."""
    start = tries.duration(frozenset())
    values = [
        ResponseValue(risk.id, start - tries.duration(frozenset({risk.id})), risk.response_cost, minutes_per_day)
        for risk in able
    ]
    return tuple(sorted(values, key=lambda w: (-w.minutes / w.cost if w.cost else -w.minutes * 1e9, w.id)))


def _by_price(
    ids: Sequence[str], price: dict[str, float], possible: Callable[[ResponseSet], bool]
) -> Iterator[ResponseSet]:
    """Sets of ids but the empty one, the cheapest first, of the same price the smaller; those left out of which no
    larger set is possible either."""
    order = sorted(ids, key=lambda i: (price[i], i))
    waiting: list[tuple[float, int, tuple[int, ...]]] = []
    if order:
        heappush(waiting, (price[order[0]], 1, (0,)))
    while waiting:
        cost, size, chosen = heappop(waiting)
        last = chosen[-1]
        rest = frozenset(order[last + 1 :])
        without = frozenset(order[at] for at in chosen[:-1])
        ids_now = without | {order[last]}
        # what begins like this, the last one or one of those after it
        if not possible(ids_now | rest):
            continue
        yield ids_now
        if last + 1 < len(order):
            following = price[order[last + 1]]
            heappush(waiting, (cost + following, size + 1, (*chosen, last + 1)))
            if possible(without | rest):
                heappush(waiting, (cost - price[order[last]] + following, size, (*chosen[:-1], last + 1)))


def _gathered(worth: Sequence[ResponseValue], holds: Callable[[ResponseSet], bool]) -> ResponseSet:
    """Responses in their order until the date holds; all of them if it never does."""
    taken: ResponseSet = frozenset()
    for one in worth:
        if holds(taken):
            break
        taken |= {one.id}
    return taken


def _thinned(ids: ResponseSet, price: dict[str, float], holds: Callable[[ResponseSet], bool]) -> ResponseSet:
    """A set without those, the dearest first, that it holds without."""
    for id_ in sorted(ids, key=lambda i: (-price[i], i)):
        if holds(ids - {id_}):
            ids = ids - {id_}
    return ids


__all__ = ["ResponseProposal", "ResponseValue", "cheapest_responses", "has_available_response"]
