"""Jira issues as items: each row's own values, decided before what it points at among other rows."""

import json
from collections import Counter
from collections.abc import Sequence

from tpm_tui.domain.values import rank
from tpm_tui.domain.values.codec import Stored
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.exchange.common.change_set import ChangeSet, StoredValues
from tpm_tui.exchange.jira import values as jira_values
from tpm_tui.exchange.jira.importer import JiraExport
from tpm_tui.exchange.jira.lookup import JiraLookup
from tpm_tui.exchange.jira.mappings import ISSUE_PRIORITIES, ISSUE_TYPES


class IssueImporter:
    """Takes rows one by one into a change set.

    An empty cell changes nothing: what was filled in here since the last import stays. Tags and releases are added to,
    never taken away. ``taken`` is (item id, line, cells) of every row that was not refused; ``by_key`` and
    ``by_number`` find an item by what Jira calls it.
    """

    def __init__(self, export: JiraExport, change_set: ChangeSet) -> None:
        self._export = export
        self._change_set = change_set
        self.lookup = JiraLookup(change_set)
        self.taken: list[tuple[str, int, Sequence[str]]] = []
        self.by_number: dict[str, str] = {}
        items = change_set.plan["item"]
        pairs = zip(items.columns["source_id"], items.ids, strict=True)
        self.by_key: dict[str, str] = {str(source): id_ for source, id_ in pairs if source}
        self._lines: dict[str, int] = {}
        self._nameless: list[int] = []
        self._new: list[StoredValues] = []
        self._minutes: dict[str, int] = {}
        self._odd_types: Counter[str] = Counter()
        self._odd_priorities: Counter[str] = Counter()

    def take(self, line: int, cells: Sequence[str]) -> None:
        """One row: a new item, a changed one, or a refusal with its reason."""
        text = self._export.text
        number = text("id", cells)
        key = text("key", cells) or number
        if key and key in self._lines:
            self._change_set.refused.append((line, f"{key} stands in line {self._lines[key]} already"))
            return
        known = self.by_key.get(key) if key else None
        try:
            values = self._values(line, cells, known)
        except ValueError as problem:
            self._change_set.refused.append((line, str(problem)))
            return
        if key:
            self._lines[key] = line
            values["source_id"] = key
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
        self.taken.append((id_, line, cells))

    def finish(self) -> None:
        """Order what is new after what is there, as in the file, and note what was approximated."""
        ranks = [str(r) for r in self._change_set.plan["item"].columns["rank"] if r]
        for values, key in zip(self._new, rank.order_keys_after(len(self._new), max(ranks, default="")), strict=True):
            values["rank"] = key
        if self._nameless:
            count = f"{len(self._nameless)} rows have" if len(self._nameless) > 1 else "1 row has"
            self._change_set.notes.append(
                f"{count} no issue key (line {self._nameless[0]}): every import makes them anew"
            )
        for what, counts, fallback in (
            ("type", self._odd_types, "task"),
            ("priority", self._odd_priorities, "medium"),
        ):
            self._change_set.notes += [f"{what} {word!r} of {n} rows became {fallback}" for word, n in counts.items()]

    def _values(self, line: int, cells: Sequence[str], known: str | None) -> StoredValues:
        """The stored values a row gives an item. ValueError with the reason if one cannot be read."""
        text, lookup = self._export.text, self.lookup
        title = " ".join(text("title", cells).split())
        if not title:
            raise ValueError("Summary is empty")
        values: StoredValues = {"title": title}
        word = text("type", cells).lower()
        if word:
            values["type"] = ISSUE_TYPES.get(word, "task")
            if word not in ISSUE_TYPES:
                self._odd_types[word] += 1
        word = text("priority", cells).lower()
        if word:
            values["priority"] = ISSUE_PRIORITIES.get(word, "medium")
            if word not in ISSUE_PRIORITIES:
                self._odd_priorities[word] += 1
        notes = text("notes", cells)
        if notes:
            values["notes"] = jira_values.wiki_to_markdown(notes)
        points = text("points", cells)
        if points:
            values["points"] = _number(points)
        self._add_dates(values, line, cells, known)
        self._add_estimate(values, cells, known)
        owner = text("owner", cells)
        if owner and owner.lower() not in ("unassigned", "nobody"):
            values["owner"] = lookup.people.id(owner, line)
        components = self._export.texts("components", cells)
        if components:
            values["workstream"] = lookup.workstreams.id(components[0], line)
        tags = ["-".join(t.split()) for t in (*self._export.texts("labels", cells), *components[1:])]
        if tags:
            values["tags"] = self._tags(tags, known)
        sprints = self._export.texts("sprint", cells)
        if sprints:
            values["sprint"] = lookup.sprint(sprints[-1], line)
        reporter = text("reporter", cells)
        if reporter:
            values["custom"] = lookup.reporter(str(self._current(known, "custom") or "{}"), reporter, line)
        return values

    def _current(self, known: str | None, name: str) -> Stored:
        return None if known is None else self._change_set.plan.value("item", known, name)

    def _tags(self, tags: list[str], known: str | None) -> str:
        have: list[str] = json.loads(str(self._current(known, "tags") or "[]"))
        return json.dumps(list(dict.fromkeys([*have, *tags])), ensure_ascii=False, separators=(",", ":"))

    def _add_dates(self, values: StoredValues, line: int, cells: Sequence[str], known: str | None) -> None:
        """Status, and the dates that mean different things in different states."""
        text, dates = self._export.text, self._export.dates
        start, due, finish = (text(name, cells) for name in ("start", "due", "finish"))
        named = text("status", cells)
        before = self._current(known, "status")
        group = self.lookup.groups.get(str(before), "todo")
        if named or known is None:
            status = self.lookup.status(named, text("category", cells), text("resolution", cells), bool(finish), line)
            values["status"] = status
            group = self.lookup.groups[status]
        if due:
            values["deadline"] = jira_values.stored_finish(dates.read(due))
        finished = dates.read(finish) if finish and group == "done" else None
        if finished is not None:
            values["actual_finish"] = jira_values.stored_finish(finished)
        if start:
            began = dates.read(start)
            if group == "todo":
                if self._current(known, "constraint") in (None, "ASAP", "SNET"):
                    values["constraint"] = "SNET"
                    values["constraint_date"] = jira_values.stored_start(began)
            elif finished is None or began <= finished:
                values["actual_start"] = jira_values.stored_start(began)
        if group == "done" and values.get("status") != "dropped":
            values["progress"] = 100
        elif group != "done" and self._current(known, "actual_finish") is not None:
            values["actual_finish"] = None
            values["progress"] = 0

    def _add_estimate(self, values: StoredValues, cells: Sequence[str], known: str | None) -> None:
        """Estimate, what remains and progress; a range that was entered here around the same likely value stays."""
        text = self._export.text
        estimate, remaining, spent = (text(name, cells) for name in ("estimate", "remaining", "spent"))
        if estimate:
            likely = self._in_minutes(estimate)
            current = self._current(known, "estimate")
            if current is None or ThreePoint.load(str(current)).likely != likely:
                values["estimate"] = f"[{likely},{likely},{likely}]"
        group = self.lookup.groups.get(str(values.get("status") or self._current(known, "status")), "todo")
        if remaining and group != "todo":
            values["remaining"] = self._in_minutes(remaining)
        if group == "active" and remaining and spent:
            done, left = self._in_minutes(spent), self._in_minutes(remaining)
            if done + left:
                values["progress"] = round(100 * done / (done + left))

    def _in_minutes(self, text: str) -> int:
        minutes = self._minutes.get(text)
        if minutes is None:
            minutes = self._minutes[text] = jira_values.jira_minutes(text, self._change_set.context)
        return minutes


def _number(text: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise ValueError(f"{text[:40]!r} is no number of story points") from None
    if not 0 <= value < 1e9:
        raise ValueError(f"{text[:40]!r} is no number of story points")
    return value
