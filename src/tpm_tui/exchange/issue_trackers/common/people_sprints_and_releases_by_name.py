"""People, workstreams, sprints and releases by the names an export calls them, made where they are new."""

import json
import re
from collections.abc import Set

from tpm_tui.domain.text import field_values
from tpm_tui.domain.text.field_values import NewReference
from tpm_tui.domain.values.codec import Stored
from tpm_tui.exchange.common.change_set import ChangeSet, StoredValues
from tpm_tui.exchange.common.notations.foreign_words import NOBODY
from tpm_tui.exchange.issue_trackers.common.foreign_names import name_parts

#: How old servers write a sprint: the printed form of an object.
_OBJECT = re.compile(r"[\w.]+Sprint@\w+\[(.*)\]", re.S)
_PART = re.compile(r"(?:^|,)(name|goal|startDate|endDate)=(.*?)(?=,\w+=|$)", re.S)

_WITH_EMAIL = re.compile(r"\s*(.*?)\s*[<(]([^<>()\s]+@[^<>()\s]+)[>)]\s*")
_WITH_UNITS = re.compile(r"\s*(.*?)\s*\[\s*(\d{1,4})(?:[.,]\d+)?\s*%?\s*\]\s*")


class NameIndex:
    """Records of one kind by name, whatever its case; one that is missing is made, once."""

    def __init__(self, change_set: ChangeSet, kind: str, field: str, *others: str) -> None:
        self._change_set = change_set
        self._kind = kind
        self._field = field
        self._ids: dict[str, str] = {}
        table = change_set.plan[kind]
        for name in (*others, field):
            for id_, text in zip(table.ids, table.columns[name], strict=True):
                if text:
                    self._ids[str(text).lower()] = id_

    def find(self, name: str) -> str | None:
        """The record of that name, None if there is none yet."""
        return self._ids.get(name.lower())

    def id(self, name: str, line: int, **more: Stored) -> str:
        """The record of that name, made with the other values where it is new."""
        id_ = self._ids.get(name.lower())
        if id_ is None:
            values: StoredValues = {self._field: name, **{k: v for k, v in more.items() if v is not None}}
            id_ = self._ids[name.lower()] = self._change_set.add(self._kind, values, line)
        return id_


class PeopleIndex:
    """People by name, email or both; ``typed``: a part of a name that only one person has means them too."""

    def __init__(self, change_set: ChangeSet, typed: bool) -> None:
        self._change_set = change_set
        self._typed = typed
        self._index = NameIndex(change_set, "person", "name", "email")
        self._known: dict[tuple[str, str], str | None] = {}
        self._names: dict[str, str] = {}

    def observe(self, name: str, email: str) -> None:
        """Take a row into account that names a person with an email, which other rows may give alone."""
        if name and email:
            self._names.setdefault(email.lower(), name)

    def id(self, text: str, line: int, email: str = "") -> str | None:
        """The person meant by a cell; None for nobody. ValueError if a word of a handwritten table means several."""
        known = (text, email)
        if known not in self._known:
            self._known[known] = self._find(text, line, email)
        return self._known[known]

    def _find(self, text: str, line: int, email: str) -> str | None:
        if match := _WITH_EMAIL.fullmatch(text):
            text, email = match[1] or match[2], match[2]
        name = " ".join((text or self._names.get(email.lower(), email)).split())
        if not name or name.lower() in NOBODY or field_values.means_nobody(name):
            return None
        if "@" in name and not email:
            email = name
        person = self._index.find(name) or (self._index.find(email) if email else None)
        if person is None and self._typed and email != name:
            answer = field_values.resolve_or_new("person", name, self._change_set.plan)
            person = None if isinstance(answer, NewReference) else answer
        if person is None and (title := field_values.in_other_register("person", name, self._change_set.plan)):
            note = f"{title} is among the stakeholders, not the people: its items have no owner"
            if note not in self._change_set.notes:
                self._change_set.notes.append(note)
            return None
        return person or self._index.id(name, line, email=email or None)

    def is_list(self, text: str, alone: Set[str]) -> bool:
        """Whether a cell names several people: apart at semicolons, or at commas where each part is a name by itself.

        That is what has two words, stands ``alone`` in another row (in lower case), or is here: *Lim, Ana* is one.
        """
        parts = name_parts(text)
        if len(parts) < 2 or ";" in text or "|" in text or "\n" in text:
            return len(parts) > 1
        return all(" " in part or part.lower() in alone or self._index.find(part) for part in parts)

    def several(self, text: str, line: int) -> dict[str, int]:
        """The people of a list, with the units of each in percent; ``Ana[50%], Bo``, ``Ana;Bo`` or ``[Ana,Bo]``."""
        bare = text.strip()
        if bare.startswith("[") and bare.endswith("]"):
            bare = bare[1:-1]
        people: dict[str, int] = {}
        for part in name_parts(bare):
            match = _WITH_UNITS.fullmatch(part)
            person = self.id(match[1] if match else part, line)
            if person is not None:
                people[person] = int(match[2]) if match else 100
        return people


class IssueLookup:
    """Finds or makes what items point at."""

    def __init__(self, change_set: ChangeSet, typed: bool) -> None:
        self._change_set = change_set
        self.people = PeopleIndex(change_set, typed)
        self.workstreams = NameIndex(change_set, "workstream", "name")
        self.releases = NameIndex(change_set, "release", "version")
        self._sprints = NameIndex(change_set, "sprint", "name")
        self._known_sprints: dict[str, str] = {}
        self._reporter_missing: bool | None = None

    def sprint(self, text: str, line: int, start: str | None, end: str | None) -> str:
        """The sprint meant by a cell; one that is new gets the days given, or those of a printed object."""
        id_ = self._known_sprints.get(text)
        if id_ is None:
            whole = _OBJECT.fullmatch(text)
            parts = dict(_PART.findall(whole[1])) if whole else {}
            name = parts.get("name", "").strip() or " ".join(text.split())
            start, end = _day(parts.get("startDate", "")) or start, _day(parts.get("endDate", "")) or end
            id_ = self._sprints.id(name, line, start=start, end=end)
            self._known_sprints[text] = id_
        return id_

    def reporter(self, custom: str, name: str, line: int) -> str:
        """An item's custom fields with the reporter among them."""
        if self._reporter_missing is None:
            self._reporter_missing = "reporter" not in self._change_set.plan["custom_field"].columns["name"]
            if self._reporter_missing:
                self._change_set.add("custom_field", {"name": "reporter", "type": "text"}, line)
        if custom in ("", "{}"):
            return json.dumps({"reporter": name}, ensure_ascii=False, separators=(",", ":"))
        return json.dumps(
            {**json.loads(custom), "reporter": name}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )


def _day(text: str) -> str | None:
    return text[:10] if re.match(r"\d{4}-\d{2}-\d{2}", text) else None
