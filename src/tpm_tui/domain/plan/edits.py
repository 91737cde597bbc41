"""What a change does to records: edits, and what stays known of those that were deleted."""

from dataclasses import dataclass
from typing import NamedTuple

from tpm_tui.domain.plan.kind_table import Row


@dataclass(frozen=True, slots=True)
class Edit:
    """What happened to one record: ``before`` is None where it was made, ``after`` None where it was deleted.

    A change holds the changed fields alone, in stored form; a making or deletion holds them all.
    """

    kind: str
    id: str
    before: Row | None
    after: Row | None

    @property
    def verb(self) -> str:
        return "add" if self.before is None else "delete" if self.after is None else "change"

    def reversed(self) -> "Edit":
        return Edit(self.kind, self.id, self.after, self.before)


class Tombstone(NamedTuple):
    """A record that was deleted: its kind, its id, and the key that no other is given."""

    kind: str
    id: str
    key: str
