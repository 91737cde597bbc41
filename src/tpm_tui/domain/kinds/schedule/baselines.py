"""Baselines: where every item lay when one was taken, and what it took and cost."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from tpm_tui.domain.fields import Field, Record


class Baseline(Record, frozen=True, kw_only=True):
    """A named snapshot of the plan that is never changed."""

    name: Annotated[str, Field("Name", width=20)]
    taken: Annotated[datetime | None, Field("Taken", past=True, width=16)] = None
    calendars: Annotated[str, Field("Calendars", hidden=True)] = ""
    other_costs: Annotated[str, Field("Costs of no item", hidden=True)] = ""


class BaselineEntry(Record, frozen=True, kw_only=True):
    """One item as the baseline saw it; the item may since have gone."""

    baseline: Annotated[str, Field("Baseline", ref="baseline")]
    item_id: Annotated[str, Field("Item id", width=20, hidden=True)]
    item_key: Annotated[str, Field("Item", width=7)]
    title: Annotated[str, Field("Title", width=40)] = ""
    start: Annotated[datetime | None, Field("Start", width=16)] = None
    finish: Annotated[datetime | None, Field("Finish", width=16)] = None
    work: Annotated[int | None, Field("Work", format="duration")] = None
    cost: Annotated[Decimal | None, Field("Cost", format="money")] = None
    own_cost: Annotated[Decimal | None, Field("Own cost", format="money", help="without what lies below it")] = None
    calendar: Annotated[int | None, Field("Calendar", hidden=True)] = None
