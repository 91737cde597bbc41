"""What each objective gets of the work and when the last of it is done: facts for scripts, and a table."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.planning.promise.forecast_that_promises_rest_on import PromiseForecast
from tpm_tui.planning.scope.objective_work import last_p80, objective_work
from tpm_tui.reports.document import Document, ReportTable


def objective_facts(plan: Plan, context: InputContext, held: PromiseForecast) -> list[dict[str, Any]]:
    """One object an objective; ``effort_share`` from 0 to 1 of the effort of all work, ``last_p80`` the local minute at
    which all its items are done with 80 %, both null where nothing says."""
    facts = []
    for work in objective_work(plan, context)[0]:
        row = plan["objective"].row(work.objective)
        facts.append(
            {
                "key": row["key"],
                "statement": row["statement"],
                "by": row["by"],
                "weight": row["weight"],
                "effort_share": None if work.share is None else round(work.share, 6),
                "items": [str(plan.value("item", id_, "key")) for id_ in work.items],
                "last_p80": last_p80(held.forecast, work.objective),
                "basis": held.basis.value,
            }
        )
    return facts


def objectives_document(facts: Sequence[Mapping[str, Any]], context: InputContext) -> Document:
    """A row each; dates as a person reads them."""
    rows = [
        [
            one["key"],
            one["statement"],
            "" if one["effort_share"] is None else f"{one['effort_share']:.0%}",
            len(one["items"]),
            "no work serves it" if not one["items"] else day_of(one["last_p80"], context),
            day_of(one["by"], context),
        ]
        for one in facts
    ]
    headers = ["Key", "Objective", "Effort", "Items", "Last item P80", "By"]
    return Document("Objectives", [ReportTable(headers, rows, [False, False, True, True, True, True])])


def day_of(stored: str | None, context: InputContext) -> str:
    """A stored day or minute as a person reads its day; empty without one."""
    return "" if stored is None else dates.show_date(date.fromisoformat(stored[:10]), context)
