"""What can be done with records of any kind: add, change, duplicate, delete."""

from collections.abc import Mapping, Sequence
from typing import Any

from tpm_tui.commands import edit_summary
from tpm_tui.commands.command import Command, deletion_problem
from tpm_tui.commands.scope.agreement import request_changes, requests_text
from tpm_tui.commands.what_follows_from_an_edit.edit_rule_catalog import edit_rules_of
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.kinds.scope.requirements import CONTENT_FIELDS
from tpm_tui.domain.plan.cascade import cascade
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.codec import load_value
from tpm_tui.store.transaction import Transaction

#: Why a person adds no record of a kind.
NOT_ADDED = {
    "programme": "there is one programme in a file; edit it instead",
    **{kind.name: kind.read_only_reason for kind in KINDS.values() if kind.read_only_reason},
}


def add(
    tx: Transaction, kind: str, values: Mapping[str, Any], *, after: str | None = None, parent: str | None = None
) -> str:
    """Make a record; its id. An item is ranked after ``after`` (and beside it), or last below ``parent``."""
    if after is not None and after not in tx.plan[kind]:
        after = None
    gone = deletion_problem(tx.plan, kind, [parent] if parent is not None else [])
    if gone:
        raise ValidationError(gone)
    if kind in NOT_ADDED:
        raise ValidationError(NOT_ADDED[kind])
    rules = edit_rules_of(kind)
    if kind == "item":
        from tpm_tui.commands.what_follows_from_an_edit.items import place_item

        values = place_item(tx, values, after, parent)
    filled = rules.to_add(tx, None, values)
    id_ = tx.add(kind, **filled)
    rules.added(tx, id_, filled)
    return id_


def change(tx: Transaction, kind: str, ids: Sequence[str], values: Mapping[str, Any]) -> str:
    """Set fields of records, with what follows by the rules of their kind, and custom fields; what changes the content
    of an agreed requirement is asked for instead. What it came to, in words."""
    if KINDS[kind].read_only_reason:
        raise ValidationError(KINDS[kind].read_only_reason)
    gone = deletion_problem(tx.plan, kind, ids)
    if gone:
        raise ValidationError(gone)
    requests = request_changes(tx, ids, values) if kind == "requirement" else {}
    own = {name: value for name, value in values.items() if any(c.name == name for c in KINDS[kind].columns)}
    custom = {name: value for name, value in values.items() if name not in own}
    for id_ in ids:
        asked_for = CONTENT_FIELDS if id_ in requests else ()
        filled = {name: value for name, value in own.items() if name not in asked_for}
        filled = edit_rules_of(kind).to_change(tx, id_, filled)
        if custom:
            filled["custom"] = _with_custom(tx, kind, id_, custom)
        tx.set(kind, id_, **filled)
    said = [requests_text(tx, requests)] if requests else []
    changed = [id_ for id_ in ids if id_ not in requests] or ids
    return "; ".join(part for part in (*said, edit_summary.describe_edit(tx, kind, changed, list(own))) if part)


def edit_records(tx: Transaction, kind: str, ids: Sequence[str], values: Mapping[str, Any]) -> str:
    """Change fields as :func:`change` does, and let the journal call it what it came to."""
    tx.label = change(tx, kind, ids, values)
    return tx.label


def _with_custom(tx: Transaction, kind: str, id_: str, custom: Mapping[str, Any]) -> str:
    import json

    if kind != "item":
        raise ValidationError(f"there is no field {next(iter(custom))!r}")
    kept = json.loads(str(tx.plan.value("item", id_, "custom")))
    for name, value in custom.items():
        if value is None:
            kept.pop(name, None)
        else:
            kept[name] = value.isoformat() if hasattr(value, "isoformat") else value
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def duplicate(tx: Transaction, kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
    """Copy records beside the originals; dates of work done are not copied."""
    leave = {"id", "key", "created", "changed", "rank", "actual_start", "actual_finish", "source_id"}
    made = []
    for id_ in ids:
        row = tx.plan[kind].row(id_)
        values = {c.name: load_value(c, row[c.name]) for c in KINDS[kind].columns if c.name not in leave}
        title = KINDS[kind].title
        if isinstance(values.get(title), str) and not KINDS[kind].column(title).field.choices:
            values[title] = f"{values[title]} (copy)"
        made.append(add(tx, kind, values, after=id_ if kind == "item" else None))
    copies = f" as {tx.plan.value(kind, made[0], 'key')}" if len(made) == 1 else ""
    return f"duplicated {edit_summary.records_label(tx.plan, kind, ids)}{copies}"


def delete(tx: Transaction, kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
    """Delete records with all that belongs to them."""
    refused = edit_rules_of(kind).deletion_refusal(tx.plan, ids)
    if refused:
        raise ValidationError(refused)
    what = edit_summary.records_label(tx.plan, kind, ids)
    title = f" “{tx.plan.title(kind, ids[0])}”" if len(ids) == 1 and tx.plan.title(kind, ids[0]) != what else ""
    before = sum(len(table) for table in tx.plan.tables.values())
    tx.delete(kind, *ids)
    more = before - sum(len(table) for table in tx.plan.tables.values()) - len(ids)
    return f"deleted {what}{title}" + (f" and {counted(more, 'record')} of theirs" if more > 0 else "")


def describe_deletion(plan: Plan, kind: str, ids: Sequence[str]) -> tuple[str, bool]:
    """What deleting would take along, in words, and whether it takes more than the records themselves."""
    deleted, unset = cascade(plan, [(kind, id_) for id_ in ids])
    more = [(k, i) for k, i in deleted if not (k == kind and i in ids)]
    what = plan.label(kind, ids[0]) if len(ids) == 1 else f"{len(ids)} {KINDS[kind].plural_noun}"
    title = (
        f" “{plan.title(kind, ids[0])}”"
        if len(ids) == 1 and plan.label(kind, ids[0]) != plan.title(kind, ids[0])
        else ""
    )
    parts = []
    counts: dict[str, int] = {}
    for other, _ in more:
        counts[other] = counts.get(other, 0) + 1
    for other, count in counts.items():
        parts.append(f"{count} {KINDS[other].plural_noun if count > 1 else KINDS[other].label.lower()}")
    with_ = f" with {', '.join(parts)}" if parts else ""
    losing = len({c[1] for c in unset})
    forget = f"; {counted(losing, 'other')} will no longer point there" if losing else ""
    return f"Delete {what}{title}{with_}{forget}", bool(more)


COMMANDS = (
    Command(
        "record.duplicate", "Duplicate", duplicate, keys=("D",),
        precondition=lambda context: NOT_ADDED.get(context.kind), synonyms=("copy", "clone"),
    ),
    Command("record.delete", "Delete", delete, keys=("d",), deletes=True, synonyms=("remove",)),
)  # fmt: skip
