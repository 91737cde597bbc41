"""What a rule may ask of the records it is held against."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from tpm_tui.domain.values.codec import Stored


class RecordView(Protocol):
    """The records as a change leaves them: a Plan, or the change set of an import over one. Values are stored ones."""

    @property
    def state_groups(self) -> Mapping[str, str]:
        """Workflow state name -> todo, active or done."""

    @property
    def states(self) -> Sequence[str]:
        """The workflow's state names in order."""

    def has(self, kind: str, id_: str) -> bool: ...

    def ids(self, kind: str) -> Collection[str]: ...

    def value(self, kind: str, id_: str, name: str) -> Stored:
        """One stored value. KeyError if the record is not there."""

    def label(self, kind: str, id_: str) -> str:
        """The short way to name a record."""

    def title(self, kind: str, id_: str) -> str:
        """What a record is called."""

    def ids_by_reference(self, kind: str, field: str) -> Mapping[str, Sequence[str]]:
        """Ids of a kind's records by the one record that ``field`` points at."""

    def references_to(self, targets: Mapping[str, Collection[str]]) -> Iterable[tuple[str, str, str]]:
        """(kind, id, field) of every record that points at one of the targets, given as ids by kind."""
