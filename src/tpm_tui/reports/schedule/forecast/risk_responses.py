"""A proposal of responses in words and as the documented facts that ``tpm respond --json`` prints."""

from typing import TYPE_CHECKING, Any

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.counted_nouns import counted, grouped_number
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.reports.schedule.forecast.forecast import finish_facts
from tpm_tui.reports.schedule.forecast.forecast_dates import finish_day_text, minute_iso

if TYPE_CHECKING:
    from tpm_tui.planning.forecast.risk_responses import ResponseProposal, ResponseValue

#: What days are told for: so much money.
MONEY_UNIT = 1000


def proposal_date(proposal: "ResponseProposal", context: InputContext) -> str:
    """The last day that is before the date."""
    return finish_day_text(proposal.by, context)


def responses_verdict(proposal: "ResponseProposal", context: InputContext, currency: str) -> str:
    """What the proposal comes to, in a sentence."""
    level = f"P{proposal.level:g}"
    after, date = finish_day_text(proposal.after.percentile(proposal.level), context), proposal_date(proposal, context)
    money = f"{grouped_number(proposal.cost)} {currency}".rstrip()
    if not proposal.considered:
        return (
            "There is nothing to choose from: no open risk has a response that is not in force and makes a difference."
        )
    if not proposal.ids:
        return (
            f"No response is needed: {level} keeps {date}."
            if proposal.meets_target
            else "No response brings it nearer."
        )
    if not proposal.meets_target:
        return f"No set keeps {date}. The nearest is {after} at {level}, for {money}."
    if proposal.is_cheapest:
        return f"The cheapest set that keeps {date} costs {money}: {level} is {after} with it."
    return (
        f"A set that keeps {date} costs {money}: {level} is {after} with it. "
        f"A cheaper one is not ruled out; none costs less than {grouped_number(proposal.least)}."
    )


def search_text(proposal: "ResponseProposal", runs: int, seed: int) -> str:
    """How it was found: how many sets, over what draws."""
    sets, responses = counted(proposal.simulated_sets, "set"), counted(len(proposal.considered), "response")
    return f"{sets} of {responses} simulated, each by the same {grouped_number(runs)} draws (seed {seed})"


def response_cost_text(worth: "ResponseValue") -> str:
    return "no cost given" if worth.cost is None else grouped_number(worth.cost)


def response_rate_text(days_per_money: float | None) -> str:
    """Working days for money; nothing without a cost."""
    return "" if days_per_money is None else f"{days_per_money * MONEY_UNIT:.2f} per {grouped_number(MONEY_UNIT)}"


def responses_facts(plan: Plan, proposal: "ResponseProposal", runs: int, seed: int) -> dict[str, Any]:
    """Everything about a proposal. Days are working days of the configured hours, minutes working minutes."""

    def value_json(worth: "ResponseValue") -> dict[str, Any]:
        return {
            "key": plan.label("risk", worth.id),
            "title": plan.title("risk", worth.id),
            "response": str(plan.value("risk", worth.id, "response")),
            "cost": worth.cost,
            "days": round(worth.days, 6),
            "minutes": worth.minutes,
            "days_per_money": None if worth.days_per_money is None else round(worth.days_per_money, 9),
        }

    return {
        "before": minute_iso(proposal.by),
        "level": proposal.level,
        "holds": proposal.meets_target,
        "cheapest": proposal.is_cheapest,
        "cost": proposal.cost,
        "least_cost": proposal.least,
        "responses": [plan.label("risk", id_) for id_ in proposal.ids],
        "considered": [value_json(worth) for worth in proposal.considered],
        "without": _finish(proposal, False),
        "with": _finish(proposal, True),
        "sets": proposal.simulated_sets,
        "runs": runs,
        "seed": seed,
    }


def _finish(proposal: "ResponseProposal", taken: bool) -> dict[str, Any]:
    finish = proposal.after if taken else proposal.before
    return {**finish_facts(finish)["finish"], "on_time": round(finish.confidence(proposal.by), 6)}
