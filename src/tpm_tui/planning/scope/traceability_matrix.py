"""The traceability matrix of requirements [PMBOK]: need, item, acceptance criterion, evidence, release."""

from typing import NamedTuple

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.values.codec import stored_ids


class TraceRow(NamedTuple):
    """One way from a need to a release, as people know the records; what is not there yet is empty."""

    need: str
    item: str = ""
    criterion: str = ""
    state: str = ""
    """of the criterion"""
    evidence: str = ""
    release: str = ""


def trace_matrix(plan: Plan) -> list[TraceRow]:
    """A row for each criterion of each item of each need that was not dropped, in the order of the needs; one for a
    need or an item that leads no further."""
    rows: list[TraceRow] = []
    table = plan["requirement"]
    for id_ in table.ids:
        row = table.row(id_)
        if row["type"] != "need" or row["status"] == "dropped":
            continue
        need = plan.label("requirement", id_)
        items = [item for item in stored_ids(row["items"]) if item in plan["item"]]
        checks = [check for check in stored_ids(row["checks"]) if check in plan["check"]]
        on = {item: [check for check in checks if plan.value("check", check, "item") == item] for item in items}
        rows += [made for item in items for made in _of_item(plan, need, item, on[item])]
        elsewhere = [check for check in checks if plan.value("check", check, "item") not in on]
        rows += [_of_check(plan, need, "", check, "") for check in elsewhere]
        if not items and not elsewhere:
            rows.append(TraceRow(need))
    return rows


def trace_matrix_back(plan: Plan, untraced: list[str]) -> list[TraceRow]:
    """The same rows from items back to needs, in the order of the items; then the work that answers no need (keys)."""
    order = {plan.label("item", id_): place for place, id_ in enumerate(plan["item"].ids)}
    traced = sorted((row for row in trace_matrix(plan) if row.item), key=lambda row: order[row.item])
    return [*traced, *(TraceRow("", key) for key in untraced)]


def _of_item(plan: Plan, need: str, item: str, checks: list[str]) -> list[TraceRow]:
    releases = ", ".join(
        str(plan.value("release", id_, "version"))
        for id_ in plan.ids_by_reference_list("release", "items").get(item, ())
    )
    label = plan.label("item", item)
    return [_of_check(plan, need, label, check, releases) for check in checks] or [
        TraceRow(need, label, release=releases)
    ]


def _of_check(plan: Plan, need: str, item: str, check: str, releases: str) -> TraceRow:
    row = plan["check"].row(check)
    return TraceRow(need, item, plan.label("check", check), str(row["state"]), str(row["evidence"] or ""), releases)
