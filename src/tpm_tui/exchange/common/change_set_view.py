"""A change set as the records it leads to: what the domain's rules are held against."""

from collections.abc import Collection, Iterable, Mapping

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.kind_table import default_row
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.values.codec import Stored
from tpm_tui.exchange.common.change_set import ChangeSet

#: What a person calls a record: by the file's own name for it, its key, or its title.
_NAMES = {"item": ("source_id", "key", "title")}


class ChangeSetView:
    """The records of the plan with the changes of a change set, as they are when the view is made; a new one is needed
    where changes have been taken out."""

    def __init__(self, change_set: ChangeSet) -> None:
        self._change_set = change_set
        self._added: dict[str, list[str]] = {}
        for change in change_set.changes.values():
            if change.new:
                self._added.setdefault(change.kind, []).append(change.id)
        self._references: dict[tuple[str, str], dict[str, list[str]]] = {}
        states = self.ids("state")
        self.state_groups = {str(self.value("state", i, "name")): str(self.value("state", i, "group")) for i in states}
        order = {str(self.value("state", i, "name")): self.value("state", i, "order") for i in states}
        self.states = sorted(self.state_groups, key=lambda name: (order[name] or 0, name))

    def edits(self) -> list[Edit]:
        """The change set's changes in the order of the file, with the values that it gives."""
        plan, edits = self._change_set.plan, []
        for change in sorted(self._change_set.changes.values(), key=lambda c: c.line):
            before = None
            if not change.new:
                before = {name: plan.value(change.kind, change.id, name) for name in change.values}
            edits.append(Edit(change.kind, change.id, before, change.values))
        return edits

    def plan(self) -> Plan:
        """The plan with the changes, unchecked: what is planned of them before they are written. Keys are ids."""
        edits = []
        for edit in self.edits():
            if edit.before is None:
                row = {**default_row(KINDS[edit.kind]), "id": edit.id, "key": edit.id, **(edit.after or {})}
                edit = Edit(edit.kind, edit.id, None, row)
            edits.append(edit)
        return self._change_set.plan.applied(edits)

    def has(self, kind: str, id_: str) -> bool:
        return self._change_set.will_have(kind, id_)

    def ids(self, kind: str) -> list[str]:
        return [*self._change_set.plan[kind].ids, *self._added.get(kind, ())]

    def value(self, kind: str, id_: str, name: str) -> Stored:
        return self._change_set.value(kind, id_, name)

    def label(self, kind: str, id_: str) -> str:
        names = (self.value(kind, id_, name) for name in _NAMES.get(kind, ("key",)))
        return str(next(filter(None, names), "") or self.title(kind, id_) or "?")[:40]

    def title(self, kind: str, id_: str) -> str:
        return str(self.value(kind, id_, self._change_set.plan[kind].kind.title) or "")

    def ids_by_reference(self, kind: str, field: str) -> Mapping[str, list[str]]:
        if (kind, field) not in self._references:
            self._references[kind, field] = self._grouped(kind, field)
        return self._references[kind, field]

    def _grouped(self, kind: str, field: str) -> dict[str, list[str]]:
        changed = {
            c.id: c for c in self._change_set.changes.values() if c.kind == kind and (c.new or field in c.values)
        }
        groups: dict[str, list[str]] = {}
        table = self._change_set.plan[kind]
        for id_, target in zip(table.ids, table.columns[field], strict=True):
            if target is not None and id_ not in changed:
                groups.setdefault(str(target), []).append(id_)
        for change in changed.values():
            target = change.values.get(field)
            if target is not None:
                groups.setdefault(str(target), []).append(change.id)
        return groups

    def references_to(self, targets: Mapping[str, Collection[str]]) -> Iterable[tuple[str, str, str]]:
        """None: a change set deletes nothing."""
        return ()
