"""What rows have to do with each other: parents, links, comments, releases, assignments."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from tpm_tui.domain.record_rules import cyclic_links, cyclic_parents, done_with_open_checks
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.exchange.common.change_set import ChangeSet, StoredValues
from tpm_tui.exchange.common.notations.foreign_dates import stored_start
from tpm_tui.exchange.common.validation import refuse_violations, rule_violations
from tpm_tui.exchange.issue_trackers.common.fields.assignments import add_assignments
from tpm_tui.exchange.issue_trackers.common.fields.hierarchy import add_parents, note_absent, summarise, title_index
from tpm_tui.exchange.issue_trackers.common.fields.predecessors import (
    Relation,
    read_predecessor,
    read_relations,
    split_relations,
)
from tpm_tui.exchange.issue_trackers.common.foreign_names import issue_name, without_addresses
from tpm_tui.exchange.issue_trackers.common.headers import LINK_NAMES
from tpm_tui.exchange.issue_trackers.common.items_from_rows import IssueImporter
from tpm_tui.exchange.issue_trackers.common.tracker_table import IssueTable
from tpm_tui.exchange.issue_trackers.jira.markup import wiki_to_markdown


def add_relations(table: IssueTable, change_set: ChangeSet, items: IssueImporter) -> None:
    """Add what rows say of other rows, and refuse what cannot hold, each with its line, not the row it stands in."""
    add_parents(table, change_set, items)
    for id_, reason in rule_violations(change_set, cyclic_parents):
        change = change_set.changes[id_]
        del change.values["parent"]
        change_set.leave_out(change.line, "Parent", reason.removeprefix("Parent: "))
    if table.dialect.planned:
        summarise(change_set, items)
    refuse_violations(change_set, done_with_open_checks)
    while refuse_violations(change_set, cyclic_links):
        pass
    _LinkImporter(table, change_set, items).add()
    add_assignments(table, change_set, items)
    _comments(table, change_set, items)
    _releases(table, change_set, items)
    refuse_violations(change_set, cyclic_links)
    for id_ in [id_ for id_, c in change_set.changes.items() if not c.values]:
        del change_set.changes[id_]
        change_set.same += 1


class _LinkImporter:
    """Links that say an order, once each, whichever of the two ends names them."""

    def __init__(self, table: IssueTable, change_set: ChangeSet, items: IssueImporter) -> None:
        self._table = table
        self._change_set = change_set
        self._items = items
        self._titles = title_index(change_set, items)
        links = change_set.plan["link"]
        columns = (links.columns["predecessor"], links.columns["successor"], links.columns["type"])
        self._have = {(str(a), str(b), str(t)) for a, b, t in zip(*columns, strict=True)}
        self._named = [
            (t.partition(":"), p) for t, p in table.places.items() if t.partition(":")[0] in ("inward", "outward")
        ]
        self._left: Counter[str] = Counter()
        self._absent: list[tuple[int, str]] = []

    def add(self) -> None:
        for id_, line, cells in self._items.taken:
            try:
                relations = [*self._of_columns(cells), *self._of_cells(cells)]
            except ValueError as problem:
                self._change_set.leave_out(line, "Predecessors", str(problem))
                continue
            for relation in relations:
                self._link(id_, relation, line)
        if self._absent:
            many, one = "links lead to issues that are", "link leads to an issue that is"
            note_absent(self._change_set, self._absent, many, one, "it was left out")
        for name, count in self._left.items():
            self._change_set.notes.append(
                f"{counted(count, 'link')} of the kind {name!r} not imported, for want of an order"
                if name
                else f"{count} relations were not imported: they say no order"
            )

    def _of_columns(self, cells: Sequence[str]) -> Iterator[Relation]:
        """Relations of columns that hold one kind of link each."""
        for (way, _, name), places in self._named:
            for place in places:
                key = cells[place].strip()
                if not key:
                    continue
                if name not in LINK_NAMES:
                    self._left[name] += 1
                    continue
                type_, outward_first = LINK_NAMES[name]
                yield Relation(key, (way == "outward") != outward_first, type_)

    def _of_cells(self, cells: Sequence[str]) -> Iterator[Relation]:
        """Relations of cells that hold several, with their types and lags."""
        context = self._change_set.context
        for target, before in (("predecessors", True), ("successors", False)):
            for text in self._table.texts(target, cells):
                if self._find(text) is not None:
                    yield Relation(text, before)
                    continue
                for part in map(issue_name, split_relations(without_addresses(text))):
                    if self._find(part) is not None:  # a key that looks like a notation, as a UUID may
                        yield Relation(part, before)
                    else:
                        yield read_predecessor(part, context)._replace(before=before)
        for text in self._table.texts("relations", cells):
            relations, unordered = read_relations(text, context)
            self._left[""] += unordered
            yield from relations

    def _find(self, name: str) -> str | None:
        items = self._items
        return items.by_number.get(name) or items.by_key.get(name) or self._titles.get(name.lower())

    def _link(self, id_: str, relation: Relation, line: int) -> None:
        change_set = self._change_set
        other = self._find(relation.name)
        if other is None or not change_set.will_have("item", other) or not change_set.will_have("item", id_):
            self._absent.append((line, relation.name))
            return
        first, second = (other, id_) if relation.before else (id_, other)
        if (first, second, relation.type) in self._have:
            return
        if first == second:
            change_set.leave_out(line, "Link", f"{relation.name} cannot wait for itself")
            return
        self._have.add((first, second, relation.type))
        values: StoredValues = {"predecessor": first, "successor": second, "type": relation.type}
        if relation.lag:
            values |= {"lag": relation.lag, "lag_unit": relation.unit}
        change_set.add("link", values, line)


def _comments(table: IssueTable, change_set: ChangeSet, items: IssueImporter) -> None:
    """``date;author;text``, each once."""
    if "comments" not in table.places:
        return
    names = _names(table, items)
    comments = change_set.plan["comment"].columns
    have = set(zip(comments["item"], comments["at"], comments["author"], comments["text"], strict=True))
    for id_, line, cells in items.taken:
        for said in table.texts("comments", cells):
            if not change_set.will_have("item", id_):
                continue
            when, _, rest = said.partition(";")
            author, mark, text = rest.partition(";")
            at: str | None = None
            try:
                at = stored_start(table.dates.read(when)) if mark else None
            except ValueError:
                author, text = "", said
            if not mark:
                author, text = "", said
            author, text = author.strip(), wiki_to_markdown(text.strip()) if table.dialect.wiki else text.strip()
            author = names.get(author, author)
            if text and (id_, at, author, text) not in have:
                have.add((id_, at, author, text))
                change_set.add("comment", {"item": id_, "text": text, "author": author, "at": at}, line)


def _names(table: IssueTable, items: IssueImporter) -> dict[str, str]:
    """Account id -> name, as far as the file pairs them; an id that stands beside two names is left as it is."""
    named: dict[str, set[str]] = {}
    for _, _, cells in items.taken:
        for ids, names in (("owner_id", "owner"), ("reporter_id", "reporter")):
            id_, name = table.text(ids, cells), table.text(names, cells)
            if id_ and name:
                named.setdefault(id_, set()).add(name)
    return {id_: next(iter(names)) for id_, names in named.items() if len(names) == 1}


def _releases(table: IssueTable, change_set: ChangeSet, items: IssueImporter) -> None:
    """Each fix version is a release that holds its items."""
    if "versions" not in table.places:
        return
    members: dict[str, list[str]] = {}
    first_line: dict[str, int] = {}
    for id_, line, cells in items.taken:
        for version in table.texts("versions", cells):
            release = items.lookup.releases.id(version, line)
            if change_set.will_have("item", id_):
                members.setdefault(release, []).append(id_)
                first_line.setdefault(release, line)
    for release, added in members.items():
        have: list[str] = json.loads(str(change_set.value("release", release, "items")))
        stored = json.dumps(list(dict.fromkeys([*have, *added])), separators=(",", ":"))
        change_set.set("release", release, {"items": stored}, first_line[release])
