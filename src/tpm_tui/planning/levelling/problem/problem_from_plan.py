"""From a plan and its schedule to the problem of levelling it.

- Each item that holds no others is an activity; what is finished, has begun or is pinned to a date does not move.
- A person offers 100 units, less where their capacity is below their calendar's day; of a pool there are as many
  hundred units as it has places. An item whose people nobody named is its owner's whole day.
- An item with required skills that nobody does has a mode for each person who has them.
- A summary's links are held by two activities without duration: all below it come after its gate and before its end.
"""

from collections.abc import Sequence
from math import ceil

from msgspec import Struct
from msgspec.structs import replace

from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.planning.cpm.compiled_network import compiled_network
from tpm_tui.planning.cpm.schedule import Schedule as PlanSchedule
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.planning.cpm.scheduling_rules import binds_predecessor_finish, binds_successor_finish, percent_of
from tpm_tui.planning.levelling.problem.calendar_tables import CalendarTables
from tpm_tui.planning.levelling.problem.constraint_dates_as_typed import keep_typed_dates
from tpm_tui.planning.levelling.problem.levelling_problem import (
    Activity,
    ActivityPart,
    ActivitySchedule,
    Demand,
    Fixed,
    LevellingProblem,
    Mode,
    PrecedenceRelation,
    RelationType,
    Resource,
)
from tpm_tui.planning.levelling.problem.levelling_start_and_freeze import ALWAYS, freeze_end
from tpm_tui.planning.levelling.problem.qualified_people import qualified_people
from tpm_tui.planning.levelling.problem.summary_spans import share_base, summary_span
from tpm_tui.planning.model.calendars import person_calendars
from tpm_tui.planning.model.item_calendars import WorkParts
from tpm_tui.planning.model.network import Constraint, LagUnit, LinkType, Network, NetworkLink
from tpm_tui.planning.model.network_from_plan import network_of
from tpm_tui.planning.model.work_assignments import WHOLE, Assignee, capacity_units

PRIORITY_WEIGHTS = {"lowest": 1, "low": 2, "medium": 3, "high": 4, "highest": 5}
"""How heavy a minute of lateness is."""

_TYPES: dict[int, RelationType] = {LinkType.FS: "FS", LinkType.SS: "SS", LinkType.FF: "FF", LinkType.SF: "SF"}


class PlanProblem(Struct, frozen=True):
    """The problem of a plan. ``ids`` are those of its item table; ``items``: the position there of each activity, -1
    for those without an item; ``activity_of``: the way back. ``resources`` are (kind, id) of people and pools,
    ``candidates`` the people of each activity's modes where it has several. ``in_force`` are the dates of the schedule
    that it was made from; ``personal`` the calendars of people alone on the item that it was asked for."""

    problem: LevellingProblem
    ids: Sequence[str]
    items: list[int]
    activity_of: dict[int, int]
    resources: list[tuple[str, str]]
    candidates: dict[int, list[str]]
    in_force: ActivitySchedule
    schedule: PlanSchedule
    personal: dict[str, int]


def plan_problem(
    plan: Plan,
    context: InputContext,
    *,
    assign: bool = True,
    keep_promised: bool = False,
    freeze_days: int = 0,
    everyone_for: str | None = None,
) -> PlanProblem:
    """The levelling problem of a plan.

    Nothing that starts in the next ``freeze_days`` working days moves, nor into them; with ``keep_promised`` nothing
    that is promised for a day moves either. With ``assign``, work that needs skills and that nobody does yet is given
    to somebody who has them. ``everyone_for`` names an item on which everybody's calendar is wanted. Raises as
    ``schedule_of``.
    """
    return _Builder(plan, context, assign, keep_promised, freeze_days).build(everyone_for)


