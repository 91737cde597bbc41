"""Proves that no schedule finishes earlier, with a constraint solver where one is installed (the extra `proof`).

The solver is Pumpkin (MIT or Apache-2.0 by the bill of materials in its wheel), whose lazy clause generation with
cumulative constraints refutes a finish one period earlier, or finds it.
"""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from tpm_tui.planning.levelling.search.period_schedule import PeriodProblem


class Refutation(Struct, frozen=True):
    """`proved`: nothing is better than the `start` periods at hand, which may be earlier than those given."""

    proved: bool
    start: list[int] | None


def is_available() -> bool:
    """Whether the solver is installed."""
    from importlib.util import find_spec

    return find_spec("pumpkin_solver") is not None


def refute(periods: PeriodProblem, order: Sequence[int], best: int, bound: int, seconds: float) -> Refutation:
    """Look for a schedule that finishes before `best` periods and not before `bound`, for so many seconds."""
    from importlib import import_module

    pumpkin_solver: Any = import_module("pumpkin_solver")
    optimisation: Any = import_module("pumpkin_solver.optimisation")
    model: Any = pumpkin_solver.Model()
    constraints: Any = import_module("pumpkin_solver.constraints")
    duration = periods.duration
    tails = [0] * len(duration)
    heads = periods.release.copy()
    for j in order:
        for p, distance in periods.into[j]:
            heads[j] = max(heads[j], heads[p] + distance)
    for j in reversed(order):
        for k, distance in periods.out[j]:
            tails[j] = max(tails[j], tails[k] + distance)
    last = best - 1
    if any(heads[j] + duration[j] + tails[j] > last for j in order):
        return Refutation(True, None)
    start = [model.new_integer_variable(heads[j], last - duration[j] - tails[j], f"s{j}") for j in range(len(duration))]
    tag = model.new_constraint_tag()
    for j, into in enumerate(periods.into):
        for p, distance in into:
            model.add_constraint(constraints.LessThanOrEquals([start[p], start[j].scaled(-1)], -distance, tag))
    for number, resource in enumerate(periods.problem.resources):
        users = [
            (j, demand.units)
            for j, activity in enumerate(periods.problem.activities)
            for demand in activity.modes[0][0].demands
            if demand.resource == number and duration[j]
        ]
        if sum(units for _, units in users) > resource.capacity:
            model.add_constraint(
                constraints.Cumulative(
                    [start[j] for j, _ in users],
                    [duration[j] for j, _ in users],
                    [units for _, units in users],
                    resource.capacity,
                    tag,
                )
            )
    end = model.new_integer_variable(bound, last, "end")
    for j in range(len(duration)):
        model.add_constraint(constraints.LessThanOrEquals([start[j], end.scaled(-1)], -duration[j], tag))
    result = model.optimise(end, direction=optimisation.Direction.Minimise, timeout=seconds)
    if isinstance(result, optimisation.OptimisationResult.Unsatisfiable):
        return Refutation(True, None)
    if isinstance(result, optimisation.OptimisationResult.Unknown):
        return Refutation(False, None)
    solution = result._0
    optimal = isinstance(result, optimisation.OptimisationResult.Optimal)
    return Refutation(optimal, [solution.int_value(variable) for variable in start])
