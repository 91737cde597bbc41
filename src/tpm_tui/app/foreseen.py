"""What the forecaster found out about one plan: how sure its dates are, and what they hang on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tpm_tui.domain.calendar import moment_of
from tpm_tui.domain.codec import Stored
from tpm_tui.domain.dates import Words
from tpm_tui.domain.fields import Column
from tpm_tui.domain.plan import Plan
from tpm_tui.domain.sheet import Extras
from tpm_tui.planning.added_columns import FORECAST

if TYPE_CHECKING:
    from tpm_tui.planning.forecast import Forecast
    from tpm_tui.planning.uncertainty import Problem

#: Iterations of the first estimate, in small plans and in large ones.
ROUGH, ROUGH_LARGE = 200, 100
LARGE = 2_000
SEED = 1


@dataclass(frozen=True, slots=True)
class Earlier:
    """A plan as it was, to compare with; ``name`` says when in a few words."""

    name: str
    plan: Plan
    words: Words


#: What the plan of the file is called beside a what-if on it.
IN_THE_FILE = "in the file"


@dataclass(frozen=True, slots=True)
class Compared:
    """P50 and P80 of a plan to compare with, clock minutes by the same draws; ``name`` says which."""

    name: str
    p50: int
    p80: int


@dataclass(frozen=True, slots=True, eq=False)
class Foreseen:
    """A forecast. ``rough``: a first estimate of few iterations, without what risks cost.

    ``risk_minutes`` is what all open risks together cost at P80 in working minutes, None where it is not known;
    ``earlier`` what an earlier plan, or the file's below a what-if, comes to.
    """

    plan: Plan
    words: Words
    problem: "Problem"
    forecast: "Forecast"
    extras: Extras
    rough: bool
    risk_minutes: int | None = None
    earlier: Compared | None = None


def look_ahead(
    plan: Plan,
    words: Words,
    earlier: Earlier | None,
    known: dict[tuple[Plan, bool], tuple[int, int]],
    cancelled: Callable[[], bool],
) -> Iterator[Foreseen]:
    """A first estimate, then the converged one. ``known`` keeps P50 and P80 of earlier plans from call to call.

    Raises Cancelled, and ValueError where the plan cannot be scheduled.
    """
    from tpm_tui.domain.progress import heed
    from tpm_tui.planning.simulation import ENOUGH, simulate
    from tpm_tui.planning.uncertainty import problem_of

    problem = problem_of(plan, words)
    if not problem.names:
        return
    few = ROUGH if len(problem.names) <= LARGE else ROUGH_LARGE
    for rough in (True, False):

        def run(what: "Problem", rough: bool = rough, effects: bool = False) -> "Forecast":
            return simulate(
                what,
                runs=few if rough else ENOUGH,
                seed=SEED,
                until_converged=not rough,
                effects=effects,
                cancelled=cancelled,
            )

        heed(cancelled)
        forecast = run(problem, effects=not rough and bool(problem.risks))
        heed(cancelled)
        found = Foreseen(plan, words, problem, forecast, forecast_columns(plan, problem, forecast, rough), rough)
        if earlier is not None:
            place = (earlier.plan, rough)
            if place not in known and len(earlier.plan["item"]):
                finish = run(problem_of(earlier.plan, earlier.words)).finish
                known[place] = finish.percentile(50), finish.percentile(80)
            if place in known:
                found = replace(found, earlier=Compared(earlier.name, *known[place]))
        if not rough and problem.risks:
            bare = run(replace(problem, risks=()))
            found = replace(found, risk_minutes=forecast.finish.duration(80) - bare.finish.duration(80))
        yield found


def go_on(found: Foreseen, cancelled: Callable[[], bool], progress: Callable[[int, int], object]) -> Foreseen:
    """The same forecast by as many iterations as its percentiles need: the draws so far, and more. Raises Cancelled."""
    from tpm_tui.planning.simulation import most_for, simulate

    problem = found.problem
    forecast = simulate(
        problem, runs=most_for(problem), seed=SEED, until_converged=True, effects=bool(problem.risks),
        cancelled=cancelled, progress=progress,
    )  # fmt: skip
    extras = forecast_columns(found.plan, problem, forecast, rough=False)
    found = replace(found, forecast=forecast, extras=extras, rough=False)
    if not problem.risks:
        return found
    bare = simulate(replace(problem, risks=()), runs=forecast.runs, seed=SEED, effects=False, cancelled=cancelled)
    return replace(found, risk_minutes=forecast.finish.duration(80) - bare.finish.duration(80))


def forecast_columns(plan: Plan, problem: "Problem", forecast: "Forecast", rough: bool) -> Extras:
    """What a forecast adds to items and risks; a rough one does not know what risks cost."""
    from tpm_tui.planning.bridge import left_out

    found: dict[tuple[str, str], tuple[Column, list[Stored]]] = {}
    done = problem.network.actual_finish
    criticality: list[Stored] = [
        None if finished is not None or gone else round(item.criticality * 100)
        for finished, gone, item in zip(done, left_out(plan), forecast.items, strict=True)
    ]
    sure: list[Stored] = [None] * len(problem.names)
    for target in problem.targets:
        if target.kind == "item":
            minute = forecast.targets[target.id].percentile(80)
            sure[plan["item"].position[target.id]] = moment_of(minute).isoformat(timespec="minutes")
    found["item", "criticality"] = (FORECAST["item"]["criticality"], criticality)
    found["item", "p80"] = (FORECAST["item"]["p80"], sure)
    if not rough:
        by_id = {risk.id: risk for risk in forecast.risks}
        ids = plan["risk"].ids
        days = [by_id[id_].p80_days if id_ in by_id else None for id_ in ids]
        buys = [by_id[id_].response_p80_days if id_ in by_id else None for id_ in ids]
        rates = [by_id[id_].days_per_money if id_ in by_id else None for id_ in ids]
        found["risk", "days_per_1000"] = (
            FORECAST["risk"]["days_per_1000"],
            [None if r is None else round(r * 1000, 2) for r in rates],
        )
        found["risk", "p80_days"] = (FORECAST["risk"]["p80_days"], [None if d is None else round(d, 1) for d in days])
        found["risk", "response_p80_days"] = (
            FORECAST["risk"]["response_p80_days"],
            [None if d is None else round(d, 1) for d in buys],
        )
    return found


def aligned(extras: Extras, made_of: Plan, plan: Plan) -> Extras:
    """Columns made of one plan, in the order of another's tables; nothing is known of records that are new."""
    found: dict[tuple[str, str], tuple[Column, list[Stored]]] = {}
    places: dict[str, list[int]] = {}
    for (kind, name), (column, values) in extras.items():
        old, new = made_of[kind].ids, plan[kind].ids
        if old is new or old == new:
            found[kind, name] = (column, values)
        elif len(new) > len(old) and new[: len(old)] == old:
            found[kind, name] = (column, [*values, *[None] * (len(new) - len(old))])
        else:
            if kind not in places:
                position = made_of[kind].position
                places[kind] = [position.get(id_, len(old)) for id_ in new]
            known = [*values, None]
            found[kind, name] = (column, [known[place] for place in places[kind]])
    return found
