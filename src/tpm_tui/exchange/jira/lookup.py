"""People, workstreams, sprints, releases and states by the names a Jira export calls them, made where they are new."""

import json
import re

from tpm_tui.domain.values.codec import Stored
from tpm_tui.exchange.common.change_set import ChangeSet, StoredValues
from tpm_tui.exchange.jira.mappings import CANCELLED_RESOLUTIONS, ISSUE_STATUSES, STATUS_CATEGORIES

#: How old servers write a sprint: the printed form of an object.
_OBJECT = re.compile(r"[\w.]+Sprint@\w+\[(.*)\]", re.S)
_PART = re.compile(r"(?:^|,)(name|goal|startDate|endDate)=(.*?)(?=,\w+=|$)", re.S)


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

    def id(self, name: str, line: int, **more: Stored) -> str:
        id_ = self._ids.get(name.lower())
        if id_ is None:
            values: StoredValues = {self._field: name, **{k: v for k, v in more.items() if v is not None}}
            id_ = self._ids[name.lower()] = self._change_set.add(self._kind, values, line)
        return id_


class JiraLookup:
    """Finds or makes what items point at."""

    def __init__(self, change_set: ChangeSet) -> None:
        self._change_set = change_set
        self.people = NameIndex(change_set, "person", "name", "email")
        self.workstreams = NameIndex(change_set, "workstream", "name")
        self.releases = NameIndex(change_set, "release", "version")
        self._sprints = NameIndex(change_set, "sprint", "name")
        self._known_sprints: dict[str, str] = {}
        states = change_set.plan["state"]
        self._states = {str(n).lower(): str(n) for n in states.columns["name"]}
        self.groups = dict(change_set.plan.state_groups)
        self._orders = {
            str(g): max(
                int(o or 0) for o, h in zip(states.columns["order"], states.columns["group"], strict=True) if h == g
            )
            for g in states.columns["group"]
        }
        self._statuses: dict[tuple[str, str, str, bool], str] = {}
        self.first_state = next((s for s in change_set.plan.states if self.groups[s] == "todo"), "")
        if "backlog" in self.groups:
            self.first_state = "backlog"

    def sprint(self, text: str, line: int) -> str:
        id_ = self._known_sprints.get(text)
        if id_ is None:
            whole = _OBJECT.fullmatch(text)
            parts = dict(_PART.findall(whole[1])) if whole else {}
            name = parts.get("name", "").strip() or " ".join(text.split())
            start, end = _day(parts.get("startDate", "")), _day(parts.get("endDate", ""))
            id_ = self._sprints.id(name, line, start=start, end=end)
            self._known_sprints[text] = id_
        return id_

    def status(self, text: str, category: str, resolution: str, finished: bool, line: int) -> str:
        """The workflow state meant; a state that is unknown is added to the group its category names."""
        place = (text, category, resolution, finished)
        status = self._statuses.get(place)
        if status is None:
            status = self._statuses[place] = self._status(text, category, resolution, finished, line)
        return status

    def _status(self, text: str, category: str, resolution: str, finished: bool, line: int) -> str:
        name = " ".join(text.split())
        word = name.lower()
        status = (
            self._states.get(word)
            or self._states.get(ISSUE_STATUSES.get(word, ""))
            or (self.first_state if not word else "")
        )
        if not status:
            group = STATUS_CATEGORIES.get(category.strip().lower(), "done" if finished else "todo")
            order = self._orders[group] = self._orders.get(group, 0)
            self._change_set.add("state", {"name": name, "group": group, "order": order}, line)
            self._states[word], self.groups[name] = name, group
            self._change_set.notes.append(f"new state in the workflow: {name} ({group})")
            status = name
        if (
            resolution.strip().lower() in CANCELLED_RESOLUTIONS
            and self.groups[status] == "done"
            and "dropped" in self.groups
        ):
            return "dropped"
        return status

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

    _reporter_missing: bool | None = None


def _day(text: str) -> str | None:
    return text[:10] if re.match(r"\d{4}-\d{2}-\d{2}", text) else None
