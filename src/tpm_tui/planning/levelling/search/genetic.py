"""A genetic algorithm on activity lists, each schedule improved by justification.

Two-point crossover of lists (Hartmann 1998), forward-backward improvement of every child (Valls, Ballestín and
Quintanilla 2008, "A hybrid genetic algorithm for the RCPSP"). A generation is made side by side, in arrays with a list
a row. Every random choice comes from one seeded generator, so a seed and a number of schedules name one result.
"""

from collections.abc import Callable, Sequence
from math import isqrt

import numpy as np
from msgspec import Struct

from tpm_tui.planning.levelling.problem.levelling_problem import PrecedenceRelation
from tpm_tui.planning.levelling.problem.objective import ObjectiveValue
from tpm_tui.planning.levelling.search.schedules_from_activity_lists import Decoded, DecodedBatch, Decoder
from tpm_tui.planning.levelling.search.when_a_search_stops import SearchBudget
from tpm_tui.planning.model.graph.arrays import Integers

SMALLEST = 30
"""Size of the first population where every schedule takes its time."""
SIDE_BY_SIDE = 120
"""Size of the first population where a generation is scheduled side by side."""
GROWTH, LARGEST = 2, 4
"""Each new population is so many times as large as that which stood still, up to so many times the first."""
MOST_IDLE_GENERATIONS = 12
"""Generations without a better schedule after which a new population begins."""
MUTATION = 0.03
"""Chance of each neighbouring pair of a list to change places, and of each mode to be chosen anew."""
SWAPS = 1.8
"""Pairs of a list that change places on average at least: short ones would stand still."""


class Population(Struct):
    """Lists in the order of their schedules' starts (a row each), and the schedules, the best first."""

    order: Integers
    decoded: DecodedBatch

    def __len__(self) -> int:
        return len(self.order)


