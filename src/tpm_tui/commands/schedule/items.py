"""What can be done with items: states, owners, dates, the tree and its order."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from tpm_tui.commands import edit_summary, records
from tpm_tui.commands.command import Command, CommandHandler, CommandParam
from tpm_tui.commands.schedule import rank as ordering
from tpm_tui.domain.fields import Column, Field
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.codec import load_value
from tpm_tui.store.transaction import Transaction

_ITEM = KINDS["item"]
_DAYS = Column("days", int, False, False, 1, Field("Days", help="negative is earlier"))


def set_field(field: str) -> Any:
    """A command's run that sets one field of every record to its parameter."""

    def run(tx: Transaction, kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
        return records.change(tx, kind, ids, {field: params[field]})

    return run


def set_branch_workstream(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Put items with all that lies below them into a workstream."""
    branch = list(dict.fromkeys(one for id_ in ids for one in (id_, *tx.plan.descendants(id_))))
    records.change(tx, "item", branch, {"workstream": params["workstream"]})
    stream = params["workstream"]
    name = "no workstream" if stream is None else f"workstream {tx.plan.title('workstream', str(stream))}"
    return f"{edit_summary.records_label(tx.plan, 'item', ids)}, {len(branch)} with what lies below: {name}"


def indent(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
    """Put each item below the sibling above it."""
    for id_ in ids:
        parent = tx.plan.value("item", id_, "parent")
        beside = list(ordering.siblings(tx, None if parent is None else str(parent)))
        above = [s for s in beside[: beside.index(id_)] if s not in ids]
        if not above:
            raise ValidationError(f"{tx.plan.label('item', id_)} has no sibling above it to go below")
        tx.set("item", id_, parent=above[-1], rank=ordering.sibling_rank_after(tx, above[-1], None))
    return ""


def outdent(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
    """Put each item beside its parent, right after it."""
    for id_ in reversed(ids):
        parent = tx.plan.value("item", id_, "parent")
        if parent is None:
            raise ValidationError(f"{tx.plan.label('item', id_)} is at the top already")
        above = tx.plan.value("item", str(parent), "parent")
        rank = ordering.sibling_rank_after(tx, None if above is None else str(above), str(parent))
        tx.set("item", id_, parent=above, rank=rank)
    return ""


def reorder(by: int) -> Any:
    """A command's run that moves items up (-1) or down (1) among their siblings."""

    def run(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
        for id_ in ids if by < 0 else reversed(ids):
            parent = tx.plan.value("item", id_, "parent")
            above = None if parent is None else str(parent)
            beside = list(ordering.siblings(tx, above))
            place = beside.index(id_)
            to = place + by
            if not 0 <= to < len(beside):
                raise ValidationError("it is the first of its siblings" if by < 0 else "it is the last of its siblings")
            after = beside[to] if by > 0 else (beside[to - 1] if to else None)
            tx.set("item", id_, rank=ordering.sibling_rank_between(tx, above, after, id_))
        return ""

    return run


def reparent(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Move items below another, or to the top."""
    return records.change(tx, "item", ids, {"parent": params["parent"]})


def shift_dates(days: int | None) -> Any:
    """A command's run that moves the dates of records by days (None: by the parameter ``days``)."""

    def run(tx: Transaction, kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
        by = timedelta(days=params["days"] if days is None else days)
        plan = tx.plan
        moved = 0
        for id_ in ids:
            values = {}
            for name in KINDS[kind].dates:
                current = load_value(KINDS[kind].column(name), tx.plan.value(kind, id_, name))
                if current is not None:
                    values[name] = current + by
            if kind == "item" and not values:
                values = _pinned(tx, plan, id_, by)
            if values:
                tx.set(kind, id_, **values)
                moved += 1
        if not moved:
            raise ValidationError("there is no date to shift")
        return ""

    return run


def _pinned(tx: Transaction, plan: Plan, id_: str, by: timedelta) -> dict[str, Any]:
    """For an item without a date of its own: start no earlier than the day it is planned for, so moved."""
    from tpm_tui.domain.time.instants import to_datetime
    from tpm_tui.planning.cpm.schedule_of_plan import schedule_of

    if plan.value("item", id_, "actual_start") is not None:
        raise ValidationError(f"{plan.label('item', id_)} has started; give it a due date to shift")
    if id_ in plan.children:
        raise ValidationError(f"{plan.label('item', id_)} is where its parts are; shift those, or the branch")
    start = to_datetime(schedule_of(plan, tx.context).start[plan["item"].position[id_]])
    return {"constraint": "SNET", "constraint_date": datetime.combine(start.date(), datetime.min.time()) + by}


def comment_items(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Say something about each item."""
    for id_ in ids:
        tx.add("comment", item=id_, text=params["text"], author=tx.author, at=tx.now)
    return ""


def _asks(field: str) -> tuple[CommandParam, ...]:
    return (CommandParam(field, _ITEM.column(field)),)


def step_state(by: int) -> CommandHandler:
    """A command's run that moves items to the next state of the workflow, or back; blocked and dropped are no steps."""

    def run(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
        steps = [state for state in tx.plan.states if state not in ("blocked", "dropped")]
        said = ""
        for id_ in ids:
            status = str(tx.plan.value("item", id_, "status"))
            at = steps.index(status) if status in steps else -1
            if not 0 <= at + by < len(steps):
                way = "first" if by < 0 else "last"
                raise ValidationError(f"{tx.plan.label('item', id_)} is in the {way} state of the workflow")
            said = records.change(tx, "item", [id_], {"status": steps[at + by]})
        return said

    return run


COMMANDS = (
    Command("item.state.next", "To the next state", step_state(1), kinds=("item",)),
    Command("item.state.previous", "To the state before", step_state(-1), kinds=("item",)),
    Command("item.status", "Set status", set_field("status"), keys=("s",), kinds=("item",), params=_asks("status")),
    Command(
        "item.priority", "Set priority", set_field("priority"), keys=("p",), kinds=("item",), params=_asks("priority")
    ),
    Command(
        "item.owner",
        "Set owner",
        set_field("owner"),
        keys=("w",),
        kinds=tuple(kind.name for kind in KINDS.values() if any(column.name == "owner" for column in kind.columns)),
        params=_asks("owner"),
        synonyms=("assign", "assignee", "delegate"),
    ),
    Command(
        "item.due",
        "Set due date: empty clears it",
        set_field("deadline"),
        keys=("t",),
        kinds=("item",),
        params=(CommandParam("deadline", _ITEM.column("deadline"), optional=True),),
        synonyms=("deadline", "target date", "overdue"),
    ),
    Command(
        "item.indent",
        "Indent: below the one above",
        indent,
        keys=("]",),
        kinds=("item",),
        group="Tree",
        synonyms=("subtask", "demote"),
    ),
    Command(
        "item.outdent",
        "Outdent: beside the parent",
        outdent,
        keys=("[",),
        kinds=("item",),
        group="Tree",
        synonyms=("promote",),
    ),
    Command("item.down", "Move down", reorder(1), keys=("J",), kinds=("item",), group="Tree"),
    Command("item.up", "Move up", reorder(-1), keys=("K",), kinds=("item",), group="Tree"),
    Command(
        "item.parent",
        "Move to a parent",
        reparent,
        keys=("P",),
        kinds=("item",),
        params=(CommandParam("parent", _ITEM.column("parent"), optional=True),),
        group="Tree",
        synonyms=("epic",),
    ),
    Command(
        "item.workstream",
        "Workstream of the branch: the item and all below it",
        set_branch_workstream,
        keys=("#",),
        kinds=("item",),
        group="Tree",
        params=(CommandParam("workstream", _ITEM.column("workstream"), optional=True),),
        synonyms=("area",),
    ),
    Command("record.earlier", "Shift dates a day earlier", shift_dates(-1), keys=("<",)),
    Command("record.later", "Shift dates a day later", shift_dates(1), keys=(">",)),
    Command("record.shift", "Shift dates by days", shift_dates(None), params=(CommandParam("days", _DAYS),)),
    Command(
        "item.comment",
        "Comment",
        comment_items,
        keys=("c",),
        kinds=("item",),
        comments=True,
        params=(CommandParam("text", KINDS["comment"].column("text")),),
        synonyms=("note", "remark"),
    ),
)
