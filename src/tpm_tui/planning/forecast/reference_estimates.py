"""Estimates by the reference class: what finished work of the same type and size took [Kahneman and Tversky 1979;
Flyvbjerg 2006].

What finished work took is the working time from its start to its finish, on its calendar; where no start is known,
what it was estimated at. Size is the number of story points. A class of fewer than :data:`MIN_CASES` finished items is
widened: to the type, then to all that is finished.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tpm_tui.domain.derived.item_progress import dropped_items
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_minute
from tpm_tui.domain.time.intervals import STANDARD_DAY_MINUTES
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.forecast.calibration import MIN_CASES
from tpm_tui.planning.model.network_from_plan import network_of

#: Percentiles of what the class took that become best, likely and worst.
BEST, LIKELY, WORST = 10, 50, 90


@dataclass(frozen=True, slots=True)
class ReferenceEstimate:
    """An estimate in working minutes, the number of finished items that it rests on, and what these have in common."""

    estimate: ThreePoint
    cases: int
    of: str


def lacks_estimate(plan: Plan, id_: str) -> bool:
    """Whether an item is open work that nobody has estimated: no parent, no milestone, not finished or dropped."""
    row = plan["item"].row(id_)
    if row["type"] == "milestone" or id_ in plan.children or row["actual_finish"] is not None:
        return False
    given = row["estimate"] is not None and row["estimate_basis"] in (None, "estimated")
    return not given and plan.state_groups.get(str(row["status"])) != "done" and row["status"] != "dropped"


def reference_estimates(plan: Plan, context: InputContext, ids: Iterable[str]) -> dict[str, ReferenceEstimate]:
    """Id -> estimate, without those that no class is large enough for. Raises as `network_of`."""
    finished = _finished_work(plan, context)
    classes: dict[tuple[str, object], list[float]] = {}
    table = plan["item"]
    for id_, minutes in finished.items():
        type_, points = str(table.value(id_, "type")), table.value(id_, "points")
        for name in {(type_, points), (type_, None), ("", None)}:
            classes.setdefault(name, []).append(minutes)
    estimates: dict[str, ReferenceEstimate] = {}
    for id_ in ids:
        type_, points = str(table.value(id_, "type")), table.value(id_, "points")
        for name in ((type_, points), (type_, None), ("", None)):
            cases = classes.get(name, ())
            if len(cases) >= MIN_CASES:
                best, likely, worst = (_rounded(_percentile(sorted(cases), p)) for p in (BEST, LIKELY, WORST))
                size = f" of {name[1]:g} points" if isinstance(name[1], float | int) else ""
                noun = str(name[0] or "item")
                of = f"{noun[:-1]}ies{size}" if noun.endswith("y") else f"{noun}s{size}"
                estimates[id_] = ReferenceEstimate(ThreePoint(best, likely, worst), len(cases), of)
                break
    return estimates


def _finished_work(plan: Plan, context: InputContext) -> dict[str, float]:
    """Id -> working minutes, of finished pieces of work of which something says how long they took."""
    network = network_of(plan, context)
    out, below, table, groups = dropped_items(plan), plan.children, plan["item"], plan.state_groups
    took: dict[str, float] = {}
    for place, id_ in enumerate(table.ids):
        row = table.row(id_)
        if out[place] or id_ in below or row["type"] == "milestone" or groups.get(str(row["status"])) != "done":
            continue
        minutes = 0.0
        if row["actual_start"] is not None and row["actual_finish"] is not None:
            index = network.calendar[place]
            calendar = network.calendars[network.plan_calendar if index < 0 else index]
            start, finish = (
                to_minute(datetime.fromisoformat(str(row[f"actual_{end}"]))) for end in ("start", "finish")
            )
            minutes = calendar.between(start, finish) if start < finish else 0
        elif row["estimate"] is not None and row["estimate_basis"] in (None, "estimated"):
            minutes = ThreePoint.load(str(row["estimate"])).likely
        if minutes > 0:
            took[id_] = minutes
    return took


def _percentile(rising: list[float], percent: int) -> float:
    """By nearest rank, as cycle times are told."""
    return rising[max(0, -(-len(rising) * percent // 100) - 1)]


def _rounded(minutes: float) -> float:
    """To the half hour; below half a day to five minutes, never to nothing."""
    step = 30 if minutes >= STANDARD_DAY_MINUTES / 2 else 5
    return float(max(step, round(minutes / step) * step))
