"""What can be done with records of any kind: add, change, duplicate, delete."""

from collections.abc import Mapping, Sequence
from typing import Any

from tpm_tui.commands import edit_summary
from tpm_tui.commands.command import Command, deletion_problem
from tpm_tui.commands.meetings.agreement import request_changes, requests_text
from tpm_tui.commands.meetings.decisions import require_scores_on_scale
from tpm_tui.commands.plan import rank, state_change, time_entries
from tpm_tui.commands.plan.constraint_dates import implied_constraint_date
from tpm_tui.commands.plan.effort_types import implied_effort_driven
from tpm_tui.commands.quality.gates import add_definition_of_done
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.kinds.meetings.requirements import CONTENT_FIELDS
from tpm_tui.domain.plan.cascade import cascade
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.counting import counted
from tpm_tui.domain.text.field_values import NewReference, ValidationError, person_name_problem
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
    filled = dict(values)
    if after is not None and after not in tx.plan[kind]:
        after = None
    gone = deletion_problem(tx.plan, kind, [parent] if parent is not None else [])
    if gone:
        raise ValidationError(gone)
    if kind == "item":
        if after is not None and "parent" not in filled:
            filled["parent"] = tx.plan.value("item", after, "parent")
        elif parent is not None:
            filled["parent"] = parent
        above = filled.get("parent")
        if above and "workstream" not in filled:
            filled["workstream"] = tx.plan.value("item", str(above), "workstream")
        filled.setdefault("rank", rank.sibling_rank_after(tx, above, after))
        filled |= implied_constraint_date(tx.plan, {}, filled)
        filled = implied_effort_driven("", filled) | filled
        state_change.require_wip_limits(tx.plan, None, filled)
        if filled.get("status") == state_change.BLOCKED_STATE:
            filled.setdefault("blocked_since", tx.now)
    if kind in NOT_ADDED:
        raise ValidationError(NOT_ADDED[kind])
    _require_person_name(kind, filled)
    if kind == "state":
        _require_new_state(tx, str(filled.get("name") or ""))
    require_scores_on_scale(tx.plan, kind, None, filled)
    if kind == "time_entry":
        time_entries.require_possible_time(tx, None, filled)
        if filled.get("amount") is None and {"person", "day", "minutes"} <= filled.keys():
            filled["amount"] = time_entries.amount_of_time(tx, filled)
    id_ = tx.add(kind, **_with_new_criteria(tx, kind, None, filled))
    if kind == "item":
        add_definition_of_done(tx, id_)
        if "status" not in filled and "actual_finish" not in filled:
            finished = state_change.implied_by_progress(tx, id_, filled)
            if finished:
                tx.set("item", id_, **finished)
    return id_


def change(tx: Transaction, kind: str, ids: Sequence[str], values: Mapping[str, Any]) -> str:
    """Set fields of records, with what follows: a state's dates, a renamed state's items, custom fields; what changes
    the content of an agreed requirement is asked for instead. What it came to, in words."""
    if KINDS[kind].read_only_reason:
        raise ValidationError(KINDS[kind].read_only_reason)
    gone = deletion_problem(tx.plan, kind, ids)
    if gone:
        raise ValidationError(gone)
    _require_person_name(kind, values)
    requests = request_changes(tx, ids, values) if kind == "requirement" else {}
    own = {name: value for name, value in values.items() if any(c.name == name for c in KINDS[kind].columns)}
    custom = {name: value for name, value in values.items() if name not in own}
    for id_ in ids:
        filled: dict[str, Any] = dict(own)
        if id_ in requests:
            filled = {name: value for name, value in own.items() if name not in CONTENT_FIELDS}
        require_scores_on_scale(tx.plan, kind, id_, own)
        if kind == "time_entry":
            time_entries.require_possible_time(tx, id_, own)
            filled |= time_entries.amount_of_changed_time(tx, id_, own)
        if custom:
            filled["custom"] = _with_custom(tx, kind, id_, custom)
        if kind == "item" and {"status", "function"} & own.keys():
            state_change.require_wip_limits(tx.plan, id_, own)
        if kind == "item" and "status" in own:
            filled = {**state_change.implied_actual_dates(tx, id_, own), **filled}
        elif kind == "item" and "actual_finish" not in own:
            filled = {**state_change.implied_by_progress(tx, id_, own), **filled}
        if kind == "item" and own.get("estimate") is not None:
            filled.setdefault("estimate_basis", "estimated")
        if kind == "state" and "name" in own:
            _rename_state(tx, id_, str(own["name"]))
        if kind == "item" and "parent" in own and own["parent"] != tx.plan.value("item", id_, "parent"):
            filled.setdefault("rank", rank.sibling_rank_after(tx, own["parent"], None))
        if kind == "item" and {"constraint", "constraint_date"} & own.keys():
            filled |= implied_constraint_date(tx.plan, tx.plan["item"].row(id_), filled)
        if kind == "item" and "effort_type" in own:
            filled = implied_effort_driven(str(tx.plan.value("item", id_, "effort_type")), own) | filled
        tx.set(kind, id_, **_with_new_criteria(tx, kind, id_, filled))
    said = [requests_text(tx, requests)] if requests else []
    changed = [id_ for id_ in ids if id_ not in requests] or ids
    return "; ".join(part for part in (*said, edit_summary.describe_edit(tx, kind, changed, list(own))) if part)


