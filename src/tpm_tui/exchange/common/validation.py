"""The domain's rules, applied to a change set: what would break one is refused with its line, and the rest goes on.

A transaction holds the same rules against the whole at once (:mod:`tpm_tui.domain.record_rules`).
"""

import re
from collections.abc import Iterable, Mapping

from tpm_tui.domain.field_rules import normalised
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.record_rules import RULES, Rule, cyclic_links, cyclic_parents, missing_references
from tpm_tui.domain.text.counted_nouns import with_article
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.codec import load_value
from tpm_tui.exchange.common.change_set import ChangeSet, RecordChange
from tpm_tui.exchange.common.change_set_view import ChangeSetView

#: What order keys are written with.
_RANK = re.compile(r"[0-9A-Za-z]*")


def validate_changes(change_set: ChangeSet) -> None:
    """Refuse every change that breaks a rule, and what then points at nothing, until the rest holds together."""
    refuse_all(change_set, _invalid_values(change_set))
    refuse_missing_references(change_set)
    for rule in RULES:
        if rule is not missing_references:
            while refuse_violations(change_set, rule):
                refuse_missing_references(change_set)


def refuse_violations(change_set: ChangeSet, rule: Rule) -> bool:
    """Refuse every change that breaks a rule; False if there is none."""
    return refuse_all(change_set, rule_violations(change_set, rule))


def rule_violations(change_set: ChangeSet, rule: Rule) -> list[tuple[str, str]]:
    """(id, reason) of every change that breaks a rule."""
    view = ChangeSetView(change_set)
    # A reason that names no field of its own would not say which cell of the row it means.
    field = "Parent: " if rule in (cyclic_parents, cyclic_links) else ""
    return [(v.id, f"{field if v.field else ''}{v.message}") for v in rule(view, view.edits())]


def refuse_all(change_set: ChangeSet, problems: Iterable[tuple[str, str]]) -> bool:
    """Refuse changes by (id, reason); False if there are none."""
    refused = [(id_, reason) for id_, reason in problems if id_ in change_set.changes]
    for id_, reason in dict(refused).items():
        change_set.refuse(id_, reason)
    return bool(refused)


def _invalid_values(change_set: ChangeSet) -> list[tuple[str, str]]:
    """Bring values into the form that is kept; find those that cannot stand, and changes that change nothing."""
    problems: list[tuple[str, str]] = []
    same = []
    columns = {name: kind.columns_by_name for name, kind in KINDS.items()}
    required = {name: kind.required_columns for name, kind in KINDS.items()}
    for change in change_set.changes.values():
        problem = _normalise_values(change, columns[change.kind])
        lacking = next((c for c in required[change.kind] if change.new and c.name not in change.values), None)
        if problem or lacking:
            problems.append((change.id, problem or f"{lacking.label if lacking else ''} cannot be empty"))
        elif not change.new and all(
            change_set.plan.value(change.kind, change.id, n) == v for n, v in change.values.items()
        ):
            same.append(change)
    for change in same:
        del change_set.changes[change.id]
        change_set.same += change_set.main in ("", change.kind)
    return problems


def _normalise_values(change: RecordChange, columns: Mapping[str, Column]) -> str | None:
    for name, value in change.values.items():
        if name == "rank" and not _RANK.fullmatch(str(value)):
            return "Rank holds letters and digits alone"
        try:
            change.values[name] = normalised(columns[name], value)
        except ValidationError as problem:
            return problem.reason
    return None


def refuse_missing_references(change_set: ChangeSet) -> None:
    """Refuse what points at a record that will not be there, and so on for what points at that."""
    view = ChangeSetView(change_set)
    refused = [(v.id, v.message) for v in missing_references(view, view.edits())]
    if not refused:
        return
    pointing = _changes_by_target(change_set)
    while refused:
        id_, reason = refused.pop()
        if id_ not in change_set.changes:
            continue
        gone = change_set.changes[id_]
        change_set.refuse(id_, reason)
        if gone.new:
            why = f"it points at {with_article(KINDS[gone.kind].label)} that was refused"
            refused += [(other, why) for other in pointing.get(id_, ())]


def _changes_by_target(change_set: ChangeSet) -> dict[str, list[str]]:
    """Ids of the changes that point at the record of another change."""
    columns = {name: [c for c in kind.columns if c.ref] for name, kind in KINDS.items()}
    pointing: dict[str, list[str]] = {}
    for change in change_set.changes.values():
        for c in columns[change.kind]:
            for target in _targets(change, c):
                if target in change_set.changes:
                    pointing.setdefault(target, []).append(change.id)
    return pointing


def _targets(change: RecordChange, column: Column) -> Iterable[str]:
    stored = change.values.get(column.name)
    if not stored or stored == "[]":
        return ()
    return load_value(column, stored) if column.many else (str(stored),)
