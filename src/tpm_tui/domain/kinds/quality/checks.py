"""Checks of items: acceptance criteria, tests, reviews."""

from datetime import datetime
from typing import Annotated

from tpm_tui.domain.fields import Field, Record

CHECK_TYPES = ("acceptance criterion", "test", "code review", "security", "performance")


class Check(Record, frozen=True, kw_only=True):
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
