"""Rows as items: each row's own values, decided before what it points at among other rows."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.record_rules import descending_problem
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.values import rank
from tpm_tui.domain.values.codec import Stored
from tpm_tui.exchange.common.change_set import ChangeSet, StoredValues
from tpm_tui.exchange.common.notations.foreign_dates import stored_finish
from tpm_tui.exchange.common.notations.foreign_words import ISSUE_PRIORITIES, ISSUE_TYPES, NO, YES
from tpm_tui.exchange.issue_trackers.common.fields.dates_and_progress import ProgressImporter
from tpm_tui.exchange.issue_trackers.common.fields.simple_fields import FieldReader
from tpm_tui.exchange.issue_trackers.common.foreign_names import issue_name, name_parts, path_end, without_addresses
from tpm_tui.exchange.issue_trackers.common.jira_and_other_statuses_to_workflow_states import StatusIndex
from tpm_tui.exchange.issue_trackers.common.known_tracker_exports import TABLE, Dialect
from tpm_tui.exchange.issue_trackers.common.people_sprints_and_releases_by_name import IssueLookup
from tpm_tui.exchange.issue_trackers.common.tracker_table import IssueTable
from tpm_tui.exchange.issue_trackers.jira.markup import wiki_to_markdown

_COLOUR = re.compile(r" \((?:green|yellow|orange|red|purple|blue|sky|lime|pink|black)(?:_\w+)?\)(?=,|$)")
_NUMBERED_PRIORITIES = {"1": "highest", "2": "high", "3": "medium", "4": "low", "5": "lowest"}


class IssueImporter:
    """Takes rows one by one into a change set.

    An empty cell changes nothing: what was filled in here since the last import stays. Tags and releases are added to,
    never taken away. ``taken`` is (item id, line, cells) of every row that was not refused; ``by_key`` and
    ``by_number`` find an item by what the other program calls it.
    """

    def __init__(self, table: IssueTable, change_set: ChangeSet) -> None:
        self._table = table
        self._change_set = change_set
        self.lookup = IssueLookup(change_set, typed=table.dialect is TABLE)
        self.statuses = StatusIndex(change_set, table.header_of("status"))
        self._fields = FieldReader(table, change_set)
        self._progress = ProgressImporter(table, change_set, self.statuses)
        self.taken: list[tuple[str, int, Sequence[str]]] = []
        self.by_number: dict[str, str] = {}
        items = change_set.plan["item"]
        pairs = zip(items.columns["source_id"], items.ids, strict=True)
        self.by_key: dict[str, str] = {str(source): id_ for source, id_ in pairs if source}
        self._own_keys = {str(k): i for k, i in zip(items.columns["key"], items.ids, strict=True)}
        self._lines: dict[str, int] = {}
        self._nameless: list[int] = []
        self._titled: list[int] = []
        self._numbered = table.dialect.planned and not {"key", "id"} & table.places.keys()
        self._new: list[StoredValues] = []
        self._unknown: dict[str, Counter[str]] = {"type": Counter(), "priority": Counter()}
        for line, cells in table.rows:
            if "status" in table.places:
                finished = table.text("finish", cells).lower() not in ("", *NO)
                self.statuses.observe(table.text("status", cells), table.text("category", cells), finished, line)
            if "owner_email" in table.places:
                self.lookup.people.observe(table.text("owner", cells), table.text("owner_email", cells))

    def take(self, line: int, cells: Sequence[str]) -> None:
        """One row: a new item, a changed one, or a refusal with its reason."""
        number, key = self._names(cells)
        if key and key in self._lines:
            self._change_set.refused.append((line, f"{key} stands in line {self._lines[key]} already"))
            return
        if key:
            known = self.by_key.get(key) or self._own_keys.get(key.upper())
        else:
            known = self._known_titles.get(self._title(cells))
        try:
            values = self._values(line, cells, known)
        except ValueError as problem:
            self._change_set.refused.append((line, " ".join(str(problem).split())))
            return
        if key:
            self._lines[key] = line
            if key.upper() not in self._own_keys:
                values["source_id"] = key
        elif self._title_counts[self._title(cells)] == 1:
            self._titled.append(line)
        else:
            self._nameless.append(line)
        if known is None:
            id_ = self._change_set.add("item", values, line)
            self._new.append(values)
        else:
            id_ = known
            if not self._change_set.set("item", id_, values, line):
                self._change_set.same += 1
        if key:
            self.by_key[key] = id_
        if number:
            self.by_number[number] = id_
        elif self._numbered:
            self.by_number[str(self._numbers[line])] = id_
        self.taken.append((id_, line, cells))

    def _names(self, cells: Sequence[str]) -> tuple[str, str]:
        """The number and the key of a row; empty where it has none."""
        number = self._table.text("id", cells)
        return number, issue_name(self._table.text("key", cells)) or number

    def _title(self, cells: Sequence[str]) -> str:
        return " ".join(self._table.text("title", cells).split())

    @cached_property
    def _title_counts(self) -> Counter[str]:
        """How many rows without a key have a title."""
        return Counter(self._title(cells) for _, cells in self._table.rows if not self._names(cells)[1])

    @cached_property
    def _known_titles(self) -> dict[str, str]:
        """What stands for a key where rows have none: a title that one of them and one item here has, which came
        without a key itself."""
        items = self._change_set.plan["item"]
        columns = (items.columns["title"], items.columns["source_id"], items.ids)
        here = [(str(title), id_) for title, source, id_ in zip(*columns, strict=True) if not source]
        counts = Counter(title for title, _ in here)
        return {title: id_ for title, id_ in here if counts[title] == 1 == self._title_counts[title]}

    @cached_property
    def _numbers(self) -> dict[int, int]:
        """The number of each row, by its line: what a planner's predecessors mean where no column says it."""
        return {line: number for number, (line, _) in enumerate(self._table.rows, 1)}

    @cached_property
    def _alone(self) -> frozenset[str]:
        """Owners that stand alone in a cell, in lower case."""
        owners = (self._table.text("owner", cells) for _, cells in self._table.rows)
        return frozenset(name.lower() for name in owners if name and "," not in name)

    def owners(self, cells: Sequence[str], line: int) -> dict[str, int]:
        """Several owners of a row with their units in percent; empty where it has one or none."""
        text = self._table.text("owner", cells)
        people = self.lookup.people
        return people.several(text, line) if ("," in text or ";" in text) and people.is_list(text, self._alone) else {}

    def finish(self) -> None:
        """Order what is new after what is there, as in the file, and note what was approximated."""
        ranks = [str(r) for r in self._change_set.plan["item"].columns["rank"] if r]
        for values, key in zip(self._new, rank.order_keys_after(len(self._new), max(ranks, default="")), strict=True):
            values["rank"] = key
        self._progress.finish()
        called = "issue key" if self._table.dialect.wiki else "key"
        if self._titled:
            count = counted(len(self._titled), "row has", "rows have")
            are = "it is known again by its title" if len(self._titled) == 1 else "they are known again by their titles"
            self._change_set.notes.append(f"{count} no {called} (line {self._titled[0]}): {are}")
        if self._nameless:
            count = counted(len(self._nameless), "row has", "rows have")
            them = "it" if len(self._nameless) == 1 else "them"
            note = f"{count} neither {called} nor title of their own (line {self._nameless[0]}): every import makes"
            self._change_set.notes.append(f"{note} {them} anew")
        for what, fallback in (("type", "task"), ("priority", "medium")):
            for word, n in self._unknown[what].items():
                self._change_set.assume(f"{what} {word!r} of {counted(n, 'row')} became {fallback}")

    def _values(self, line: int, cells: Sequence[str], known: str | None) -> StoredValues:
        """The stored values a row gives an item. ValueError with the reason if one cannot be read."""
        table, lookup = self._table, self.lookup
        text = table.text
        title = self._title(cells)
        if not title:
            raise ValueError(f"{'Summary' if table.dialect.wiki else 'Title'} is empty")
        values: StoredValues = {"title": title}
        if text("milestone", cells).lower() in YES:
            values["type"] = "milestone"
        elif word := text("type", cells):
            values["type"] = self._word("type", word, ISSUE_TYPES, "task")
        if word := text("priority", cells):
            values["priority"] = self._word("priority", word, ISSUE_PRIORITIES, "medium")
        notes = "\n\n".join(table.texts("notes", cells)) if "notes" in table.places else ""
        if notes:
            values["notes"] = wiki_to_markdown(notes) if table.dialect.wiki else notes
        if points := text("points", cells):
            values["points"] = _points(points)
        self._progress.add(values, line, cells, known)
        self._fields.add(values, cells, known, line)
        problem = descending_problem("item", lambda name: values.get(name, self._current(known, name)))
        if problem is not None:
            raise ValueError(problem[1])
        owner, email = text("owner", cells), text("owner_email", cells)
        if several := self.owners(cells, line):
            values["owner"] = next(iter(several))
        elif (owner or email) and (person := lookup.people.id(owner, line, email)):
            values["owner"] = person
        components = [without_addresses(text) for text in table.texts("components", cells)]
        if table.dialect.paths:
            components = [path_end(text) or text for text in components]
        if components:
            values["workstream"] = lookup.workstreams.id(" ".join(components[0].split()), line)
        labels = table.texts("labels", cells)
        if labels or len(components) > 1:
            tags = [tag for label in labels for tag in _tags(label, table.dialect)]
            values["tags"] = self._with_tags([*tags, *("-".join(c.split()) for c in components[1:])], known)
        self._add_sprint(values, line, cells)
        if reporter := text("reporter", cells) if table.dialect.wiki else "":
            values["custom"] = lookup.reporter(str(self._current(known, "custom") or "{}"), reporter, line)
        return values

    def _word(self, target: str, text: str, words: dict[str, str], fallback: str) -> str:
        """One of the choices of a field, by a word for it; what a person said goes before, the fallback is noted."""
        choices = [str(c) for c in KINDS["item"].column(target).field.choices]
        word = text.lower()
        meaning = self._table.meaning(target, text) or word
        if meaning.lower() in choices:
            return meaning.lower()
        known = words.get(meaning.lower())
        if target == "priority" and not known and word.split(" ")[0].isdigit():
            number = int(word.split(" ")[0])
            known = _NUMBERED_PRIORITIES.get(word[0]) if number <= 5 else _planner_priority(number)
        if not known:
            self._unknown[target][word] += 1
        return known or fallback

    def _current(self, known: str | None, name: str) -> Stored:
        return None if known is None else self._change_set.plan.value("item", known, name)

    def _with_tags(self, tags: list[str], known: str | None) -> str:
        have: list[str] = json.loads(str(self._current(known, "tags") or "[]"))
        return json.dumps(list(dict.fromkeys([*have, *tags])), ensure_ascii=False, separators=(",", ":"))

    def _add_sprint(self, values: StoredValues, line: int, cells: Sequence[str]) -> None:
        table = self._table
        sprints = table.texts("sprint", cells)
        if table.dialect.paths:
            sprints = [end for text in sprints if (end := path_end(text))]
        elif table.header_of("sprint").lower() == "sprints":
            sprints = [name for text in sprints for name in name_parts(text)]
        if not sprints:
            return
        days = []
        for target in ("sprint_start", "sprint_end"):
            said = table.text(target, cells)
            days.append(stored_finish(table.dates.read(said))[:10] if said else None)
        values["sprint"] = self.lookup.sprint(sprints[-1], line, days[0], days[1])


def _planner_priority(number: int) -> str:
    """Priority of MS Project, 0 to 1000, as ours: 500 is medium."""
    limits = ((199, "lowest"), (499, "low"), (500, "medium"), (799, "high"))
    return next((ours for most, ours in limits if number <= most), "highest")


def _tags(text: str, dialect: Dialect) -> list[str]:
    """Tags of a cell: one in Jira, where each stands in a column of its own; else apart at commas and semicolons, in a
    handwritten table without those at blanks. A tag of several words gets hyphens; Trello's colours are left out."""
    bare = _COLOUR.sub("", text.strip("[] ") if text.startswith("[") else text)
    parts = [text] if dialect.wiki else bare.replace(";", ",").split(",")
    if dialect is TABLE and len(parts) == 1:
        parts = bare.split()
    return [tag for part in parts if (tag := "-".join(part.split()))]


def _points(text: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise ValueError(f"{text[:40]!r} is no number of story points") from None
    if not 0 <= value < 1e9:
        raise ValueError(f"{text[:40]!r} is no number of story points")
    return value
