"""Estimates by the reference class: what finished work of the same type and size took [Kahneman and Tversky 1979;
Flyvbjerg 2006].

What finished work took is the working time from its start to its finish, on its calendar, less what part time stretched
it by; where no start is known, what it was estimated at. Size is the number of story points. A class of fewer than
:data:`MIN_CASES` finished items is widened: to the type, then to all that is finished.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_minute
from tpm_tui.domain.time.intervals import STANDARD_DAY_MINUTES
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.flow.percentiles import nearest_rank
from tpm_tui.planning.forecast.calibration import MIN_CASES
from tpm_tui.planning.model.network_from_plan import network_of
from tpm_tui.planning.model.work_assignments import stretches

#: Percentiles of what the class took that become best, likely and worst.
BEST, LIKELY, WORST = 10, 50, 90

_Class = tuple[str, object]
"""The type of items, empty for any, and their number of story points, None for any."""


class ReferenceEstimate(Struct, frozen=True):
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
    classes: dict[_Class, list[int]] = {}
    table = plan["item"]
    for id_, minutes in finished.items():
        type_, points = str(table.value(id_, "type")), table.value(id_, "points")
        for name in {(type_, points), (type_, None), ("", None)}:
            classes.setdefault(name, []).append(minutes)
    large = {name: _of_class(name, cases) for name, cases in classes.items() if len(cases) >= MIN_CASES}
    estimates: dict[str, ReferenceEstimate] = {}
    for id_ in ids:
        type_, points = str(table.value(id_, "type")), table.value(id_, "points")
        for name in ((type_, points), (type_, None), ("", None)):
            if name in large:
                estimates[id_] = large[name]
                break
    return estimates


def _of_class(name: _Class, cases: Sequence[int]) -> ReferenceEstimate:
    """What a class says: percentiles by nearest rank, as cycle times are told."""
    best, likely, worst = (_rounded(nearest_rank(cases, percent) or 0) for percent in (BEST, LIKELY, WORST))
    size = f" of {name[1]:g} points" if isinstance(name[1], float | int) else ""
    noun = name[0] or "item"
    of = f"{noun[:-1]}ies{size}" if noun.endswith("y") else f"{noun}s{size}"
    return ReferenceEstimate(ThreePoint(best, likely, worst), len(cases), of)


def _finished_work(plan: Plan, context: InputContext) -> dict[str, int]:
    """Id -> working minutes, of finished pieces of work of which something says how long they took."""
    network, stretch_of = network_of(plan, context), stretches(plan)
    out, below, table, groups = dropped_items(plan), plan.children, plan["item"], plan.state_groups
    took: dict[str, int] = {}
    for place, id_ in enumerate(table.ids):
        row = table.row(id_)
        if out[place] or id_ in below or row["type"] == "milestone" or groups.get(str(row["status"])) != "done":
            continue
        minutes = 0
        if row["actual_start"] is not None and row["actual_finish"] is not None:
            index = network.calendar[place]
            calendar = network.calendars[network.plan_calendar if index < 0 else index]
            start, finish = (
                to_minute(datetime.fromisoformat(str(row[f"actual_{end}"]))) for end in ("start", "finish")
            )
            # the network stretches an estimate by who works on the item: what it took is taken back to one person
            minutes = round(calendar.between(start, finish) / stretch_of.get(place, 1)) if start < finish else 0
        elif row["estimate"] is not None and row["estimate_basis"] in (None, "estimated"):
            minutes = round(ThreePoint.load(str(row["estimate"])).likely)
        if minutes > 0:
            took[id_] = minutes
    return took


def _rounded(minutes: float) -> float:
    """To the half hour; below half a day to five minutes, never to nothing."""
    step = 30 if minutes >= STANDARD_DAY_MINUTES / 2 else 5
    return float(max(step, round(minutes / step) * step))
