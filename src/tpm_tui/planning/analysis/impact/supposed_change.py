"""What changes in a plan if a record slips, falls away, or is decided otherwise: finishes, cost, states."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

from msgspec import Struct

from tpm_tui.domain.derived.currency import currency_digits
from tpm_tui.domain.derived.which_items_are_done import dropped_items, finished_items
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import deadline_minute, to_datetime
from tpm_tui.domain.values.codec import dump_value, load_value
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.cpm.schedule import Schedule
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.planning.model.network_from_plan import network_of
from tpm_tui.planning.model.work_assignments import stretches
from tpm_tui.planning.money.planned_cost import amounts_with_descendants, planned_cost


class SupposedChange(Struct, frozen=True):
    """Item -> (before, after): ``finishes`` as ISO local times, ``costs`` planned amounts with all below, ``states``
    of record ids in words. ``edited`` are the records that the supposition itself changes."""

    finishes: dict[str, tuple[str, str]]
    costs: dict[str, tuple[Decimal, Decimal]]
    states: dict[str, tuple[str, str]]
    edited: tuple[str, ...]


def suppose_slip(plan: Plan, context: InputContext, record: str, days: int) -> SupposedChange:
    """An item, or the items that a record points at, slip by working days: of each all open work, at it or below it.

    What has begun takes longer, what has not begun starts later; what was promised for a day stays promised for it.
    Raises as :func:`schedule_of`.
    """
    from tpm_tui.planning.analysis.shift_of_items import shifted_values, with_descendants

    open_, longer = _open_items(plan), days * context.minutes_per_day
    items = [
        id_ for id_ in with_descendants(plan, _items_of(plan, record)) if id_ in open_ and id_ not in plan.children
    ]
    under_way = [id_ for id_ in items if _is_under_way(plan, context, id_)]
    waiting = [id_ for id_ in items if id_ not in under_way]
    edits = [
        _edit(plan, "item", id_, kept)
        for id_, values in shifted_values(plan, context, waiting, days).items()
        if (kept := {name: value for name, value in values.items() if name != "deadline"})
    ]
    edits += [_edit(plan, "item", id_, _longer(plan, context, id_, longer)) for id_ in under_way]
    return _compared(plan, context, edits)


def suppose_gone(plan: Plan, context: InputContext, record: str) -> SupposedChange:
    """A record falls away: an item is dropped with all open work below it, a person leaves what is open, and what only
    answered a need answers none. What is finished stays as it is. Raises as :func:`schedule_of`."""
    kind = plan.kind_of(record)
    name = kind.name if kind is not None else ""
    if name == "item":
        return _compared(plan, context, list(_dropped(plan, record)))
    if name in ("person", "pool"):
        return _compared(plan, context, list(_without_worker(plan, name, record)))
    states = {}
    if name == "requirement":
        answers = plan.ids_by_reference_list("requirement", "items")
        for item in _items_of(plan, record):
            if set(answers.get(item, ())) <= {record}:
                states[item] = ("answers a need", "answers no need")
    if name == "risk":
        states = dict.fromkeys(_items_of(plan, record), ("at risk", "without this risk"))
    changed = _compared(plan, context, [])
    return SupposedChange(changed.finishes, changed.costs, states, ())


def suppose_otherwise(plan: Plan, decision: str) -> SupposedChange:
    """A decision goes the other way: it is open again, and so is what it holds. ValueError for any other record."""
    kind = plan.kind_of(decision)
    if kind is None or kind.name != "decision":
        raise ValueError("only a decision can be decided otherwise")
    outcome = plan.value("decision", decision, "outcome")
    was = plan.title("option", str(outcome)) if outcome is not None else "nothing decided"
    others = [o for o in plan.ids_by_reference("option", "decision").get(decision, ()) if o != outcome]
    now = " or ".join(plan.title("option", option) for option in others) or "another option"
    states = {decision: (was, now)}
    for item in _items_of(plan, decision):
        states[item] = f"as decided: {was}", "to be planned again"
    return SupposedChange({}, {}, states, ())


def _open_items(plan: Plan) -> set[str]:
    """Ids of the items that are neither finished nor dropped."""
    rows = zip(plan["item"].ids, finished_items(plan), dropped_items(plan), strict=True)
    return {id_ for id_, finished, dropped in rows if not finished and not dropped}


def _is_under_way(plan: Plan, context: InputContext, item: str) -> bool:
    """Whether work on an open item has begun, by a date, its progress or its state."""
    begun = network_of(plan, context).actual_start[plan["item"].position[item]] is not None
    return begun or plan.state_groups.get(str(plan.value("item", item, "status"))) == "active"


def _longer(plan: Plan, context: InputContext, item: str, minutes: int) -> dict[str, Any]:
    """What makes an item under way take longer by working minutes: its work, and what remains of it."""
    network, place = network_of(plan, context), plan["item"].position[item]
    stretch = stretches(plan).get(place, Fraction(1))
    begun = network.actual_start[place] is not None
    left = network.estimated_remaining(place) + minutes if begun else None
    # what is done is what the work was less what remains, and stays the same; a record says the work of one whole
    # person, which the network stretches again: rounded down, so that it never reaches into another day
    length = floor((network.estimated_duration(place) + minutes) / stretch)
    return {
        "estimate": ThreePoint(length, length, length),
        "remaining": None if left is None else floor(left / stretch),
    }


def _compared(plan: Plan, context: InputContext, edits: Sequence[Edit]) -> SupposedChange:
    supposed = plan.applied(edits)
    before, after = schedule_of(plan, context), schedule_of(supposed, context)
    table, finishes, states = plan["item"], {}, {}
    for place, id_ in enumerate(table.ids):
        if before.finish[place] != after.finish[place]:
            one, other = (to_datetime(s.finish[place]).isoformat(timespec="minutes") for s in (before, after))
            finishes[id_] = one, other
        was, now = (_deadline_state(p, s, place) for p, s in ((plan, before), (supposed, after)))
        if was != now and was and now:
            states[id_] = was, now
    for edit in edits:
        if edit.kind == "item" and edit.after and edit.after.get("status") == "dropped":
            states[edit.id] = str((edit.before or {})["status"]), "dropped"
        elif edit.kind == "item" and edit.after and "owner" in edit.after and edit.after["owner"] is None:
            states[edit.id] = plan.title("person", str((edit.before or {})["owner"])), "nobody"
    edited = tuple(edit.id for edit in edits if edit.kind == "item")
    return SupposedChange(finishes, _cost_changes(plan, supposed, context), states, edited)


def _cost_changes(plan: Plan, supposed: Plan, context: InputContext) -> dict[str, tuple[Decimal, Decimal]]:
    digits = currency_digits(plan)
    before, after = (amounts_with_descendants(p, context, planned_cost(p, context).own) for p in (plan, supposed))
    return {
        id_: (Decimal(before[place]).scaleb(-digits), Decimal(after[place]).scaleb(-digits))
        for place, id_ in enumerate(plan["item"].ids)
        if before[place] != after[place]
    }


def _deadline_state(plan: Plan, schedule: Schedule, place: int) -> str:
    """Whether an item's deadline holds by the schedule; empty without one."""
    stored = plan["item"].columns["deadline"][place]
    if stored is None:
        return ""
    moment = load_value(KINDS["item"].column("deadline"), stored)
    return "in time" if schedule.finish[place] <= deadline_minute(moment) else "late"


