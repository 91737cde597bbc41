"""The RACI matrix as the documented facts of ``tpm raci --json`` and as a table."""

from collections.abc import Sequence
from typing import Any

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.people.raci import RACI_ROLES, RaciRow
from tpm_tui.reports.document import Document, ReportTable


def raci_facts(plan: Plan, rows: Sequence[RaciRow]) -> list[dict[str, Any]]:
    """One object a row: its key, the keys of those with each role, and its gaps in words."""
    return [
        {
            "key": str(plan.value(row.kind, row.id, "key")),
            **{role: [str(plan.value(kind, id_, "key")) for kind, id_ in row.roles[role]] for role in RACI_ROLES},
            "gaps": list(row.gaps),
        }
        for row in rows
    ]


def raci_document(plan: Plan, rows: Sequence[RaciRow]) -> Document:
    """A line a row, people by name."""
    cells = [
        [
            str(plan.value(row.kind, row.id, "key")),
            plan.title(row.kind, row.id),
            *(", ".join(plan.label(kind, id_) for kind, id_ in row.roles[role]) for role in RACI_ROLES),
            "; ".join(row.gaps),
        ]
        for row in rows
    ]
    headers = ["Key", "Title", "Responsible", "Accountable", "Consulted", "Informed", "Gaps"]
    return Document("RACI", [ReportTable(headers, cells)])
