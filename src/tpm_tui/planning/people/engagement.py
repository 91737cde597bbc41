"""Where a stakeholder stands and should stand, in steps, and how that came to be."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from tpm_tui.domain.kinds.stakeholders import ENGAGEMENT
from tpm_tui.planning.promise.how_often_target_dates_moved import SignedEdits


class EngagementChange(Struct, frozen=True):
    """A move of ``engagement`` or ``desired`` (``field``); ``before`` is empty where it was first said."""

    when: datetime
    who: str
    field: str
    before: str
    after: str


def engagement_gap(now: str, desired: str) -> int:
    """Steps from where they stand to where they should; negative where they are further than that."""
    return ENGAGEMENT.index(desired) - ENGAGEMENT.index(now)


def engagement_history(history: Iterable[SignedEdits], stakeholder: str) -> list[EngagementChange]:
    """Every move, oldest first, from the changes of both fields in the journal."""
    changes = []
    for when, who, edits in history:
        for edit in edits:
            if (edit.kind, edit.id) != ("stakeholder", stakeholder) or edit.after is None:
                continue
            for field in ("engagement", "desired"):
                old, new = (edit.before or {}).get(field), edit.after.get(field)
                if new is not None and new != old:
                    changes.append(EngagementChange(when, who, field, str(old or ""), str(new)))
    return changes
