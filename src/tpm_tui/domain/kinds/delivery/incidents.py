"""Incidents with their timelines, and windows of maintenance that count as no outage."""

from datetime import datetime
from typing import Annotated

from tpm_tui.domain.fields import Field, Record


class Incident(Record, frozen=True, kw_only=True):
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


class MaintenanceWindow(Record, frozen=True, kw_only=True):
    """A planned interruption: it is no downtime, and nothing was promised for it."""

    title: Annotated[str, Field("Title", width=30)]
    start: Annotated[datetime, Field("From", width=16)]
    end: Annotated[datetime, Field("To", width=16)]
    workstream: Annotated[str | None, Field("Workstream", ref="workstream")] = None


class IncidentEntry(Record, frozen=True, kw_only=True):
    """A line of an incident's timeline."""

    incident: Annotated[str, Field("Incident", width=8, ref="incident")]
    text: Annotated[str, Field("What", width=50)]
    at: Annotated[datetime | None, Field("When", past=True, width=16)] = None
    author: Annotated[str, Field("Who", width=12)] = ""
