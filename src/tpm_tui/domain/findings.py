"""What a plan holds and is worth a look: rules of records that it breaks, and what no rule forbids."""

from typing import TypeAlias

from tpm_tui.domain.derived.parent_status_from_children import status_contradictions
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.record_rules import violations
from tpm_tui.domain.values.codec import load_value

#: (kind, id, sentence) of a record that is worth a look.
Finding: TypeAlias = tuple[str, str, str]


def broken_rules(plan: Plan) -> list[Finding]:
    """Every rule of records that does not hold in the plan.

    No edit leads to one: it came by another program, or by what was right when it was written.
    """
    records = [Edit(kind, id_, None, plan[kind].row(id_)) for kind in KINDS for id_ in plan[kind].ids]
    return [(broken.kind, broken.id, broken.message) for broken in violations(plan, records)]


def data_quality_findings(plan: Plan) -> list[Finding]:
    """(kind, id, what is worth a look) of the whole plan: RACI, needs without items, constraints without dates."""
    findings = _raci_findings(plan)
    requirements = plan["requirement"]
    for id_ in requirements:
        if requirements.value(id_, "type") == "need" and requirements.value(id_, "items") == "[]":
            findings.append(("requirement", id_, "it is a need without an item"))
    needed = plan.ids_by_reference_list("requirement", "items")
    if needed:
        items = plan["item"]
        for id_ in plan.children.get(None, ()):
            below = {id_, *plan.descendants(id_)}
            if items.value(id_, "type") in ("initiative", "epic") and not below & needed.keys():
                findings.append(("item", id_, "it answers no need"))
    findings += [("item", id_, text) for id_, text in status_contradictions(plan)]
    items = plan["item"]
    for id_, constraint, day in zip(
        items.ids, items.columns["constraint"], items.columns["constraint_date"], strict=True
    ):
        if constraint not in ("ASAP", "ALAP") and day is None:
            findings.append(("item", id_, f"the constraint {constraint} has no date and does nothing"))
    for id_, type_, estimate in zip(items.ids, items.columns["type"], items.columns["estimate"], strict=True):
        if type_ == "milestone" and estimate is not None and load_value(items.kind.column("estimate"), estimate).likely:
            findings.append(("item", id_, "a milestone takes no time: its estimate counts for nothing"))
    return findings


def _raci_findings(plan: Plan) -> list[Finding]:
    table = plan["raci"]
    findings = []
    for kind in ("item", "workstream"):
        for id_, entries in plan.ids_by_reference("raci", kind).items():
            roles = [table.value(e, "role") for e in entries]
            accountable = roles.count("accountable")
            if accountable != 1:
                who = "nobody is accountable" if not accountable else f"{accountable} are accountable"
                findings.append((kind, id_, f"{who}; it must be exactly one"))
            if "responsible" not in roles:
                findings.append((kind, id_, "nobody is responsible"))
    return findings
