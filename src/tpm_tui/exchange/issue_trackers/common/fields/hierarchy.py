"""Parents of rows: by key, number, title, outline number or outline level."""

from collections.abc import Sequence

from tpm_tui.exchange.common.change_set import ChangeSet
from tpm_tui.exchange.issue_trackers.common.foreign_names import issue_name, without_addresses
from tpm_tui.exchange.issue_trackers.common.items_from_rows import IssueImporter
from tpm_tui.exchange.issue_trackers.common.tracker_table import IssueTable

#: What a planner works out for a summary from what lies below it, so that it is not the summary's own.
_ROLLED_UP = ("estimate", "constraint", "constraint_date", "progress", "actual_start", "actual_finish", "remaining")


def title_index(change_set: ChangeSet, items: IssueImporter) -> dict[str, str]:
    """Items by title in lower case, of the file first; a title that several have finds none."""
    taken = {id_ for id_, _, _ in items.taken}
    table = change_set.plan["item"]
    here = [(str(t), i) for t, i in zip(table.columns["title"], table.ids, strict=True) if i not in taken]
    index: dict[str, str] = {}
    for titles in ([(str(change_set.value("item", i, "title")), i) for i in taken], here):
        counted: dict[str, list[str]] = {}
        for title, id_ in titles:
            counted.setdefault(title.lower(), []).append(id_)
        for title, ids in counted.items():
            if len(ids) == 1:
                index.setdefault(title, ids[0])
    return index


def add_parents(table: IssueTable, change_set: ChangeSet, items: IssueImporter) -> None:
    """The epic where there is no parent; by the outline where neither is named. One that is not here leaves the item
    where it is."""
    absent: list[tuple[int, str]] = []
    outline = _by_outline(table, items) if "outline" in table.places else _by_level(table, items)
    titles = title_index(change_set, items) if "parent" in table.places and not table.dialect.wiki else {}
    for id_, line, cells in items.taken:
        named = [
            issue_name(without_addresses(text)) for text in table.texts("parent", cells) or table.texts("epic", cells)
        ]
        if not named and id_ not in outline:
            continue
        parent = next((p for n in named if (p := items.by_key.get(n) or items.by_number.get(n))), None)
        parent = parent or next((p for n in named if (p := titles.get(n.lower()))), None) or outline.get(id_)
        if parent is None:
            absent.append((line, named[0]))
        elif id_ in change_set.changes and change_set.changes[id_].new:
            change_set.changes[id_].values["parent"] = parent
        else:
            _set_parent(change_set, id_, parent, line)
    if absent:
        note_absent(change_set, absent, "parents are", "parent is", "the item stands at the top")


def _by_outline(table: IssueTable, items: IssueImporter) -> dict[str, str]:
    """1.2 lies in 1, wherever in the file that is."""
    numbers = {table.text("outline", cells).rstrip("."): id_ for id_, _, cells in items.taken}
    parents = {}
    for id_, _, cells in items.taken:
        above = table.text("outline", cells).rstrip(".").rpartition(".")[0]
        if above in numbers:
            parents[id_] = numbers[above]
    return parents


def _by_level(table: IssueTable, items: IssueImporter) -> dict[str, str]:
    """A row of a deeper level lies in the last row above it of a lower one."""
    parents: dict[str, str] = {}
    above: list[tuple[int, str]] = []
    titles = table.places["title"] if table.dialect.titles_by_level else ()
    for id_, _, cells in items.taken if "level" in table.places or len(titles) > 1 else ():
        text = table.text("level", cells)
        level = int(text) if text.isdigit() else next((n for n, p in enumerate(titles) if cells[p].strip()), 1)
        while above and above[-1][0] >= level:
            above.pop()
        if above:
            parents[id_] = above[-1][1]
        above.append((level, id_))
    return parents


def _set_parent(change_set: ChangeSet, id_: str, parent: str, line: int) -> None:
    """Move an item that is there already, keeping count of those that stay the same."""
    untouched = id_ not in change_set.changes
    if change_set.plan.value("item", id_, "parent") == parent:
        return
    change_set.set("item", id_, {"parent": parent}, line)
    if untouched:
        change_set.same -= 1


def summarise(change_set: ChangeSet, items: IssueImporter) -> None:
    """Take off what a planner worked out for the rows that hold others; they are epics."""
    taken: Sequence[str] = [id_ for id_, _, _ in items.taken]
    summaries = {str(change_set.value("item", id_, "parent")) for id_ in taken if change_set.will_have("item", id_)} - {
        "None"
    }
    for id_ in summaries & change_set.changes.keys():
        change = change_set.changes[id_]
        for name in _ROLLED_UP:
            change.values.pop(name, None)
        if change.new and change.values.get("type") in (None, "task", "milestone"):
            change.values["type"] = "epic"
        if not change.new:
            change.values.pop("type", None)


def note_absent(
    change_set: ChangeSet, absent: Sequence[tuple[int, str]], many: str, one: str, consequence: str
) -> None:
    """Note what rows point at that is nowhere, with the first of them."""
    line, name = absent[0]
    count = f"{len(absent)} {many}" if len(absent) > 1 else f"1 {one}"
    change_set.notes.append(
        f"{count} neither in this file nor in the workspace (line {line}: {name[:40]}); {consequence}"
    )
