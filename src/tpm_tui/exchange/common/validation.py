"""Rules across records, applied to a change set: what would break one is refused with its line, and the rest goes on.

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


def validate_changes(change_set: ChangeSet) -> None:
    """Refuse every change that breaks a rule, and what then points at nothing, until the rest holds together."""
    for check in (_invalid_values, _unknown_statuses, check_violations, _changed_baselines):
        reject_all(change_set, check(change_set))
    check_references(change_set)
    while reject_all(change_set, [(c.id, f"Parent: {why}") for c, why in cyclic_parents(change_set)]):
        check_references(change_set)
    while reject_all(change_set, cyclic_links(change_set)):
        check_references(change_set)


def reject_all(change_set: ChangeSet, rejections: list[tuple[str, str]]) -> bool:
    """Refuse changes by (id, reason); False if there are none."""
    for id_, reason in rejections:
        if id_ in change_set.changes:
            change_set.refuse(id_, reason)
    return bool(rejections)


def _invalid_values(change_set: ChangeSet) -> list[tuple[str, str]]:
    """Bring values into the form that is kept; find those that cannot stand, and changes that change nothing."""
    rejections = []
    same = []
    columns = {name: {c.name: c for c in kind.columns} for name, kind in KINDS.items()}
    required = {
        name: [c for c in kind.columns if c.required and c.name not in ("id", "key")] for name, kind in KINDS.items()
    }
    for change in change_set.changes.values():
        problem = _normalise_values(change, columns[change.kind])
        lacking = next((c for c in required[change.kind] if change.new and c.name not in change.values), None)
        if problem or lacking:
            rejections.append((change.id, problem or f"{lacking.label if lacking else ''} cannot be empty"))
        elif not change.new and all(
            change_set.plan.value(change.kind, change.id, n) == v for n, v in change.values.items()
        ):
            same.append(change)
    for change in same:
        del change_set.changes[change.id]
        change_set.same += change_set.main in ("", change.kind)
    return rejections


def _normalise_values(change: RecordChange, columns: Mapping[str, Column]) -> str | None:
    for name, value in change.values.items():
        if name == "rank" and not _RANK.fullmatch(str(value)):
            return "Rank holds letters and digits alone"
        try:
            change.values[name] = normalised(columns[name], value)
        except ValidationError as problem:
            return problem.reason
    return None


def _unknown_statuses(change_set: ChangeSet) -> list[tuple[str, str]]:
    states, items = change_set.plan["state"], change_set.plan["item"]
    names = dict(zip(states.ids, map(str, states.columns["name"]), strict=True))
    renamed: dict[str, str] = {}
    for change in change_set.changes.values():
        if change.kind == "state" and "name" in change.values:
            renamed[change.id] = names.get(change.id, "")
            names[change.id] = str(change.values["name"])
    known = set(names.values())
    rejections = []
    lost = {old: id_ for id_, old in renamed.items() if old and old not in known}
    if lost:
        for id_, status in zip(items.ids, items.columns["status"], strict=True):
            change_of = change_set.changes.get(id_)
            if status in lost and (change_of is None or "status" not in change_of.values):
                rejections.append((lost.pop(str(status)), f"items are still in the state {status!r}"))
                known.add(str(status))
    for change in change_set.changes.values():
        status = change.values.get("status")
        if change.kind == "item" and status is not None and status not in known:
            rejections.append((change.id, f"Status {str(status)[:40]!r} is not in the workflow"))
        elif change.kind == "item" and change.new and status is None and "backlog" not in known:
            rejections.append((change.id, "Status cannot be empty: the workflow has no state 'backlog'"))
    return rejections


def check_violations(change_set: ChangeSet) -> list[tuple[str, str]]:
    """Items that would become done while checks are open, and waivers without a reason."""
    rejections = []
    groups = dict(change_set.plan.state_groups)
    open_items: set[str] = set()
    for change in change_set.changes.values():
        if change.kind == "state":
            groups[str(change_set.value("state", change.id, "name"))] = str(
                change_set.value("state", change.id, "group")
            )
        if change.kind == "check":
            state = change_set.value("check", change.id, "state")
            if state == "waived" and not str(change_set.value("check", change.id, "reason") or "").strip():
                rejections.append((change.id, "say in Reason why the check is waived"))
            elif state not in ("passed", "waived"):
                open_items.add(str(change_set.value("check", change.id, "item")))
    for change in change_set.changes.values():
        status = change.values.get("status")
        if change.kind != "item" or change.new or status == "dropped" or groups.get(str(status)) != "done":
            continue
        left = (c for c in open_checks(change_set.plan, change.id))
        if change.id in open_items or any(
            change_set.value("check", c, "state") not in ("passed", "waived") for c in left
        ):
            rejections.append((change.id, "the item cannot be done while its checks are open"))
    return rejections


def _changed_baselines(change_set: ChangeSet) -> list[tuple[str, str]]:
    return [
        (c.id, "a baseline is never changed")
        for c in change_set.changes.values()
        if c.kind == "baseline_entry" and not c.new
    ]


def check_references(change_set: ChangeSet) -> None:
    """Refuse what points at a record that will not be there, and so on for what points at that."""
    columns = {name: [c for c in kind.columns if c.ref] for name, kind in KINDS.items()}
    pointing: dict[str, list[str]] = {}
    dangling: list[tuple[str, str]] = []
    for change in change_set.changes.values():
        for c in columns[change.kind]:
            for target in _targets(change, c):
                if target in change_set.changes:
                    pointing.setdefault(target, []).append(change.id)
                if not change_set.will_have(c.ref, target):
                    dangling.append(
                        (change.id, f"{c.label} points at a {KINDS[c.ref].label.lower()} that is not there")
                    )
    while dangling:
        id_, reason = dangling.pop()
        if id_ not in change_set.changes:
            continue
        gone = change_set.changes[id_]
        change_set.refuse(id_, reason)
        if gone.new:
            label = KINDS[gone.kind].label.lower()
            dangling += [(other, f"it points at a {label} that was refused") for other in pointing.get(id_, ())]


def _targets(change: RecordChange, column: Column) -> Iterable[str]:
    stored = change.values.get(column.name)
    if not stored or stored == "[]":
        return ()
    return load_value(column, stored) if column.many else (str(stored),)
