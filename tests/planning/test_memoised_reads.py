"""What a plan keeps from edit to edit is what a plan that keeps nothing would work out, whichever field is edited."""

import json
import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from support.plan_records import TODAY, WORDS, add, item, link, new_plan
from support.record_factory import value
from tpm_tui.domain.derived.contacts import last_contacts
from tpm_tui.domain.derived.item_progress import rolled_up_progress
from tpm_tui.domain.derived.parent_status_from_children import followed_statuses
from tpm_tui.domain.derived.risk_levels import risk_levels
from tpm_tui.domain.derived.waits_and_blocks import blocked_items, unfinished_predecessors
from tpm_tui.domain.derived.which_items_are_done import dropped_items, finished_items
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.values.codec import Stored, dump_value
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.planning.levelling.resource_constrained_schedule import people_schedule
from tpm_tui.planning.model.calendars import calendars_of, person_calendars
from tpm_tui.planning.model.estimate_coverage import estimate_coverage
from tpm_tui.planning.model.external_supply import supplied_mask
from tpm_tui.planning.model.item_calendars import item_calendars
from tpm_tui.planning.model.network_from_plan import outline_order
from tpm_tui.planning.model.work_assignments import assignees, capacity_units, stretches, workers_of
from tpm_tui.planning.money.earned_value.earned_value_of_plan import plan_earned_value
from tpm_tui.planning.money.earned_value.planned_value import planned_value
from tpm_tui.planning.money.planned_cost import planned_cost

STATUS_DAY = (date(2026, 11, 25) - date(1970, 1, 1)).days
MOST_VALUES = 3
SEED = 20261123


def _dates(plan: Plan) -> object:
    schedule = schedule_of(plan, WORDS)
    return list(schedule.start), list(schedule.finish), list(schedule.critical)


def _people(plan: Plan) -> object:
    people = people_schedule(plan, WORDS)
    return list(people.schedule.finish), people.hand_overs, people.logic_finish, people.order


def _planned_value(plan: Plan) -> object:
    planned = planned_value(plan, "baseline")
    return planned.items, planned.first, planned.sums


#: What is kept with a plan, by name, as something that can be compared.
KEPT: dict[str, Callable[[Plan], object]] = {
    "assignees": assignees,
    "blocked items": blocked_items,
    "calendars": calendars_of,
    "calendars of items": lambda plan: (item_calendars(plan).calendars, item_calendars(plan).index),
    "calendars of people": person_calendars,
    "capacity": capacity_units,
    "children": lambda plan: plan.children,
    "dates": _dates,
    "dates with people": _people,
    "dropped": dropped_items,
    "earned value": lambda plan: plan_earned_value(plan, WORDS, "baseline", STATUS_DAY).rows,
    "estimate coverage": estimate_coverage,
    "keys": lambda plan: [(plan.key_width(kind), [plan.shown_key(kind, i) for i in plan[kind].ids]) for kind in KINDS],
    "finished": finished_items,
    "labels of people": lambda plan: [plan.label("person", id_) for id_ in plan["person"].ids],
    "last contacts": last_contacts,
    "outline order": lambda plan: list(outline_order(plan)),
    "planned cost": lambda plan: planned_cost(plan, WORDS),
    "planned value": _planned_value,
    "progress": rolled_up_progress,
    "risk levels": lambda plan: risk_levels(plan, TODAY),
    "states": lambda plan: (plan.states, plan.state_groups),
    "statuses": followed_statuses,
    "stretches": stretches,
    "supplied": supplied_mask,
    "unfinished predecessors": unfinished_predecessors,
    "workers": workers_of,
}


