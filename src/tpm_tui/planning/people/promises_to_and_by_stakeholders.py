"""What was promised to stakeholders and by them, and whether it was kept; items that are supplied from outside."""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.text.dates import InputContext, day_text


class PromiseLedger(Struct, frozen=True):
    """Promises of one side: kept, open and overdue ones. ``kept_rate`` is kept of those kept or overdue, 0 to 1, None
    where there is none."""

    kept: int
    open: int
    overdue: int

    @property
    def kept_rate(self) -> float | None:
        were_due = self.kept + self.overdue
        return self.kept / were_due if were_due else None


def promise_ledger(plan: Plan, stakeholder: str, theirs: bool, today: date) -> PromiseLedger:
    """The promises in the log of contacts, and, of theirs, the items that they supply."""
    kept = waiting = overdue = 0
    for done, due in _promises(plan, stakeholder, theirs):
        if done:
            kept += 1
        elif due is not None and due < today.isoformat():
            overdue += 1
        else:
            waiting += 1
    return PromiseLedger(kept, waiting, overdue)


def _promises(plan: Plan, stakeholder: str, theirs: bool) -> Iterator[tuple[bool, str | None]]:
    """(whether it was kept, the stored day that it was promised for) of each."""
    for contact in plan.ids_by_reference("contact", "stakeholder").get(stakeholder, ()):
        row = plan["contact"].row(contact)
        if row["follow_up"] and bool(row["theirs"]) == theirs:
            yield bool(row["kept"]), None if row["due"] is None else str(row["due"])
    if theirs:
        for item in plan.ids_by_reference("item", "supplier").get(stakeholder, ()):
            row = plan["item"].row(item)
            if row["promised"] is not None:
                ended, due = row["actual_finish"], str(row["promised"])
                if plan.state_groups.get(str(row["status"])) == "done" or ended is not None:
                    yield ended is None or str(ended)[:10] <= due, due
                else:
                    yield False, due


def supply_findings(plan: Plan, context: InputContext) -> list[tuple[str, str, str]]:
    """(kind, id, sentence) of items that somebody outside promised for a day that has passed."""
    findings, table = [], plan["item"]
    for item in table.ids:
        supplier, due = table.value(item, "supplier"), table.value(item, "promised")
        done = plan.state_groups.get(str(table.value(item, "status"))) == "done"
        if supplier is not None and due is not None and not done and str(due) < context.today.isoformat():
            day = date.fromisoformat(str(due))
            late = counted((context.today - day).days, "day")
            name = plan.title("stakeholder", str(supplier))
            findings.append(("item", item, f"{name} promised it for {day_text(day, context)}, {late} ago"))
    return findings