class _Builder:
    def __init__(self, plan: Plan, context: InputContext, assign: bool, keep_promised: bool, freeze_days: int) -> None:
        self._plan = plan
        self._assign = assign
        self._network: Network = network_of(plan, context, levelled=False)
        self._schedule = schedule_of(plan, context)
        self._promised = plan["item"].columns["promised"] if keep_promised else None
        self._freeze = freeze_end(self._network, context, freeze_days)
        self._out = dropped_items(plan)
        self._activities: list[Activity] = []
        self._items: list[int] = []
        self._activity_of: dict[int, int] = {}
        self._finish: list[int] = []
        self._relations: list[PrecedenceRelation] = []
        self._resources = [("person", id_) for id_ in plan["person"].ids] + [("pool", id_) for id_ in plan["pool"].ids]
        self._number = {resource: number for number, resource in enumerate(self._resources)}
        self._capacity = self._capacities()
        self._work = WorkParts(plan)
        self._personal = person_calendars(plan)
        since = min([self._network.plan_start, *self._schedule.start])
        self._tables = CalendarTables(since, self._schedule.plan_finish)
        self._table_of = [-1] * len(self._network.calendars)
        self._candidates: dict[int, list[str]] = {}
        self._from_plan_start: set[int] = set()

    def _calendar(self, place: int) -> int:
        """The table of the calendar that an item counts on."""
        number = self._network.calendar[place]
        return self._network_table(number if number >= 0 else self._network.plan_calendar)

    def _network_table(self, number: int) -> int:
        if self._table_of[number] < 0:
            self._table_of[number] = self._tables.number(self._network.calendars[number])
        return self._table_of[number]

    def _personal_table(self, own: str | None, person: str, otherwise: int) -> int:
        calendar = self._personal.get((own, person))
        return otherwise if calendar is None else self._tables.number(calendar)

    def _personal_tables(self, item: str | None) -> dict[str, int]:
        """The tables of everybody's work on one item alone."""
        if item is None:
            return {}
        own = self._plan.value("item", item, "calendar")
        plan_table = self._network_table(self._network.plan_calendar)
        if own is not None:
            plan_table = self._calendar(self._plan["item"].position[item])
        key = None if own is None else str(own)
        return {person: self._personal_table(key, person, plan_table) for person in self._plan["person"].ids}

    def build(self, everyone_for: str | None) -> PlanProblem:
        skilled = qualified_people(self._plan) if self._assign else {}
        summaries = set(self._network.parent) - {-1}
        for place in range(len(self._network)):
            if not self._out[place] and place not in summaries:
                self._add_item(place, skilled.get(place, ()))
        gates, begins, ends = self._summaries(summaries)
        asked = self._activity_of.get(self._plan["item"].position.get(everyone_for or "", -1))
        for link in self._network.links:
            edges = ends if binds_predecessor_finish(link.type) else begins
            before = edges.get(link.predecessor, self._activity_of.get(link.predecessor))
            if before is not None:
                for after, place in self._held_by(link, gates, summaries):
                    self._relations.append(self._relation(link, before, after, place, after == asked))
        linked = {r.successor for r in self._relations}
        for j, activity in enumerate(self._activities):
            if activity.calendar is not None and (j not in linked or j in self._from_plan_start):
                release = self._tables.tables[activity.calendar].point(activity.release, activity.is_milestone)
                self._activities[j] = replace(activity, release=release)
        # Links are a reason to start, with a lead even before the plan; finish to finish, never before it.
        to_finish = {r.successor for r in self._relations if r.type == "FF"}
        for j in linked & self._from_plan_start - to_finish:
            self._activities[j] = replace(self._activities[j], release=max(ALWAYS, self._freeze))
        for j in to_finish:
            release = max(self._activities[j].release, self._network.plan_start)
            self._activities[j] = replace(self._activities[j], release=release)
        keep_typed_dates(self._network, self._items, self._activities, linked, to_finish)
        personal = self._personal_tables(everyone_for)
        problem = LevellingProblem(
            tuple(self._activities),
            tuple(self._relations),
            tuple(
                Resource(str(self._plan.value(kind, id_, "name")), self._capacity[number])
                for number, (kind, id_) in enumerate(self._resources)
            ),
            tuple(self._tables.tables),
        )
        return PlanProblem(
            problem,
            self._plan["item"].ids,
            self._items,
            self._activity_of,
            self._resources,
            self._candidates,
            ActivitySchedule([a.start for a in self._activities], self._finish, [0] * len(self._activities)),
            self._schedule,
            personal,
        )

    def _capacities(self) -> list[int]:
        people = capacity_units(self._plan)
        return [
            people[id_] if kind == "person" else WHOLE * int(self._plan.value("pool", id_, "capacity") or 1)
            for kind, id_ in self._resources
        ]

    def _parts(self, place: int, duration: int) -> Mode:
        """The work of those assigned to an item: each on their own calendar, as long as their part of it takes; of a
        fixed duration on the item's, while each is held in hours of their own."""
        calendar = self._calendar(place)
        if self._work.calendars.is_away(place) and self._work.of(place):
            people = [who for _, _, several in self._work.of(place) for who in several]
            return tuple(self._held_part(place, calendar, duration, who) for who in people)
        return tuple(
            ActivityPart(
                self._tables.number(hours),
                duration if share == 1 else ceil(duration * share),
                tuple(Demand(self._number[who.kind, who.id], who.units) for who in several),
            )
            for hours, share, several in self._work.of(place)
        ) or (ActivityPart(calendar, duration, ()),)

    def _held_part(self, place: int, calendar: int, duration: int, who: Assignee) -> ActivityPart:
        """Somebody's part of a fixed duration, which holds them on a calendar of their own where they have one."""
        own = self._work.calendars.of(place, who.kind, who.id)
        number = calendar if own is None else self._tables.number(own)
        demands = (Demand(self._number[who.kind, who.id], who.units),)
        return ActivityPart(calendar, duration, demands, None if number == calendar else number)

    def _add_item(self, place: int, able: Sequence[str]) -> None:
        network, schedule, plan = self._network, self._schedule, self._plan
        c = plan["item"].columns
        calendar = self._calendar(place)
        duration = network.duration[place]
        start, finish = schedule.start[place], schedule.finish[place]
        own = None if c["calendar"][place] is None else str(c["calendar"][place])
        work = self._parts(place, duration if network.actual_start[place] is None else network.remaining_work(place))
        modes: tuple[Mode, ...] = (work,)
        fixed = self._fixed(place, start, finish)
        if able and fixed is None:
            moves = self._work.calendars.moves(place)
            self._candidates[len(self._activities)] = list(able)
            modes = tuple(
                (
                    ActivityPart(
                        self._personal_table(own, id_, calendar) if moves else calendar,
                        ceil(duration * WHOLE / self._capacity[self._number["person", id_]]) if moves else duration,
                        (Demand(self._number["person", id_], self._capacity[self._number["person", id_]]),),
                        self._personal_table(own, id_, calendar) if self._work.calendars.is_away(place) else None,
                    ),
                )
                for id_ in able
            )
        kind, date = network.constraint[place], network.constraint_date[place]
        release, latest_start, latest_finish, earliest_finish = network.plan_start, None, None, None
        if kind == Constraint.SNET and date is not None:
            release = date
        elif kind == Constraint.FNET and date is not None and len(self._activities) in self._candidates:
            release, earliest_finish = ALWAYS, date  # whoever does it
        elif kind == Constraint.FNET and date is not None:
            release = network.calendar_of(place).start_reaching(date, duration)
        elif kind == Constraint.SNLT:
            latest_start = date
        elif kind == Constraint.FNLT:
            latest_finish = date
        elif kind == Constraint.ALAP:
            release = start
        # what a latest date would let start before the status date
        release = max(release, network.not_before.get(place, release))
        if release == network.plan_start and not (date is not None and kind in (Constraint.SNET, Constraint.FNET)):
            self._from_plan_start.add(len(self._activities))
        self._activity_of[place] = len(self._activities)
        self._items.append(place)
        # a date it must keep may ask for a start before the plan's
        release = max(min(release, start), self._freeze)
        if fixed is None:
            start, finish = self._dates_of_work(work, start, finish)
        self._finish.append(finish)
        priority = str(c["priority"][place])
        self._activities.append(
            Activity(
                str(c["key"][place]),
                modes,
                release=release,
                start=start,
                fixed=fixed,
                deadline=network.deadline[place],
                weight=PRIORITY_WEIGHTS[priority],
                latest_start=latest_start,
                latest_finish=latest_finish,
                priority=200 * PRIORITY_WEIGHTS[priority] - 100,
                calendar=calendar if not duration and fixed is None else None,
                is_milestone=network.milestone[place],
                earliest_finish=earliest_finish,
            )
        )

    def _dates_of_work(self, mode: Mode, start: int, finish: int) -> tuple[int, int]:
        """When work is done that has these dates as typed, be it on a day off; no work ends where it begins."""
        if not any(part.duration for part in mode):
            return start, start
        tables = [(self._tables.tables[part.calendar], part.duration) for part in mode if part.duration]
        return min(table.start(start) for table, _ in tables), max(table.finish(start, work) for table, work in tables)

    def _fixed(self, place: int, start: int, finish: int) -> Fixed | None:
        """What has begun or is finished, is pinned or promised, or starts before the freeze ends."""
        network = self._network
        if network.actual_finish[place] is not None:
            return Fixed(start, finish, finish, finish)
        if network.actual_start[place] is not None:
            return Fixed(start, finish, max(start, network.status_date or start))
        frozen = start < self._freeze
        promised = self._promised is not None and self._promised[place] is not None
        kind, date = network.constraint[place], network.constraint_date[place]
        pinned = kind in (Constraint.MSO, Constraint.MFO)
        if date is not None and kind in (Constraint.SNLT, Constraint.FNLT):
            # It stands on its latest date, wherever links would have it; what levelling let pass that may move.
            latest = date if kind == Constraint.SNLT else network.calendar_of(place).add(date, -network.duration[place])
            pinned = start >= latest and self._plan["item"].columns["levelled_start"][place] is None
        return Fixed(start, finish) if pinned or frozen or promised else None

    def _summaries(self, summaries: set[int]) -> tuple[dict[int, int], dict[int, int], dict[int, int]]:
        """Gates, first starts and ends of the summaries that have links or a deadline.

        What a summary holds starts after its gate; links from its start go from the first start of what it holds.
        """
        network = self._network
        from_end = {link.predecessor for link in network.links if binds_predecessor_finish(link.type)}
        from_start = {link.predecessor for link in network.links if not binds_predecessor_finish(link.type)}
        due = {place for place in summaries if network.deadline[place] is not None}
        gates = self._edges({link.successor for link in network.links if _is_held_by_gate(link)} & summaries, True)
        begins = self._edges(from_start & summaries, True)
        ends = self._edges(from_end & summaries | due, False)
        for j in gates.values():
            self._from_plan_start.add(j)
            self._activities[j] = replace(self._activities[j], release=network.plan_start)
        for j in begins.values():
            self._activities[j] = replace(self._activities[j], is_first=True)
        for place, j in self._activity_of.items():
            above = network.parent[place]
            while above >= 0:
                if above in gates:
                    self._relations.append(PrecedenceRelation(gates[above], j, "SS"))
                if above in begins:
                    self._relations.append(PrecedenceRelation(j, begins[above], "SS"))
                if above in ends:
                    self._relations.append(PrecedenceRelation(j, ends[above], "FS"))
                above = network.parent[above]
        return gates, begins, ends

    def _edges(self, places: set[int], at_start: bool) -> dict[int, int]:
        """An activity without work at the start or the end of each of these summaries: position -> its number."""
        network, columns = self._network, self._plan["item"].columns
        edges: dict[int, int] = {}
        for place in sorted(places):
            if self._out[place]:
                continue
            edges[place] = len(self._activities)
            edge = self._schedule.start[place] if at_start else self._schedule.finish[place]
            self._items.append(-1)
            self._finish.append(edge)
            self._activities.append(
                Activity(
                    str(columns["key"][place]),
                    ((ActivityPart(self._calendar(place), 0),),),
                    release=ALWAYS,
                    start=edge,
                    deadline=None if at_start else network.deadline[place],
                    weight=PRIORITY_WEIGHTS[str(columns["priority"][place])],
                )
            )
        return edges

    def _held_by(self, link: NetworkLink, gates: dict[int, int], summaries: set[int]) -> list[tuple[int, int]]:
        """The activities that a link holds, and the positions on whose calendar its lag counts: the gate of a summary,
        or each item in it."""
        after = link.successor
        if after not in summaries:
            held = [after]
        elif _is_held_by_gate(link):
            return [(gates[after], after)] if after in gates else []
        else:
            held = compiled_network(self._network).leaves[after]
        return [(self._activity_of[place], place) for place in held if place in self._activity_of]

    def _relation(self, link: NetworkLink, before: int, after: int, place: int, is_asked: bool) -> PrecedenceRelation:
        lag, calendar = self._lag(link.predecessor, place, link.lag, link.unit)
        relation = PrecedenceRelation(before, after, _TYPES[int(link.type)], lag, calendar)
        if link.lag and link.unit == LagUnit.PERCENT:
            span = summary_span(self._network, link.predecessor, self._activity_of, self._calendar(link.predecessor))
            if span is not None or before in self._candidates:
                relation = replace(relation, percent=link.lag, span=span)
        is_of_mode = calendar is not None and (after in self._candidates or is_asked)
        return replace(relation, is_of_mode=True) if is_of_mode else relation

    def _lag(self, before: int, after: int, lag: int, unit: int) -> tuple[int, int | None]:
        """A lag in minutes and the calendar it counts on; None: elapsed."""
        if not lag:
            return 0, None
        if unit == LagUnit.ELAPSED:
            return lag, None
        if unit == LagUnit.PERCENT:
            lag = percent_of(share_base(self._schedule, before), lag)
        return lag, self._calendar(after)


def _is_held_by_gate(link: NetworkLink) -> bool:
    """Whether a link into a summary is the same instant for all that it holds, whatever their work and calendars."""
    return not binds_successor_finish(link.type) and (not link.lag or link.unit == LagUnit.ELAPSED)
