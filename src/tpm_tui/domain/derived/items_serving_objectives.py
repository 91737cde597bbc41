"""Which items serve an objective."""

from tpm_tui.domain.derived.workstreams import workstream_ids
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.values.codec import stored_ids


def items_serving(plan: Plan, objective: str) -> tuple[str, ...]:
    """Items without others below them that an objective names, those of its needs and what lies below these, and those
    of its workstreams by `workstream_ids`; in the plan's order."""
    row = plan["objective"].row(objective)
    named, streams, needs = (stored_ids(row[field]) for field in ("items", "workstreams", "requirements"))
    for need in needs:
        if need in plan["requirement"]:
            named += stored_ids(plan.value("requirement", need, "items"))
    ids, chosen = plan["item"].ids, set[str]()
    for item in named:
        if item in plan["item"]:
            chosen |= {item, *plan.descendants(item)}
    chosen |= {id_ for id_, stream in zip(ids, workstream_ids(plan), strict=True) if stream in streams}
    return tuple(id_ for id_ in ids if id_ in chosen and id_ not in plan.children)
