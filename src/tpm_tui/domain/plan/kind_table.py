"""The records of one kind, column by column, never changed once made."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import compress
from typing import Any, Protocol, TypeVar

from tpm_tui.domain.fields import Column, Record
from tpm_tui.domain.kinds import Kind
from tpm_tui.domain.values.codec import Stored, dump_value, load_value

Row = Mapping[str, Stored]
T = TypeVar("T")

#: Taking so many values out of a list one by one costs less than building it anew.
_FEW = 20


_DEFAULT_ROWS: dict[type[Record], Row] = {}


def default_row(kind: Kind) -> Row:
    """The stored value of each field of a record nobody has filled in."""
    if kind.record not in _DEFAULT_ROWS:
        _DEFAULT_ROWS[kind.record] = {c.name: dump_value(c, c.default) for c in kind.columns}
    return _DEFAULT_ROWS[kind.record]


class Table:
    """Columns of stored values by field name, all as long as ``ids``; ``position`` finds an id's place.

    A change makes a new Table that shares every column it did not touch, so ``old.columns[x] is new.columns[x]`` says
    in no time that a column is the same. While a large file is opening, a table may hold only the records of the first
    picture; ``complete`` says whether all are there, ``total`` how many the file has.
    """

    __slots__ = ("columns", "complete", "ids", "kind", "position", "total")

    def __init__(
        self,
        kind: Kind,
        ids: list[str],
        columns: dict[str, list[Stored]],
        position: dict[str, int] | None = None,
        complete: bool = True,
        total: int | None = None,
    ) -> None:
        self.total = len(ids) if total is None else total
        self.kind = kind
        self.ids = ids
        self.columns = columns
        self.position = dict(zip(ids, range(len(ids)), strict=True)) if position is None else position
        self.complete = complete

    @classmethod
    def empty(cls, kind: Kind, complete: bool = True) -> "Table":
        return cls(kind, [], {c.name: [] for c in kind.columns}, complete=complete)

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, id_: object) -> bool:
        return id_ in self.position

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def value(self, id_: str, name: str) -> Stored:
        """One stored value. KeyError if the record or the field is not there."""
        return self.columns[name][self.position[id_]]

    def get(self, id_: str, column: Column) -> Any:
        """One value as Python. KeyError if the record or the field is not there."""
        return load_value(column, self.columns[column.name][self.position[id_]])

    def extends(self, earlier: "Table", names: Iterable[str] | None = None) -> bool:
        """Whether the records of an earlier table come first here, with the same values in some columns (None: in
        all): what was changed since only added records."""
        count = len(earlier)
        return self is earlier or (
            self.ids[:count] == earlier.ids
            and all(
                self.columns[name][:count] == earlier.columns[name]
                for name in (earlier.columns if names is None else names)
            )
        )

    def row(self, id_: str) -> dict[str, Stored]:
        """All stored values of a record."""
        place = self.position[id_]
        return {name: values[place] for name, values in self.columns.items()}

    def record(self, id_: str) -> Record:
        """The record as an instance of its kind. KeyError if it is not there."""
        place = self.position[id_]
        return self.kind.record(**{c.name: load_value(c, self.columns[c.name][place]) for c in self.kind.columns})

    def changed(self, updates: Mapping[str, Row], added: Sequence[Row] = (), removed: Collection[str] = ()) -> "Table":
        """A table with fields of ``updates`` replaced, rows added at the end, and records removed.

        Fields that the kind does not have, as another version of the program may, are passed over. KeyError if a
        record of ``updates`` is not there.
        """
        ids, position, columns = self.ids, self.position, dict(self.columns)
        if updates:
            names = {name for row in updates.values() for name in row} & columns.keys()
            for name in names:
                columns[name] = columns[name].copy()
            for id_, row in updates.items():
                place = position[id_]
                for name, value in row.items():
                    if name in names:
                        columns[name][place] = value
        places = [position[id_] for id_ in removed if id_ in position]
        if places:
            less = _without(places, len(ids))
            ids = less(ids)
            columns = {name: less(values) for name, values in columns.items()}
            position = dict(zip(ids, range(len(ids)), strict=True))
        if added:
            position = position.copy() if position is self.position else position
            for offset, row in enumerate(added):
                position[str(row["id"])] = len(ids) + offset
            ids = ids + [str(row["id"]) for row in added]
            columns = {name: values + [row[name] for row in added] for name, values in columns.items()}
        return Table(self.kind, ids, columns, position, self.complete)


class _Less(Protocol):
    def __call__(self, values: list[T]) -> list[T]: ...


def _without(places: Sequence[int], length: int) -> _Less:
    """What copies a list of that length without the values at some places."""
    if len(places) > _FEW:
        gone = set(places)
        keep = [i not in gone for i in range(length)]
        return lambda values: list(compress(values, keep))
    backwards = sorted(places, reverse=True)

    def less(values: list[T]) -> list[T]:
        values = values.copy()
        for place in backwards:
            del values[place]
        return values

    return less
