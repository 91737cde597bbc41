"""A Plan that reads each column when it is first looked at: what a command that looks at little needs."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS, Kind
from tpm_tui.domain.plan.kind_table import Table
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.query.sheet_of_records import FOLLOWED_COLUMN
from tpm_tui.domain.values.codec import Stored, dump_value
from tpm_tui.store.journal.blocked_moments import blocked_moments
from tpm_tui.store.store import Store
from tpm_tui.store.tables import record_rows

if TYPE_CHECKING:
    from _collections_abc import dict_items, dict_keys, dict_values

V = TypeVar("V")

#: Fields that are mostly wanted together: one walk over the rows reads a group of them.
COLUMN_GROUPS = {
    "item": (
        (
            *("id", "key", "type", "parent", "rank", "status", "blocked_since", "estimate", "progress", "deadline"),
            *("created", "actual_start", "actual_finish"),
        ),
        ("tags", "skills", "points", "custom"),
    ),
    "link": (("id", "predecessor", "successor", "type"),),
}


class _LazyDict(dict[str, V], Generic[V]):
    """A dict with known names whose values are read at the first look; whoever walks over it gets all of them."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._names = names

    def _read(self, name: str) -> None:
        raise NotImplementedError

    def __missing__(self, name: str) -> V:
        if name not in self._names:
            raise KeyError(name)
        self._read(name)
        return super().__getitem__(name)

    def _whole(self) -> None:
        for name in self._names:
            self[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __len__(self) -> int:
        return len(self._names)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def get(self, name: str, default: Any = None) -> Any:
        return self[name] if name in self._names else default

    def keys(self) -> "dict_keys[str, V]":
        self._whole()
        return super().keys()

    def items(self) -> "dict_items[str, V]":
        self._whole()
        return super().items()

    def values(self) -> "dict_values[str, V]":
        self._whole()
        return super().values()


class _LazyColumns(_LazyDict[list[Stored]]):
    """A table's columns, each read when it is looked at."""

    def __init__(self, connection: sqlite3.Connection, kind: Kind) -> None:
        super().__init__([c.name for c in kind.columns])
        self._connection = connection
        self._kind = kind
        self._have = {row[1] for row in connection.execute(f'PRAGMA table_info("{kind.name}")')}
        self._read(self._names[0])

    def _read(self, name: str) -> None:
        group = next((g for g in COLUMN_GROUPS.get(self._kind.name, ()) if name in g), (name,))
        names = tuple(n for n in group if n in self._have)
        if name not in names:
            column = self._kind.column(name)
            self[name] = [dump_value(column, column.default)] * (len(self["id"]) if self._have else 0)
            return
        selected = ", ".join(f'"{n}"' for n in names)
        selected_rows = self._connection.execute(
            f'SELECT {selected} FROM "{self._kind.name}" ORDER BY rowid'
        ).fetchall()
        for n, values in zip(
            names, zip(*selected_rows, strict=True) if selected_rows else [()] * len(names), strict=True
        ):
            self[n] = cast(list[Stored], list(values))


class _LazyTables(_LazyDict[Table]):
    """Tables by kind, each read when it is looked at."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        super().__init__(list(KINDS))
        self.path = path
        self._connection = connection

    def _read(self, name: str) -> None:
        columns = _LazyColumns(self._connection, KINDS[name])
        self[name] = Table(KINDS[name], cast(list[str], columns["id"]), columns)


class _LazyMoments(Mapping[str, str]):
    """What `blocked_moments` answers, read when it is looked at."""

    def __init__(self, connection: sqlite3.Connection, plan: Plan) -> None:
        self._connection = connection
        self._plan = plan

    @cached_property
    def _moments(self) -> dict[str, str]:
        return blocked_moments(self._connection, self._plan["item"])

    def __getitem__(self, item: str) -> str:
        return self._moments[item]

    def __iter__(self) -> Iterator[str]:
        return iter(self._moments)

    def __len__(self) -> int:
        return len(self._moments)


@contextmanager
def lazy_plan(store: Store) -> Iterator[Plan]:
    """The file's Plan, read column by column as it is looked at, all in one consistent view of the file.

    The file can be read but not written by anyone while the block lasts, so leave it before waiting for a reader of
    output. StoreError if the file cannot be read.
    """
    with store._errors(), store._reading():
        plan = record_rows.read_plan(store._connection, ())
        plan.tables, plan.complete = _LazyTables(store._connection, store.path.resolve()), True
        plan.blocked_moments = _LazyMoments(store._connection, plan)
        yield plan


def has_native_json(column: Column) -> bool:
    """Whether SQLite writes the JSON of a column as this program does, and as fast: texts, whole numbers, flags."""
    return column.type in (str, int, bool, date, datetime) and column.field.format != "object"


def native_json_columns(kind: str) -> list[Column]:
    """The key, then the other :func:`has_native_json` columns of a kind as declared, but for what is read otherwise
    than it is kept."""
    native = (c for c in KINDS[kind].columns if has_native_json(c) and (kind, c.name) != FOLLOWED_COLUMN)
    return sorted(native, key=lambda c: c.name != "key")


class JsonObjects:
    """The JSON objects of a table's records in its order, as SQLite wrote them: the fields ``names`` of each."""

    def __init__(self, names: Sequence[str], text: str) -> None:
        self.names = names
        self._text = text
        self._ends = [-1]
        end = text.find("\n")
        while end >= 0:
            self._ends.append(end)
            end = text.find("\n", end + 1)
        if text:
            self._ends.append(len(text))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def members_at(self, places: Iterable[int]) -> list[str]:
        """The objects at these places without their braces."""
        text, ends = self._text, self._ends
        return [text[ends[place] + 2 : ends[place + 1] - 1] for place in places]


def start_json_query(plan: Plan, kind: str) -> Callable[[], JsonObjects | None]:
    """Have SQLite write the JSON of a table: its :func:`native_json_columns`.

    It begins at once, in a thread and on a connection of its own, while Python goes on; the function returned waits for
    it. That gives None where the file or SQLite cannot do it. The plan must be one of :func:`lazy_plan`, whose view
    keeps writers out, so that both see the same; wait inside it.
    """
    tables = plan.tables
    assert isinstance(tables, _LazyTables)
    path = tables.path
    columns = native_json_columns(kind)
    pairs = ", ".join(f"'{c.name}', {_json_of(kind, c)}" for c in columns)
    # One row for all, as a thread that waits for the interpreter row by row would stand still.
    query = (
        "SELECT group_concat(object, char(10)) FROM"
        f' (SELECT json_object({pairs}) AS object FROM "{kind}" ORDER BY rowid)'
    )
    results: list[JsonObjects] = []

    def write() -> None:
        with suppress(sqlite3.Error), closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            results.append(JsonObjects([c.name for c in columns], connection.execute(query).fetchone()[0] or ""))

    writer = Thread(target=write, daemon=True)
    writer.start()

    def wait() -> JsonObjects | None:
        writer.join()
        return results[0] if results and len(results[0]) == len(plan[kind]) else None

    return wait


def _json_of(kind: str, column: Column) -> str:
    # With its table's name: alone, SQLite takes a column that an earlier file does not have for a text.
    name = f'"{kind}"."{column.name}"'
    return f"json(iif({name}, 'true', iif({name} = 0, 'false', NULL)))" if column.type is bool else name
