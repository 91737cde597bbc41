"""Columns that a schedule has in common with the one before an edit, and tables by position: most edits change few."""

from collections.abc import MutableSequence
from copy import copy
from typing import Any, Generic, TypeVar

C = TypeVar("C", bound="MutableSequence[Any] | dict[int, Any]")


class CopyOnWrite(Generic[C]):
    """A column that stays the one given until an entry differs; from then on it is a copy."""

    __slots__ = ("_given", "values")

    def __init__(self, column: C) -> None:
        self.values = self._given = column

    def writable(self) -> C:
        """The column, to be changed in place."""
        if self.values is self._given:
            self.values = copy(self._given)
        return self.values

    def put(self, position: int, value: object) -> bool:
        """Set an entry; whether it differs from what was there."""
        if self.values[position] == value:
            return False
        self.writable()[position] = value
        return True
