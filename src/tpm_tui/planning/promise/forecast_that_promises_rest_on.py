"""What promises are held to: the forecast with the people there are where a levelled order was taken, else by logic."""

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext

if TYPE_CHECKING:
    from tpm_tui.planning.montecarlo.risk_model import RiskModel
    from tpm_tui.planning.montecarlo.simulation_result import SimulationResult


class PromiseBasis(StrEnum):
    """Whether who hands over to whom counts as links, or only the links of the plan do."""

    LOGIC = "logic"
    PEOPLE = "people"


#: How each basis is said behind a probability.
BASIS_WORDS = {PromiseBasis.LOGIC: "by logic", PromiseBasis.PEOPLE: "with people"}


class PromiseForecast(Struct, frozen=True):
    """The forecast that dates are held to, with the model it was made of; ``cost_p80`` is money, of the forecast by
    logic: in which order people work costs nothing."""

    problem: "RiskModel"
    forecast: "SimulationResult"
    basis: PromiseBasis
    cost_p80: float


def promise_basis(plan: Plan) -> PromiseBasis:
    """With people where a proposal of levelling was taken."""
    from tpm_tui.planning.model.network_from_plan import is_levelled

    return PromiseBasis.PEOPLE if is_levelled(plan) else PromiseBasis.LOGIC


def forecast_without_items(plan: Plan, context: InputContext) -> "tuple[RiskModel, SimulationResult, PromiseForecast]":
    """Model and forecast of a plan in which nothing is planned yet: what its costs and risks come to, of dates nothing;
    the last is that which the promise is held to."""
    from tpm_tui.planning.montecarlo.risk_model import risk_model
    from tpm_tui.planning.montecarlo.simulate import simulate

    problem = risk_model(plan, context)
    forecast = simulate(problem, drivers=False)
    return problem, forecast, PromiseForecast(problem, forecast, PromiseBasis.LOGIC, forecast.cost(80))


def promise_forecast(
    plan: Plan,
    context: InputContext,
    problem: "RiskModel",
    forecast: "SimulationResult",
    simulate: "Callable[[RiskModel], SimulationResult]",
) -> PromiseForecast:
    """Of the model and forecast by logic; ``simulate`` is called with another model where an order was taken. Raises as
    the schedule does."""
    basis, cost = promise_basis(plan), forecast.cost(80)
    if basis is PromiseBasis.PEOPLE:
        from tpm_tui.planning.levelling.resource_constrained_schedule import people_schedule

        problem = replace(problem, network=people_schedule(plan, context).schedule.network)
        forecast = simulate(problem)
    return PromiseForecast(problem, forecast, basis, cost)
