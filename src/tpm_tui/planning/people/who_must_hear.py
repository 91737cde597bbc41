"""Who must hear about a change of a record, and why: from RACI, what people care about, promises and cadence."""

from collections.abc import Iterable
from datetime import date
from functools import partial

from msgspec import Struct

from tpm_tui.domain.kinds import KINDS, PROGRAMME_ID
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext, day_text
from tpm_tui.domain.values.codec import stored_ids
from tpm_tui.planning.people.supplier_promises import supplied_items

#: Power and interest from which on a stakeholder is managed closely [Mendelow].
CLOSE = 4

#: Fields that name who is meant outright, with the reason that they give.
_NAMED = (
    ("owner", "owns it"), ("stakeholder", "asked for it"), ("supplier", "supplies it"), ("agreed_by", "agreed to it"),
    ("accepted_by", "accepted it"), ("deciders", "decides"), ("asked_of", "is asked to decide"),
    ("consulted", "is consulted"), ("informed", "is informed"),
    ("responders", "responds to it"), ("communications", "speaks about it"), ("sponsor", "sponsors it"),
)  # fmt: skip


class Hearer(Struct, frozen=True):
    """A person or stakeholder who must hear, with every reason."""

    kind: str
    id: str
    reasons: tuple[str, ...]


class _Reasons:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.by_who: dict[tuple[str, str], dict[str, None]] = {}

    def add(self, kind: str, id_: object, reason: str) -> None:
        if id_ and str(id_) in self.plan[kind]:
            self.by_who.setdefault((kind, str(id_)), {})[reason] = None


def who_must_hear(plan: Plan, kind: str, id_: str, context: InputContext, overdue: Iterable[str] = ()) -> list[Hearer]:
    """Those who must hear about a change of a record, most reasons first. ``overdue``: ids of stakeholders whose
    contact is, by their cadence. Whoever has no reason of their own in the record is not told for cadence alone; what
    names neither an item nor a workstream concerns the programme: its sponsor, and those who are managed closely."""
    reasons = _Reasons(plan)
    _named(reasons, kind, id_)
    items = concerned_items(plan, kind, id_)
    around = dict.fromkeys(item for start in items if start in plan["item"] for item in (start, *plan.ancestors(start)))
    streams = dict.fromkeys(
        str(stream) for item in around if (stream := plan.value("item", item, "workstream")) is not None
    )
    if kind == "workstream":
        streams[id_] = None
        reasons.add("person", plan.value("workstream", id_, "lead"), "leads it")
    elif kind != "item" and (own := plan[kind].row(id_).get("workstream")) is not None:
        streams[str(own)] = None
        reasons.add("person", plan.value("workstream", str(own), "lead"), f"leads {plan.label('workstream', str(own))}")
    if not around and not streams and (KINDS[kind].about or id_ == PROGRAMME_ID):
        if id_ != PROGRAMME_ID:
            reasons.add("stakeholder", plan.programme("sponsor"), "sponsors the programme")
        for stakeholder in filter(partial(_is_managed_closely, plan), plan["stakeholder"].ids):
            reasons.add("stakeholder", stakeholder, "manage closely")
    _sponsors(reasons, kind, id_, set(around), set(streams))
    _roles(reasons, around, streams)
    _caring(reasons, around, streams)
    for item in items:
        if kind != "item":
            reasons.add("person", plan.value("item", item, "owner"), f"owns {plan.label('item', item)}")
        _next_functions(reasons, item)
    _promised(reasons, context, frozenset(overdue))
    hearers = [Hearer(who, one, tuple(why)) for (who, one), why in reasons.by_who.items()]
    return sorted(hearers, key=lambda hearer: (-len(hearer.reasons), plan.title(hearer.kind, hearer.id), hearer.id))


def concerned_items(plan: Plan, kind: str, id_: str) -> list[str]:
    """The items that a change of a record touches: itself, or those that it names and that are there."""
    if kind == "item":
        return [id_]
    about = KINDS[kind].about
    named = stored_ids(plan.value(kind, id_, about)) if about else []
    return [item for item in named if item in plan["item"]]


