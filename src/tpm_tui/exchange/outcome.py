"""What an import will do or has done, in the same words for the preview, the command line and the workspace."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

#: Told how much is done and of how much; False stops the work, and nothing is kept of it.
Progress = Callable[[int, int], bool]


class Cancelled(Exception):
    """The person stopped the work; nothing was written."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """One column of the file: its header, how many columns carry it, the field it fills (empty: ignored), the field in
    words, and a value from the file."""

    header: str
    columns: int
    field: str
    label: str
    sample: str = ""


@dataclass(frozen=True, slots=True)
class Coming:
    """A record that an import would make, or change (``fields``: what of it, in words): the line that asks for it, its
    key (empty before it has one) and what it is called."""

    line: int
    key: str
    title: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """Counts of records, and what was refused as (line, reason); line 0 is the file as a whole.

    ``unchanged`` counts records that were there already, all the same. ``written`` is false after a dry run, a strict
    import with a refusal, or when nothing differed. ``columns`` says how a table's columns were understood. After a dry
    run, ``making`` and ``changing`` are the first records that would be made and changed.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: tuple[tuple[int, str], ...] = ()
    notes: tuple[str, ...] = ()
    columns: tuple[Mapped, ...] = ()
    written: bool = False
    making: tuple[Coming, ...] = ()
    changing: tuple[Coming, ...] = ()

    @property
    def failed(self) -> bool:
        """True where something was refused and nothing else came of the file."""
        return bool(self.refused) and not (self.created or self.updated or self.unchanged)

    def to_json(self) -> dict[str, Any]:
        """The documented shape of ``tpm import --json``."""
        refused = [{"line": line, "reason": reason} for line, reason in self.refused]
        return {"created": self.created, "updated": self.updated, "refused": refused}


class Steps:
    """Reports progress now and then through a long loop; raises Cancelled when told to stop."""

    EVERY = 500

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress = progress
        self._total = max(total, 1)
        self._done = 0

    def step(self, count: int = 1) -> None:
        before, self._done = self._done, min(self._done + count, self._total)
        if self._progress is not None and self._done // self.EVERY != before // self.EVERY:
            self._tell()

    def reach(self, done: int) -> None:
        """Be at least so far; told at once."""
        self._done = min(max(self._done, done), self._total)
        self._tell()

    def finish(self) -> None:
        """All is done, and cannot be stopped any more."""
        if self._progress is not None:
            self._progress(self._total, self._total)

    def _tell(self) -> None:
        if self._progress is not None and not self._progress(self._done, self._total):
            raise Cancelled
