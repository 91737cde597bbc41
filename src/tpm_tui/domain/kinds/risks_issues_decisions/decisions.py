"""Decisions with their options, criteria and scores."""

from datetime import date
from typing import Annotated

from tpm_tui.domain.fields import Field, Record

DECISION_STATES = ("proposed", "rejected", "accepted", "deprecated", "superseded")


class Decision(Record, frozen=True, kw_only=True):
    """A decision record [MADR 4]; a technology evaluation is one with criteria and scores."""

    title: Annotated[str, Field("Title", width=36)]
    status: Annotated[str, Field("Status", width=10, choices=DECISION_STATES)] = "proposed"
    at: Annotated[date | None, Field("Date", past=True, width=10)] = None
    deciders: Annotated[tuple[str, ...], Field("Deciders", ref="stakeholder")] = ()
    consulted: Annotated[tuple[str, ...], Field("Consulted", ref="stakeholder")] = ()
    informed: Annotated[tuple[str, ...], Field("Informed", ref="stakeholder")] = ()
    context: Annotated[str, Field("Context", width=40, long=True)] = ""
    drivers: Annotated[str, Field("Drivers", width=40, long=True)] = ""
    outcome: Annotated[str | None, Field("Outcome", width=8, ref="option")] = None
    rationale: Annotated[str, Field("Outcome in words", width=40, long=True)] = ""
    consequences: Annotated[str, Field("Consequences", width=40, long=True)] = ""
    confirmation: Annotated[str, Field("Confirmation", width=40, long=True)] = ""
    superseded_by: Annotated[str | None, Field("Superseded by", width=8, ref="decision")] = None
    items: Annotated[tuple[str, ...], Field("Items", ref="item")] = ()
    meeting: Annotated[str | None, Field("Meeting", width=8, ref="meeting")] = None
    asked_of: Annotated[str | None, Field("Asked of", ref="stakeholder")] = None
    asked_on: Annotated[date | None, Field("Asked on", past=True, width=10)] = None
    needed_by: Annotated[date | None, Field("Needed by", end=True, width=10)] = None
    decided_on: Annotated[date | None, Field("Decided on", past=True, width=10)] = None
    review_on: Annotated[date | None, Field("Review on", width=10)] = None
    expected: Annotated[str, Field("Expected", width=30, long=True)] = ""
    outcome_seen: Annotated[str, Field("What came", width=30, long=True)] = ""
    scale_low: Annotated[int, Field("Lowest score", width=6)] = 0
    scale_high: Annotated[int, Field("Highest score", width=6)] = 10
    direction: Annotated[str, Field("Better", width=7, choices=("higher", "lower"))] = "higher"
    source_file: Annotated[str, Field("File", width=24, hidden=True, help="the name of its Markdown file")] = ""
    source_text: Annotated[str, Field("Markdown", hidden=True, long=True, help="as it was read")] = ""


class Option(Record, frozen=True, kw_only=True):
    """One of the ways a decision can go."""

    decision: Annotated[str, Field("Decision", width=8, ref="decision")]
    name: Annotated[str, Field("Name", width=24)]
    pros: Annotated[str, Field("Pros", width=30, long=True)] = ""
    cons: Annotated[str, Field("Cons", width=30, long=True)] = ""
    what_if: Annotated[
        str, Field("Changes", width=30, long=True, help="a line a change to the plan, as in T-3 estimate=5d")
    ] = ""


class Criterion(Record, frozen=True, kw_only=True):
    """What options are weighed by."""

    decision: Annotated[str, Field("Decision", width=8, ref="decision")]
    name: Annotated[str, Field("Name", width=24)]
    weight: Annotated[float, Field("Weight", width=6, format="weight", help="0: it does not count")] = 1.0


class Score(Record, frozen=True, kw_only=True):
    """How well one option meets one criterion."""

    option: Annotated[str, Field("Option", width=12, ref="option")]
    criterion: Annotated[str, Field("Criterion", width=12, ref="criterion")]
    score: Annotated[int, Field("Score", width=5, choices=range(11))] = 5
