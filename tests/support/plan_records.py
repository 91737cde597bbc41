"""Plans made in memory, as the store would read them from a file: for planners that take a Plan."""

from datetime import date
from typing import Any

from tpm_tui.domain.kinds import KINDS, PROGRAMME_ID
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.kind_table import default_row
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.codec import dump_value
from tpm_tui.domain.values.three_point import ThreePoint

TODAY = date(2026, 11, 23)  # a Monday
WORDS = InputContext(TODAY)

WORKFLOW = (
    ("backlog", "todo"), ("ready", "todo"), ("doing", "active"), ("blocked", "active"), ("done", "done"),
    ("dropped", "done"),
)  # fmt: skip


def add(kind: str, id_: str, **values: Any) -> Edit:
    """The edit that makes a record from Python values; its key is its id."""
    row = default_row(KINDS[kind]) | {"id": id_, "key": id_}
    for name, value in values.items():
        row[name] = dump_value(KINDS[kind].column(name), value)
    return Edit(kind, id_, None, row)


def change(plan: Plan, kind: str, id_: str, **values: Any) -> Edit:
    after = {name: dump_value(KINDS[kind].column(name), value) for name, value in values.items()}
    before = {name: plan.value(kind, id_, name) for name in values}
    return Edit(kind, id_, before, after)


def delete(plan: Plan, kind: str, id_: str) -> Edit:
    return Edit(kind, id_, plan[kind].row(id_), None)


def new_plan(*edits: Edit, **programme: Any) -> Plan:
    """A plan that starts on Monday 23 Nov 2026, with a workflow and a calendar of 9-12, 13-18 on weekdays."""
    from datetime import datetime

    states = [add("state", f"state-{n}", name=n, group=g, order=i) for i, (n, g) in enumerate(WORKFLOW)]
    first = {"name": "Test", "start": datetime(2026, 11, 23), "calendar": "calendar"} | programme
    begin = [*states, add("calendar", "calendar", name="Standard"), add("programme", PROGRAMME_ID, **first)]
    return Plan.empty().applied([*begin, *edits])


def item(id_: str, hours: float | tuple[float, float, float] | None = 8, **values: Any) -> Edit:
    """An item with an estimate in hours: one number, best/likely/worst, or none; rank follows the id."""
    if hours is not None:
        three = hours if isinstance(hours, tuple) else (hours, hours, hours)
        values.setdefault("estimate", ThreePoint(*(60 * h for h in three)))
    return add("item", id_, **({"title": id_, "rank": id_} | values))


def link(before: str, after: str, type_: str = "FS", lag: int = 0, unit: str = "working") -> Edit:
    name = f"{before}-{after}-{type_}"
    return add("link", name, predecessor=before, successor=after, type=type_, lag=lag, lag_unit=unit)
