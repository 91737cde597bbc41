"""What each risk costs at P80 and what each response buys: the same draws again, with one thing different.

Common random numbers: the two plans that are compared differ in nothing but the risk, so that a small effect is seen
through the noise of a few thousand iterations [Law, Simulation Modeling and Analysis, 11.2].
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heapify, heappop, heappush

import numpy as np
from msgspec import Struct

from tpm_tui.domain.cancellation_of_long_work import check_cancelled
from tpm_tui.planning.model.graph.arrays import Integers, Minutes
from tpm_tui.planning.model.graph.topology import graph
from tpm_tui.planning.montecarlo.interval_table import Vector
from tpm_tui.planning.montecarlo.risk_model import RiskModel
from tpm_tui.planning.montecarlo.sample_statistics import percentile
from tpm_tui.planning.montecarlo.sampled_estimates_and_risk_delays import DurationSample, with_delays
from tpm_tui.planning.montecarlo.vector_backward import vector_backward_pass
from tpm_tui.planning.montecarlo.vector_forward import VECTOR_CANCEL_CHECK_INTERVAL, SampleBatch, maximum
from tpm_tui.planning.montecarlo.vector_network import VectorNetwork

CONTRIBUTION_LEVEL = 80
MAX_CONTRIBUTION_ITERATIONS = 10_000
"""Iterations at most that two plans are compared by, the first ones: common draws tell them apart by fewer than dates
need, and each costs as many passes as there are risks."""

_PART = 16
"""Ends of the plan whose latest finish is kept together."""


class _PartFinishes(Struct, frozen=True, eq=False):
    """The ends of the plan in parts, the latest finish of each, and above it the later of each two up to that of the
    plan (a tournament tree): where a few items move, few are looked at again."""

    parts: list[list[int]]
    part_of: dict[int, int]
    levels: list[list[Vector]]

    @classmethod
    def of(cls, batch: SampleBatch, ends: list[int]) -> _PartFinishes:
        parts = [ends[first : first + _PART] for first in range(0, len(ends), _PART)]
        part_of = {position: number for number, part in enumerate(parts) for position in part}
        levels = [[batch.last_finish(part) for part in parts or [[]]]]
        while len(levels[-1]) > 1:
            below = levels[-1]
            levels.append([_later(below, {}, number) for number in range((len(below) + 1) // 2)])
        return cls(parts, part_of, levels)

    def latest(self, batch: SampleBatch, moved: set[int]) -> Vector:
        """The plan's finish in a batch that differs in the early dates of some items."""
        touched = {self.part_of[position] for position in moved if position in self.part_of}
        changed = {number: batch.last_finish(self.parts[number]) for number in touched}
        for level in self.levels[:-1]:
            changed = {number: _later(level, changed, number) for number in {number // 2 for number in changed}}
        return changed.get(0, self.levels[-1][0])


def _later(level: list[Vector], changed: dict[int, Vector], number: int) -> Vector:
    """The later of the two that stand below a place of the next level; the only one at an odd end."""
    first, second = 2 * number, 2 * number + 1
    one = changed.get(first, level[first])
    return one if second == len(level) else maximum(one, changed.get(second, level[second]))


class RiskContributions:
    """Gathers the plan's finish without each risk, and with each response taken or not taken."""

    def __init__(self, problem: RiskModel, responses: bool) -> None:
        """`responses`: also of the responses, which takes as many passes again."""
        self.problem, self.responses, self.iterations = problem, responses, 0
        self.without: dict[str, list[Integers]] = {risk.id: [] for risk in problem.risks}
        self.with_other_response: dict[str, list[Integers]] = {risk.id: [] for risk in problem.risks}

    def take(
        self,
        batch: SampleBatch,
        sample: DurationSample,
        delays: list[dict[int, Minutes]],
        total: dict[int, Vector],
        ends: list[int],
        finish: Integers,
    ) -> None:
        """Add a block that has been calculated with all risks. Raises Cancelled."""
        if not self.problem.risks:
            return
        self.iterations += len(finish)
        known, again = _PartFinishes.of(batch, ends), batch.copy()
        for risk, delay in zip(self.problem.risks, delays, strict=True):
            without = self._again(batch, again, sample, delay, {}, total, ends, finish, known)
            self.without[risk.id].append((without + batch.vectors.origin).astype(np.int64))
            if not self.responses:
                continue
            if risk.before == risk.after:
                changed = finish
            else:
                other = sample.delays(risk, risk.before if risk.in_force else risk.after)
                changed = self._again(batch, again, sample, delay, other, total, ends, finish, known)
            self.with_other_response[risk.id].append((changed + batch.vectors.origin).astype(np.int64))

    def _again(
        self,
        batch: SampleBatch,
        again: SampleBatch,
        sample: DurationSample,
        old: dict[int, Minutes],
        new: dict[int, Minutes],
        total: dict[int, Vector],
        ends: list[int],
        finish: Integers,
        known: _PartFinishes,
    ) -> Vector:
        """The plan's finish with one risk's delays replaced; the iterations, and their copy, are left as they were."""
        touched = frozenset(
            position for position in {*old, *new} if not np.array_equal(old.get(position, 0), new.get(position, 0))
        )
        if not touched:
            return finish
        check_cancelled(batch.cancelled)
        for position in touched:
            others = total.get(position, 0) - old.get(position, 0) + new.get(position, 0)
            again.left[position] = with_delays(sample.left[position], others)
            again.duration[position] = sample.done[position] + again.left[position]
        if batch.vectors.compiled.alap_positions:
            again.alap_at_late = False
            again.forward()
            again.finish = again.last_finish(ends)
            vector_backward_pass(again)
            again.alap_at_late = True
            again.forward()
            latest, moved = again.last_finish(ends), set(touched)
        else:
            moved = self._follow(again, touched)
            latest = known.latest(again, moved)
        again.restore(batch, moved)
        return np.broadcast_to(latest, finish.shape)

    def _follow(self, batch: SampleBatch, touched: frozenset[int]) -> set[int]:
        """Calculate some items again, and from them on whatever moves; all that were."""
        vectors = batch.vectors
        after = successor_positions(vectors)
        place = vectors.compiled.order_indices()
        waiting = [(place[position], position) for position in touched]
        heapify(waiting)
        queued = set(touched)
        count = 0
        while waiting:
            position = heappop(waiting)[1]
            count += 1
            if not count % VECTOR_CANCEL_CHECK_INTERVAL:
                check_cancelled(batch.cancelled)
            vectored = vectors.is_vectored[position]
            before = (batch.early[position],) if vectored else (batch.starts[position], batch.finishes[position])
            batch.calculate(position)
            now = (batch.early[position],) if vectored else (batch.starts[position], batch.finishes[position])
            if position in touched or not all(np.array_equal(a, b) for a, b in zip(before, now, strict=True)):
                for other in after[position]:
                    if other not in queued:
                        queued.add(other)
                        heappush(waiting, (place[other], other))
        return queued

    def minutes(
        self,
        sample: Integers,
        durations: Callable[[Integers], Integers],
        cancelled: Callable[[], bool] | None = None,
    ) -> dict[str, tuple[int | None, int | None]]:
        """Risk id -> working minutes at P80 that it costs, and that its response buys. Raises Cancelled."""
        contributions: dict[str, tuple[int | None, int | None]] = {}
        if not self.iterations:
            return contributions
        whole = _level(durations(sample[: self.iterations]))
        for risk in self.problem.risks:
            cost = whole - _level(durations(np.concatenate(self.without[risk.id])))
            check_cancelled(cancelled)
            if not self.responses:
                contributions[risk.id] = cost, None
                continue
            other = _level(durations(np.concatenate(self.with_other_response[risk.id])))
            contributions[risk.id] = (cost, other - whole if risk.in_force else whole - other)
            check_cancelled(cancelled)
        return contributions


def successor_positions(vectors: VectorNetwork) -> list[list[int]]:
    """The items and linked summaries that are calculated right after each item, from what it comes to."""
    known: list[list[int]] | None = vectors.network.cache.get("followers")
    if known is None:
        known = vectors.network.cache["followers"] = _followers(vectors)
    return known


def _followers(vectors: VectorNetwork) -> list[list[int]]:
    n = len(vectors.network)
    successors = graph(vectors.network)
    stops = set(vectors.compiled.order)
    calculated_after: list[list[int]] = [[] for _ in range(n)]
    for position in stops:
        seen: set[int] = set()
        waiting = list(successors[position])
        while waiting:
            node = waiting.pop()
            if node in seen:
                continue
            seen.add(node)
            if node in stops:
                calculated_after[position].append(node)
            # the end of a summary stands for its links; the summaries around it wait on
            if node not in stops or node in vectors.compiled.outline.children:
                waiting.extend(successors[node])
    return calculated_after


def _level(durations: Integers) -> int:
    return percentile(np.sort(durations), CONTRIBUTION_LEVEL)
