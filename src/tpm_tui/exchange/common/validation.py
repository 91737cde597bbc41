"""Rules across records, applied to a draft: what would break one is refused with its line, and the rest goes on.

The store asks the same of every transaction (:mod:`tpm_tui.domain.rules`) but of the whole at once.
"""

import re
from collections.abc import Iterable, Mapping

from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.rules import normalised, open_checks
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.codec import load_value
from tpm_tui.exchange.common.change_set import ChangeSet, RecordChange
from tpm_tui.exchange.common.cycles import cyclic_links, cyclic_parents

#: What order keys are written with.
_RANK = re.compile(r"[0-9A-Za-z]*")


def validate_changes(draft: ChangeSet) -> None:
    """Refuse every change that breaks a rule, and what then points at nothing, until the rest holds together."""
    for check in (_invalid_values, _unknown_statuses, check_violations, _changed_baselines):
        reject_all(draft, check(draft))
    check_references(draft)
    while reject_all(draft, [(c.id, f"Parent: {why}") for c, why in cyclic_parents(draft)]):
        check_references(draft)
    while reject_all(draft, cyclic_links(draft)):
        check_references(draft)


def reject_all(draft: ChangeSet, found: list[tuple[str, str]]) -> bool:
    """Refuse changes by (id, reason); False if there are none."""
    for id_, reason in found:
        if id_ in draft.changes:
            draft.refuse(id_, reason)
    return bool(found)


def _invalid_values(draft: ChangeSet) -> list[tuple[str, str]]:
    """Bring values into the form that is kept; find those that cannot stand, and changes that change nothing."""
    found = []
    same = []
    columns = {name: {c.name: c for c in kind.columns} for name, kind in KINDS.items()}
    required = {
        name: [c for c in kind.columns if c.required and c.name not in ("id", "key")] for name, kind in KINDS.items()
    }
    for change in draft.changes.values():
        problem = _normalise_values(change, columns[change.kind])
        lacking = next((c for c in required[change.kind] if change.new and c.name not in change.values), None)
        if problem or lacking:
            found.append((change.id, problem or f"{lacking.label if lacking else ''} cannot be empty"))
        elif not change.new and all(draft.plan.value(change.kind, change.id, n) == v for n, v in change.values.items()):
            same.append(change)
    for change in same:
        del draft.changes[change.id]
        draft.same += draft.main in ("", change.kind)
    return found


def _normalise_values(change: RecordChange, columns: Mapping[str, Column]) -> str | None:
    for name, value in change.values.items():
        if name == "rank" and not _RANK.fullmatch(str(value)):
            return "Rank holds letters and digits alone"
        try:
            change.values[name] = normalised(columns[name], value)
        except ValidationError as problem:
            return problem.reason
    return None


def _unknown_statuses(draft: ChangeSet) -> list[tuple[str, str]]:
    states, items = draft.plan["state"], draft.plan["item"]
    names = dict(zip(states.ids, map(str, states.columns["name"]), strict=True))
    renamed: dict[str, str] = {}
    for change in draft.changes.values():
        if change.kind == "state" and "name" in change.values:
            renamed[change.id] = names.get(change.id, "")
            names[change.id] = str(change.values["name"])
    known = set(names.values())
    found = []
    lost = {old: id_ for id_, old in renamed.items() if old and old not in known}
    if lost:
        for id_, status in zip(items.ids, items.columns["status"], strict=True):
            change_of = draft.changes.get(id_)
            if status in lost and (change_of is None or "status" not in change_of.values):
                found.append((lost.pop(str(status)), f"items are still in the state {status!r}"))
                known.add(str(status))
    for change in draft.changes.values():
        status = change.values.get("status")
        if change.kind == "item" and status is not None and status not in known:
            found.append((change.id, f"Status {str(status)[:40]!r} is not in the workflow"))
        elif change.kind == "item" and change.new and status is None and "backlog" not in known:
            found.append((change.id, "Status cannot be empty: the workflow has no state 'backlog'"))
    return found


def check_violations(draft: ChangeSet) -> list[tuple[str, str]]:
    """Items that would become done while checks are open, and waivers without a reason."""
    found = []
    groups = dict(draft.plan.state_groups)
    open_items: set[str] = set()
    for change in draft.changes.values():
        if change.kind == "state":
            groups[str(draft.value("state", change.id, "name"))] = str(draft.value("state", change.id, "group"))
        if change.kind == "check":
            state = draft.value("check", change.id, "state")
            if state == "waived" and not str(draft.value("check", change.id, "reason") or "").strip():
                found.append((change.id, "say in Reason why the check is waived"))
            elif state not in ("passed", "waived"):
                open_items.add(str(draft.value("check", change.id, "item")))
    for change in draft.changes.values():
        status = change.values.get("status")
        if change.kind != "item" or change.new or status == "dropped" or groups.get(str(status)) != "done":
            continue
        left = (c for c in open_checks(draft.plan, change.id))
        if change.id in open_items or any(draft.value("check", c, "state") not in ("passed", "waived") for c in left):
            found.append((change.id, "the item cannot be done while its checks are open"))
    return found


def _changed_baselines(draft: ChangeSet) -> list[tuple[str, str]]:
    return [
        (c.id, "a baseline is never changed")
        for c in draft.changes.values()
        if c.kind == "baseline_entry" and not c.new
    ]


def check_references(draft: ChangeSet) -> None:
    """Refuse what points at a record that will not be there, and so on for what points at that."""
    columns = {name: [c for c in kind.columns if c.ref] for name, kind in KINDS.items()}
    pointing: dict[str, list[str]] = {}
    doomed: list[tuple[str, str]] = []
    for change in draft.changes.values():
        for c in columns[change.kind]:
            for target in _targets(change, c):
                if target in draft.changes:
                    pointing.setdefault(target, []).append(change.id)
                if not draft.will_have(c.ref, target):
                    doomed.append((change.id, f"{c.label} points at a {KINDS[c.ref].label.lower()} that is not there"))
    while doomed:
        id_, reason = doomed.pop()
        if id_ not in draft.changes:
            continue
        gone = draft.changes[id_]
        draft.refuse(id_, reason)
        if gone.new:
            label = KINDS[gone.kind].label.lower()
            doomed += [(other, f"it points at a {label} that was refused") for other in pointing.get(id_, ())]


def _targets(change: RecordChange, column: Column) -> Iterable[str]:
    stored = change.values.get(column.name)
    if not stored or stored == "[]":
        return ()
    return load_value(column, stored) if column.many else (str(stored),)
