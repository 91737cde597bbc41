"""What may happen and change the plan."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from tpm_tui.domain.fields import Field, Record
from tpm_tui.domain.values.three_point import ThreePoint

CATEGORIES = ("technical", "schedule", "vendor", "people", "security", "cost", "scope", "external")
RESPONSES = (
    "none", "avoid", "reduce", "fallback", "transfer", "accept", "share", "enhance", "exploit", "reject",
)  # fmt: skip
THREAT_RESPONSES = ("none", "avoid", "reduce", "fallback", "transfer", "accept", "share")
OPPORTUNITY_RESPONSES = ("none", "enhance", "exploit", "reject", "share")


class Risk(Record, frozen=True, kw_only=True):
    """Something that may happen and change the plan: a threat or an opportunity [PRINCE2, PMBOK]."""

    title: Annotated[str, Field("Title", width=30)]
    cause: Annotated[str, Field("Cause", width=30)] = ""
    event: Annotated[str, Field("Event", width=30)] = ""
    effect: Annotated[str, Field("Effect", width=30)] = ""
    category: Annotated[str, Field("Category", width=9, choices=CATEGORIES)] = "technical"
    type: Annotated[str, Field("Type", width=11, choices=("threat", "opportunity"))] = "threat"
    probability: Annotated[int | None, Field("Probability", width=5, choices=range(1, 6))] = None
    impact: Annotated[int | None, Field("Impact", width=5, choices=range(1, 6))] = None
    residual_probability: Annotated[int | None, Field("Probability after", width=5, choices=range(1, 6))] = None
    residual_impact: Annotated[int | None, Field("Impact after", width=5, choices=range(1, 6))] = None
    proximity: Annotated[date | None, Field("Proximity", width=10)] = None
    response: Annotated[str, Field("Response", width=9, choices=RESPONSES)] = "none"
    owner: Annotated[str | None, Field("Owner", width=8, ref="person")] = None
    trigger: Annotated[str, Field("Trigger", width=30)] = ""
    contingency: Annotated[str, Field("Contingency plan", width=30, long=True)] = ""
    review_by: Annotated[date | None, Field("Review by", end=True, width=10)] = None
    status: Annotated[str, Field("Status", width=8, choices=("open", "closed", "occurred"))] = "open"
    items: Annotated[tuple[str, ...], Field("Items", ref="item")] = ()
    chance: Annotated[float | None, Field("Chance", width=6, format="chance")] = None
    delay: Annotated[ThreePoint | None, Field("Delay", width=11, format="delay")] = None
    cost: Annotated[ThreePoint | None, Field("Cost", width=11, format="money")] = None
    response_chance: Annotated[float | None, Field("Chance after", width=6, format="chance")] = None
    response_delay: Annotated[ThreePoint | None, Field("Delay after", width=11, format="delay")] = None
    response_range: Annotated[ThreePoint | None, Field("Cost range after", width=11, format="money")] = None
    response_cost: Annotated[Decimal | None, Field("Response costs", width=10, format="money", summed=True)] = None
    response_date: Annotated[date | None, Field("Response date", width=10)] = None
    actual_delay: Annotated[int | None, Field("Actual delay", width=9, format="duration", help="once it occurred")] = (
        None
    )
    actual_cost: Annotated[Decimal | None, Field("Actual cost", width=10, format="money", help="once it occurred")] = (
        None
    )


class Mitigation(Record, frozen=True, kw_only=True):
    """A step of a risk's response, with its own date and cost."""

    risk: Annotated[str, Field("Risk", width=7, ref="risk")]
    title: Annotated[str, Field("Title", width=36)]
    owner: Annotated[str | None, Field("Owner", width=8, ref="person")] = None
    due: Annotated[date | None, Field("Due", end=True, width=10)] = None
    cost: Annotated[Decimal | None, Field("Cost", width=10, format="money", summed=True)] = None
    done: Annotated[bool, Field("Done", width=5)] = False


class Forecast(Record, frozen=True, kw_only=True):
    """What was forecast on one day, to be compared with what came.

    ``finishes`` maps the id of an item to the days of its P50 and P80, ISO with a blank between.
    """

    day: Annotated[date, Field("Day", width=10)]
    p50: Annotated[datetime | None, Field("P50", width=12, format="finish")] = None
    p80: Annotated[datetime | None, Field("P80", width=12, format="finish")] = None
    planned: Annotated[datetime | None, Field("As planned", width=12, format="finish")] = None
    runs: Annotated[int, Field("Iterations", width=10)] = 0
    seed: Annotated[int, Field("Seed", width=5)] = 1
    finishes: Annotated[str, Field("Finishes", format="object", hidden=True)] = "{}"
