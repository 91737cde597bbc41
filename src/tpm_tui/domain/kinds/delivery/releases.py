"""Releases: what goes out, when, and how it went."""

from datetime import date, datetime
from typing import Annotated

from tpm_tui.domain.fields import Field, Record


class Release(Record, frozen=True, kw_only=True):
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
