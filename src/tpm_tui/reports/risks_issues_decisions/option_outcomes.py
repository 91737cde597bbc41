"""Cost and schedule of the options of a decision side by side, as data for scripts and as lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from tpm_tui.domain.derived.currency import currency_digits
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.amounts import decimal_string, grouped_amount, of_minor_units
from tpm_tui.planning.money.planned_cost import planned_cost
from tpm_tui.reports.schedule.forecast.forecast_dates import finish_day_text, minute_iso

if TYPE_CHECKING:
    from tpm_tui.planning.montecarlo.simulation_result import SimulationResult


class PlanOutcome(Struct, frozen=True):
    """Of a plan: finish by the schedule, P50 and P80 in clock minutes (None: too much has no estimate), and planned
    cost in minor units; or why the changes of an option were ``refused``."""

    finish: int | None = None
    p50: int | None = None
    p80: int | None = None
    cost: int | None = None
    refused: str | None = None


def plan_outcome(plan: Plan, context: InputContext, forecast: SimulationResult) -> PlanOutcome:
    """The figures of one plan and its forecast. ValidationError where it has no dates."""
    from tpm_tui.planning.cpm.schedule_of_plan import validated_schedule

    p50, p80 = ((forecast.finish.percentile(level) if forecast.is_founded else None) for level in (50, 80))
    return PlanOutcome(validated_schedule(plan, context).plan_finish, p50, p80, planned_cost(plan, context).total)


def outcome_facts(plan: Plan, outcome: PlanOutcome) -> dict[str, Any]:
    """The documented JSON of one outcome: local ISO times, the cost as a decimal string."""
    if outcome.refused is not None:
        return {"refused": outcome.refused}
    digits = currency_digits(plan)
    return {
        **{
            name: None if minute is None else minute_iso(minute)
            for name, minute in (("finish", outcome.finish), ("p50", outcome.p50), ("p80", outcome.p80))
        },
        "planned_cost": None if outcome.cost is None else decimal_string(of_minor_units(outcome.cost, digits), digits),
    }


def outcome_figures(plan: Plan, outcome: PlanOutcome) -> Iterator[tuple[str, str | float, str]]:
    """Name, value and unit of each number in its line: local ISO times, and the cost in the file's currency."""
    for name, minute in (("finish", outcome.finish), ("p50", outcome.p50), ("p80", outcome.p80)):
        if minute is not None:
            yield name, minute_iso(minute), "date"
    if outcome.refused is None:
        digits = currency_digits(plan)
        cost = float(of_minor_units(outcome.cost or 0, digits))
        yield "planned_cost", cost, str(plan.programme("currency") or "")


def outcome_lines(plan: Plan, context: InputContext, outcomes: Mapping[str | None, PlanOutcome]) -> Iterator[str]:
    """A line for the plan as it is, and one an option that says what it changes."""
    if not outcomes:
        return
    digits, currency = currency_digits(plan), str(plan.programme("currency") or "")
    yield "Schedule and planned cost of the whole plan with each option:"
    for key, outcome in outcomes.items():
        id_ = None if key is None else plan.id_of_key("option", key)
        name = "as planned" if key is None else f"{key} {'' if id_ is None else plan.title('option', id_)}"
        if outcome.refused is not None:
            yield f"  {name}: its changes do not fit the plan: {outcome.refused}"
            continue
        dates = (("finish", outcome.finish), ("P50", outcome.p50), ("P80", outcome.p80))
        said = [f"{label} {finish_day_text(minute, context)}" for label, minute in dates if minute is not None]
        cost = grouped_amount(of_minor_units(outcome.cost or 0, digits), digits)
        yield f"  {name}: {', '.join(said)}, cost {cost} {currency}".rstrip()
