"""Gates and the lists of checks they, and items of a type, ask for."""

from datetime import date
from typing import Annotated

from tpm_tui.domain.fields import Field, Record
from tpm_tui.domain.kinds.schedule.items import ITEM_TYPES

GATE_DECISIONS = ("open", "continue", "stop")


class Protocol(Record, frozen=True, kw_only=True):
    """A reusable list of checks; for the types of item that it names it is the definition of done.

    ``checks``: a line a check, as in ``code review: Reviewed by a second person``; without a type it is an acceptance
    criterion.
    """

    name: Annotated[str, Field("Name", width=24)]
    checks: Annotated[str, Field("Checks", width=40, long=True, help="a line a check, as in test: All tests pass")] = ""
    item_types: Annotated[tuple[str, ...], Field("Done of", width=20, help=f"of {', '.join(ITEM_TYPES)}")] = ()


class Gate(Record, frozen=True, kw_only=True):
    """What must be passed before a milestone or a release, and whether to go on [PRINCE2: stage boundary]."""

    title: Annotated[str, Field("Title", width=30)]
    milestone: Annotated[str | None, Field("Milestone", width=9, ref="item")] = None
    release: Annotated[str | None, Field("Release", width=8, ref="release")] = None
    checks: Annotated[tuple[str, ...], Field("Checks", ref="check")] = ()
    decision: Annotated[str, Field("Decision", width=8, choices=GATE_DECISIONS)] = "open"
    decided_by: Annotated[str | None, Field("Decided by", ref="stakeholder")] = None
    decided_on: Annotated[date | None, Field("Decided on", past=True, width=10)] = None
    reason: Annotated[str, Field("Reason", width=30)] = ""
