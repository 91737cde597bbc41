"""What a matrix that is edited in place is: its rows and columns, what may be typed into a cell, what that changes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from msgspec import Struct

from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.app.widgets.strip_builder import StyledText
from tpm_tui.commands.command import deletion_problem
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.transaction import Transaction

#: A change of the plan: what the journal calls it, and what it does.
MatrixEdit = tuple[str, Callable[[Transaction], Any]]


#: A record that a row or a column is of: (kind, id).
RecordPlace = tuple[str, str]


class MatrixColumn(Struct, frozen=True):
    """A column: what it is of, and its heading."""

    of: RecordPlace
    label: str


class MatrixRow(Struct, frozen=True):
    """A row: what it is of, its heading, and what is to be said below it."""

    of: RecordPlace
    label: str
    notes: Sequence[str] = ()


class CellMatrix(Protocol):
    """What a matrix shows of the newest plan, and what may be typed into it; a cell is that of a row's and a column's
    record, whatever has come or gone beside it. ``advances``: a cell that is filled leads to the next one;
    ``widest_column``: cells that a column takes at most; ``additions``: the question for what a key adds, by key."""

    advances: bool
    widest_column: int
    additions: Mapping[str, str]

    def exists(self) -> bool:
        """Whether what the matrix is of is still there; where it is not, nothing else may be asked."""

    def title(self) -> str:
        """What stands in the border."""

    def hint(self) -> str:
        """The keys, and what may be typed."""

    def columns(self) -> Sequence[MatrixColumn]:
        """The columns, in order."""

    def rows(self) -> Sequence[MatrixRow]:
        """The rows, in order."""

    def cell(self, row: RecordPlace, column: RecordPlace) -> StyledText:
        """What stands in a cell of these rows and columns."""

    def below(self, cells: int) -> Sequence[PageLine]:
        """What follows from the matrix, for a width in cells."""

    def typed(self, column: RecordPlace, text: str, char: str) -> tuple[str, bool] | None:
        """The text of a cell with one more character, and whether no more can follow; None if it does not belong."""

    def edit(self, row: RecordPlace, column: RecordPlace, text: str) -> MatrixEdit:
        """The change that a text makes, empty for none in the cell. ValidationError if it cannot be taken, or what
        the row or the column is of has been deleted."""

    def add(self, key: str, text: str) -> MatrixEdit:
        """The change that adds what was typed behind a key of ``additions``."""


def check_exists(plan: Plan, *places: RecordPlace) -> None:
    """ValidationError, naming the first by its kind, where one of these records has been deleted."""
    for kind, id_ in places:
        if reason := deletion_problem(plan, kind, [id_]):
            raise ValidationError(reason)