def _named(reasons: _Reasons, kind: str, id_: str) -> None:
    row = reasons.plan[kind].row(id_)
    for column in reasons.plan[kind].kind.columns:
        why = next((why for name, why in _NAMED if name == column.name), None)
        if why is None or column.ref not in ("person", "stakeholder"):
            continue
        for one in stored_ids(row[column.name]) if column.many else [row[column.name]]:
            reasons.add(column.ref, one, why)


def _roles(reasons: _Reasons, items: Iterable[str], streams: Iterable[str]) -> None:
    plan = reasons.plan
    for kind, ids in (("item", items), ("workstream", streams)):
        entries = plan.ids_by_reference("raci", kind)
        for id_ in ids:
            for entry in entries.get(id_, ()):
                why = f"{plan.value('raci', entry, 'role')} for {plan.label(kind, id_)}"
                for who in ("person", "stakeholder"):
                    reasons.add(who, plan.value("raci", entry, who), why)


def _caring(reasons: _Reasons, items: Iterable[str], streams: Iterable[str]) -> None:
    plan = reasons.plan
    for kind, field, ids in (("item", "items", items), ("workstream", "workstreams", streams)):
        caring = plan.ids_by_reference_list("stakeholder", field)
        for id_ in ids:
            for stakeholder in caring.get(id_, ()):
                reasons.add("stakeholder", stakeholder, f"cares about {plan.label(kind, id_)}")


def _is_managed_closely(plan: Plan, stakeholder: str) -> bool:
    return min(int(plan.value("stakeholder", stakeholder, field) or 0) for field in ("power", "interest")) >= CLOSE


def _sponsors(reasons: _Reasons, kind: str, id_: str, items: set[str], streams: set[str]) -> None:
    """Who sponsors an objective that the record serves, and the programme where its target is touched."""
    plan = reasons.plan
    if plan.programme("target") in items:
        reasons.add("stakeholder", plan.programme("sponsor"), "sponsors the programme, whose target it touches")
    table = plan["objective"]
    for objective in table.ids:
        named = (
            ("items", items),
            ("workstreams", streams),
            ("requirements", {id_} if kind == "requirement" else set()),
        )
        if any(ids & set(stored_ids(table.value(objective, field))) for field, ids in named):
            reasons.add(
                "stakeholder", table.value(objective, "sponsor"), f"sponsors {plan.label('objective', objective)}"
            )


def _next_functions(reasons: _Reasons, item: str) -> None:
    """Owners of the items that wait for it in another function."""
    plan = reasons.plan
    function = plan.value("item", item, "function")
    for link in plan.ids_by_reference("link", "predecessor").get(item, ()):
        later = str(plan.value("link", link, "successor"))
        after = plan.value("item", later, "function")
        if after != function:
            why = f"owner of {plan.label('item', later)}, next, in another function ({after})"
            reasons.add("person", plan.value("item", later, "owner"), why)


def _promised(reasons: _Reasons, context: InputContext, overdue: frozenset[str]) -> None:
    """What adds to the reasons of stakeholders who have one: close management, open promises, overdue contact."""
    plan, today = reasons.plan, context.today

    def said(day: object) -> str:
        return day_text(date.fromisoformat(str(day)[:10]), context)

    contacts = plan.ids_by_reference("contact", "stakeholder")
    for kind, id_ in list(reasons.by_who):
        if kind != "stakeholder":
            continue
        if _is_managed_closely(plan, id_):
            reasons.add(kind, id_, "manage closely")
        for contact in contacts.get(id_, ()):
            row = plan["contact"].row(contact)
            if row["follow_up"] and not row["kept"]:
                on = f" on {said(row['at'])}" if row["at"] else ""
                on += f" for {said(row['due'])}" if row["due"] else ""
                late = ", overdue" if row["due"] and str(row["due"])[:10] < today.isoformat() else ""
                reasons.add(kind, id_, f"promised{on}{late}: {row['follow_up']}")
        for supply in supplied_items(plan, id_, (), today):
            if supply.promised is not None and supply.kept is None:
                late = ", overdue" if supply.overdue else ""
                reasons.add(kind, id_, f"promised {plan.label('item', supply.item)} for {said(supply.promised)}{late}")
        if id_ in overdue:
            reasons.add(kind, id_, "contact is overdue")
