"""What Jira issues have to do with each other: parents, links, comments, releases."""

import json
from collections import Counter
from collections.abc import Sequence

from tpm_tui.domain.rules import cyclic_links, cyclic_parents, done_with_open_checks
from tpm_tui.exchange.common.change_set import ChangeSet
from tpm_tui.exchange.common.validation import refuse_violations, rule_violations
from tpm_tui.exchange.jira.importer import JiraExport
from tpm_tui.exchange.jira.items import IssueImporter
from tpm_tui.exchange.jira.mappings import LINK_TYPES
from tpm_tui.exchange.jira.values import stored_start, wiki_to_markdown


def add_relations(export: JiraExport, change_set: ChangeSet, items: IssueImporter) -> None:
    """Add what rows say of other rows, and refuse what cannot hold, each with its line, not the row it stands in."""
    _parents(export, change_set, items)
    for id_, reason in rule_violations(change_set, cyclic_parents):
        change = change_set.changes[id_]
        del change.values["parent"]
        change_set.refused.append((change.line, reason))
    refuse_violations(change_set, done_with_open_checks)
    while refuse_violations(change_set, cyclic_links):
        pass
    _links(export, change_set, items)
    _comments(export, change_set, items)
    _releases(export, change_set, items)
    refuse_violations(change_set, cyclic_links)
    for id_ in [id_ for id_, c in change_set.changes.items() if not c.values]:
        del change_set.changes[id_]
        change_set.same += 1


def _parents(export: JiraExport, change_set: ChangeSet, items: IssueImporter) -> None:
    """By number or key; the epic where there is no parent. One that is not here leaves the item where it is."""
    absent: list[tuple[int, str]] = []
    for id_, line, cells in items.taken:
        named = export.texts("parent", cells) or export.texts("epic", cells)
        if not named:
            continue
        parent = next((p for n in named if (p := items.by_key.get(n) or items.by_number.get(n))), None)
        if parent is None:
            absent.append((line, named[0]))
        elif id_ in change_set.changes and change_set.changes[id_].new:
            change_set.changes[id_].values["parent"] = parent
        else:
            _set(change_set, id_, "parent", parent, line)
    if absent:
        _note(change_set, absent, "parents are", "parent is", "the item stands at the top")


def _set(change_set: ChangeSet, id_: str, name: str, value: str, line: int) -> None:
    """Change one field of an item that is there already, keeping count of those that stay the same."""
    untouched = id_ not in change_set.changes
    if change_set.plan.value("item", id_, name) == value:
        return
    change_set.set("item", id_, {name: value}, line)
    if untouched:
        change_set.same -= 1


def _note(change_set: ChangeSet, absent: Sequence[tuple[int, str]], many: str, one: str, what: str) -> None:
    line, name = absent[0]
    count = f"{len(absent)} {many}" if len(absent) > 1 else f"1 {one}"
    change_set.notes.append(f"{count} neither in this file nor in the workspace (line {line}: {name[:40]}); {what}")


def _links(export: JiraExport, change_set: ChangeSet, items: IssueImporter) -> None:
    """Links that say an order, once each, whichever of the two ends names them."""
    table = change_set.plan["link"]
    have = {
        (str(a), str(b), str(t))
        for a, b, t in zip(table.columns["predecessor"], table.columns["successor"], table.columns["type"], strict=True)
    }
    columns = [(t.partition(":"), places) for t, places in export.places.items() if ":" in t]
    left: Counter[str] = Counter()
    absent: list[tuple[int, str]] = []
    for id_, line, cells in items.taken:
        for (way, _, name), places in columns:
            for place in places:
                key = cells[place].strip()
                if not key:
                    continue
                if name not in LINK_TYPES:
                    left[name] += 1
                    continue
                other = items.by_key.get(key) or items.by_number.get(key)
                if other is None or not change_set.will_have("item", other) or not change_set.will_have("item", id_):
                    absent.append((line, key))
                    continue
                type_, outward_first = LINK_TYPES[name]
                first, second = (id_, other) if (way == "outward") == outward_first else (other, id_)
                if (first, second, type_) in have:
                    continue
                if first == second:
                    change_set.refused.append((line, f"{key} cannot wait for itself"))
                    continue
                have.add((first, second, type_))
                change_set.add("link", {"predecessor": first, "successor": second, "type": type_}, line)
    if absent:
        _note(change_set, absent, "links lead to issues that are", "link leads to an issue that is", "it was left out")
    for name, count in left.items():
        change_set.notes.append(f"{count} links of the kind {name!r} were not imported: they say no order")


def _comments(export: JiraExport, change_set: ChangeSet, items: IssueImporter) -> None:
    """``date;author;text``, each once."""
    if "comments" not in export.places:
        return
    names = _names(export, items)
    table = change_set.plan["comment"]
    have = set(
        zip(table.columns["item"], table.columns["at"], table.columns["author"], table.columns["text"], strict=True)
    )
    for id_, line, cells in items.taken:
        for said in export.texts("comments", cells):
            if not change_set.will_have("item", id_):
                continue
            when, _, rest = said.partition(";")
            author, mark, text = rest.partition(";")
            at: str | None = None
            try:
                at = stored_start(export.dates.read(when)) if mark else None
            except ValueError:
                author, text = "", said
            if not mark:
                author, text = "", said
            author, text = author.strip(), wiki_to_markdown(text.strip())
            author = names.get(author, author)
            if text and (id_, at, author, text) not in have:
                have.add((id_, at, author, text))
                change_set.add("comment", {"item": id_, "text": text, "author": author, "at": at}, line)


def _names(export: JiraExport, items: IssueImporter) -> dict[str, str]:
    """Account id -> name, as far as the file pairs them; an id that stands beside two names is left as it is."""
    named: dict[str, set[str]] = {}
    for _, _, cells in items.taken:
        for ids, names in (("owner_id", "owner"), ("reporter_id", "reporter")):
            id_, name = export.text(ids, cells), export.text(names, cells)
            if id_ and name:
                named.setdefault(id_, set()).add(name)
    return {id_: next(iter(names)) for id_, names in named.items() if len(names) == 1}


def _releases(export: JiraExport, change_set: ChangeSet, items: IssueImporter) -> None:
    """Each fix version is a release that holds its items."""
    if "versions" not in export.places:
        return
    members: dict[str, list[str]] = {}
    first_line: dict[str, int] = {}
    for id_, line, cells in items.taken:
        for version in export.texts("versions", cells):
            release = items.lookup.releases.id(version, line)
            if change_set.will_have("item", id_):
                members.setdefault(release, []).append(id_)
                first_line.setdefault(release, line)
    for release, added in members.items():
        have: list[str] = json.loads(str(change_set.value("release", release, "items")))
        stored = json.dumps(list(dict.fromkeys([*have, *added])), separators=(",", ":"))
        change_set.set("release", release, {"items": stored}, first_line[release])
