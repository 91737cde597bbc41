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
    reviewer: Annotated[str | None, Field("Reviewer", width=8, ref="person")] = None
    asked_at: Annotated[datetime | None, Field("Review asked", past=True, width=16)] = None
    decided_by: Annotated[str, Field("Decided by", width=12)] = ""
    decided_at: Annotated[datetime | None, Field("Decided", past=True, width=16)] = None
    weight: Annotated[int | None, Field("Weight", width=6, choices=range(101), help="earned when passed, in %")] = None


@record
class Release(Record):
    """A version put into use."""

    version: Annotated[str, Field("Version", width=10)]
    at: Annotated[datetime | None, Field("Date", past=True, width=16)] = None
    items: Annotated[tuple[str, ...], Field("Items", ref="item")] = ()
    lead_time: Annotated[int | None, Field("Lead time", width=9, format="elapsed", help="commit to deploy")] = None
    failed: Annotated[bool, Field("Failed", width=6)] = False
    detected: Annotated[datetime | None, Field("Failure seen", past=True, width=16)] = None
    restored: Annotated[datetime | None, Field("Restored", past=True, width=16)] = None
    workstream: Annotated[str | None, Field("Workstream", ref="workstream")] = None
    committed: Annotated[
        datetime | None, Field("Committed", past=True, width=16, help="when its change was committed")
    ] = None
    planned: Annotated[bool, Field("Planned", width=7)] = True
    incident: Annotated[str | None, Field("Came of incident", width=8, ref="incident")] = None
    accepted_by: Annotated[str | None, Field("Accepted by", ref="stakeholder")] = None
    accepted_on: Annotated[date | None, Field("Accepted on", past=True, width=10)] = None


@record
class Metric(Record):
    """Something measured after launch, with where it should be."""

    name: Annotated[str, Field("Name", width=24)]
    unit: Annotated[str, Field("Unit", width=8)] = ""
    target: Annotated[float | None, Field("Target", width=8)] = None
    direction: Annotated[str, Field("Better", width=7, choices=("higher", "lower"))] = "higher"
    items: Annotated[tuple[str, ...], Field("Items", ref="item")] = ()
    release: Annotated[str | None, Field("Release", width=8, ref="release")] = None


@record
class Reading(Record):
    """One measurement of a metric."""

    metric: Annotated[str, Field("Metric", width=14, ref="metric")]
    at: Annotated[date, Field("Date", past=True, width=10)]
    value: Annotated[float, Field("Value", width=10)]


@record
class Incident(Record):
    """Something broke: when it was seen, taken up, eased and ended, and whom it hurt."""

    title: Annotated[str, Field("Title", width=30)]
    severity: Annotated[str, Field("Severity", width=8, choices=("SEV1", "SEV2", "SEV3"))] = "SEV3"
    impact: Annotated[str, Field("Customer impact", width=30)] = ""
    started: Annotated[datetime | None, Field("Started", past=True, width=16)] = None
    detected: Annotated[datetime | None, Field("Detected", past=True, width=16)] = None
    acknowledged: Annotated[datetime | None, Field("Acknowledged", past=True, width=16)] = None
    mitigated: Annotated[datetime | None, Field("Mitigated", past=True, width=16)] = None
    resolved: Annotated[datetime | None, Field("Resolved", past=True, width=16)] = None
    owner: Annotated[str | None, Field("Owner", width=8, ref="person")] = None
    items: Annotated[tuple[str, ...], Field("Items", ref="item")] = ()
    risk: Annotated[str | None, Field("Risk", width=7, ref="risk")] = None
    contingency: Annotated[str, Field("Contingency", width=30, long=True)] = ""
    workstream: Annotated[str | None, Field("Workstream", ref="workstream")] = None
    affected: Annotated[int, Field("Share affected", width=8, choices=range(101), format="percent")] = 100
    communications: Annotated[str | None, Field("Communications", width=8, ref="person")] = None
    responders: Annotated[tuple[str, ...], Field("Responders", ref="person", help="whose hours it takes")] = ()
    lost: Annotated[int | None, Field("Hours lost", width=9, format="duration", help="working time of each")] = None
    next_update: Annotated[datetime | None, Field("Next update due", width=16)] = None


@record
class MaintenanceWindow(Record):
    """A planned interruption: it is no downtime, and nothing was promised for it."""

    title: Annotated[str, Field("Title", width=30)]
    start: Annotated[datetime, Field("From", width=16)]
    end: Annotated[datetime, Field("To", width=16)]
    workstream: Annotated[str | None, Field("Workstream", ref="workstream")] = None


@record
class IncidentEntry(Record):
    """A line of an incident's timeline."""

    incident: Annotated[str, Field("Incident", width=8, ref="incident")]
    text: Annotated[str, Field("What", width=50)]
    at: Annotated[datetime | None, Field("When", past=True, width=16)] = None
    author: Annotated[str, Field("Who", width=12)] = ""
