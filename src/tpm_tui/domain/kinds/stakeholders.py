"""Those who care about the programme: what was said to them, their roles, and the reports and words for them."""

from datetime import date, datetime
from typing import Annotated

from tpm_tui.domain.fields import Field, Record

ENGAGEMENT = ("unaware", "resistant", "neutral", "supportive", "leading")
REPORT_TYPES = ("stand-up", "sprint review", "executive", "letter", "steering", "brief", "recommendation", "incident")
CHANNELS = ("email", "call", "meeting", "chat", "report")


class Stakeholder(Record, frozen=True, kw_only=True):
    """Somebody with a stake: how much power and interest, where they stand, how often they must hear from us."""

    name: Annotated[str, Field("Name", width=16)]
    organisation: Annotated[str, Field("Organisation", width=14)] = ""
    role: Annotated[str, Field("Role", width=16)] = ""
    power: Annotated[int, Field("Power", width=5, choices=range(1, 6))] = 3
    interest: Annotated[int, Field("Interest", width=5, choices=range(1, 6))] = 3
    engagement: Annotated[str, Field("Engagement", width=12, choices=ENGAGEMENT)] = "neutral"
    desired: Annotated[str, Field("Desired", width=10, choices=ENGAGEMENT)] = "supportive"
    channel: Annotated[str, Field("Channel", width=8, choices=CHANNELS)] = "email"
    cadence: Annotated[str, Field("Cadence", width=12, format="cadence", help="weekly, every 2 weeks, or an RRULE")] = (
        ""
    )
    workstreams: Annotated[tuple[str, ...], Field("Cares about workstreams", ref="workstream")] = ()
    items: Annotated[tuple[str, ...], Field("Cares about items", ref="item")] = ()


class Contact(Record, frozen=True, kw_only=True):
    """One entry of the stakeholder log."""

    stakeholder: Annotated[str, Field("Stakeholder", width=14, ref="stakeholder")]
    summary: Annotated[str, Field("Summary", width=40)]
    at: Annotated[date | None, Field("Date", past=True, width=10)] = None
    channel: Annotated[str, Field("Channel", width=8, choices=CHANNELS)] = "email"
    sentiment: Annotated[str, Field("Sentiment", width=9, choices=("negative", "neutral", "positive"))] = "neutral"
    follow_up: Annotated[str, Field("Promised", width=30)] = ""
    owner: Annotated[str | None, Field("Promised by", width=8, ref="person", elsewhere="theirs=yes is theirs")] = None
    due: Annotated[date | None, Field("Promised for", end=True, width=10)] = None
    kept: Annotated[bool, Field("Promise kept", width=5)] = False
    theirs: Annotated[bool, Field("Promised by them", width=5, help="yes: they owe it to us")] = False


class Raci(Record, frozen=True, kw_only=True):
    """Who is responsible, accountable, consulted or informed for an item or a workstream."""

    role: Annotated[str, Field("Role", width=11, choices=("responsible", "accountable", "consulted", "informed"))]
    item: Annotated[str | None, Field("Item", width=7, ref="item", owned=True)] = None
    workstream: Annotated[str | None, Field("Workstream", ref="workstream", owned=True)] = None
    person: Annotated[str | None, Field("Person", width=12, ref="person", owned=True)] = None
    stakeholder: Annotated[str | None, Field("Stakeholder", width=14, ref="stakeholder", owned=True)] = None


class Report(Record, frozen=True, kw_only=True):
    """A report as it was sent, so that the next one tells what changed since, and what was said can be looked up."""

    title: Annotated[str, Field("Title", width=30)]
    type: Annotated[str, Field("Type", width=13, choices=REPORT_TYPES)] = "executive"
    recipient: Annotated[str, Field("For", width=14, help="a stakeholder, a function or a sprint")] = ""
    since: Annotated[datetime | None, Field("Since", past=True, width=16)] = None
    at: Annotated[datetime | None, Field("Sent", past=True, width=16)] = None
    text: Annotated[str, Field("Text", width=40, long=True)] = ""
    facts: Annotated[str, Field("Facts", long=True, hidden=True, help="the same as JSON")] = ""


class Term(Record, frozen=True, kw_only=True):
    """A word of the trade and what it means in plain language."""

    term: Annotated[str, Field("Term", width=16)]
    meaning: Annotated[str, Field("Meaning", width=60)] = ""
