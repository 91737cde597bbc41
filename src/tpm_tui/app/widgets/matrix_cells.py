"""What a matrix that is edited in place is: its rows and columns, what may be typed into a cell, what that changes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.app.widgets.strips import StyledText
from tpm_tui.store.transaction import Transaction

#: A change of the plan: what the journal calls it, and what it does.
MatrixEdit = tuple[str, Callable[[Transaction], Any]]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row: its heading, what its cells say, and what is to be said below it."""

    label: str
    cells: Sequence[StyledText]
    notes: Sequence[str] = ()


class CellMatrix(Protocol):
    """What a matrix shows, and what may be typed into it. ``advances``: a cell that is filled leads to the next one;
    ``widest_column``: cells that a column takes at most; ``additions``: the question for what a key adds, by key."""

    advances: bool
    widest_column: int
    additions: Mapping[str, str]

    def title(self) -> str:
        """What stands in the border."""

    def hint(self) -> str:
        """The keys, and what may be typed."""

    def columns(self) -> Sequence[str]:
        """The headings of the columns."""

    def rows(self) -> Sequence[MatrixRow]:
        """The rows, in order."""

    def below(self, cells: int) -> Sequence[PageLine]:
        """What follows from the matrix, for a width in cells."""

    def typed(self, row: int, column: int, text: str, char: str) -> tuple[str, bool] | None:
        """The text of a cell with one more character, and whether no more can follow; None if it does not belong."""

    def edit(self, row: int, column: int, text: str) -> MatrixEdit:
        """The change that a text makes, empty for none in the cell. ValidationError if it cannot be taken."""

    def add(self, key: str, text: str) -> MatrixEdit:
        """The change that adds what was typed behind a key of ``additions``."""
