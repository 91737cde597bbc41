"""The figures of the team view, worked out in threads beside the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.domain.text.dates import InputContext

if TYPE_CHECKING:
    from tpm_tui.planning.analysis.schedule_result import ScheduleResult
    from tpm_tui.planning.analysis.workload.load_by_person_skill_or_workstream import LoadRow
    from tpm_tui.planning.analysis.workload.sprint_capacity import SprintCapacity


class TeamFigures(Struct, frozen=True):
    """The load of a plan at its dates: a row a person, pool or group, over ``days`` days from ``first`` on (day
    numbers); the status date as a minute, None without one; sprints that are not over; and by function the minutes and
    the number of items that nobody does yet."""

    plan: Plan
    context: InputContext
    first: int
    days: int
    rows: Sequence[LoadRow]
    status: int | None
    sprints: Sequence[SprintCapacity]
    unassigned: Mapping[str, tuple[int, int]]


async def calculate_team_figures(result: ScheduleResult, sheet: Sheet, by: str, filter_text: str) -> TeamFigures:
    """The figures of a plan's dates, in a thread. ``by`` is a grouping of the load; the filter, of the items of the
    sheet of that plan, says whose work counts. FilterError for a filter that cannot be applied."""
    return await asyncio.to_thread(team_figures, result, sheet, by, filter_text)


def team_figures(result: ScheduleResult, sheet: Sheet, by: str = "person", filter_text: str = "") -> TeamFigures:
    """As `calculate_team_figures`, in the caller's thread."""
    from tpm_tui.domain.query.filters import filtered_ids
    from tpm_tui.domain.query.syntax import parse_filter
    from tpm_tui.planning.analysis.workload.load_by_person_skill_or_workstream import load_rows
    from tpm_tui.planning.analysis.workload.load_by_resource_and_day import resource_load
    from tpm_tui.planning.analysis.workload.sprint_capacity import sprint_capacity

    plan, context = result.plan, result.context
    chosen = set(filtered_ids(parse_filter(filter_text), sheet, "item")) if filter_text else None
    load = resource_load(plan, context)
    capacities = [sprint_capacity(plan, context, id_) for id_ in plan["sprint"].ids]
    return TeamFigures(
        plan,
        context,
        load.first,
        load.days,
        load_rows(plan, load, by, chosen),
        result.schedule.network.status_date,
        [one for one in capacities if one is not None and one.end >= context.today],
        _unassigned(result),
    )


def _unassigned(result: ScheduleResult) -> dict[str, tuple[int, int]]:
    """Minutes of work and number of items by function that nobody does yet."""
    from tpm_tui.domain.derived.which_items_are_done import dropped_items
    from tpm_tui.planning.model.external_supply import supplied_mask
    from tpm_tui.planning.model.work_assignments import assignees

    plan, network = result.plan, result.schedule.network
    c, several, dropped = plan["item"].columns, assignees(plan), dropped_items(plan)
    children, supplied = plan.children, supplied_mask(plan)
    minutes: dict[str, tuple[int, int]] = {}
    for place, id_ in enumerate(plan["item"].ids):
        closed = dropped[place] or supplied[place] or network.actual_finish[place] is not None
        left = network.remaining_work(place)
        if left and not several.get(place) and not closed and id_ not in children:
            work, count = minutes.get(str(c["function"][place]), (0, 0))
            minutes[str(c["function"][place])] = work + left, count + 1
    return minutes
