"""Where the links of an item stand in the list of links, when that list is changed in its midst.

A link taken out, or put in, moves all links behind it. Rather than renew what every item holds, links then keep numbers
that never change, and one table says where in the list each number stands.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import TypeAlias

from tpm_tui.domain.time.work_calendar import VECTOR_THRESHOLD
from tpm_tui.planning.model.network import NetworkLink

Indices = tuple[int, ...]
"""places in the list of links, ascending; without any it costs no memory"""


class LinkIndex:
    """Indices of links by position, as a list of them would give; read-only."""

    __slots__ = ("index_of", "numbers")

    def __init__(self, numbers: list[Indices], index_of: array[int]) -> None:
        self.numbers = numbers
        """numbers of links by position, in the order of their indices"""
        self.index_of = index_of
        """the index of each number; that of a link that is gone means nothing"""

    def __getitem__(self, position: int) -> Indices:
        numbers = self.numbers[position]
        return tuple(map(self.index_of.__getitem__, numbers)) if numbers else ()


LinkLists: TypeAlias = "list[Indices] | LinkIndex"
"""The indices of the links on one side of each item, by position."""


def updated_link_index(
    columns: Sequence[LinkLists], count: int, first: int, gone: Sequence[NetworkLink], come: Sequence[NetworkLink]
) -> list[LinkLists]:
    """The links out of each item and those into it, once some links of a list of `count` have made way for others.

    `columns` are both as they were, `gone` the links that stood from `first` on, `come` those that stand there now.
    """
    behind, shift = first + len(gone), len(come) - len(gone)
    index_of = was = columns[0].index_of if isinstance(columns[0], LinkIndex) else None
    if shift and behind < count:
        index_of = _moved(was, count, behind, shift)
    fresh = range(first, first + len(come))
    if index_of is not None:
        index_of = index_of + array("q", fresh)
        fresh = range(len(index_of) - len(come), len(index_of))
    before, after = _index(was), _index(index_of)
    updated: list[LinkLists] = []
    for side, column in enumerate(columns):
        numbers = list(column.numbers if isinstance(column, LinkIndex) else column)
        for position in {link[side] for link in gone}:
            numbers[position] = tuple([number for number in numbers[position] if not first <= before(number) < behind])
        for number, link in zip(fresh, come, strict=True):
            numbers[link[side]] = tuple(sorted([*numbers[link[side]], number], key=after))
        updated.append(numbers if index_of is None else LinkIndex(numbers, index_of))
    return updated


def _index(index_of: array[int] | None) -> Callable[[int], int]:
    """Number of a link -> its index; without a table they are the same."""
    return int if index_of is None else index_of.__getitem__


def _moved(index_of: array[int] | None, count: int, behind: int, shift: int) -> array[int]:
    """The table with the links from one index on moved."""
    if count < VECTOR_THRESHOLD:
        return array("q", [at + shift if at >= behind else at for at in index_of or range(count)])
    import numpy as np

    from tpm_tui.planning.model.graph.arrays import as_array, as_column

    places = np.arange(count, dtype=np.int64) if index_of is None else as_array(index_of)
    return as_column(places + shift * (places >= behind))
