"""What an import will do or has done, in the same words for the preview, the command line and the workspace."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """One column of the file: its header, how many columns carry it, the field it fills (empty: ignored), the field in
    words, and a value from the file."""

    header: str
    columns: int
    field: str
    label: str
    sample: str = ""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A record that an import would make, or change (``fields``: what of it, in words): the line that asks for it, its
    key (empty before it has one) and what it is called."""

    line: int
    key: str
    title: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportResult:
    """Counts of records, and what was refused as (line, reason); line 0 is the file as a whole.

    ``unchanged`` counts records that were there already, all the same. ``written`` is false after a dry run, a strict
    import with a refusal, or when nothing differed. ``columns`` says how a table's columns were understood,
    ``ignored`` which were not taken over, with the number of their filled cells, ``assumed`` what was guessed. After a
    dry run, ``to_create`` and ``to_update`` are the first records that would be made and changed. ``findings`` counts
    what the imported items lack, by what it is.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: tuple[tuple[int, str], ...] = ()
    notes: tuple[str, ...] = ()
    columns: tuple[ColumnMapping, ...] = ()
    written: bool = False
    to_create: tuple[PreviewRow, ...] = ()
    to_update: tuple[PreviewRow, ...] = ()
    ignored: tuple[tuple[str, int], ...] = ()
    assumed: tuple[str, ...] = ()
    findings: tuple[tuple[str, int], ...] = ()

    @property
    def failed(self) -> bool:
        """True where something was refused and nothing else came of the file."""
        return bool(self.refused) and not (self.created or self.updated or self.unchanged)

    def to_json(self) -> dict[str, Any]:
        """The documented shape of ``tpm import --json``."""
        refused = [{"line": line, "reason": reason} for line, reason in self.refused]
        return {
            "created": self.created,
            "updated": self.updated,
            "refused": refused,
            "ignored": [{"column": column, "rows": rows} for column, rows in self.ignored],
            "assumed": list(self.assumed),
            "findings": dict(self.findings),
        }