def _dropped(plan: Plan, item: str) -> Iterator[Edit]:
    open_, finished = _open_items(plan), dict(zip(plan["item"].ids, finished_items(plan), strict=True))
    for id_ in (item, *plan.descendants(item)):
        # what is above finished work stays, since nothing below a dropped item counts
        if id_ in open_ and not any(finished[below] for below in plan.descendants(id_)):
            yield Edit("item", id_, {"status": plan.value("item", id_, "status")}, {"status": "dropped"})


def _without_worker(plan: Plan, kind: str, worker: str) -> Iterator[Edit]:
    open_ = _open_items(plan)
    for id_ in plan.ids_by_reference("assignment", kind).get(worker, ()):
        if plan.value("assignment", id_, "item") in open_:
            yield Edit("assignment", id_, plan["assignment"].row(id_), None)
    if kind == "person":
        for id_ in plan.ids_by_reference("item", "owner").get(worker, ()):
            if id_ in open_:
                yield Edit("item", id_, {"owner": worker}, {"owner": None})


def _edit(plan: Plan, kind: str, id_: str, values: dict[str, Any]) -> Edit:
    columns = {column.name: column for column in KINDS[kind].columns}
    after = {name: dump_value(columns[name], value) for name, value in values.items()}
    return Edit(kind, id_, {name: plan.value(kind, id_, name) for name in after}, after)


def _items_of(plan: Plan, record: str) -> list[str]:
    """The item itself, or the items that a record points at."""
    kind = plan.kind_of(record)
    if kind is None:
        return []
    if kind.name == "item":
        return [record]
    result: list[str] = []
    for column in kind.columns:
        if column.ref == "item":
            stored = plan.value(kind.name, record, column.name)
            if stored is not None:
                result += load_value(column, stored) if column.many else [str(stored)]
    return [id_ for id_ in result if id_ in plan["item"]]
