"""What is in the way, and what was learnt: issues [PRINCE2], lessons, and how a team says it is."""

from datetime import date
from typing import Annotated

from tpm_tui.domain.fields import Field, Record

ISSUE_TYPES = ("problem", "impediment", "request for change", "off-specification")
ISSUE_STATES = ("open", "accepted", "refused", "resolved")
ESCALATION_LEVELS = ("team", "lead", "sponsor")


class Issue(Record, frozen=True, kw_only=True):
    """Something that has happened and needs somebody now [PRINCE2]; a risk may happen, an issue has."""

    title: Annotated[str, Field("Title", width=36)]
    type: Annotated[str, Field("Type", width=18, choices=ISSUE_TYPES)] = "impediment"
    status: Annotated[str, Field("Status", width=9, choices=ISSUE_STATES)] = "open"
    owner: Annotated[str | None, Field("Owner", width=8, ref="person")] = None
    cause: Annotated[str, Field("Cause", width=14, help="in a word")] = ""
    items: Annotated[tuple[str, ...], Field("Items", ref="item")] = ()
    raised_on: Annotated[date | None, Field("Raised on", past=True, width=10)] = None
    raised_by: Annotated[str | None, Field("Raised by", ref="stakeholder")] = None
    meeting: Annotated[str | None, Field("Meeting", width=8, ref="meeting")] = None
    needed_by: Annotated[date | None, Field("Needed by", end=True, width=10)] = None
    level: Annotated[str, Field("Raised to", width=9, choices=ESCALATION_LEVELS, help="age may raise it further")] = (
        "team"
    )
    escalated_to: Annotated[str | None, Field("Escalated to", ref="stakeholder")] = None
    escalated_on: Annotated[date | None, Field("Escalated on", past=True, width=12)] = None
    resolution: Annotated[str, Field("Resolution", width=30)] = ""
    resolved_on: Annotated[date | None, Field("Resolved on", past=True, width=11)] = None
    decided_by: Annotated[str | None, Field("Decided by", ref="stakeholder")] = None
    risk: Annotated[str | None, Field("From risk", width=9, ref="risk")] = None
    incident: Annotated[str | None, Field("Became incident", width=9, ref="incident")] = None
    decision: Annotated[str | None, Field("Became decision", width=9, ref="decision")] = None
    item: Annotated[str | None, Field("Became item", width=9, ref="item")] = None
    requirement: Annotated[str | None, Field("Changes need", width=9, ref="requirement")] = None
    adds: Annotated[tuple[str, ...], Field("Adds items", ref="item")] = ()
    what_if: Annotated[
        str, Field("Changes", width=30, long=True, help="of a request for change: a line each, as in T-3 estimate=5d")
    ] = ""
    wording: Annotated[str, Field("Wording asked for", width=30, help="what the need is to say then")] = ""


class Lesson(Record, frozen=True, kw_only=True):
    """What to do differently next time; lessons travel to the next programme."""

    title: Annotated[str, Field("What happened", width=36)]
    cause: Annotated[str, Field("Cause", width=24)] = ""
    action: Annotated[str, Field("Do differently", width=36)] = ""
    applies_to: Annotated[tuple[str, ...], Field("Applies to", width=20, help="words: functions, types, tools")] = ()
    meeting: Annotated[str | None, Field("Meeting", width=8, ref="meeting")] = None
    source: Annotated[str, Field("From programme", width=16)] = ""


class TeamPulse(Record, frozen=True, kw_only=True):
    """How a team says it is, from 1 to 5 and in a word; no names."""

    team: Annotated[str, Field("Team", width=14)]
    mood: Annotated[int, Field("Mood", width=5, choices=range(1, 6))] = 3
    word: Annotated[str, Field("In a word", width=14)] = ""
    on: Annotated[date | None, Field("Date", past=True, width=10)] = None
    meeting: Annotated[str | None, Field("Meeting", width=8, ref="meeting")] = None
