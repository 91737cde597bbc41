"""What a stakeholder cares about: items and, through them, the needs, risks, incidents and decisions on these."""

from collections.abc import Collection, Iterator

from tpm_tui.domain.derived.workstreams import workstream_ids
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.values.codec import stored_ids


def cared_items(plan: Plan, stakeholder: str) -> list[str]:
    """Items that a stakeholder named, those below them, and those of their workstreams, in the plan's order."""
    named, streams = (stored_ids(plan.value("stakeholder", stakeholder, field)) for field in ("items", "workstreams"))
    chosen = {below for item in named if item in plan["item"] for below in (item, *plan.descendants(item))}
    return [
        id_
        for id_, stream in zip(plan["item"].ids, workstream_ids(plan), strict=True)
        if id_ in chosen or stream in streams
    ]


def records_about(plan: Plan, items: Collection[str], stakeholder: str) -> Iterator[tuple[str, str]]:
    """(kind, id) of needs, risks, incidents and decisions on any of these items, and of the stakeholder's own needs."""
    for kind, about in ((kind.name, kind.about) for kind in KINDS.values() if kind.about):
        table = plan[kind]
        for place, id_ in enumerate(table.ids):
            own = kind == "requirement" and table.columns["stakeholder"][place] == stakeholder
            if own or any(item in items for item in stored_ids(table.columns[about][place])):
                yield kind, id_
