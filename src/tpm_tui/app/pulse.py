"""The top line: what the programme is, when it ends, what needs a look."""

from datetime import datetime

from tpm_tui.app.session import Session
from tpm_tui.domain import dates
from tpm_tui.domain.derived import waits_for

Run = tuple[str, str]


def pulse(session: Session) -> tuple[list[Run], list[Run]]:
    """Runs for the left and the right end of the line."""
    plan, sheet = session.plan, session.sheet
    left: list[Run] = [(f" {plan.programme('name') or 'Untitled'} ", "strong"), (f"▸ {session.path.name}   ", "")]
    finish = finish_of(session)
    if finish:
        left.append((f"finish {dates.show_date(finish.date(), session.words)}   ", "strong"))
    if plan.complete:
        blocked = len(waits_for(plan)) + plan["item"].columns["status"].count("blocked")
        late = sum(1 for v in sheet.values("item", "overdue") if v)
        incidents = sum(1 for r in plan["incident"].columns["resolved"] if r is None)
        left.append((f"{late} overdue", "bad" if late else ""))
        left.append((f"   {blocked} blocked", "warn" if blocked else ""))
        left.append((f"   {incidents} incident{'' if incidents == 1 else 's'} open", "bad" if incidents else ""))
    right: list[Run] = [(" read-only ", "warn")] if session.readonly else [(" saved ", "good")]
    return left, right


def finish_of(session: Session) -> datetime | None:
    """The latest finish of any item, None while the dates are not known."""
    if ("item", "finish") not in session.sheet.extras:
        return None
    values = [str(v) for v in session.sheet.values("item", "finish") if v is not None]
    return datetime.fromisoformat(max(values)) if values else None
