"""How often a target date was moved, and by how much: read from the journal."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from msgspec import Struct

from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.values.codec import Stored

#: A transaction: its moment (aware), its author, its edits.
SignedEdits = tuple[datetime, str, Sequence[Edit]]


class PushOut(Struct, frozen=True):
    """One move of a target; ``days`` are calendar days, negative where it was pulled in."""

    when: datetime
    who: str
    before: date
    after: date

    @property
    def days(self) -> int:
        return (self.after - self.before).days


def target_push_outs(history: Iterable[SignedEdits]) -> list[PushOut]:
    """Every move of the date that the programme is held to: its own, else that of the milestone which is its target. Of
    edits of the programme and of milestones, oldest first; what is cleared and set again moved from where it was."""
    own: Stored = None
    target: Stored = None
    due: dict[Stored, Stored] = {}
    last: date | None = None
    moves = []
    for when, who, edits in history:
        for edit in edits:
            after = edit.after or {}
            if edit.kind == "programme":
                own, target = after.get("target_date", own), after.get("target", target)
            elif edit.kind == "item" and "deadline" in after:
                due[edit.id] = after["deadline"]
        held = own or due.get(target)
        if held is not None:
            day = date.fromisoformat(str(held)[:10])
            if last is not None and day != last:
                moves.append(PushOut(when, who, last, day))
            last = day
    return moves


def push_outs(history: Iterable[SignedEdits], kind: str, id_: str, field: str) -> list[PushOut]:
    """Every move of a date field of a record, oldest first; setting it at first, or clearing it, is none."""
    moves = []
    for when, who, edits in history:
        for edit in edits:
            if (edit.kind, edit.id) != (kind, id_) or edit.before is None or edit.after is None:
                continue
            old, new = edit.before.get(field), edit.after.get(field)
            if old and new and str(old)[:10] != str(new)[:10]:
                moves.append(PushOut(when, who, date.fromisoformat(str(old)[:10]), date.fromisoformat(str(new)[:10])))
    return moves
