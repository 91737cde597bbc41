"""What the journal says of needs: when each last changed what it says, and when each trace was made or confirmed."""

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct, field

from tpm_tui.domain.kinds.scope.requirements import CONTENT_FIELDS
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.values.codec import stored_ids
from tpm_tui.planning.scope.traceability import Coverage, Need, Trace, coverage, untraced

#: A transaction: its place in the journal, its edits.
SequencedEdits = tuple[int, Sequence[Edit]]

#: Fields of a requirement that trace it.
TRACE_FIELDS = ("items", "checks", "traced_on")


class _NeedHistory(Struct):
    changed: int = 0
    traced: dict[str, int] = field(default_factory=dict)
    """id of a target -> place of its newest trace; a target that a person took away is no more in it"""
    lost: dict[str, int] = field(default_factory=dict)
    """id of a target that was deleted while it was traced -> place of that trace"""


def trace_coverage(plan: Plan, history: Iterable[SequencedEdits], deleted: dict[str, str]) -> list[Coverage]:
    """The coverage of every need, by its key, in the order of keys.

    ``history``: transactions that touch requirements, oldest first. ``deleted``: id -> key of deleted records. Needs
    that were dropped are left out. What the journal does not know counts as of the beginning.
    """
    known = _histories(plan, history)
    live = _live_targets(plan)
    label = {**{id_: plan.label("item", id_) for id_ in plan["item"].ids}, **deleted}
    label |= {id_: plan.label("check", id_) for id_ in plan["check"].ids}
    needs = []
    table = plan["requirement"]
    for id_ in table.ids:
        row = table.row(id_)
        if row["type"] != "need" or row["status"] == "dropped":
            continue
        past = known.get(id_, _NeedHistory())
        traces = [
            Trace(target, kind, past.traced.get(target, past.changed))
            for kind, name in _TARGETS
            for target in stored_ids(row[name])
        ]
        traces += [
            Trace(target, "item", stamp) for target, stamp in past.lost.items() if target not in plan["item"].position
        ]
        needs.append(Need(id_, str(row["statement"]), past.changed, traces))
    return [_by_key(plan, one, label) for one in coverage(needs, live)]


_TARGETS: tuple[tuple[Literal["item", "check"], str], ...] = (("item", "items"), ("check", "checks"))


def untraced_items(plan: Plan) -> list[str]:
    """Keys of the work (no initiatives, epics or milestones) that answers no need, in the plan's order.

    Empty where the file holds no need: then nobody traces here.
    """
    table = plan["requirement"]
    traced = {
        target
        for items, type_, status in zip(*(table.columns[n] for n in ("items", "type", "status")), strict=True)
        if type_ == "need" and status != "dropped"
        for target in stored_ids(items)
    }
    if "need" not in table.columns["type"]:
        return []
    items = plan["item"]
    parents = {
        id_: str(above) for id_, above in zip(items.ids, items.columns["parent"], strict=True) if above is not None
    }
    work = [
        id_
        for id_, type_, status in zip(items.ids, items.columns["type"], items.columns["status"], strict=True)
        if type_ not in ("milestone", "initiative", "epic") and status != "dropped" and id_ not in plan.children
    ]
    return [plan.label("item", id_) for id_ in untraced(work, traced, parents)]


def _histories(plan: Plan, history: Iterable[SequencedEdits]) -> dict[str, _NeedHistory]:
    known: dict[str, _NeedHistory] = {}
    for sequence, edits in history:
        for edit in edits:
            if edit.kind != "requirement" or edit.after is None:
                continue
            past = known.setdefault(edit.id, _NeedHistory())
            if edit.before is None or any(name in edit.after for name in CONTENT_FIELDS):
                past.changed = sequence
            _follow_traces(plan, past, edit, sequence)
    return known


def _follow_traces(plan: Plan, past: _NeedHistory, edit: Edit, sequence: int) -> None:
    after = edit.after or {}
    for kind, name in _TARGETS:
        if name not in after:
            continue
        now, was = set(stored_ids(after[name])), set(stored_ids((edit.before or {}).get(name)))
        for target in now - was:
            past.traced[target] = sequence
            past.lost.pop(target, None)
        for target in was - now:
            stamp = past.traced.pop(target, 0)
            if kind == "item" and target not in plan["item"].position:
                past.lost[target] = stamp
    if after.get("traced_on") is not None:
        past.traced = dict.fromkeys(past.traced, sequence)
        past.lost.clear()


def _live_targets(plan: Plan) -> set[str]:
    items = plan["item"]
    return {id_ for id_, status in zip(items.ids, items.columns["status"], strict=True) if status != "dropped"} | set(
        plan["check"].ids
    )


def _by_key(plan: Plan, one: Coverage, label: dict[str, str]) -> Coverage:
    def keys(ids: Sequence[str]) -> tuple[str, ...]:
        return tuple(label.get(id_, id_) for id_ in ids)

    twin = None if one.duplicate_of is None else plan.label("requirement", one.duplicate_of)
    return Coverage(
        plan.label("requirement", one.key), one.state,
        keys(one.items), keys(one.checks), keys(one.outdated), keys(one.orphaned), twin,
    )  # fmt: skip
