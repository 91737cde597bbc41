"""Technologies that are watched, and questions whether something can be done."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from tpm_tui.domain.fields import Field, Record

RINGS = ("watch", "assess", "trial", "adopt", "hold")
VERDICTS = ("open", "feasible", "with conditions", "not feasible")


class Technology(Record, frozen=True, kw_only=True):
    """A technology that matters to the programme: how far it is adopted, and when to look again."""

    name: Annotated[str, Field("Name", width=24)]
    ring: Annotated[str, Field("Ring", width=7, choices=RINGS)] = "watch"
    why: Annotated[str, Field("Why it matters", width=30)] = ""
    items: Annotated[tuple[str, ...], Field("Items", ref="item")] = ()
    risk: Annotated[str | None, Field("Risk", width=7, ref="risk")] = None
    decision: Annotated[str | None, Field("Decision", width=8, ref="decision")] = None
    source: Annotated[str, Field("Source", width=24)] = ""
    owner: Annotated[str | None, Field("Owner", width=8, ref="person")] = None
    look_again: Annotated[date | None, Field("Look again", width=10)] = None
    end_of_support: Annotated[date | None, Field("End of support", width=10)] = None


class Feasibility(Record, frozen=True, kw_only=True):
    """A question whether something can be done, answered by a spike, with a verdict from each side and its evidence."""

    question: Annotated[str, Field("Question", width=36)]
    spike: Annotated[str | None, Field("Spike", width=7, ref="item", help="a time-boxed item")] = None
    decision: Annotated[str | None, Field("Decision", width=8, ref="decision")] = None
    technical: Annotated[str, Field("Technical", width=10, choices=VERDICTS)] = "open"
    skills: Annotated[str, Field("Skills", width=10, choices=VERDICTS)] = "open"
    cost: Annotated[str, Field("Cost", width=10, choices=VERDICTS)] = "open"
    schedule: Annotated[str, Field("Schedule", width=10, choices=VERDICTS)] = "open"
    legal: Annotated[str, Field("Legal", width=10, choices=VERDICTS)] = "open"
    evidence: Annotated[str, Field("Evidence", width=30, long=True)] = ""
    adoption_cost: Annotated[Decimal | None, Field("Cost of adoption", width=9, format="money")] = None
    exit_cost: Annotated[Decimal | None, Field("Cost of exit", width=9, format="money")] = None
