"""Costs and budgets as cost resources, and logged time as the actual work of assignments by day.

A cost is a cost resource of its own on its task, or on the project as a whole; what is committed is its budget cost.
What was drawn from a reserve is in the notes of its resource.
"""

from collections.abc import Mapping
from datetime import date, datetime, time

from msgspec.structs import replace

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.instants import to_minute
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.domain.values.amounts import stored_amount
from tpm_tui.domain.values.codec import Stored
from tpm_tui.exchange.schedules.mspdi.project_data import (
    COST_RESOURCE,
    MspdiAssignment,
    MspdiDay,
    MspdiProject,
    MspdiResource,
)
from tpm_tui.exchange.schedules.mspdi.reserve_draws_in_notes import NotedDraw, with_draws

WHOLE_PROJECT = 0
"""the UID of the task that stands for all of them"""


def add_costs_and_time(plan: Plan, file: MspdiProject, tasks: Mapping[str, int], people: Mapping[str, int]) -> None:
    """Add costs, budgets and logged time to a file. ``tasks`` and ``people`` are UIDs by id."""
    for row in map(plan["cost"].row, plan["cost"].ids):
        at = None if row["at"] is None else _minute(row["at"])
        resource = _add_resource(file, row, str(row["category"]), str(row["reference"] or ""))
        file.assignments.append(
            MspdiAssignment(
                uid=len(file.assignments) + 1,
                task_uid=tasks.get(str(row["item"]), WHOLE_PROJECT),
                resource_uid=resource.uid,
                cost=stored_amount(row["planned"]),
                actual_cost=stored_amount(row["actual"]),
                budget_cost=stored_amount(row["committed"]),
                start=at,
                finish=at,
            )
        )
    draws = _draws_by_reserve(plan)
    for row in map(plan["budget"].row, plan["budget"].ids):
        noted = {**row, "notes": with_draws(str(row["notes"] or ""), draws.get(str(row["id"]), ()))}
        resource = _add_resource(file, noted, str(row["category"]), str(row["type"]), is_budget=True)
        file.assignments.append(
            MspdiAssignment(
                uid=len(file.assignments) + 1,
                task_uid=WHOLE_PROJECT,
                resource_uid=resource.uid,
                budget_cost=stored_amount(row["amount"]),
            )
        )
    _add_time(plan, file, tasks, people)


def _draws_by_reserve(plan: Plan) -> Mapping[str, list[NotedDraw]]:
    draws: dict[str, list[NotedDraw]] = {}
    for row in map(plan["reserve_draw"].row, plan["reserve_draw"].ids):
        draws.setdefault(str(row["reserve"]), []).append(
            NotedDraw(
                None if row["at"] is None else str(row["at"]),
                stored_amount(row["amount"]),
                None if row["person"] is None else plan.title("person", str(row["person"])),
                str(row["reason"]),
            )
        )
    return draws


def _add_resource(
    file: MspdiProject, row: Mapping[str, Stored], group: str, code: str, is_budget: bool = False
) -> MspdiResource:
    resource = MspdiResource(
        uid=max((known.uid for known in file.resources[-1:]), default=0) + 1,
        name=str(row["title"]),
        type=COST_RESOURCE,
        group=group,
        code=code,
        is_budget=is_budget,
        notes=str(row["notes"] or ""),
    )
    file.resources.append(resource)
    return resource


def _add_time(plan: Plan, file: MspdiProject, tasks: Mapping[str, int], people: Mapping[str, int]) -> None:
    """Time of a person on an item; what names only one of them has no place in such a file."""
    places = {(known.task_uid, known.resource_uid): at for at, known in enumerate(file.assignments)}
    for row in map(plan["time_entry"].row, plan["time_entry"].ids):
        task, person = tasks.get(str(row["item"])), people.get(str(row["person"]))
        if task is None or person is None:
            continue
        place = places.setdefault((task, person), len(file.assignments))
        if place == len(file.assignments):
            uid = place + 1
            file.assignments.append(MspdiAssignment(uid=uid, task_uid=task, resource_uid=person, units=0))
        amount = None if row["amount"] is None else stored_amount(row["amount"])
        day = MspdiDay(_minute(row["day"]), int(row["minutes"] or 0), amount)
        file.assignments[place] = replace(file.assignments[place], days=(*file.assignments[place].days, day))


def _minute(day: Stored) -> int:
    return to_minute(datetime.combine(date.fromisoformat(str(day)), time())) // MINUTES_PER_DAY * MINUTES_PER_DAY
