"""Who works on a row: several people as assignments, the first of them the owner where no other is named."""

from collections.abc import Sequence

from tpm_tui.exchange.common.change_set import ChangeSet
from tpm_tui.exchange.issue_trackers.common.items_from_rows import IssueImporter
from tpm_tui.exchange.issue_trackers.common.tracker_table import IssueTable


def add_assignments(table: IssueTable, change_set: ChangeSet, items: IssueImporter) -> None:
    """Add what the columns of people say; who is assigned here already stays."""
    by_number = _people_below(table, change_set, items)
    if not ({"assignees", "units", "owner"} & table.places.keys()):
        return
    columns = change_set.plan["assignment"].columns
    have = set(zip(columns["item"], columns["person"], strict=True))
    for id_, line, cells in items.taken:
        if not change_set.will_have("item", id_):
            continue
        try:
            people = _assigned(table, items, by_number, cells, line)
        except ValueError as problem:
            change_set.refused.append((line, f"People: {problem}"))
            continue
        if not people:
            continue
        if not change_set.value("item", id_, "owner"):
            _set_owner(change_set, id_, next(iter(people)), line)
        if len(people) == 1 and set(people.values()) == {100}:
            continue
        for person, units in people.items():
            if (id_, person) not in have:
                have.add((id_, person))
                change_set.add("assignment", {"item": id_, "person": person, "units": min(units, 1000)}, line)


def _assigned(
    table: IssueTable, items: IssueImporter, by_number: dict[str, str], cells: Sequence[str], line: int
) -> dict[str, int]:
    """People of a row with their units in percent, from ``0:100.00;1:50.00`` where that is said, else by name."""
    people: dict[str, int] = {}
    for pair in table.text("units", cells).split(";") if by_number else ():
        number, colon, share = pair.partition(":")
        if colon and number.strip() in by_number:
            people[by_number[number.strip()]] = round(float(share.replace(",", ".")))
    if not people:
        people |= items.owners(cells, line)
    for text in table.texts("assignees", cells) if not people else ():
        for person, units in items.lookup.people.several(text, line).items():
            people.setdefault(person, units)
    return people


def _set_owner(change_set: ChangeSet, id_: str, person: str, line: int) -> None:
    untouched = id_ not in change_set.changes
    change_set.set("item", id_, {"owner": person}, line)
    if untouched:
        change_set.same -= 1


def _people_below(table: IssueTable, change_set: ChangeSet, items: IssueImporter) -> dict[str, str]:
    """The people of GanttProject's second table, made where they are new: their number -> their record."""
    if not table.second:
        return {}
    headers = [cell.strip().lower() for cell in table.second[0][1]]
    if "name" not in headers:
        change_set.ignored.append(("the table below the first", len(table.second) - 1))
        return {}
    by_number: dict[str, str] = {}
    for line, cells in table.second[1:]:
        row = dict(zip(headers, (cell.strip() for cell in cells), strict=False))
        email = row.get("e-mail", "") or row.get("email", "")
        person = items.lookup.people.id(row["name"], line, email)
        if person is None:
            continue
        by_number[row.get("id", "")] = person
        rate = row.get("standard rate", "").replace(",", ".")
        change = change_set.changes.get(person)
        if change is not None and change.new and email:
            change.values.setdefault("email", email)
        if change is not None and change.new and rate.replace(".", "", 1).isdigit() and float(rate):
            change.values["rate"] = float(rate)
    return by_number
