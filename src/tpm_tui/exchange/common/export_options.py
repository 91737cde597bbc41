"""What a person wants written."""

from collections.abc import Sequence

from msgspec import Struct

from tpm_tui.domain.plan.edits import Edit, Tombstone


class JournalTransaction(Struct, frozen=True):
    """One transaction of the journal, as it is written and read: ``time`` ISO 8601 with zone, ``undoes`` the
    (replica, sequence) of the one it took back."""

    replica: str
    sequence: int
    time: str
    author: str
    verb: str
    label: str
    undoes: tuple[str, int] | None
    edits: tuple[Edit, ...]


class ExportOptions(Struct, frozen=True):
    """What to write: a kind, some of its records in order (None: all), some of its fields (None: those that are
    shown); where the format holds the whole file, the records that were deleted and, if asked, the journal, oldest
    transaction first."""

    kind: str = "item"
    ids: Sequence[str] | None = None
    fields: Sequence[str] | None = None
    journal: Sequence[JournalTransaction] | None = None
    deleted: Sequence[Tombstone] = ()