def edit_records(tx: Transaction, kind: str, ids: Sequence[str], values: Mapping[str, Any]) -> str:
    """Change fields as :func:`change` does, and let the journal call it what it came to."""
    tx.label = change(tx, kind, ids, values)
    return tx.label


def _require_person_name(kind: str, values: Mapping[str, Any]) -> None:
    """Refused where a person would be called by what belongs into another field."""
    if kind in ("person", "stakeholder"):
        wrong = person_name_problem(str(values.get("name") or ""))
        if wrong:
            raise ValidationError(wrong, "name")


def _with_new_criteria(tx: Transaction, kind: str, id_: str | None, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values with the acceptance criteria of a requirement that were typed as text made checks of the first item
    that answers it; refused where there is none."""
    criteria = values.get("checks") or () if kind == "requirement" else ()
    if not any(isinstance(criterion, NewReference) for criterion in criteria):
        return values
    items = values["items"] if "items" in values else tx.get(kind, id_, "items") if id_ else ()
    if not items:
        raise ValidationError(
            "a criterion stands on the item that answers the requirement: name that among its items first", "checks"
        )
    made = (tx.add("check", item=items[0], title=str(c)) if isinstance(c, NewReference) else c for c in criteria)
    return {**values, "checks": tuple(made)}


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


def _require_new_state(tx: Transaction, name: str) -> None:
    """ValidationError for the name of a state that there is: an item is in a state by its name."""
    if name in tx.plan.state_groups:
        raise ValidationError(f"there is a state {name!r} already", "name")


def _rename_state(tx: Transaction, id_: str, name: str) -> None:
    old = str(tx.plan.value("state", id_, "name"))
    items = tx.plan["item"]
    if name != old:
        _require_new_state(tx, name)
    for item, state in zip(items.ids, items.columns["status"], strict=True):
        if state == old:
            tx.set("item", item, status=name)


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
    if kind == "programme":
        raise ValidationError("the programme is what the file is about; it cannot be deleted")
    if kind == "baseline_entry":
        raise ValidationError("a baseline is never changed; delete it as a whole, or take a new one")
    if kind == "calendar" and tx.plan.programme("calendar") in ids:
        raise ValidationError("this is the programme's calendar; give the programme another first")
    what = edit_summary.records_label(tx.plan, kind, ids)
    title = f" “{tx.plan.title(kind, ids[0])}”" if len(ids) == 1 and tx.plan.title(kind, ids[0]) != what else ""
    before = sum(len(table) for table in tx.plan.tables.values())
    tx.delete(kind, *ids)
    more = before - sum(len(table) for table in tx.plan.tables.values()) - len(ids)
    return f"deleted {what}{title}" + (f" and {counted(more, 'record')} of theirs" if more > 0 else "")


def describe_deletion(plan: Plan, kind: str, ids: Sequence[str]) -> tuple[str, bool]:
    """What deleting would take along, in words, and whether it takes more than the records themselves."""
    doomed, cleared = cascade(plan, [(kind, id_) for id_ in ids])
    more = [(k, i) for k, i in doomed if not (k == kind and i in ids)]
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
    losing = len({c[1] for c in cleared})
    forget = f"; {counted(losing, 'other')} will no longer point there" if losing else ""
    return f"Delete {what}{title}{with_}{forget}", bool(more)


COMMANDS = (
    Command(
        "record.duplicate", "Duplicate", duplicate, keys=("D",),
        precondition=lambda context: NOT_ADDED.get(context.kind), synonyms=("copy", "clone"),
    ),
    Command("record.delete", "Delete", delete, keys=("d",), deletes=True, synonyms=("remove",)),
)  # fmt: skip
