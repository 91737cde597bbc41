"""Requirement sessions and decisions: meetings, actions, requirements, decisions with options and scores."""

from datetime import date, datetime
from typing import Annotated

from tpm_tui.domain.fields import Field, Record, record

MEETING_TYPES = (
    "requirements", "stand-up", "sprint review", "retrospective", "problem-solving", "one-to-one", "steering",
)  # fmt: skip
REQUIREMENT_TYPES = ("need", "constraint", "question", "assumption")
REQUIREMENT_STATES = ("open", "agreed", "answered", "met", "broken", "dropped")
#: How a constraint binds: days that are free, a start, a finish, a limit on cost.
CONSTRAINT_BINDINGS = ("", "days off", "not before", "by", "at most")
#: Figures of finished items that an action may be meant to move.
FLOW_FIGURES = ("cycle time", "blocked time", "time in review")
MOSCOW_PRIORITIES = ("must", "should", "could", "won't")
DECISION_STATES = ("proposed", "rejected", "accepted", "deprecated", "superseded")


@record
class Meeting(Record):
    """A session held: what was said is in the notes, what came of it in actions and requirements."""

    title: Annotated[str, Field("Title", width=30)]
    type: Annotated[str, Field("Type", width=15, choices=MEETING_TYPES)] = "requirements"
    at: Annotated[datetime | None, Field("Date", width=16)] = None
    attendees: Annotated[tuple[str, ...], Field("Attendees", width=20, ref="stakeholder", elsewhere="write team=")] = ()
    team: Annotated[tuple[str, ...], Field("Team present", width=20, ref="person", elsewhere="write attendees=")] = ()


@record
class Action(Record):
    """Something promised in a meeting or an incident; it can become an item."""

    title: Annotated[str, Field("Title", width=36)]
    meeting: Annotated[str | None, Field("Meeting", width=8, ref="meeting")] = None
    incident: Annotated[str | None, Field("Incident", width=8, ref="incident")] = None
    owner: Annotated[str | None, Field("Owner", width=8, ref="person")] = None
    due: Annotated[date | None, Field("Due", end=True, width=10)] = None
    done: Annotated[bool, Field("Done", width=5)] = False
    item: Annotated[str | None, Field("Became item", width=8, ref="item")] = None
    metric: Annotated[str | None, Field("Should move metric", width=10, ref="metric")] = None
    flow_figure: Annotated[str | None, Field("Should move flow", width=12, choices=FLOW_FIGURES)] = None
    effective: Annotated[date | None, Field("In effect since", past=True, width=10)] = None
    look_again: Annotated[date | None, Field("Look again", width=10)] = None


@record
class Requirement(Record):
    """A need, a constraint, a question or an assumption; needs are traced to the items that answer them."""

    statement: Annotated[str, Field("Statement", width=40)]
    type: Annotated[str, Field("Type", width=10, choices=REQUIREMENT_TYPES)] = "need"
    rationale: Annotated[str, Field("Rationale", width=30)] = ""
    stakeholder: Annotated[str | None, Field("Source", ref="stakeholder")] = None
    meeting: Annotated[str | None, Field("Meeting", width=8, ref="meeting")] = None
    priority: Annotated[str, Field("Priority", width=8, choices=MOSCOW_PRIORITIES)] = "should"
    status: Annotated[str, Field("Status", width=9, choices=REQUIREMENT_STATES)] = "open"
    items: Annotated[tuple[str, ...], Field("Items", ref="item")] = ()
    checks: Annotated[tuple[str, ...], Field("Acceptance criteria", ref="check")] = ()
    conflicts: Annotated[tuple[str, ...], Field("Conflicts with", ref="requirement")] = ()
    agreed_by: Annotated[str | None, Field("Agreed by", ref="stakeholder")] = None
    agreed_on: Annotated[date | None, Field("Agreed on", past=True, width=10)] = None
    said: Annotated[str, Field("As it was said", width=30, help="kept when it is reworded")] = ""
    answer: Annotated[str, Field("Answer", width=30)] = ""
    owner: Annotated[str | None, Field("Owner", width=8, ref="person")] = None
    review_on: Annotated[date | None, Field("Look again on", width=13)] = None
    consequence: Annotated[str, Field("If it is false", width=30)] = ""
    binding: Annotated[str, Field("Binds", width=10, choices=CONSTRAINT_BINDINGS)] = ""
    from_day: Annotated[date | None, Field("From", width=10)] = None
    to_day: Annotated[date | None, Field("To", width=10)] = None
    limit: Annotated[float | None, Field("At most", width=10)] = None
    traced_on: Annotated[datetime | None, Field("Traces confirmed", past=True, width=16, hidden=True)] = None
    accepted_by: Annotated[str | None, Field("Accepted by", ref="stakeholder")] = None
    accepted_on: Annotated[date | None, Field("Accepted on", past=True, width=10)] = None


@record
class Decision(Record):
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


@record
class Option(Record):
    """One of the ways a decision can go."""

    decision: Annotated[str, Field("Decision", width=8, ref="decision")]
    name: Annotated[str, Field("Name", width=24)]
    pros: Annotated[str, Field("Pros", width=30, long=True)] = ""
    cons: Annotated[str, Field("Cons", width=30, long=True)] = ""


@record
class Criterion(Record):
    """What options are weighed by."""

    decision: Annotated[str, Field("Decision", width=8, ref="decision")]
    name: Annotated[str, Field("Name", width=24)]
    weight: Annotated[float, Field("Weight", width=6, format="positive")] = 1.0


@record
class Score(Record):
    """How well one option meets one criterion."""

    option: Annotated[str, Field("Option", width=12, ref="option")]
    criterion: Annotated[str, Field("Criterion", width=12, ref="criterion")]
    score: Annotated[int, Field("Score", width=5, choices=range(11))] = 5