class GeneticSearch:
    """Improves schedules until its budget ends; tells of each better one.

    `successors` holds the relations out of each activity, `choices` its number of modes.
    """

    def __init__(
        self,
        decoder: Decoder,
        topological: Sequence[int],
        successors: Sequence[Sequence[PrecedenceRelation]],
        choices: Sequence[int],
        budget: SearchBudget,
        seed: int,
        better: Callable[[Decoded], None],
    ) -> None:
        self._decoder = decoder
        self._topological = np.array(topological, dtype=np.int64)
        self._before: list[list[int]] = [[] for _ in choices]
        for j, out in enumerate(successors):
            for relation in out:
                self._before[relation.successor].append(j)
        count = len(choices)
        arcs = [p * count + j for j, into in enumerate(self._before) for p in into]
        self._arcs = np.unique(np.array(arcs, dtype=np.int64))
        self._choices = np.array(choices, dtype=np.int64)
        self._budget = budget
        self._random = np.random.Generator(np.random.PCG64(np.random.SeedSequence([abs(seed), int(seed < 0)])))
        self._better = better
        self._best: ObjectiveValue | None = None

    def run(self, first: Sequence[Decoded], priorities: Sequence[int]) -> None:
        """Evolve, beginning with schedules at hand and lists sampled by priorities (small first), without end.

        Ends only by SearchStopped of the budget or of `better`.
        """
        for decoded in first:
            self._best = decoded.value if self._best is None else min(self._best, decoded.value)
        size = smallest = self._first_size()
        orders = self._decoder.left_lists(np.array([decoded.start for decoded in first[:size]], dtype=np.int64))
        modes = np.array([decoded.mode for decoded in first[:size]], dtype=np.int64)
        while True:
            new = size - len(orders)
            orders = np.concatenate((orders, self._sampled(priorities, new)))
            modes = np.concatenate((modes, np.full_like(orders[:new], -1)))
            self._evolve(self._children(orders, modes), size)
            orders, modes = orders[:0], modes[:0]
            size = min(GROWTH * size, LARGEST * smallest)

    def _first_size(self) -> int:
        """As many generations as individuals in each, about, where the schedules are counted; else by their speed."""
        schedules = self._budget.schedules
        largest = SIDE_BY_SIDE if self._decoder.is_side_by_side else SMALLEST
        return largest if schedules is None else max(SMALLEST, min(largest, isqrt(schedules)))

    def _evolve(self, population: Population, size: int) -> None:
        """One population, until its best has stayed the same for `MOST_IDLE_GENERATIONS` generations."""
        population = _best_of([population], size)
        waited = 0
        while waited < MOST_IDLE_GENERATIONS:
            best = population.decoded.value[0]
            one, other = self._selected(len(population), size)
            orders = self._mutated(self._crossed(population.order[one], population.order[other]))
            modes = self._modes(population.decoded.mode[one], population.decoded.mode[other])
            population = _best_of([population, self._children(orders, modes)], size)
            waited = 0 if population.decoded.value[0] < best else waited + 1

    def _children(self, orders: Integers, modes: Integers) -> Population:
        decoded = self._decoder.improved(orders, modes, self._budget, self._report_better)
        return Population(self._decoder.left_lists(decoded.start), decoded)

    def _report_better(self, decoded: Decoded) -> None:
        if self._best is None or decoded.value < self._best:
            self._best = decoded.value
            self._better(decoded)

    def _selected(self, count: int, children: int) -> tuple[Integers, Integers]:
        """Mothers and fathers, each the better of two; the next child has them the other way round."""
        drawn = self._random.integers(0, count, (4, -(-children // 2)))
        mothers, fathers = np.minimum(drawn[0], drawn[1]), np.minimum(drawn[2], drawn[3])
        return np.concatenate((mothers, fathers))[:children], np.concatenate((fathers, mothers))[:children]

    def _crossed(self, mother: Integers, father: Integers) -> Integers:
        """Beginning and end in the mother's order, the middle in the father's."""
        lists, count = mother.shape
        cuts = np.sort(self._random.integers(0, count, (lists, 2)), axis=1)
        first, last = cuts[:, :1], cuts[:, 1:]
        places = np.arange(count)
        row = np.arange(lists)[:, None]
        key = np.empty_like(mother)
        key[row, mother] = places
        taken = key < first
        free = ~taken[row, father]
        rank = np.cumsum(free, axis=1)
        key += np.where(taken, 0, count)
        middle = free & (rank <= last - first)
        rows, at = np.nonzero(middle)
        key[rows, father[rows, at]] = (first + rank)[rows, at] - 1
        return np.argsort(key.astype(np.int16) if 2 * count < 32_000 else key, axis=1, kind="stable")

    def _mutated(self, orders: Integers) -> Integers:
        """Neighbours that change places, here and there: where no relation leads from the first to the second."""
        lists, count = orders.shape
        rate = max(MUTATION, SWAPS / count)
        for odd in (0, 1):
            pairs = (count - odd) // 2
            rows, at = np.nonzero(self._random.random((lists, pairs)) < rate)
            at = 2 * at + odd
            one, other = orders[rows, at], orders[rows, at + 1]
            free = ~np.isin(one * count + other, self._arcs)
            rows, at, one, other = rows[free], at[free], one[free], other[free]
            orders[rows, at], orders[rows, at + 1] = other, one
        return orders

    def _modes(self, one: Integers, other: Integers) -> Integers:
        """Each mode from either parent, now and then left to the schedule generation or drawn anew."""
        if self._choices.max() == 1:
            return one
        draw = self._random.random
        modes = np.where(draw(one.shape) < 0.5, one, other)
        anew = (draw(one.shape) < MUTATION * 2) & (self._choices > 1)
        drawn = (draw(one.shape) * self._choices).astype(np.int64)
        return np.where(anew, np.where(draw(one.shape) < 0.5, drawn, -1), modes)

    def _sampled(self, priorities: Sequence[int], lists: int) -> Integers:
        """Lists in the order of priorities (small first), each blurred at random as widely as they lie apart."""
        wanted = np.array(priorities, dtype=np.float64)
        keys = wanted[:, None] + (np.ptp(wanted) + 1) * self._random.random((len(wanted), lists))
        for j in self._topological.tolist():
            for p in self._before[j]:
                np.maximum(keys[j], keys[p], out=keys[j])
        return self._topological[np.argsort(keys[self._topological].T, axis=1, kind="stable")]


def _best_of(populations: Sequence[Population], size: int) -> Population:
    """The best of them, no schedule twice."""
    order = np.concatenate([population.order for population in populations])
    start = np.concatenate([population.decoded.start for population in populations])
    mode = np.concatenate([population.decoded.mode for population in populations])
    value = [value for population in populations for value in population.decoded.value]
    seen: set[bytes] = set()
    kept: list[int] = []
    for k in sorted(range(len(value)), key=value.__getitem__):
        key = start[k].tobytes() + mode[k].tobytes()
        if key not in seen:
            seen.add(key)
            kept.append(k)
            if len(kept) == size:
                break
    return Population(order[kept], DecodedBatch(start[kept], mode[kept], [value[k] for k in kept]))
