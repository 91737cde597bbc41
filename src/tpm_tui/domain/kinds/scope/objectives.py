"""What the programme is for: objectives, measured, and what serves them."""

from datetime import date
from typing import Annotated

from tpm_tui.domain.fields import Field, Record


class Objective(Record, frozen=True, kw_only=True):
    """An aim that the sponsor pays for: a measure that moves from a value to another by a date."""

    statement: Annotated[str, Field("Statement", width=40)]
    sponsor: Annotated[str | None, Field("Sponsor", width=14, ref="stakeholder")] = None
    metric: Annotated[str | None, Field("Measured by", width=14, ref="metric")] = None
    from_value: Annotated[float | None, Field("From", width=8)] = None
    to_value: Annotated[float | None, Field("To", width=8)] = None
    by: Annotated[date | None, Field("By", end=True, width=10)] = None
    weight: Annotated[float, Field("Weight", width=6, format="positive")] = 1.0
    workstreams: Annotated[tuple[str, ...], Field("Served by workstreams", ref="workstream")] = ()
    items: Annotated[tuple[str, ...], Field("Served by items", ref="item")] = ()
    requirements: Annotated[tuple[str, ...], Field("Served by needs", ref="requirement")] = ()
