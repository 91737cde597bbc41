"""Baselines: freeze where every item lies, and tell what has come into scope since, by whom and when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tpm_tui.commands.model import Command, CommandParam
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Edit, Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time.clock import to_local
from tpm_tui.domain.time.work_calendar import to_datetime
from tpm_tui.store.journal.journal import JournalEntry
from tpm_tui.store.transaction import Transaction

if TYPE_CHECKING:
    from tpm_tui.planning.analysis.variance import Scope, ScopeChange


def take_baseline(tx: Transaction, _kind: str, _ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Keep start, finish, work and cost of every item that counts, under a name."""
    from tpm_tui.planning.analysis.variance import planned_work
    from tpm_tui.planning.cpm.plan_schedule import schedule_of
    from tpm_tui.planning.model.from_plan import dropped_mask

    plan, context = tx.plan, tx.context
    table, out = plan["item"], dropped_mask(plan)
    if len(table) == sum(out):
        raise ValidationError("there is nothing planned yet to take a baseline of")
    found = schedule_of(plan, context)
    work, cost = planned_work(plan, context), planned_cost(plan, context)
    baseline = tx.add("baseline", name=params["name"], taken=tx.now)
    for place, id_ in enumerate(table.ids):
        if not out[place]:
            tx.add(
                "baseline_entry",
                baseline=baseline,
                item_id=id_,
                item_key=table.columns["key"][place],
                title=table.columns["title"][place],
                start=to_datetime(found.start[place]),
                finish=to_datetime(found.finish[place]),
                work=work[place],
                cost=round(cost[place], 2),
            )
    return f"took the baseline {params['name']} of {len(table) - sum(out)} items"


def planned_cost(plan: Plan, context: InputContext) -> list[float]:
    """Planned cost of every item: its work at the rates of those assigned (else of its owner), and the costs planned
    for it; of an item with others below it, theirs too. Nothing for what is dropped."""
    from tpm_tui.planning.model.from_plan import dropped_mask, network_of

    table, out, network = plan["item"], dropped_mask(plan), network_of(plan, context)
    people = plan["person"]
    rates = dict(zip(people.ids, people.columns["rate"], strict=True))
    hourly: dict[str, float] = {}
    c = plan["assignment"].columns
    for item, person, units in zip(c["item"], c["person"], c["units"], strict=True):
        hourly[str(item)] = hourly.get(str(item), 0.0) + float(rates.get(str(person)) or 0) * float(units or 0) / 100
    owners, children = table.columns["owner"], plan.children
    cost = [0.0] * len(table)
    for place, id_ in enumerate(table.ids):
        if not out[place] and id_ not in children:
            rate = hourly.get(id_, float(rates.get(str(owners[place])) or 0))
            cost[place] = network.duration[place] / 60 * rate
    c = plan["cost"].columns
    for item, planned in zip(c["item"], c["planned"], strict=True):
        at = table.position.get(str(item))
        if at is not None and not out[at]:
            cost[at] += float(planned or 0)
    for place in sorted(range(len(table)), key=network.rank.__getitem__, reverse=True):
        above = table.position.get(str(table.columns["parent"][place]))
        if above is not None:
            cost[above] += cost[place]
    return cost


JournalEntries = Iterable[tuple[JournalEntry, Sequence[Edit]]]


def scope_since(plan: Plan, context: InputContext, baseline: str, history: JournalEntries) -> "Scope":
    """The change of scope since a baseline, each change with who made it last and when.

    ``history`` are transactions, newest first, at least those since the baseline was taken; what came before it does
    not count. A change whose transaction is not among them has nobody's name.
    """
    from tpm_tui.planning.analysis.variance import baseline_entries, scope_of

    taken = plan.value("baseline", baseline, "taken")
    since = datetime.fromisoformat(str(taken)) if taken is not None else None
    gone: dict[str, str | None] = {}
    told: dict[tuple[str, str], JournalEntry] = {}
    then = baseline_entries(plan, baseline)
    for entry, edits in history:
        if since is not None and to_local(entry.time) < since:
            break
        if any(edit.kind == "baseline" and edit.id == baseline and edit.before is None for edit in edits):
            break
        for edit in edits:
            for what, item in _told(plan, edit, gone):
                told.setdefault((what, item), entry)
    scope = scope_of(plan, context, baseline, {item: parent for item, parent in gone.items() if item in then})
    return replace(scope, changes=tuple(_signed(change, told) for change in scope.changes))


def _told(plan: Plan, edit: Edit, gone: dict[str, str | None]) -> Iterable[tuple[str, str]]:
    """(what happened to scope, item) of one edit; ``gone`` collects the parents of deleted items."""
    if edit.kind == "assignment":
        row = edit.after or edit.before or {}
        item = row.get("item") or (edit.id in plan["assignment"] and plan.value("assignment", edit.id, "item"))
        if item:
            yield "re-estimated", str(item)
    if edit.kind != "item":
        return
    if edit.before is None:
        yield "added", edit.id
    elif edit.after is None:
        gone.setdefault(edit.id, str(edit.before["parent"]) if edit.before.get("parent") else None)
        yield "dropped", edit.id
    else:
        if edit.after.get("status") == "dropped":
            yield "dropped", edit.id
            yield from (("dropped", below) for below in plan.descendants(edit.id))
        if {"estimate", "type"} & edit.after.keys():
            yield "re-estimated", edit.id
        if "parent" in edit.after:
            yield from (("re-estimated", str(side["parent"])) for side in (edit.before, edit.after) if side["parent"])


def _signed(change: "ScopeChange", told: Mapping[tuple[str, str], JournalEntry]) -> "ScopeChange":
    entry = told.get((change.what, change.item))
    return change if entry is None else replace(change, who=entry.author, when=entry.time)


COMMANDS = (
    Command(
        "baseline.take",
        "Take a baseline",
        take_baseline,
        needs=(0, 100_000),
        params=(CommandParam("name", KINDS["baseline"].column("name")),),
        group="Plan",
    ),
)
