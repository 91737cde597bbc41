"""A risk that occurred is in the schedule at once: its likely delay, until somebody says what it really cost."""

from datetime import date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from support.plan_records import WORDS, add, change, item, link, new_plan
from tpm_tui.commands.command_catalog import commands
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.instants import to_day_number
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.analysis.finish_attribution import attribute
from tpm_tui.planning.analysis.impact.supposed_change import suppose_slip
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.planning.levelling.resource_constrained_schedule import people_schedule
from tpm_tui.planning.model.network_from_plan import network_of
from tpm_tui.planning.money.remaining_cost import remaining_costs
from tpm_tui.planning.montecarlo.risk_model import risk_model
from tpm_tui.planning.montecarlo.simulate import simulate
from tpm_tui.store.store import Store

DAY = 480
ITEMS = "abcde"


def threat(*items: str, delay: ThreePoint, **values: object) -> Edit:
    return add("risk", "r", title="Late", items=items, chance=20.0, delay=delay, **values)


def finish(plan: Plan) -> int:
    return schedule_of(plan, WORDS).plan_finish


@st.composite
def plans_with_risks(draw: st.DrawFn) -> Plan:
    """Small plans without spread, some work begun or finished, in which every risk has occurred."""
    edits = [item("group", type="epic")]
    for id_ in ITEMS:
        values: dict[str, object] = {"parent": "group"} if draw(st.booleans()) else {}
        state = draw(st.sampled_from(("todo", "todo", "begun", "done", "milestone")))
        if state == "begun":
            values |= {"actual_start": datetime(2026, 11, 20, 9), "progress": draw(st.sampled_from((0, 30, 50)))}
        elif state == "done":
            values |= {"status": "done", "actual_finish": datetime(2026, 11, 20, 18)}
        elif state == "milestone":
            values["type"] = "milestone"
        edits.append(item(id_, draw(st.sampled_from((None, 4, 8, 20))), **values))
    for number, after in enumerate(ITEMS):
        for before in ITEMS[:number]:
            if draw(st.integers(0, 3)) == 0:
                kind, lag = draw(st.sampled_from(("FS", "SS", "FF"))), draw(st.sampled_from((0, 0, 240)))
                edits.append(link(before, after, kind, lag))
    for number in range(draw(st.integers(1, 3))):
        percent = draw(st.booleans())
        size = draw(st.sampled_from((10, 50, 100) if percent else (60, 480, 1500)))
        edits.append(
            add(
                "risk", f"r{number}", title="It came", status="occurred", impact=draw(st.sampled_from((None, 2))),
                items=tuple(draw(st.lists(st.sampled_from((*ITEMS, "group")), max_size=3, unique=True))),
                type=draw(st.sampled_from(("threat", "threat", "opportunity"))),
                delay=draw(st.sampled_from((None, ThreePoint(size, size, size, percent)))),
            )
        )  # fmt: skip
    return new_plan(*edits)


@settings(max_examples=60, deadline=None)
@given(plans_with_risks())
def test_the_schedule_says_what_each_iteration_says_where_nothing_is_uncertain(plan: Plan) -> None:
    schedule, forecast = schedule_of(plan, WORDS), simulate(risk_model(plan, WORDS), runs=3, effects=False)
    assert set(forecast.sample.tolist()) == {schedule.plan_finish} == {forecast.finish.deterministic}
    for id_, target in forecast.targets.items():
        place = plan["item"].position[id_]
        assert {target.percentile(1), target.percentile(100)} == {schedule.finish[place]}
    people = people_schedule(plan, WORDS).schedule
    assert people.plan_finish == schedule.plan_finish, "without people the same network"


def test_the_dates_move_by_the_likely_delay_and_the_work_left_by_as_much() -> None:
    delay = ThreePoint(2 * DAY, 3 * DAY, 6 * DAY)
    begun = {"status": "doing", "actual_start": datetime(2026, 11, 20, 9), "progress": 50}
    plan = new_plan(item("a", 16, **begun), item("b", 8), link("a", "b"), threat("a", delay=delay))
    came = plan.applied([change(plan, "risk", "r", status="occurred")])
    calendar = network_of(plan, WORDS).calendars[0]
    assert calendar.between(finish(plan), finish(came)) == 3 * DAY
    assert network_of(came, WORDS).remaining_work(0) == DAY + 3 * DAY
    assert network_of(came, WORDS).estimated_remaining(0) == DAY
    back = came.applied([change(came, "risk", "r", status="closed")])
    assert finish(back) == finish(plan)


def test_a_delay_of_a_summary_moves_its_finish_by_the_delay_whether_in_a_row_or_side_by_side() -> None:
    delay = ThreePoint.single_point(2 * DAY)
    inside = [item("p", type="epic"), item("a", 16, parent="p"), item("b", 16, parent="p")]
    for links in ([], [link("a", "b")]):
        plan = new_plan(*inside, *links, threat("p", delay=delay, status="occurred"))
        calm = plan.applied([change(plan, "risk", "r", status="open")])
        assert network_of(plan, WORDS).calendars[0].between(finish(calm), finish(plan)) == 2 * DAY


def test_what_it_really_cost_takes_the_place_of_what_was_expected(tmp_path: object) -> None:
    with Store.create(f"{tmp_path}/r.db", start=date(2026, 11, 23)) as store:
        with store.transaction("fill") as tx:
            half = tx.add("person", name="Half", capacity=240)
            a = tx.add("item", title="Half a day at a time", estimate=ThreePoint.single_point(960), owner=half)
            delay = ThreePoint.single_point(DAY)
            tx.add("risk", title="Late", items=(a,), chance=50.0, delay=delay, status="occurred")
        expected = finish(store.plan)
        with store.transaction("settle") as tx:
            commands()["risk.settle"].run(tx, "risk", list(store.plan["risk"].ids), {"delay": DAY})
        assert finish(store.plan) == expected
        assert not network_of(store.plan, WORDS).occurred_delay


def test_the_move_of_the_finish_is_the_part_of_the_risks() -> None:
    plan = new_plan(item("a"), threat("a", delay=ThreePoint.single_point(DAY)))
    came = plan.applied([change(plan, "risk", "r", status="occurred")])
    parts = {part.name: part.moved for part in attribute(plan, came, WORDS).parts if any(part.moved)}
    assert parts == {"risks": (finish(came) - finish(plan),)}


def test_a_slip_that_is_supposed_keeps_what_occurred_out_of_the_estimate() -> None:
    begun = {"status": "doing", "actual_start": datetime(2026, 11, 23, 9)}
    plan = new_plan(item("a", 16, **begun), threat("a", delay=ThreePoint.single_point(DAY), status="occurred"))
    before, after = suppose_slip(plan, WORDS, "a", 1).finishes["a"]
    assert (before[:10], after[:10]) == ("2026-11-25", "2026-11-26")


def test_the_likely_cost_of_what_occurred_is_still_to_be_spent() -> None:
    cost = ThreePoint(1000, 2000, 5000)
    plan = new_plan(item("a"), threat("a", delay=ThreePoint.single_point(DAY), cost=cost, status="occurred"))
    today = to_day_number(WORDS.today)
    assert [(rest.item, rest.amount) for rest in remaining_costs(plan, WORDS, today)] == [("a", 200_000)]
    settled = plan.applied([change(plan, "risk", "r", actual_cost=1500)])
    assert list(remaining_costs(settled, WORDS, today)) == []
