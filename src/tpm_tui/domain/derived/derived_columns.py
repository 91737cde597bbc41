"""Values that follow from others: a risk's score, an action overdue, a contact due, a decision's weighted totals."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tpm_tui.domain.derived.checks_by_definition_of_done import open_checks
from tpm_tui.domain.derived.contacts import (
    contact_due_values,
    contact_overdue_values,
    last_contact_values,
    quadrant_values,
)
from tpm_tui.domain.derived.decisions import leading_option_values, option_total_values
from tpm_tui.domain.derived.item_progress import rolled_up_progress
from tpm_tui.domain.derived.risk_levels import NOT_SCORED, RiskLevels, risk_levels
from tpm_tui.domain.derived.waits_and_blocks import blocked_values, waits_for_values
from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.fields import Column, Field
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.codec import Stored


@dataclass(frozen=True, slots=True)
class DerivedColumn:
    """A computed column: ``compute`` gives one stored value a record, in the table's order."""

    column: Column
    compute: Callable[[Plan, InputContext], list[Stored]]


def derived_column(name: str, type_: type, label: str, **field: Any) -> Column:
    """A column nobody sets."""
    return Column(name, type_, nullable=True, required=False, default=None, field=Field(label, **field))


def _level_values(figure: Callable[[RiskLevels], int | None]) -> Callable[[Plan, InputContext], list[Stored]]:
    """One figure of the levels of risks."""
    return lambda plan, context: [figure(levels) for levels in risk_levels(plan, context.today)]


def _past(kind: str, field: str, done: str) -> Callable[[Plan, InputContext], list[Stored]]:
    """Whether a dated promise is past its day and not done."""

    def compute(plan: Plan, context: InputContext) -> list[Stored]:
        c, today = plan[kind].columns, context.today.isoformat()
        return [
            int(day is not None and str(day) < today and not flag) for day, flag in zip(c[field], c[done], strict=True)
        ]

    return compute


def _review_overdue(plan: Plan, context: InputContext) -> list[Stored]:
    c, today = plan["risk"].columns, context.today.isoformat()
    return [
        int(day is not None and str(day) < today and status == "open")
        for day, status in zip(c["review_by"], c["status"], strict=True)
    ]


def _overdue(plan: Plan, context: InputContext) -> list[Stored]:
    today = context.today.isoformat()
    over = [share == 100 or out for share, out in zip(rolled_up_progress(plan), dropped_items(plan), strict=True)]
    return [
        int(day is not None and str(day) < today and not done)
        for day, done in zip(plan["item"].columns["deadline"], over, strict=True)
    ]


def _open_checks(plan: Plan, _context: InputContext) -> list[Stored]:
    having = plan.ids_by_reference("check", "item")
    return [len(open_checks(plan, id_)) if id_ in having else 0 for id_ in plan["item"].ids]


def _minutes_between(kind: str, start: str, end: str) -> Callable[[Plan, InputContext], list[Stored]]:
    def compute(plan: Plan, _context: InputContext) -> list[Stored]:
        c = plan[kind].columns
        return [
            int((datetime.fromisoformat(str(b)) - datetime.fromisoformat(str(a))).total_seconds() // 60)
            if a and b
            else None
            for a, b in zip(c[start], c[end], strict=True)
        ]

    return compute


def _incident_state(plan: Plan, _context: InputContext) -> list[Stored]:
    c = plan["incident"].columns
    return [
        "resolved" if r else "mitigated" if m else "open" for r, m in zip(c["resolved"], c["mitigated"], strict=True)
    ]


def _latest_reading(plan: Plan, _context: InputContext) -> list[Stored]:
    readings, latest = plan["reading"], []
    for metric in plan["metric"].ids:
        mine = plan.ids_by_reference("reading", "metric").get(metric, ())
        newest = max(mine, key=lambda r: str(readings.value(r, "at")), default=None)
        latest.append(readings.value(newest, "value") if newest else None)
    return latest


_FLAG = {"width": 7}


def _table(*entries: tuple[Column, Callable[[Plan, InputContext], list[Stored]]]) -> dict[str, DerivedColumn]:
    return {column.name: DerivedColumn(column, compute) for column, compute in entries}


#: Kind -> name -> derived column.
DERIVED_COLUMNS: dict[str, dict[str, DerivedColumn]] = {
    "item": _table(
        (derived_column("done_share", int, "Done", width=5, format="percent"), lambda p, _w: rolled_up_progress(p)),
        (derived_column("waits", str, "Waits for", width=8), waits_for_values),
        (derived_column("blocked", bool, "Blocked", **_FLAG), blocked_values),
        (derived_column("overdue", bool, "Overdue", **_FLAG), _overdue),
        (derived_column("open_checks", int, "Open checks", width=6), _open_checks),
    ),
    "risk": _table(
        (derived_column("probability_level", int, "P", width=5, help="by the chance, else as judged"),
         _level_values(lambda levels: levels.probability)),
        (derived_column("impact_level", int, "I", width=5, help="by the delay, else as judged"),
         _level_values(lambda levels: levels.impact)),
        (derived_column("score", int, "Score", width=5, empty=NOT_SCORED,
                        help="P times I, after the response where that was said"),
         _level_values(lambda levels: levels.score)),
        (derived_column("inherent", int, "Score before", width=5, empty=NOT_SCORED),
         _level_values(lambda levels: levels.inherent_score)),
        (derived_column("overdue", bool, "Review overdue", **_FLAG), _review_overdue),
    ),
    "stakeholder": _table(
        (derived_column("quadrant", str, "Approach", width=14), quadrant_values),
        (derived_column("last_contact", date, "Last contact", width=10), last_contact_values),
        (derived_column("contact_due", date, "Contact due", width=11), contact_due_values),
        (derived_column("overdue", bool, "Overdue", **_FLAG), contact_overdue_values),
    ),
    "contact": _table((derived_column("overdue", bool, "Promise overdue", **_FLAG), _past("contact", "due", "kept"))),
    "action": _table((derived_column("overdue", bool, "Overdue", **_FLAG), _past("action", "due", "done"))),
    "mitigation": _table((derived_column("overdue", bool, "Overdue", **_FLAG), _past("mitigation", "due", "done"))),
    "option": _table((derived_column("total", float, "Weighted total", width=8), option_total_values)),
    "decision": _table((derived_column("leading", str, "Ahead", width=20), leading_option_values)),
    "incident": _table(
        (derived_column("state", str, "State", width=9), _incident_state),
        (derived_column("to_acknowledge", int, "Acknowledged in", width=10, format="elapsed"),
         _minutes_between("incident", "detected", "acknowledged")),
        (derived_column("to_resolve", int, "Resolved in", width=10, format="elapsed"),
         _minutes_between("incident", "detected", "resolved")),
    ),
    "release": _table(
        (derived_column("to_restore", int, "Restored in", width=10, format="elapsed"),
         _minutes_between("release", "detected", "restored")),
    ),
    "metric": _table((derived_column("latest", float, "Latest", width=8), _latest_reading)),
}  # fmt: skip
