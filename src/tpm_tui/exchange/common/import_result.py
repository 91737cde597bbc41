"""What an import will do or has done, in the same words for the preview, the command line and the workspace."""

from typing import Any

from msgspec import Struct

from tpm_tui.domain.text.counted_nouns import counted


class ColumnMapping(Struct, frozen=True):
    """One column of the file: its header, how many columns carry it, the field it fills (empty: ignored), the field in
    words, and a value from the file."""

    header: str
    columns: int
    field: str
    label: str
    sample: str = ""


class StateQuestion(Struct, frozen=True):
    """A state of the file whose meaning was guessed: the header of its column, the state, what it was taken as (todo,
    active or done) and why. The answer is the mapping ``HEADER:STATE=`` a state of ours or one of these groups."""

    header: str
    state: str
    group: str
    why: str

    @property
    def name(self) -> str:
        """What the answer is remembered under, with the mapping of the columns."""
        return f"{self.header}:{self.state}"

    @property
    def sentence(self) -> str:
        return f"is {self.state} todo, active or done? taken as {self.group}, for {self.why}"


class PreviewRow(Struct, frozen=True):
    """A record that an import would make, or change (``fields``: what of it, in words): the line that asks for it, its
    key (empty before it has one) and what it is called."""

    line: int
    key: str
    title: str
    fields: tuple[str, ...] = ()


class ImportResult(Struct, frozen=True):
    """Counts of records, and what was refused as (line, reason); line 0 is the file as a whole. Of these, ``left_out``
    are parts of rows that came in for the rest.

    ``unchanged`` counts records that were there already, all the same. ``written`` is false after a dry run, a strict
    import with a refusal, or when nothing differed. ``columns`` says how a table's columns were understood,
    ``ignored`` which were not taken over, with the number of their filled cells, ``assumed`` what was guessed. After a
    dry run, ``to_create`` and ``to_update`` are the first records that would be made and changed. ``findings`` counts
    what the imported items lack, by what it is (:data:`import_gaps.GAPS`); ``questions`` are states to be asked for;
    ``reworked`` holds the ids of requirements that say something else by it.
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
    questions: tuple[StateQuestion, ...] = ()
    left_out: int = 0
    reworked: tuple[str, ...] = ()

    @property
    def refused_text(self) -> str:
        """``refused 1, 2 links or values left out``: rows, and parts of rows that came in for the rest."""
        text = f"refused {len(self.refused) - self.left_out}"
        if not self.left_out:
            return text
        return f"{text}, {counted(self.left_out, 'link or value', 'links or values')} left out"

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
            "questions": [{"column": q.header, "state": q.state, "taken_as": q.group} for q in self.questions],
        }
