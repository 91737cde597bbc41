"""A genetic algorithm on activity lists, each schedule improved by justification.

Two-point crossover of lists (Hartmann 1998), forward-backward improvement of every child (Valls, Ballestín and
Quintanilla 2008, "A hybrid genetic algorithm for the RCPSP"). Every random choice comes from one seeded generator, so
a seed and a number of schedules name one result.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from tpm_tui.planning.levelling.problem.levelling_problem import PrecedenceRelation
from tpm_tui.planning.levelling.problem.objective import ObjectiveValue
from tpm_tui.planning.levelling.search.decoder import Decoded, Decoder
from tpm_tui.planning.levelling.search.justification import improved
from tpm_tui.planning.levelling.search.search_budget import SearchBudget

POPULATION = 30
LARGEST = 120
"""Size of the first population, and of the largest: each new one is twice as large as that which stood still."""
MOST_IDLE_GENERATIONS = 12
"""Generations without a better schedule after which a new population begins."""
MUTATION = 0.03
"""Chance of each neighbouring pair of a list to change places, and of each mode to be chosen anew."""
SWAPS = 1.8
"""Pairs of a list that change places on average at least: short ones would stand still."""


@dataclass(slots=True)
class Individual:
    """A list in the order of its schedule's starts, the modes, and the schedule."""

    order: list[int]
    decoded: Decoded

    @property
    def value(self) -> ObjectiveValue:
        return self.decoded.value


class GeneticSearch:
    """Improves schedules until its budget ends; tells of each better one.

    `choices` holds the number of modes of each activity, `successors` the relations out of it.
    """

    def __init__(
        self,
        decoder: Decoder,
        successors: Sequence[Sequence[PrecedenceRelation]],
        choices: Sequence[int],
        budget: SearchBudget,
        seed: int,
        better: Callable[[Decoded], None],
    ) -> None:
        self._decoder = decoder
        self._after = [frozenset(relation.successor for relation in out) for out in successors]
        self._before = [0] * len(self._after)
        for after in self._after:
            for j in after:
                self._before[j] += 1
        self._choices = choices
        self._many_modes = any(count > 1 for count in choices)
        self._budget = budget
        self._random = Random(seed)
        self._better = better
        self._best: ObjectiveValue | None = None

    def run(self, first: Sequence[Decoded], priorities: Sequence[int]) -> None:
        """Evolve, beginning with schedules at hand and lists sampled by priorities (small first), without end.

        Ends only by SearchStopped of the budget or of `better`.
        """
        for decoded in first:
            self._best = decoded.value if self._best is None else min(self._best, decoded.value)
        begun = [self._individual(improved(self._decoder, decoded, self._budget)) for decoded in first[:POPULATION]]
        size = POPULATION
        while True:
            self._evolve(begun, size, priorities)
            begun = []
            size = min(2 * size, LARGEST)

    def _evolve(self, population: list[Individual], size: int, priorities: Sequence[int]) -> None:
        """One population, until its best has stayed the same for `PATIENCE` generations."""
        while len(population) < size:
            population.append(self._child(self._sampled(priorities), None))
        waited = 0
        best = min(individual.value for individual in population)
        while waited < MOST_IDLE_GENERATIONS:
            children: list[Individual] = []
            for _ in range(size // 2):
                mother, father = self._selected(population), self._selected(population)
                for one, other in ((mother, father), (father, mother)):
                    order = self._mutated(self._crossed(one.order, other.order))
                    children.append(self._child(order, self._modes(one, other)))
            population = _distinct(sorted([*population, *children], key=lambda individual: individual.value), size)
            waited = 0 if population[0].value < best else waited + 1
            best = population[0].value

    def _child(self, order: list[int], modes: list[int | None] | None) -> Individual:
        self._budget.spend()
        decoded = self._decoder.decode(order, modes)
        self._report_better(decoded)
        return self._individual(improved(self._decoder, decoded, self._budget))

    def _individual(self, decoded: Decoded) -> Individual:
        self._report_better(decoded)
        return Individual(self._decoder.left_list(decoded.start), decoded)

    def _report_better(self, decoded: Decoded) -> None:
        if self._best is None or decoded.value < self._best:
            self._best = decoded.value
            self._better(decoded)

    def _selected(self, population: list[Individual]) -> Individual:
        """Tournament of two."""
        one, other = self._random.choice(population), self._random.choice(population)
        return one if one.value <= other.value else other

    def _crossed(self, mother: list[int], father: list[int]) -> list[int]:
        """Beginning and end in the mother's order, the middle in the father's."""
        first, last = sorted((self._random.randrange(len(mother)), self._random.randrange(len(mother))))
        head = mother[:first]
        used = set(head)
        middle: list[int] = []
        for j in father:
            if len(middle) == last - first:
                break
            if j not in used:
                middle.append(j)
        used.update(middle)
        return [*head, *middle, *(j for j in mother if j not in used)]

    def _mutated(self, order: list[int]) -> list[int]:
        chance = self._random.random
        after, rate = self._after, max(MUTATION, SWAPS / len(order))
        for place in range(len(order) - 1):
            if chance() < rate:
                one, other = order[place], order[place + 1]
                if other not in after[one]:
                    order[place], order[place + 1] = other, one
        return order

    def _modes(self, one: Individual, other: Individual) -> list[int | None] | None:
        """Each mode from either parent, now and then left to the schedule generation or drawn anew."""
        if not self._many_modes:
            return None
        draw = self._random.random
        modes: list[int | None] = []
        for j, count in enumerate(self._choices):
            if count > 1 and draw() < MUTATION * 2:
                modes.append(self._random.randrange(count) if draw() < 0.5 else None)
            else:
                modes.append((one if draw() < 0.5 else other).decoded.mode[j])
        return modes

    def _sampled(self, priorities: Sequence[int]) -> list[int]:
        """Regret-based biased random sampling (Drexl 1991): small priorities are likelier, none is impossible."""
        waiting = self._before.copy()
        eligible = [j for j, count in enumerate(waiting) if not count]
        order: list[int] = []
        while eligible:
            worst = max(priorities[j] for j in eligible)
            draw = self._random.random() * sum(worst - priorities[j] + 1 for j in eligible)
            place = -1
            while draw > 0 or place < 0:
                place += 1
                draw -= worst - priorities[eligible[place]] + 1
            j = eligible.pop(place)
            order.append(j)
            for k in self._after[j]:
                waiting[k] -= 1
                if not waiting[k]:
                    eligible.append(k)
        return order


def _distinct(individuals: list[Individual], size: int) -> list[Individual]:
    """The best of them, no schedule twice."""
    seen: set[tuple[int, ...]] = set()
    kept: list[Individual] = []
    for individual in individuals:
        key = (*individual.decoded.start, *individual.decoded.mode)
        if key not in seen:
            seen.add(key)
            kept.append(individual)
            if len(kept) == size:
                break
    return kept
