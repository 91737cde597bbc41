"""Meetings, and the causes and actions that come of them."""

from datetime import date, datetime
from typing import Annotated

from tpm_tui.domain.fields import Field, Record

MEETING_TYPES = (
    "requirements", "stand-up", "sprint review", "retrospective", "problem-solving", "one-to-one", "steering",
)  # fmt: skip
#: Figures of finished items that an action may be meant to move.
FLOW_FIGURES = ("cycle time", "blocked time", "time in review")


class Meeting(Record, frozen=True, kw_only=True):
    """A session held: what was said is in the notes, what came of it in actions and requirements."""

    title: Annotated[str, Field("Title", width=30)]
    type: Annotated[str, Field("Type", width=15, choices=MEETING_TYPES)] = "requirements"
    at: Annotated[datetime | None, Field("Date", width=16)] = None
    attendees: Annotated[tuple[str, ...], Field("Attendees", width=20, ref="stakeholder", elsewhere="write team=")] = ()
    team: Annotated[tuple[str, ...], Field("Team present", width=20, ref="person", elsewhere="write attendees=")] = ()


class ProblemCause(Record, frozen=True, kw_only=True):
    """Why something happened, found in a meeting: causes of causes make a tree [five whys]."""

    title: Annotated[str, Field("Cause", width=40)]
    meeting: Annotated[str | None, Field("Meeting", width=8, ref="meeting")] = None
    effect: Annotated[str | None, Field("Explains", width=8, ref="cause")] = None
    issue: Annotated[str | None, Field("Of issue", width=8, ref="issue")] = None


class Action(Record, frozen=True, kw_only=True):
    """Something promised in a meeting or an incident; it can become an item."""

    title: Annotated[str, Field("Title", width=36)]
    meeting: Annotated[str | None, Field("Meeting", width=8, ref="meeting")] = None
    incident: Annotated[str | None, Field("Incident", width=8, ref="incident")] = None
    owner: Annotated[str | None, Field("Owner", width=8, ref="person")] = None
    due: Annotated[date | None, Field("Due", end=True, width=10)] = None
    done: Annotated[bool, Field("Done", width=5)] = False
    missed_reason: Annotated[str, Field("Missed because", width=20, help="why its day was not kept")] = ""
    item: Annotated[str | None, Field("Became item", width=8, ref="item")] = None
    metric: Annotated[str | None, Field("Should move metric", width=10, ref="metric")] = None
    flow_figure: Annotated[str | None, Field("Should move flow", width=12, choices=FLOW_FIGURES)] = None
    effective: Annotated[date | None, Field("In effect since", past=True, width=10)] = None
    look_again: Annotated[date | None, Field("Look again", width=10)] = None
