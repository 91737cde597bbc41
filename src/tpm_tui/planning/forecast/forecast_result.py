"""The forecast of one plan: how sure its dates are, and what they depend on."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from tpm_tui.domain.derived.columns.columns_from_planning import FORECAST_COLUMNS
from tpm_tui.domain.fields import Column
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.query.sheet_of_records import ExtraColumns
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import finish_day, to_datetime
from tpm_tui.domain.values.codec import Stored

if TYPE_CHECKING:
    from tpm_tui.planning.flow.throughput import Throughput
    from tpm_tui.planning.levelling.resource_bottleneck import ResourceBottleneck
    from tpm_tui.planning.montecarlo.risk_model import RiskModel
    from tpm_tui.planning.montecarlo.simulation_result import SimulationResult
    from tpm_tui.planning.promise.forecast_that_promises_rest_on import PromiseForecast
    from tpm_tui.planning.promise.promise import Promise

#: Iterations of the first estimate, in small plans and in large ones.
PRELIMINARY_RUNS, PRELIMINARY_RUNS_LARGE = 200, 100
LARGE = 2_000
SEED = 1

#: Past this many items what people make of the dates is not worked out unasked: it would compete too long with the
#: screen for the interpreter.
MOST_ITEMS_WITH_PEOPLE = 5_000


class ReferencePlan(Struct, frozen=True):
    """A plan as it was, to compare with; ``name`` says when in a few words."""

    name: str
    plan: Plan
    context: InputContext


#: What the plan of the file is called beside a what-if on it.
FILE_PLAN_NAME = "in the file"


class ReferencePercentiles(Struct, frozen=True):
    """P50 and P80 of a plan to compare with, clock minutes by the same draws; ``name`` says which."""

    name: str
    p50: int
    p80: int


class ForecastResult(Struct, frozen=True, eq=False):
    """A forecast. ``preliminary``: a first estimate of few iterations, without what risks cost.

    ``risk_duration`` is what all open risks together cost at P80 in working minutes, None where it is not known;
    ``earlier`` what an earlier plan, or the file's below a what-if, comes to; ``promise`` that of the programme, with
    its state by rule, and ``held`` the forecast that promises are held to. ``pace`` is what the finished work says
    where too much of the open work has no estimate. ``bottleneck`` is the person or pool of whom one more buys most at
    P80, None where nobody is, or it is not known yet.
    """

    plan: Plan
    context: InputContext
    problem: "RiskModel"
    forecast: "SimulationResult"
    extras: ExtraColumns
    preliminary: bool
    risk_duration: int | None = None
    earlier: ReferencePercentiles | None = None
    promise: "Promise | None" = None
    held: "PromiseForecast | None" = None
    pace: "Throughput | None" = None
    bottleneck: "ResourceBottleneck | None" = None


def compute_forecasts(
    plan: Plan,
    context: InputContext,
    earlier: ReferencePlan | None,
    known: dict[tuple[Plan, bool], tuple[int, int]],
    cancelled: Callable[[], bool],
) -> Iterator[ForecastResult]:
    """A first estimate, then the converged one, then the same with its bottleneck, where there is one. ``known`` keeps
    P50 and P80 of earlier plans from call to call.

    Raises Cancelled, and ValueError where the plan cannot be scheduled.
    """
    from tpm_tui.domain.cancellation_of_long_work import check_cancelled
    from tpm_tui.planning.flow.throughput import throughput
    from tpm_tui.planning.montecarlo.risk_model import risk_model
    from tpm_tui.planning.montecarlo.simulate import simulate
    from tpm_tui.planning.promise.forecast_that_promises_rest_on import promise_forecast
    from tpm_tui.planning.promise.promise import programme_promise

    problem = risk_model(plan, context)
    if not problem.names:
        return
    few = PRELIMINARY_RUNS if len(problem.names) <= LARGE else PRELIMINARY_RUNS_LARGE
    for rough in (True, False):

        def run(
            what: "RiskModel",
            runs: int | None = few if rough else None,
            *,
            effects: bool = False,
            drivers: bool = False,
        ) -> "SimulationResult":
            return simulate(what, runs=runs, seed=SEED, effects=effects, drivers=drivers, cancelled=cancelled)

        check_cancelled(cancelled)
        forecast = run(problem, effects=not rough and bool(problem.risks), drivers=True)
        check_cancelled(cancelled)
        held = promise_forecast(plan, context, problem, forecast, run)
        result = ForecastResult(
            plan, context, problem, forecast, forecast_columns(plan, context, problem, forecast, rough), rough,
            promise=programme_promise(plan, held, context.today), held=held,
            pace=None if forecast.is_founded else throughput(plan, context.today),
        )  # fmt: skip
        if earlier is not None:
            place = (earlier.plan, rough)
            if place not in known and len(earlier.plan["item"]):
                finish = run(risk_model(earlier.plan, earlier.context)).finish
                known[place] = finish.percentile(50), finish.percentile(80)
            if place in known:
                result = replace(result, earlier=ReferencePercentiles(earlier.name, *known[place]))
        if not rough and problem.risks:
            bare = run(replace(problem, risks=()), forecast.runs)
            result = replace(result, risk_duration=forecast.finish.duration(80) - bare.finish.duration(80))
        yield result
    if result.forecast.is_founded and has_people(plan):
        from tpm_tui.planning.levelling.resource_bottleneck import resource_bottleneck

        bottleneck = resource_bottleneck(plan, context, problem, cancelled)
        if bottleneck is not None:
            yield replace(result, bottleneck=bottleneck)


def has_people(plan: Plan) -> bool:
    """Whether there are people or pools in a plan, and no more items than are looked at with them unasked."""
    return bool(len(plan["person"]) or len(plan["pool"])) and len(plan["item"]) <= MOST_ITEMS_WITH_PEOPLE


def forecast_columns(
    plan: Plan, context: InputContext, problem: "RiskModel", forecast: "SimulationResult", rough: bool
) -> ExtraColumns:
    """What a forecast adds to items, objectives and risks; a rough one does not know what risks cost. Where too much of
    the work has no estimate for a forecast, items have none."""
    from tpm_tui.domain.derived.which_items_are_done import dropped_items
    from tpm_tui.planning.scope.objective_work import last_p80, objective_work

    columns: dict[tuple[str, str], tuple[Column, list[Stored]]] = {}
    done = problem.network.actual_finish
    criticality: list[Stored] = [
        None if finished is not None or gone or not forecast.is_founded else round(item.criticality * 100)
        for finished, gone, item in zip(done, dropped_items(plan), forecast.items, strict=True)
    ]
    sure: list[Stored] = [None] * len(problem.names)
    for target in problem.targets if forecast.is_founded else ():
        if target.kind == "item":
            minute = forecast.targets[target.id].percentile(80)
            sure[plan["item"].position[target.id]] = to_datetime(minute).isoformat(timespec="minutes")
    columns["item", "criticality"] = (FORECAST_COLUMNS["item"]["criticality"], criticality)
    columns["item", "p80"] = (FORECAST_COLUMNS["item"]["p80"], sure)
    if len(plan["objective"]):
        served, _ = objective_work(plan, context)
        shares: list[Stored] = [None if one.share is None else round(one.share * 100) for one in served]
        columns["objective", "effort_share"] = (FORECAST_COLUMNS["objective"]["effort_share"], shares)
        columns["objective", "last_p80"] = (
            FORECAST_COLUMNS["objective"]["last_p80"],
            [last_p80(forecast, id_) for id_ in plan["objective"].ids],
        )
    if not rough:
        by_id = {risk.id: risk for risk in forecast.risks}
        ids = plan["risk"].ids
        days = [by_id[id_].p80_days if id_ in by_id else None for id_ in ids]
        buys = [by_id[id_].response_p80_days if id_ in by_id else None for id_ in ids]
        rates = [by_id[id_].days_per_money if id_ in by_id else None for id_ in ids]
        columns["risk", "days_per_1000"] = (
            FORECAST_COLUMNS["risk"]["days_per_1000"],
            [None if r is None else round(r * 1000, 2) for r in rates],
        )
        columns["risk", "p80_days"] = (
            FORECAST_COLUMNS["risk"]["p80_days"],
            [None if d is None else round(d, 1) for d in days],
        )
        columns["risk", "response_p80_days"] = (
            FORECAST_COLUMNS["risk"]["response_p80_days"],
            [None if d is None else round(d, 1) for d in buys],
        )
    return columns


def align_columns(extras: ExtraColumns, made_of: Plan, plan: Plan) -> ExtraColumns:
    """Columns made of one plan, in the order of another's tables; nothing is known of records that are new."""
    columns: dict[tuple[str, str], tuple[Column, list[Stored]]] = {}
    places: dict[str, list[int]] = {}
    for (kind, name), (column, values) in extras.items():
        old, new = made_of[kind].ids, plan[kind].ids
        if old is new or old == new:
            columns[kind, name] = (column, values)
        elif len(new) > len(old) and new[: len(old)] == old:
            columns[kind, name] = (column, [*values, *[None] * (len(new) - len(old))])
        else:
            if kind not in places:
                position = made_of[kind].position
                places[kind] = [position.get(id_, len(old)) for id_ in new]
            known = [*values, None]
            columns[kind, name] = (column, [known[place] for place in places[kind]])
    return columns


def calendar_days_between(first: int, second: int) -> int:
    """Calendar days from the day of one finish to that of another."""
    return (finish_day(second) - finish_day(first)).days
