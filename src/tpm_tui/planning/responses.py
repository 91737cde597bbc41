"""Which responses to take: the cheapest set that brings a percentile before a date, by the same draws throughout.

Sets are tried in the order of what they cost, so that the first that holds is the cheapest there is.

- Up to `FEW` responses every set is tried: nothing is assumed.
- Beyond, branch and bound: sets that would miss the date even with every response that could still join them are passed
  over. That takes for granted that a response never makes the finish later, which only ALAP items and leads in percent
  can belie.
- Past `most` tries two greedy ways are gone, and the cheaper one taken: from none, adding what buys most for its money;
  and from all, putting back the dearest that the date holds without. The proposal then says that it may not be the
  cheapest, and what the cheapest must cost at least.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from tpm_tui.planning.forecast import DAY_WORK, Finish
from tpm_tui.planning.simulation import simulate
from tpm_tui.planning.uncertainty import Problem, Threat

#: Up to so many responses all sets are tried: 64.
FEW = 6
#: Sets that are tried at most before it is done greedily.
MOST = 400

Ids = frozenset[str]


@dataclass(frozen=True, slots=True)
class Worth:
    """One response not yet in force: working minutes at the percentile that it buys by itself, its cost if given."""

    id: str
    minutes: int
    cost: float | None

    @property
    def days(self) -> float:
        return self.minutes / DAY_WORK

    @property
    def days_per_money(self) -> float | None:
        """Days that one unit of money buys; None without a cost."""
        return self.days / self.cost if self.cost else None


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """A set of responses. ``holds``: the percentile lies before the date with it; if not, it is the best there is.

    ``before`` and ``after`` are the finish without and with the set, by the same draws; ``level`` the percentile.
    ``cheapest``: no set that holds costs less; else ``least`` is what such a set costs at least. ``considered`` are all
    responses that could be taken, those that buy most for their money first, each by itself; ``unpriced`` the ids of
    those in the set without a cost, which count as free. ``tries`` is how many sets were simulated.
    """

    ids: tuple[str, ...]
    cost: float
    by: int
    level: float
    before: Finish
    after: Finish
    holds: bool
    cheapest: bool
    least: float
    considered: tuple[Worth, ...]
    unpriced: tuple[str, ...]
    tries: int


def cheapest_responses(
    problem: Problem,
    by: int,
    *,
    level: float = 80,
    target: str = "",
    runs: int = 2000,
    seed: int = 1,
    most: int = MOST,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Proposal:
    """The cheapest set of responses not yet in force that brings the plan's percentile (or that of a target, by its id)
    to a clock minute or before it.

    `progress` is told how many sets were simulated, and how many at most there will be. Raises Cancelled.
    """
    able = [risk for risk in problem.risks if able_to_respond(risk)]
    tries = _Tries(problem, level, target, runs, seed, min(most, 2 ** len(able)), cancelled, progress)
    price = {risk.id: max(risk.response_cost or 0.0, 0.0) for risk in able}
    everything = frozenset(price)
    nothing: Ids = frozenset()
    worth = ranked(able, tries)

    def cost(ids: Ids) -> float:
        return sum(price[id_] for id_ in ids)

    def proposal(ids: Ids, cheapest: bool, least: float) -> Proposal:
        return Proposal(
            ids=tuple(risk.id for risk in able if risk.id in ids),
            cost=cost(ids),
            by=by,
            level=level,
            before=tries.finish(nothing),
            after=tries.finish(ids),
            holds=tries.reached(ids) <= by,
            cheapest=cheapest,
            least=least,
            considered=worth,
            unpriced=tuple(risk.id for risk in able if risk.id in ids and risk.response_cost is None),
            tries=len(tries.known),
        )

    if tries.reached(nothing) <= by or not able:
        return proposal(nothing, True, 0.0)

    def holds(ids: Ids) -> bool:
        return tries.reached(ids) <= by

    def possible(ids: Ids) -> bool:
        return len(able) <= FEW or len(tries.known) >= most or holds(ids)

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
    found = min((ids for ids in ways if holds(ids)), key=cost, default=everything)
    return proposal(found, cost(found) <= least, least)


def able_to_respond(risk: Threat) -> bool:
    """Whether a risk has a response that is not in force and changes something on work that is still open."""
    touched = {*risk.positions(risk.before), *risk.positions(risk.after)}
    return not risk.in_force and risk.before != risk.after and bool(touched)


class _Tries:
    """Sets that were simulated: clock minute of the percentile by set."""

    def __init__(
        self,
        problem: Problem,
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
        self.known: dict[Ids, int] = {}
        self._last: tuple[Ids, Finish] | None = None
        self._durations: dict[Ids, int] = {}

    def finish(self, ids: Ids) -> Finish:
        """The finish with these responses in force."""
        if self._last is not None and self._last[0] == ids:
            return self._last[1]
        changed = self._problem.responded(*sorted(ids)) if ids else self._problem
        found = simulate(changed, runs=self._runs, seed=self._seed, effects=False, cancelled=self._cancelled)
        finish = found.targets[self._target] if self._target else found.finish
        self._last = ids, finish
        if ids not in self.known:
            self.known[ids] = finish.percentile(self._level)
            self._durations[ids] = finish.duration(self._level)
            if self._progress is not None:
                self._progress(len(self.known), max(self._most, len(self.known)))
        return finish

    def reached(self, ids: Ids) -> int:
        if ids not in self.known:
            self.finish(ids)
        return self.known[ids]

    def duration(self, ids: Ids) -> int:
        """Working minutes to the percentile."""
        self.reached(ids)
        return self._durations[ids]


def ranked(able: Sequence[Threat], tries: _Tries) -> tuple[Worth, ...]:
    """What each response buys by itself, by days for money; those without a cost by days, before all that have one."""
    start = tries.duration(frozenset())
    found = [Worth(r.id, start - tries.duration(frozenset({r.id})), r.response_cost) for r in able]
    return tuple(sorted(found, key=lambda w: (-w.minutes / w.cost if w.cost else -w.minutes * 1e9, w.id)))


def _by_price(ids: Sequence[str], price: dict[str, float], possible: Callable[[Ids], bool]) -> Iterator[Ids]:
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


def _gathered(worth: Sequence[Worth], holds: Callable[[Ids], bool]) -> Ids:
    """Responses in their order until the date holds; all of them if it never does."""
    taken: Ids = frozenset()
    for one in worth:
        if holds(taken):
            break
        taken |= {one.id}
    return taken


def _thinned(ids: Ids, price: dict[str, float], holds: Callable[[Ids], bool]) -> Ids:
    """A set without those, the dearest first, that it holds without."""
    for id_ in sorted(ids, key=lambda i: (-price[i], i)):
        if holds(ids - {id_}):
            ids = ids - {id_}
    return ids


__all__ = ["Proposal", "Worth", "able_to_respond", "cheapest_responses"]
