"""What a change does to records: edits, and what stays known of those that were deleted."""

from typing import NamedTuple

from msgspec import Struct

from tpm_tui.domain.plan.kind_table import Row


class Edit(Struct, frozen=True):
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


StateChange = tuple[int, str, bool | int, bool, str | None, str | None, str | None]
"""One edit of an item: clock minute, item, whether it came and whether it went with it; then its new status, the new
start of the blocked mark as a local moment in ISO text (empty where the mark was taken away) and the mark's cause.

None is what did not change; what a new item does not say stands at its default. A plain tuple: there are a hundred
thousand of them.
"""

ItemStates = tuple[str, list[int], list[str], list[tuple[int, str | None, str | None]]]
"""An item with the clock minutes at which it entered each of its states, oldest first, those states, and the changes of
its blocked mark: minute, start and cause as in a ``StateChange``."""
