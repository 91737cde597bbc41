"""What each risk costs at P80 and what each response buys: the same draws again, with one thing different.

Common random numbers: the two plans that are compared differ in nothing but the risk, so that a small effect is seen
through the noise of a few thousand iterations [Law, Simulation Modeling and Analysis, 11.2].
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt

from tpm_tui.planning.clock import Vector
from tpm_tui.planning.draws import Draw, with_delays
from tpm_tui.planning.lanes import Lanes
from tpm_tui.planning.lanes_backward import backward
from tpm_tui.planning.statistics import percentile
from tpm_tui.planning.topology import graph
from tpm_tui.planning.uncertainty import Problem
from tpm_tui.planning.wiring import Wiring

Integers = npt.NDArray[np.int64]

LEVEL = 80


class Effects:
    """Gathers the plan's finish without each risk, and with each response taken or not taken."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.without: dict[str, list[Integers]] = {risk.id: [] for risk in problem.risks}
        self.otherwise: dict[str, list[Integers]] = {risk.id: [] for risk in problem.risks}
        self._follow: dict[frozenset[int], list[int]] = {}

    def take(
        self,
        lanes: Lanes,
        sample: Draw,
        delays: list[dict[int, Integers]],
        total: dict[int, Vector],
        ends: list[int],
        finish: Integers,
    ) -> None:
        """Add a block that has been calculated with all risks. Raises Cancelled."""
        for risk, delay in zip(self.problem.risks, delays, strict=True):
            other = sample.delays(risk, risk.before if risk.in_force else risk.after)
            without = self._again(lanes, sample, delay, {}, total, ends, finish)
            self.without[risk.id].append((without + lanes.wiring.origin).astype(np.int64))
            if risk.before == risk.after:
                changed = finish
            else:
                changed = self._again(lanes, sample, delay, other, total, ends, finish)
            self.otherwise[risk.id].append((changed + lanes.wiring.origin).astype(np.int64))

    def _again(
        self,
        lanes: Lanes,
        sample: Draw,
        old: dict[int, Integers],
        new: dict[int, Integers],
        total: dict[int, Vector],
        ends: list[int],
        finish: Integers,
    ) -> Vector:
        """The plan's finish with one risk's delays replaced; the lanes are left as they were."""
        touched = frozenset(
            position for position in {*old, *new} if not np.array_equal(old.get(position, 0), new.get(position, 0))
        )
        if not touched:
            return finish
        left, duration = list(lanes.left), list(lanes.duration)
        for position in touched:
            others = total.get(position, 0) - old.get(position, 0) + new.get(position, 0)
            left[position] = with_delays(sample.left[position], others)
            duration[position] = sample.done[position] + left[position]
        if lanes.wiring.form.late:
            again = Lanes(lanes.wiring, duration, left, lanes.cancelled)
            again.forward()
            again.finish = again.last_finish(ends)
            backward(again)
            again.at_late = True
            again.forward()
            return again.last_finish(ends)
        kept = (lanes.left, lanes.duration, lanes.early, lanes.reach, lanes.starts, lanes.finishes)
        lanes.left, lanes.duration = left, duration
        lanes.early, lanes.reach = list(lanes.early), list(lanes.reach)
        lanes.starts, lanes.finishes = list(lanes.starts), list(lanes.finishes)
        try:
            lanes.run(self._following(lanes.wiring, touched))
            return lanes.last_finish(ends)
        finally:
            lanes.left, lanes.duration, lanes.early, lanes.reach, lanes.starts, lanes.finishes = kept

    def _following(self, wiring: Wiring, touched: frozenset[int]) -> list[int]:
        """The positions that some can move, themselves included, in the network's order."""
        known = self._follow.get(touched)
        if known is None:
            reached = reachable(graph(wiring.network), touched)
            n = len(wiring.network)
            positions = {node % n for node in reached}
            known = self._follow[touched] = [position for position in wiring.form.order if position in positions]
        return known

    def minutes(
        self, sample: Integers, durations: Callable[[Integers], Integers]
    ) -> dict[str, tuple[int | None, int | None]]:
        """Risk id -> working minutes at P80 that it costs, and that its response buys."""
        whole = _level(durations(sample))
        found: dict[str, tuple[int | None, int | None]] = {}
        for risk in self.problem.risks:
            cost = whole - _level(durations(np.concatenate(self.without[risk.id])))
            other = _level(durations(np.concatenate(self.otherwise[risk.id])))
            found[risk.id] = (cost, other - whole if risk.in_force else whole - other)
        return found


def reachable(successors: list[list[int]], positions: Iterable[int]) -> set[int]:
    """Nodes of a graph that can be reached from some, themselves included."""
    found = set(positions)
    waiting = list(found)
    while waiting:
        for after in successors[waiting.pop()]:
            if after not in found:
                found.add(after)
                waiting.append(after)
    return found


def _level(durations: Integers) -> int:
    return percentile(np.sort(durations), LEVEL)
