"""Quality gates, releases, incidents and the measures after launch."""

from datetime import date, datetime
from typing import Annotated

from tpm_tui.domain.fields import Field, Record, record

CHECK_TYPES = ("acceptance criterion", "test", "code review", "security", "performance")


@record
class Check(Record):
    """A gate on an item: done is refused while one is open or failed."""

    item: Annotated[str, Field("Item", width=7, ref="item")]
    title: Annotated[str, Field("Title", width=36)]
    type: Annotated[str, Field("Type", width=12, choices=CHECK_TYPES)] = "acceptance criterion"
    state: Annotated[str, Field("State", width=7, choices=("open", "passed", "failed", "waived"))] = "open"
    reason: Annotated[str, Field("Reason", width=24, help="why it was waived")] = ""
    evidence: Annotated[str, Field("Evidence", width=24)] = ""


@record
class Release(Record):
    """A version put into use."""

    version: Annotated[str, Field("Version", width=10)]
    at: Annotated[datetime | None, Field("Date", width=16)] = None
    items: Annotated[tuple[str, ...], Field("Items", ref="item")] = ()
    lead_time: Annotated[int | None, Field("Lead time", width=9, format="elapsed", help="commit to deploy")] = None
    failed: Annotated[bool, Field("Failed", width=6)] = False
    detected: Annotated[datetime | None, Field("Failure seen", width=16)] = None
    restored: Annotated[datetime | None, Field("Restored", width=16)] = None


@record
class Metric(Record):
    """Something measured after launch, with where it should be."""

    name: Annotated[str, Field("Name", width=24)]
    unit: Annotated[str, Field("Unit", width=8)] = ""
    target: Annotated[float | None, Field("Target", width=8)] = None
    direction: Annotated[str, Field("Better", width=7, choices=("higher", "lower"))] = "higher"
    items: Annotated[tuple[str, ...], Field("Items", ref="item")] = ()


@record
class Reading(Record):
    """One measurement of a metric."""

    metric: Annotated[str, Field("Metric", width=14, ref="metric")]
    at: Annotated[date, Field("Date", width=10)]
    value: Annotated[float, Field("Value", width=10)]


@record
class Incident(Record):
    """Something broke: when it was seen, taken up, eased and ended, and whom it hurt."""

    title: Annotated[str, Field("Title", width=30)]
    severity: Annotated[str, Field("Severity", width=8, choices=("SEV1", "SEV2", "SEV3"))] = "SEV3"
    impact: Annotated[str, Field("Customer impact", width=30)] = ""
    started: Annotated[datetime | None, Field("Started", width=16)] = None
    detected: Annotated[datetime | None, Field("Detected", width=16)] = None
    acknowledged: Annotated[datetime | None, Field("Acknowledged", width=16)] = None
    mitigated: Annotated[datetime | None, Field("Mitigated", width=16)] = None
    resolved: Annotated[datetime | None, Field("Resolved", width=16)] = None
    owner: Annotated[str | None, Field("Owner", width=8, ref="person")] = None
    items: Annotated[tuple[str, ...], Field("Items", ref="item")] = ()
    risk: Annotated[str | None, Field("Risk", width=7, ref="risk")] = None
    contingency: Annotated[str, Field("Contingency", width=30, long=True)] = ""


@record
class IncidentEntry(Record):
    """A line of an incident's timeline."""

    incident: Annotated[str, Field("Incident", width=8, ref="incident")]
    text: Annotated[str, Field("What", width=50)]
    at: Annotated[datetime | None, Field("When", width=16)] = None
    author: Annotated[str, Field("Who", width=12)] = ""
