"""Sprints."""

from datetime import date
from typing import Annotated

from tpm_tui.domain.fields import Field, Record


class Sprint(Record, frozen=True, kw_only=True):
    """A time box; its scope is frozen when it starts, later changes are scope change."""

    name: Annotated[str, Field("Name", width=20)]
    goal: Annotated[str, Field("Goal", width=40)] = ""
    start: Annotated[date | None, Field("Start", width=10)] = None
    end: Annotated[date | None, Field("End", width=10)] = None
    committed: Annotated[tuple[str, ...], Field("Committed items", ref="item")] = ()
