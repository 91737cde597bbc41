"""A proposal of responses in words and as the documented facts that ``tpm respond --json`` prints."""

from typing import TYPE_CHECKING, Any

from tpm_tui.domain.dates import Words
from tpm_tui.domain.plan import Plan
from tpm_tui.reports.forecast import day, finish_facts, moment

if TYPE_CHECKING:
    from tpm_tui.planning.responses import Proposal, Worth

#: What days are told for: so much money.
PER = 1000


def by_day(proposal: "Proposal", words: Words) -> str:
    """The last day that is before the date."""
    return day(proposal.by - 1, words)


def verdict(proposal: "Proposal", words: Words, currency: str) -> str:
    """What the proposal comes to, in a sentence."""
    level = f"P{proposal.level:g}"
    after, date = day(proposal.after.percentile(proposal.level), words), by_day(proposal, words)
    money = f"{proposal.cost:,.0f} {currency}".rstrip()
    if not proposal.considered:
        return (
            "There is nothing to choose from: no open risk has a response that is not in force and makes a difference."
        )
    if not proposal.ids:
        return f"No response is needed: {level} keeps {date}." if proposal.holds else "No response brings it nearer."
    if not proposal.holds:
        return f"No set keeps {date}. The nearest is {after} at {level}, for {money}."
    if proposal.cheapest:
        return f"The cheapest set that keeps {date} costs {money}: {level} is {after} with it."
    return (
        f"A set that keeps {date} costs {money}: {level} is {after} with it. "
        f"A cheaper one is not ruled out; none costs less than {proposal.least:,.0f}."
    )


def method(proposal: "Proposal", runs: int, seed: int) -> str:
    """How it was found: how many sets, over what draws."""
    sets = f"{proposal.tries} set{'' if proposal.tries == 1 else 's'}"
    return f"{sets} of {len(proposal.considered)} responses simulated, each by the same {runs:,} draws (seed {seed})"


def money_of(worth: "Worth") -> str:
    return "no cost given" if worth.cost is None else f"{worth.cost:,.0f}"


def rate_of(worth: "Worth") -> str:
    """Days for money; nothing without a cost."""
    return "" if worth.days_per_money is None else f"{worth.days_per_money * PER:.2f}d per {PER:,}"


def facts(plan: Plan, proposal: "Proposal", runs: int, seed: int) -> dict[str, Any]:
    """Everything about a proposal. Days are working days of eight hours."""

    def told(worth: "Worth") -> dict[str, Any]:
        return {
            "key": plan.label("risk", worth.id),
            "title": plan.title("risk", worth.id),
            "response": str(plan.value("risk", worth.id, "response")),
            "cost": worth.cost,
            "days": round(worth.days, 6),
            "days_per_money": None if worth.days_per_money is None else round(worth.days_per_money, 9),
        }

    return {
        "before": moment(proposal.by),
        "level": proposal.level,
        "holds": proposal.holds,
        "cheapest": proposal.cheapest,
        "cost": proposal.cost,
        "least_cost": proposal.least,
        "responses": [plan.label("risk", id_) for id_ in proposal.ids],
        "considered": [told(worth) for worth in proposal.considered],
        "without": _finish(proposal, False),
        "with": _finish(proposal, True),
        "sets": proposal.tries,
        "runs": runs,
        "seed": seed,
    }


def _finish(proposal: "Proposal", taken: bool) -> dict[str, Any]:
    finish = proposal.after if taken else proposal.before
    return {**finish_facts(finish)["finish"], "on_time": round(finish.confidence(proposal.by), 6)}
