"""What belongs to what: the risks that threaten an item, the people who care, the items a risk touches."""

from tpm_tui.domain.derived.workstreams import workstream_ids
from tpm_tui.domain.plan.plan import Plan

Related = dict[str, frozenset[str]]

#: Past this many risks only those on the item itself and what it lies in are looked up.
_MANY = 2000


def related_records(plan: Plan, kind: str, id_: str) -> Related:
    """Ids by kind of the items, risks and stakeholders that belong to a record; the record itself included."""
    if kind == "item" and id_ in plan["item"]:
        return _of_items(plan, {id_})
    if kind == "risk" and id_ in plan["risk"]:
        items = _listed(plan, "risk", id_, "items")
        related = _of_items(plan, items) if items else {"item": frozenset[str](), "stakeholder": frozenset[str]()}
        return {**related, "risk": frozenset({id_})}
    if kind == "stakeholder" and id_ in plan["stakeholder"]:
        return _of_stakeholder(plan, id_)
    return {}


def _listed(plan: Plan, kind: str, id_: str, field: str) -> set[str]:
    import json

    stored = plan.value(kind, id_, field)
    return set(json.loads(str(stored))) if stored and stored != "[]" else set()


def _of_items(plan: Plan, items: set[str]) -> Related:
    items = {i for i in items if i in plan["item"]}
    around = set(items)
    for item in items:
        around.update(plan.ancestors(item))
    risks: set[str] = set()
    by_item = plan.ids_by_reference_list("risk", "items")
    for item in around:
        risks.update(by_item.get(item, ()))
    if len(by_item) <= _MANY:
        for threatened, ids in by_item.items():
            if threatened in plan["item"] and items.intersection(plan.ancestors(threatened)):
                risks.update(ids)
    return {"item": frozenset(items), "risk": frozenset(risks), "stakeholder": frozenset(_caring(plan, around))}


def _caring(plan: Plan, items: set[str]) -> set[str]:
    """Stakeholders who named these items or their workstreams, or have a RACI role in them."""
    stakeholders: set[str] = set()
    by_item, by_stream = (plan.ids_by_reference_list("stakeholder", f) for f in ("items", "workstreams"))
    roles_of_item, roles_of_stream = (plan.ids_by_reference("raci", f) for f in ("item", "workstream"))
    streams = {plan.value("item", i, "workstream") for i in items} - {None}
    entries: list[str] = []
    for item in items:
        stakeholders.update(by_item.get(item, ()))
        entries += roles_of_item.get(item, ())
    for stream in streams:
        stakeholders.update(by_stream.get(str(stream), ()))
        entries += roles_of_stream.get(str(stream), ())
    stakeholders.update(str(s) for e in entries if (s := plan.value("raci", e, "stakeholder")) is not None)
    return stakeholders


def _of_stakeholder(plan: Plan, id_: str) -> Related:
    items = _listed(plan, "stakeholder", id_, "items")
    streams = _listed(plan, "stakeholder", id_, "workstreams")
    for entry in plan.ids_by_reference("raci", "stakeholder").get(id_, ()):
        item, stream = plan.value("raci", entry, "item"), plan.value("raci", entry, "workstream")
        items |= {str(item)} if item is not None else set()
        streams |= {str(stream)} if stream is not None else set()
    items.update(i for i, stream in zip(plan["item"].ids, workstream_ids(plan), strict=True) if stream in streams)
    risks = {r for i in items for r in plan.ids_by_reference_list("risk", "items").get(i, ())}
    return {"item": frozenset(items), "risk": frozenset(risks), "stakeholder": frozenset({id_})}