def _records() -> list[Edit]:
    """Some of everything that a schedule, its cost and its value follow from, each field with more than one value."""
    monday = datetime(2026, 11, 23, 9)
    week = {"monday": "08:00-12:00", "tuesday": "", "wednesday": "10:00-16:00"}
    return [
        add("calendar", "half days", name="Half days", **week),
        add("calendar_exception", "x1", calendar="calendar", start=date(2026, 11, 25), end=date(2026, 11, 25)),
        add("calendar_exception", "x2", calendar="half days", start=date(2026, 11, 24), hours="09:00-12:00"),
        add("person", "ana", name="Ana Lima", rate=Decimal(100), calendar="half days", skills=("sql:3",)),
        add("person", "ben", name="Ben Koch", rate=Decimal("33.3"), capacity=240),
        add("pool", "testers", name="Testers", rate=Decimal(50), capacity=200, calendar="half days"),
        add("pool", "writers", name="Writers", rate=Decimal(40), capacity=100),
        add("rate", "r1", person="ana", start=date(2026, 11, 24), rate=Decimal(120)),
        add("rate", "r2", pool="testers", start=date(2026, 11, 25), rate=Decimal(60)),
        add("absence", "a1", person="ana", start=date(2026, 11, 26), end=date(2026, 11, 27)),
        add("absence", "a2", person="ben", start=date(2026, 11, 24)),
        add("stakeholder", "s1", name="Sam"),
        add("stakeholder", "s2", name="Tess"),
        add("contact", "c1", stakeholder="s1", at=monday),
        add("contact", "c2", stakeholder="s2", at=monday + timedelta(days=1)),
        item("i1", None, title="Build", deadline=datetime(2026, 12, 1)),
        item("i2", 16, parent="i1", owner="ana", skills=("sql:2",), calendar="half days"),
        item("i3", (4, 8, 20), parent="i1", owner="ben", status="doing", progress=30, actual_start=monday),
        item("i4", 12, parent="i1", status="dropped", owner="ben"),
        item("i5", 24, priority="high", remaining=600, blocked_since=datetime(2026, 11, 24, 8), levelled_start=monday),
        item("i6", 10, effort_type="fixed work", constraint="SNET", constraint_date=datetime(2026, 11, 30)),
        item("i7", 10, effort_type="fixed duration", owner="ben", source_id="PROJ-9", supplier=None),
        item("i8", None, type="milestone", status="done", actual_finish=monday),
        link("i2", "i3", "SS", 60), link("i3", "i5"), link("i5", "i6", "FS", -60, "elapsed"), link("i7", "i8"),
        add("assignment", "a1", item="i5", pool="testers", units=100),
        add("assignment", "a2", item="i5", person="ben", units=50, work=480),
        add("assignment", "a3", item="i6", person="ana", units=40),
        add("assignment", "a4", item="i6", pool="writers", units=60),
        add("cost", "k1", title="Licence", item="i2", planned=Decimal(500), actual=Decimal(100), category="software"),
        add("cost", "k2", title="Room", planned=Decimal(70), committed=Decimal(10), at=date(2026, 11, 24)),
        add("cost", "k3", title="Travel", item="i4", planned=Decimal(30)),
        add("time_entry", "t1", item="i3", person="ben", day=date(2026, 11, 24), minutes=240),
        add("time_entry", "t2", item="i2", person="ana", day=date(2026, 11, 25), minutes=60, amount=Decimal(9)),
        add("check", "h1", title="Read it", item="i3"),
        add("check", "h2", title="Try it", item="i2", state="passed"),
        add("risk", "k1", title="Late", items=("i2", "i3"), chance=20.0, delay=ThreePoint(60, 480, 960)),
        add("risk", "k2", title="Lost", items=("i6",), probability=4, impact=2, response_date=date(2026, 11, 20),
            response_chance=5.0, response_delay=ThreePoint(0, 60, 120), residual_probability=2),
        add("baseline", "baseline", name="First", taken=monday),
        add("baseline", "later", name="Second", taken=monday + timedelta(days=2)),
        *(
            add("baseline_entry", f"b{n}", baseline="baseline", item_id=f"i{n}", item_key=f"i{n}", title=f"Old {n}",
                start=monday + timedelta(days=n), finish=monday + timedelta(days=n + 2), cost=Decimal(100 * n))
            for n in (1, 2, 3, 5)
        ),
    ]  # fmt: skip


def _answer(read: Callable[[Plan], object], plan: Plan) -> object:
    """What is read of a plan, or the reason why nothing is."""
    try:
        return read(plan)
    except Exception as error:  # a field may be set to what no plan can be made of: both must say so
        return type(error).__name__, str(error)


def _edits(plan: Plan, kind: str, rng: random.Random) -> Iterator[Edit]:
    """Each field of one record of a kind set to some other values: of other records, and drawn ones."""
    for column in KINDS[kind].columns:
        if column.name == "id":
            continue
        stored: list[Stored] = sorted(set(plan[kind].columns[column.name]), key=str)
        drawn: list[Any] = [value(column, rng, plan) for _ in range(MOST_VALUES)]
        others = [*stored, *(dump_value(column, v) for v in drawn if v is not None or column.nullable)]
        for other in list(dict.fromkeys(others))[: 2 * MOST_VALUES]:
            id_ = rng.choice(plan[kind].ids)
            before = plan.value(kind, id_, column.name)
            if other != before:
                yield Edit(kind, id_, {column.name: before}, {column.name: other})


PLAN = new_plan(*_records(), currency="EUR", status_date=datetime(2026, 11, 25))


@pytest.mark.slow
@pytest.mark.parametrize("kind", [kind for kind in KINDS if len(PLAN[kind])])
def test_an_edit_of_any_field_is_seen_by_all_that_is_kept(kind: str) -> None:
    warm = PLAN.applied([])
    for read in KEPT.values():
        _answer(read, warm)
    for edit in _edits(PLAN, kind, random.Random(SEED)):
        edited = warm.applied([edit])
        fresh = Plan(edited.tables)
        for name, read in KEPT.items():
            assert _answer(read, edited) == _answer(read, fresh), f"{name} after {json.dumps(edit.after)} of {edit.id}"
