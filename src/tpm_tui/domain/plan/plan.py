"""The Plan: one file's records at one moment, frozen and indexed. Everything that reads, reads this."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from operator import is_
from typing import Any, TypeVar, cast

from tpm_tui.domain.fields import Record
from tpm_tui.domain.kinds import KINDS, PREFIXES, PROGRAMME_ID, Kind, has_source_id
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.kind_table import Table
from tpm_tui.domain.plan.unique_titles import unique_titles
from tpm_tui.domain.values.codec import Stored

R = TypeVar("R", bound=Record)
T = TypeVar("T")

_BY_RECORD: dict[type[Record], str] = {kind.record: kind.name for kind in KINDS.values()}

#: (kind, field) -> the places where a column holds another value than before.
ColumnDifferences = dict[tuple[str, str], list[int]]

#: From so many targets on, lists are read without a look at their texts.
_FEW_TARGETS = 4

#: A longer key of another program, as a UUID, is no name that people use.
_LONGEST_NAMING_KEY = 16

#: With more differences than this, making a thing anew costs less.
_FEW = 500


def _differences(
    reads: tuple[tuple[str, str], ...], before: Sequence[Any], now: Sequence[Any]
) -> ColumnDifferences | None:
    """Where the columns differ; None if records came or went, or too many values differ."""
    differences: ColumnDifferences = {}
    if len(before) != len(now):
        return None
    for n, place in enumerate(reads):
        if before[2 * n] is not now[2 * n]:
            return None
        old, new = before[2 * n + 1], now[2 * n + 1]
        if old is not new:
            differences[place] = [i for i, (a, b) in enumerate(zip(old, new, strict=True)) if a is not b and a != b]
            if len(differences[place]) > _FEW:
                return None
    return differences


class Plan:
    """Tables by kind name, with indexes that are made when first asked for and kept while what they read is unchanged.

    ``sequence`` is the journal's number of the last transaction seen; ``aliases`` maps keys that were given up to ids;
    ``blocked_moments`` ids of items in the state named blocked that carry no mark of it to the local time at which they
    went there, where a journal was read; ``complete`` says whether all records of all kinds are there.
    """

    def __init__(
        self, tables: Mapping[str, Table], sequence: int = 0, aliases: Mapping[str, str] | None = None
    ) -> None:
        self.tables = dict(tables)
        self.sequence = sequence
        self.aliases = dict(aliases or {})
        self.blocked_moments: Mapping[str, str] = {}
        self._memo: dict[str, tuple[list[object], Any]] = {}
        self.complete = all(table.complete for table in self.tables.values())

    @classmethod
    def empty(cls) -> "Plan":
        return cls({name: Table.empty(kind) for name, kind in KINDS.items()})

    def __getitem__(self, kind: str) -> Table:
        return self.tables[kind]

    # -- records

    def has(self, kind: str, id_: str) -> bool:
        return id_ in self.tables[kind].position

    def ids(self, kind: str) -> list[str]:
        """A kind's ids in the order their records were made."""
        return self.tables[kind].ids

    def get(self, kind: type[R], id_: str) -> R:
        """The record with that id. KeyError if there is none."""
        return cast(R, self.tables[_BY_RECORD[kind]].record(id_))

    def all(self, kind: type[R]) -> Iterator[R]:
        """Every record of a kind, in the order they were made."""
        table = self.tables[_BY_RECORD[kind]]
        return (cast(R, table.record(id_)) for id_ in table.ids)

    def value(self, kind: str, id_: str, name: str) -> Stored:
        return self.tables[kind].value(id_, name)

    def kind_of(self, id_: str) -> Kind | None:
        """The kind of the record with that id, None if there is no such record."""
        return next((t.kind for t in self.tables.values() if id_ in t.position), None)

    def find_key(self, key: str) -> tuple[str, str] | None:
        """(kind, id) of a human key, a key given up in a merge, or else the key that one record alone had in the
        program it came from, whatever its case; None if there is none."""
        wanted = key.strip().upper()
        prefix = wanted.rpartition("-")[0]
        for name, kind in KINDS.items():
            if kind.prefix == prefix:
                id_ = self._keys(name).get(wanted) or self.aliases.get(wanted)
                if id_ and id_ in self.tables[name]:
                    return name, id_
        named = self.records_of_source_key(wanted)
        return named[0] if len(named) == 1 else None

    def records_of_source_key(self, key: str) -> list[tuple[str, str]]:
        """(kind, id) of the records that had a key, whatever its case, in the program they came from; several where two
        programs gave it out. A bare number names nothing."""
        wanted = key.strip().upper()
        if not wanted or wanted.isdecimal():
            return []
        return [(kind, id_) for kind in filter(has_source_id, KINDS) for id_ in self._source_keys(kind).get(wanted, ())]

    def has_source_keys(self, kind: str) -> bool:
        """Whether records of a kind came with keys from another program, which are more than bare numbers."""
        return has_source_id(kind) and any(not key.isdecimal() for key in self._source_keys(kind))

    def _source_keys(self, kind: str) -> dict[str, list[str]]:
        def build() -> dict[str, list[str]]:
            table = self.tables[kind]
            named: dict[str, list[str]] = {}
            for id_, source in zip(table.ids, table.columns["source_id"], strict=True):
                if source:
                    named.setdefault(str(source).upper(), []).append(id_)
            return named

        return self.memoised(f"source_keys.{kind}", [(kind, "source_id")], build)

    def _keys(self, kind: str) -> dict[str, str]:
        def build() -> dict[str, str]:
            table = self.tables[kind]
            return cast(dict[str, str], dict(zip(table.columns["key"], table.ids, strict=True)))

        return self.memoised(f"keys.{kind}", [(kind, "key")], build)

    def id_of_key(self, kind: str, key: str) -> str | None:
        """The id of a kind's record with exactly that key, None if there is none."""
        return self._keys(kind).get(key)

    def shown_key(self, kind: str, id_: str) -> str:
        """The key that people know a record by: the one of the program it came from, where that names it alone."""
        return self._known_source_keys(kind).get(id_) or str(self.tables[kind].value(id_, "key"))

    def key_width(self, kind: str) -> int:
        """Characters of the longest key that people know a record of a kind by."""

        def build() -> int:
            known = self._known_source_keys(kind)
            ids, keys = self.tables[kind].ids, self.tables[kind].columns["key"]
            return max((len(known.get(id_) or str(key)) for id_, key in zip(ids, keys, strict=True)), default=0)

        reads = ("key", "source_id") if has_source_id(kind) else ("key",)
        return self.memoised(f"key_width.{kind}", [(kind, name) for name in reads], build)

    def _known_source_keys(self, kind: str) -> dict[str, str]:
        """Id -> key in another program, of those that name one record and are no key of ours."""
        if not has_source_id(kind):
            return {}

        def build() -> dict[str, str]:
            named = self._source_keys(kind)
            return {
                ids[0]: str(self.tables[kind].value(ids[0], "source_id"))
                for key, ids in named.items()
                if len(ids) == 1
                and not key.isdecimal()
                and len(key) <= _LONGEST_NAMING_KEY
                and (key.rpartition("-")[0] not in PREFIXES or self.find_key(key) == (kind, ids[0]))
            }

        return self.memoised(f"known_source_keys.{kind}", [(kind, "source_id"), (kind, "key")], build)

    def label(self, kind: str, id_: str) -> str:
        """The short way to name a record: people by first name where that is enough, workstreams and the like by
        name, the rest by the key that people know."""
        table = self.tables[kind]
        if id_ not in table.position:
            return "?"
        if kind == "person":
            return self._first_names[id_]
        return (self.unique_titles(kind)[id_] if table.kind.title == "name" else "") or self.shown_key(kind, id_)

    @property
    def _first_names(self) -> dict[str, str]:
        """Person id -> first name, of an address what stands before the @; where two share it, their unique titles."""

        def build() -> dict[str, str]:
            table = self.tables["person"]
            names = [str(n) for n in table.columns["name"]]
            first = [n.split()[0].partition("@")[0] or n if n.split() else n for n in names]
            count, whole = Counter(first), self.unique_titles("person")
            return {i: f if count[f] == 1 else whole[i] for i, f in zip(table.ids, first, strict=True)}

        return self.memoised("first_names", [("person", "name"), ("person", "key")], build)

    def unique_titles(self, kind: str) -> Mapping[str, str]:
        """Id -> title of all records of a kind, with the key before it where several share one."""
        table = self.tables[kind]
        reads = [(kind, table.kind.title), (kind, "key")]
        return self.memoised(f"unique_titles.{kind}", reads, lambda: unique_titles(table))

    def title(self, kind: str, id_: str) -> str:
        """What a record is called."""
        table = self.tables[kind]
        return str(table.value(id_, table.kind.title) or "") if id_ in table.position else "?"

    def programme(self, name: str) -> Stored:
        """One field of the programme's own record; None in a file that has none yet."""
        table = self.tables["programme"]
        return table.value(PROGRAMME_ID, name) if PROGRAMME_ID in table.position else None

    # -- change

    def applied(self, edits: Iterable[Edit], sequence: int | None = None) -> "Plan":
        """The plan after these edits. KeyError if one changes a record that is not there."""
        updates: dict[str, dict[str, dict[str, Stored]]] = {}
        added: dict[str, dict[str, dict[str, Stored]]] = {}
        removed: dict[str, set[str]] = {}
        for e in edits:
            fresh = added.setdefault(e.kind, {})
            if e.after is None:
                if fresh.pop(e.id, None) is None:
                    removed.setdefault(e.kind, set()).add(e.id)
                updates.get(e.kind, {}).pop(e.id, None)
            elif e.before is None:
                fresh[e.id] = dict(e.after)
            elif e.id in fresh:
                fresh[e.id].update(e.after)
            else:
                updates.setdefault(e.kind, {}).setdefault(e.id, {}).update(e.after)
        tables = dict(self.tables)
        for name in {*updates, *added, *removed}:
            tables[name] = tables[name].changed(
                updates.get(name, {}), list(added.get(name, {}).values()), removed.get(name, set())
            )
        plan = Plan(tables, self.sequence if sequence is None else sequence, self.aliases)
        plan.blocked_moments = self.blocked_moments
        plan._memo = dict(self._memo)
        return plan

    # -- indexes

    def memoised(
        self,
        name: str,
        reads: Collection[tuple[str, str]],
        build: Callable[[], T],
        update: Callable[[T, ColumnDifferences], T | None] | None = None,
    ) -> T:
        """What ``build`` makes, kept as long as the (kind, field) columns it reads are the same lists.

        Where a few values of the same records differ, ``update`` may make it of what was kept and of their places;
        it answers None where it cannot.
        """
        now: list[object] = []
        for kind, column in reads:
            now += self.tables[kind].ids, self.tables[kind].columns[column]
        kept = self._memo.get(name)  # asked some hundred times a picture: `all` of a generator takes twice as long
        if kept is not None and len(kept[0]) == len(now) and all(map(is_, kept[0], now)):
            return cast(T, kept[1])
        made: T | None = None
        if kept is not None and update is not None:
            differences = _differences(tuple(reads), kept[0], now)
            made = None if differences is None else update(kept[1], differences)
        if made is None:
            made = build()
        self._memo[name] = (now, made)
        return made

    @property
    def children(self) -> dict[str | None, list[str]]:
        """Item ids below each item (None: at the top), in rank order."""

        def build() -> dict[str | None, list[str]]:
            table = self.tables["item"]
            ids, ranks = table.ids, table.columns["rank"]
            below: defaultdict[Stored, list[int]] = defaultdict(list)
            for place, parent in enumerate(table.columns["parent"]):
                below[parent].append(place)
            groups: dict[str | None, list[str]] = {}
            for parent, places in below.items():
                if len(places) > 1:
                    places.sort(key=ids.__getitem__)
                    places.sort(key=cast(list[str], ranks).__getitem__)
                groups[cast(str | None, parent)] = [ids[place] for place in places]
            return groups

        return self.memoised("children", [("item", "parent"), ("item", "rank")], build)

    def ids_by_reference(self, kind: str, field: str) -> dict[str, list[str]]:
        """Ids of a kind's records by the one record that ``field`` points at."""

        def build() -> dict[str, list[str]]:
            table = self.tables[kind]
            groups: dict[str, list[str]] = {}
            for id_, target in zip(table.ids, table.columns[field], strict=True):
                if target is not None:
                    groups.setdefault(str(target), []).append(id_)
            return groups

        return self.memoised(f"grouped.{kind}.{field}", [(kind, field)], build)

    def ids_by_reference_list(self, kind: str, field: str) -> dict[str, list[str]]:
        """Ids of a kind's records by each record that the list ``field`` points at."""

        def build() -> dict[str, list[str]]:
            table = self.tables[kind]
            groups: dict[str, list[str]] = {}
            for id_, stored in zip(table.ids, table.columns[field], strict=True):
                for target in json.loads(str(stored)) if stored and stored != "[]" else ():
                    groups.setdefault(target, []).append(id_)
            return groups

        return self.memoised(f"grouped_many.{kind}.{field}", [(kind, field)], build)

    def ancestors(self, item: str) -> list[str]:
        """The items above an item, nearest first."""
        table, ancestors, seen = self.tables["item"], [], {item}
        parent = table.value(item, "parent")
        while parent is not None and parent in table.position and parent not in seen:
            ancestors.append(str(parent))
            seen.add(str(parent))
            parent = table.value(str(parent), "parent")
        return ancestors

    def descendants(self, item: str) -> list[str]:
        """The items below an item, at any depth, each after its parent."""
        below, descendants, stack = self.children, [], [item]
        while stack:
            for child in below.get(stack.pop(), ()):
                descendants.append(child)
                stack.append(child)
        return descendants

    @property
    def state_groups(self) -> dict[str, str]:
        """Workflow state name -> todo, active or done."""

        def build() -> dict[str, str]:
            columns = self.tables["state"].columns
            return {str(n): str(g) for n, g in zip(columns["name"], columns["group"], strict=True)}

        return self.memoised("state_groups", [("state", "name"), ("state", "group")], build)

    @property
    def states(self) -> list[str]:
        """The workflow's state names in order."""

        def build() -> list[str]:
            columns = self.tables["state"].columns
            pairs = zip(columns["order"], columns["name"], strict=True)
            return [str(name) for _, name in sorted(pairs, key=lambda p: (p[0] or 0, str(p[1])))]

        return self.memoised("states", [("state", "name"), ("state", "order")], build)

    def references_to(self, targets: Mapping[str, Collection[str]]) -> Iterator[tuple[str, str, str]]:
        """(kind, id, field) of every record that points at one of the targets, given as ids by kind.

        One look at each column, however many targets there are.
        """
        for name, table in self.tables.items():
            for c in table.kind.columns:
                wanted = set(targets.get(c.ref, ())) if c.ref else None
                if not wanted or c.name not in table.columns:
                    continue
                values = table.columns[c.name]
                if c.many:
                    # Most lists hold none of a few targets, which their texts say before they are read.
                    texts = (
                        [json.dumps(id_, ensure_ascii=False) for id_ in wanted] if len(wanted) < _FEW_TARGETS else [""]
                    )
                    places = [
                        i
                        for i, v in enumerate(cast(list[str], values))
                        if v and v != "[]" and any(t in v for t in texts) and not wanted.isdisjoint(json.loads(v))
                    ]
                else:
                    places = [i for i, v in enumerate(values) if v in wanted]
                yield from ((name, table.ids[i], c.name) for i in places)

    def references_to_record(self, id_: str) -> list[tuple[str, str, str]]:
        """(kind, id, field) of every record that points at this one; none if it is not there."""
        kind = self.kind_of(id_)
        return list(self.references_to({kind.name: {id_}})) if kind else []
