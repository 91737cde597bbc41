"""Metrics with their targets, and readings of them."""

from datetime import date
from typing import Annotated

from tpm_tui.domain.fields import Field, Record


class Metric(Record, frozen=True, kw_only=True):
    """Something measured after launch, with where it should be."""

    name: Annotated[str, Field("Name", width=24)]
    unit: Annotated[str, Field("Unit", width=8)] = ""
    target: Annotated[float | None, Field("Target", width=8)] = None
    direction: Annotated[str, Field("Better", width=7, choices=("higher", "lower"))] = "higher"
    items: Annotated[tuple[str, ...], Field("Items", ref="item")] = ()
    release: Annotated[str | None, Field("Release", width=8, ref="release")] = None


class Reading(Record, frozen=True, kw_only=True):
    """One measurement of a metric."""

    metric: Annotated[str, Field("Metric", width=14, ref="metric")]
    at: Annotated[date, Field("Date", past=True, width=10)]
    value: Annotated[float, Field("Value", width=10)]
