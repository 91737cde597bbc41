"""Red, amber or green by rule, with the figures that decide [after IPA delivery confidence, PRINCE2 tolerance]."""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from tpm_tui.domain.text.counted_nouns import grouped_number


class RagState(StrEnum):
    """The state of a promise, ordered by :data:`SEVERITY`."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


#: The worse, the greater.
SEVERITY = {RagState.GREEN: 0, RagState.AMBER: 1, RagState.RED: 2}


class RagRule(Struct, frozen=True):
    """Thresholds: probabilities from 0 to 1, ``tolerance`` as a share of the budget."""

    green_from: float = 0.8
    red_below: float = 0.5
    tolerance: float = 0.1


class RagFigures(Struct, frozen=True):
    """What the rule looks at. ``probability`` that the target is kept, 0 to 1; ``cost_p80`` and ``budget`` in money,
    None where there is none; keys of open incidents of severity 1; keys of musts that no item meets in time;
    ``currency`` is that of the money."""

    probability: float
    cost_p80: float | None = None
    budget: float | None = None
    severe_incidents: tuple[str, ...] = ()
    unmet_needs: tuple[str, ...] = ()
    currency: str = ""


class RagFigure(StrEnum):
    """The figures that the rule looks at."""

    PROBABILITY = "probability"
    COST = "cost"
    INCIDENTS = "incidents"
    NEEDS = "needs"


class RagReason(Struct, frozen=True):
    """One figure's verdict: what it says of the state, and why in words."""

    state: RagState
    figure: RagFigure
    text: str


def rag_reasons(figures: RagFigures, rule: RagRule) -> list[RagReason]:
    """The verdict of every figure, the worst first. A part without figures says nothing."""
    reasons = [_probability(figures.probability, rule)]
    if figures.budget is not None and figures.cost_p80 is not None:
        reasons.append(_cost(figures.cost_p80, figures.budget, rule, figures.currency))
    if figures.severe_incidents:
        reasons.append(
            RagReason(RagState.AMBER, RagFigure.INCIDENTS, f"open SEV1: {', '.join(figures.severe_incidents)}")
        )
    if figures.unmet_needs:
        reasons.append(
            RagReason(RagState.RED, RagFigure.NEEDS, f"no item meets {', '.join(figures.unmet_needs)} in time")
        )
    return sorted(reasons, key=lambda reason: -SEVERITY[reason.state])


def rag_state(reasons: Sequence[RagReason]) -> RagState:
    """The worst verdict."""
    return max((reason.state for reason in reasons), key=SEVERITY.__getitem__)


def _probability(probability: float, rule: RagRule) -> RagReason:
    text = f"target kept with {_chance_text(probability, rule)}"
    if probability >= rule.green_from:
        return RagReason(RagState.GREEN, RagFigure.PROBABILITY, text)
    if probability < rule.red_below:
        return RagReason(RagState.RED, RagFigure.PROBABILITY, f"{text}, red below {rule.red_below:.0%}")
    return RagReason(RagState.AMBER, RagFigure.PROBABILITY, f"{text}, green from {rule.green_from:.0%}")


def _chance_text(probability: float, rule: RagRule) -> str:
    """In whole percent; with a decimal where a threshold would seem to be met that is missed."""
    rounded = round(probability, 2)
    misled = any(probability < limit <= rounded for limit in (rule.green_from, rule.red_below))
    return f"{probability:.1%}" if misled else f"{probability:.0%}"


def _cost(cost_p80: float, budget: float, rule: RagRule, currency: str) -> RagReason:
    text = f"cost P80 {grouped_number(cost_p80)} of {grouped_number(budget)} {currency}".rstrip()
    # to the cent: 1.15 times 800 is a little less than 920 in binary
    most = round(budget * (1 + rule.tolerance), 2)
    if cost_p80 <= budget:
        return RagReason(RagState.GREEN, RagFigure.COST, text)
    if round(cost_p80, 2) > most:
        return RagReason(RagState.RED, RagFigure.COST, f"{text}, beyond the tolerance of {rule.tolerance:.0%}")
    return RagReason(RagState.AMBER, RagFigure.COST, f"{text}, within the tolerance of {rule.tolerance:.0%}")
