"""Levelling of plans of records: what is proposed, and that taking it makes the plan's dates those of the proposal."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.levelled_schedule_checker import schedule_violations
from support.levelling_strategies import NIGHT, plans_of_several_calendars
from support.plan_records import WORDS, add, change, item, link, new_plan
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.planning.analysis.workload.overload import overloaded_resources
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.planning.levelling.levelling_of_plan import PlanProposal, changed_values, level_plan
from tpm_tui.planning.levelling.problem.objective import LevellingObjective
from tpm_tui.planning.levelling.search.make_problem_solvable import prepared


def taken(plan: Plan, proposal: PlanProposal) -> Plan:
    return plan.applied([change(plan, "item", id_, **values) for id_, values in changed_values(plan, proposal).items()])


def dates(plan: Plan) -> dict[str, tuple[datetime, datetime]]:
    schedule = schedule_of(plan, WORDS)
    return {
        id_: (to_datetime(schedule.start[k]), to_datetime(schedule.finish[k])) for k, id_ in enumerate(plan["item"].ids)
    }


def day(number: int, hour: int) -> datetime:
    return datetime(2026, 11, number, hour)


ANA = add("person", "ana", name="Ana")


@pytest.mark.parametrize(
    "objective", [LevellingObjective.BEST, LevellingObjective.LEAST_CHANGE, LevellingObjective.FINISH]
)
def test_three_items_of_one_person_follow_one_another(objective: LevellingObjective) -> None:
    plan = new_plan(ANA, *(item(f"T{n}", 16, owner="ana") for n in (1, 2, 3)))
    proposal = level_plan(plan, WORDS, objective)
    assert proposal.proposal.feasible
    assert proposal.proposal.proved
    assert to_datetime(proposal.finish_before) == day(24, 18)
    assert to_datetime(proposal.finish_after) == day(30, 18)
    assert [(peak.name, peak.before, peak.after) for peak in proposal.peaks] == [("Ana", 3.0, 1.0)]
    after = dates(taken(plan, proposal))
    assert sorted(after.values()) == [
        (day(23, 9), day(24, 18)), (day(25, 9), day(26, 18)), (day(27, 9), day(30, 18)),
    ]  # fmt: skip


def test_absence_delays_the_item_behind_it() -> None:
    away = add("absence", "AB1", person="ana", start=date(2026, 11, 25), end=date(2026, 11, 27))
    plan = new_plan(ANA, away, item("T1", 16, owner="ana"), item("T2", 8, owner="ana"))
    proposal = level_plan(plan, WORDS, LevellingObjective.BEST)
    assert to_datetime(proposal.finish_after) == day(30, 18)


def test_three_of_a_pool_need_three_places() -> None:
    pool = add("pool", "be", name="backend", capacity=4)
    wanted = [add("assignment", f"AS{n}", item=f"T{n}", pool="be", units=300) for n in (1, 2)]
    plan = new_plan(pool, item("T1", 8), item("T2", 8), *wanted)
    proposal = level_plan(plan, WORDS, LevellingObjective.BEST)
    assert to_datetime(proposal.finish_after) == day(24, 18)
    assert proposal.peaks[0].name == "backend"
    assert (proposal.peaks[0].before, proposal.peaks[0].after) == (1.5, 0.75)


def test_more_of_a_pool_than_there_is_is_named() -> None:
    plan = new_plan(
        add("pool", "env", name="test environment"),
        item("T1", 8),
        add("assignment", "AS1", item="T1", pool="env", units=200),
    )
    proposal = level_plan(plan, WORDS, LevellingObjective.BEST)
    assert not proposal.proposal.feasible
    assert proposal.problem.problem.activities[proposal.proposal.impossible[0]].name == "T1"


def test_whoever_has_the_skill_and_is_free_gets_the_work() -> None:
    people = [
        ANA,
        add("person", "ben", name="Ben", skills=("go:3",)),
        add("person", "cem", name="Cem", skills=("go:2",)),
    ]
    work = [item(f"T{n}", 8, skills=("go:2",)) for n in (1, 2)]
    plan = new_plan(*people, *work)
    proposal = level_plan(plan, WORDS, LevellingObjective.BEST)
    assert to_datetime(proposal.finish_after) == day(23, 18)
    assert {moved.person for moved in proposal.moved} == {"ben", "cem"}
    owners = taken(plan, proposal)["item"].columns["owner"]
    assert sorted(map(str, owners)) == ["ben", "cem"]


def test_what_began_or_is_pinned_stays_and_is_named() -> None:
    pinned = {"constraint": "MSO", "constraint_date": day(23, 9)}
    plan = new_plan(
        ANA, item("T1", 8, owner="ana", **pinned), item("T2", 8, owner="ana", **pinned), item("T3", 8, owner="ana")
    )
    proposal = level_plan(plan, WORDS, LevellingObjective.BEST)
    assert not proposal.proposal.feasible
    assert {proposal.problem.problem.resources[o.resource].name for o in proposal.proposal.overloads} == {"Ana"}
    after = dates(taken(plan, proposal))
    assert after["T1"] == after["T2"] == (day(23, 9), day(23, 18))
    assert after["T3"] == (day(24, 9), day(24, 18))


def test_a_heavier_deadline_goes_first() -> None:
    due = {"owner": "ana", "deadline": day(23, 18)}
    plan = new_plan(ANA, item("T1", 8, priority="low", **due), item("T2", 8, priority="highest", **due))
    after = dates(taken(plan, level_plan(plan, WORDS, LevellingObjective.BEST)))
    assert after["T2"] == (day(23, 9), day(23, 18))


def test_the_least_change_moves_one_item_of_two() -> None:
    plan = new_plan(ANA, item("T1", 40, owner="ana"), item("T2", 8, owner="ana"), item("T3", 8), link("T1", "T3"))
    proposal = level_plan(plan, WORDS)
    assert [plan["item"].ids[moved.place] for moved in proposal.moved] == ["T2"]
    assert proposal.proposal.proved


@pytest.mark.parametrize("objective", list(LevellingObjective))
def test_nothing_inside_the_freeze_moves_nor_into_it(objective: LevellingObjective) -> None:
    work = [item("T1", 16, owner="ana"), item("T2", 8, owner="ana"), item("T3", 8, owner="ana"), item("T4", 8)]
    plan = new_plan(ANA, *work, link("T4", "T3"), freeze_days=1)
    before = dates(plan)
    proposal = level_plan(plan, WORDS, objective)
    after = dates(taken(plan, proposal))
    assert [after[id_] for id_ in ("T1", "T2", "T4")] == [before[id_] for id_ in ("T1", "T2", "T4")]
    assert after["T3"] == (day(25, 9), day(25, 18))
    window = [(overload.start, overload.finish) for overload in proposal.proposal.overloads]
    assert window == [(proposal.problem.in_force.start[0], proposal.problem.in_force.finish[1])]
    assert not proposal.proposal.feasible


def test_the_freeze_counts_working_days_from_the_status_date() -> None:
    far = item("T2", 8, owner="ana", constraint="SNET", constraint_date=day(30, 9))
    apart = item("T1", 8, owner="ana", constraint="SNET", constraint_date=day(30, 9))
    for days, moved in ((2, 1), (3, 0)):  # Thursday, Friday; the third is Monday
        plan = new_plan(ANA, far, apart, status_date=day(26, 8), freeze_days=days)
        assert len(level_plan(plan, WORDS).moved) == moved


def test_the_least_change_moves_nothing_promised() -> None:
    """Neither what is promised nor, for it, what must be done before: the overload is named instead."""
    shown = item("T2", 8, owner="ana", promised=date(2026, 11, 23))
    free = new_plan(ANA, item("T1", 40, owner="ana"), shown)
    assert [free["item"].ids[moved.place] for moved in level_plan(free, WORDS).moved] == ["T1"]
    work = [item(f"T{n}", 8, owner="ana") for n in (1, 2)]
    ends = [item(f"E{n}", 0, promised=date(2026, 11, 23)) for n in (1, 2)]
    bound = new_plan(ANA, *work, *ends, link("T1", "E1"), link("T2", "E2"))
    proposal = level_plan(bound, WORDS)
    assert not proposal.moved
    assert not proposal.proposal.feasible
    assert not proposal.proposal.proved
    assert level_plan(bound, WORDS, LevellingObjective.BEST).proposal.feasible


def test_links_of_summaries_hold() -> None:
    plan = new_plan(
        ANA,
        item("S", None), item("T1", 8, parent="S", owner="ana"), item("T2", 8, parent="S", owner="ana"),
        item("T3", 8, owner="ana"), link("S", "T3"),
    )  # fmt: skip
    after = dates(taken(plan, level_plan(plan, WORDS, LevellingObjective.BEST)))
    assert after["T3"][0] == day(25, 9)


@st.composite
def _plans(draw: st.DrawFn) -> Plan:
    edits: list[Edit] = [ANA, add("person", "ben", name="Ben"), add("pool", "env", name="env", capacity=2)]
    if draw(st.booleans()):
        edits.append(add("absence", "AB", person="ben", start=date(2026, 11, 24), end=date(2026, 11, 25)))
    count = draw(st.integers(1, 8))
    for n in range(count):
        values: dict[str, Any] = {"owner": draw(st.sampled_from((None, "ana", "ben")))}
        if draw(st.integers(0, 4)) == 0:
            kind = draw(st.sampled_from(("SNET", "SNLT", "MSO", "FNET", "FNLT", "MFO")))
            values |= {"constraint": kind, "constraint_date": day(draw(st.integers(23, 27)), 11)}
        if draw(st.integers(0, 5)) == 0:
            values |= {"actual_start": day(20, 9), "progress": 50}
        edits.append(item(f"T{n}", draw(st.sampled_from((0, 0.5, 4, 8, 20))), **values))
        if draw(st.integers(0, 3)) == 0:
            edits.append(add("assignment", f"AS{n}", item=f"T{n}", pool="env", units=draw(st.sampled_from((100, 200)))))
        if n and draw(st.booleans()):
            kind = draw(st.sampled_from(("FS", "SS", "FF")))
            edits.append(link(f"T{draw(st.integers(0, n - 1))}", f"T{n}", kind, draw(st.sampled_from((0, 60, -60)))))
    return new_plan(*edits)


def test_a_link_from_the_start_of_a_summary_waits_for_the_first_of_its_items() -> None:
    plan = new_plan(
        ANA, add("person", "ben", name="Ben"), item("S", None), item("T1", 40, owner="ana", parent="S"),
        item("T2", 8, owner="ana", parent="S"), item("Z", 4, owner="ben"), link("S", "Z", "SS", 60),
    )  # fmt: skip
    proposal = level_plan(plan, WORDS, LevellingObjective.BEST)
    assert dates(taken(plan, proposal))["Z"] == (day(23, 10), day(23, 15))
    assert "Z" not in {plan["item"].ids[moved.place] for moved in proposal.moved}


def test_a_link_to_the_finish_of_a_summary_holds_the_finish_of_each_of_its_items() -> None:
    plan = new_plan(
        item("T1", 16), item("S", None), item("T2", 24, parent="S"), item("T3", 8, parent="S"), link("T1", "S", "FF")
    )
    proposal = level_plan(plan, WORDS, LevellingObjective.BEST)
    assert not proposal.moved
    assert dates(plan)["T2"][0] == day(23, 9)


@pytest.mark.parametrize("hour", [0, 7, 20])
@pytest.mark.parametrize(("kind", "hours"), [("task", 8), ("task", 0), ("milestone", None)])
def test_a_date_that_was_typed_outside_working_time_moves_nothing(kind: str, hours: float | None, hour: int) -> None:
    held = {"constraint": "SNET", "constraint_date": day(26, hour), "type": kind}
    plan = new_plan(
        item("T0", 8), item("T1", hours, **held), item("T2", hours, **held), item("M", None, type="milestone"),
        link("T0", "T1"),
    )  # fmt: skip
    assert not level_plan(plan, WORDS, LevellingObjective.BEST).moved


LATEST = [(kind, hour) for kind in ("SNLT", "FNLT") for hour in (9, 11, 18)]


@pytest.mark.parametrize("objective", list(LevellingObjective))
@pytest.mark.parametrize(("kind", "hour"), LATEST)
def test_a_latest_date_that_people_cannot_keep_is_the_same_in_proposal_and_plan(
    kind: str, hour: int, objective: LevellingObjective
) -> None:
    """Ben is away when T2 should be ready, and T0 ends after that: the plan keeps the date, and the link is broken."""
    plan = new_plan(
        add("person", "ben", name="Ben"),
        add("absence", "AB", person="ben", start=date(2026, 11, 24), end=date(2026, 11, 25)),
        item("T0", 0.5, constraint="SNET", constraint_date=day(24, 11)), link("T0", "T2"),
        item("T2", 0.5, owner="ben", constraint=kind, constraint_date=day(24, hour)),
    )  # fmt: skip
    start, finish = dates(plan)["T2"]
    assert (start if kind == "SNLT" else finish) <= day(24, hour)
    assert_taken_dates(plan, objective)


def assert_taken_dates(plan: Plan, objective: LevellingObjective) -> None:
    proposal = level_plan(plan, WORDS, objective, schedules=20)
    schedule = schedule_of(taken(plan, proposal), WORDS)
    wanted = proposal.proposal.schedule
    for j, place in enumerate(proposal.problem.items):
        if place >= 0:
            # a date that was typed stands as it was typed, be it a day off; levelling starts with the work
            work_at = schedule.network.calendar_of(place).work_at
            assert work_at(schedule.start[place]) == work_at(wanted.start[j])
            if schedule.finish[place] == schedule.network.constraint_date[place]:
                assert work_at(schedule.finish[place]) == work_at(wanted.finish[j])
            else:
                assert schedule.finish[place] == wanted.finish[j]


@pytest.mark.parametrize("type_", ["FS", "FF", "SS"])
@pytest.mark.parametrize("hour", [2, 12, 20])
def test_what_follows_a_typed_finish_follows_it_at_whatever_hour_it_was_typed(type_: str, hour: int) -> None:
    """Ana works till 18:00; whoever follows works at night, and the proposal waits for the date as the plan does."""
    nights = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "18:00-24:00")
    plan = new_plan(
        add("calendar", "night", name="Night", **nights),
        add("person", "ana", name="Ana"),
        add("person", "ben", name="Ben", calendar="night"),
        item("a", 8, owner="ana", constraint="FNET", constraint_date=datetime(2026, 11, 26, hour)),
        item("b", 3, owner="ben"),
        link("a", "b", type_),
    )
    result = level_plan(plan, WORDS, LevellingObjective.FINISH, schedules=5)
    assert result.moved == ()
    assert result.finish_after == result.finish_before == schedule_of(plan, WORDS).plan_finish
    assert schedule_violations(prepared(result.problem.problem)[0], result.proposal.schedule) == []


@settings(max_examples=40, deadline=None)
@given(_plans(), st.sampled_from(list(LevellingObjective)))
def test_taking_a_proposal_makes_its_dates_those_of_the_plan(plan: Plan, objective: LevellingObjective) -> None:
    assert_taken_dates(plan, objective)


@settings(max_examples=60, deadline=None)
@given(plans_of_several_calendars(), st.sampled_from(list(LevellingObjective)))
def test_so_does_one_of_people_on_several_calendars(plan: Plan, objective: LevellingObjective) -> None:
    assert_taken_dates(plan, objective)


def test_a_lag_counts_on_the_calendar_of_whoever_is_given_the_work() -> None:
    """Ben is there from 18:00 on: an hour after a start at 9:00 is 19:00 for him."""
    plan = new_plan(
        add("calendar", "night", name="Night", **NIGHT),
        add("person", "ben", name="Ben", skills=("py",), calendar="night"),
        item("T1", 8), item("T2", 2, skills=("py",)), link("T1", "T2", "SS", 60),
    )  # fmt: skip
    proposal = level_plan(plan, WORDS, LevellingObjective.BEST)
    assert dates(taken(plan, proposal))["T2"] == (day(23, 19), day(23, 21))
    assert [to_datetime(one.start) for one in proposal.moved if one.place == 1] == [day(23, 19)]


def test_a_finish_that_two_people_reach_on_two_calendars_is_reached_in_the_proposal_too() -> None:
    """T2 must not finish before 19:00, an hour after T1; Ana stops at 18:00, and half an hour of Ben's from 18:00 on
    does not reach it: started at 17:31, Ana has a minute left for the next morning."""
    plan = new_plan(
        add("calendar", "night", name="Night", **NIGHT), ANA, add("person", "ben", name="Ben", calendar="night"),
        item("T1", 8), item("T2", 0.5), link("T1", "T2", "FF", 60),
        *(add("assignment", who, item="T2", person=who, units=100) for who in ("ana", "ben")),
    )  # fmt: skip
    proposal = level_plan(plan, WORDS, LevellingObjective.BEST)
    after = dates(taken(plan, proposal))["T2"]
    assert after == dates(plan)["T2"]
    assert after[1] >= day(23, 19)


@settings(max_examples=40, deadline=None)
@given(_plans())
def test_a_proposal_for_a_plan_keeps_every_rule(plan: Plan) -> None:
    proposal = level_plan(plan, WORDS, LevellingObjective.BEST, schedules=30)
    ready = prepared(proposal.problem.problem)[0]
    broken = schedule_violations(ready, proposal.proposal.schedule)
    # a latest date that people cannot keep is the one rule that gives way, and then the proposal says so
    assert [text for text in broken if "no later" not in text] == []
    assert not (broken and proposal.proposal.feasible)


@pytest.mark.parametrize("begun", [True, False])
def test_whoever_has_done_their_part_of_what_stays_is_free_for_other_work(begun: bool) -> None:
    """Ana is away for two of the days; Ben is done with his three days of it on Wednesday."""
    stays = {"actual_start": day(19, 9), "progress": 40} if begun else {"promised": date(2026, 11, 27)}
    plan = new_plan(
        ANA, add("person", "ben", name="Ben"),
        add("absence", "away", person="ana", start=date(2026, 11, 24), end=date(2026, 11, 25)),
        item("T1", 40 if begun else 24, **stays), item("T2", 8, owner="ben"),
        *(add("assignment", who, item="T1", person=who) for who in ("ana", "ben")),
        status_date=day(23, 0),
    )  # fmt: skip
    proposal = level_plan(plan, WORDS)
    assert proposal.proposal.feasible
    after = taken(plan, proposal)
    assert dates(after)["T1"][1] == day(27, 18)
    assert dates(after)["T2"] == (day(26, 9), day(26, 18))
    assert overloaded_resources(after, WORDS) == []


def test_peaks_count_from_the_status_date_on() -> None:
    pinned = [item(f"P{n}", 8, owner="ana", constraint="MSO", constraint_date=day(23, 9)) for n in (1, 2, 3)]
    plan = new_plan(ANA, *pinned, *(item(f"T{n}", 8, owner="ana") for n in (1, 2)), status_date=day(24, 18))
    proposal = level_plan(plan, WORDS)
    assert [(peak.before, peak.after) for peak in proposal.peaks] == [(2.0, 1.0)]


def test_a_proposal_is_taken_by_the_items_it_named_whatever_was_deleted_since() -> None:
    items = [item(f"T{n}", 16, owner="ana") for n in (1, 2, 3)]
    plan = new_plan(ANA, *items)
    proposal = level_plan(plan, WORDS, LevellingObjective.BEST)
    before = changed_values(plan, proposal)
    later = plan.applied([Edit("item", plan["item"].ids[0], dict(plan["item"].row(plan["item"].ids[0])), None)])
    assert changed_values(later, proposal) == {id_: values for id_, values in before.items() if id_ in later["item"]}
    assert changed_values(later, proposal, ids=plan["item"].ids[:1]) == {}


@settings(max_examples=25, deadline=None)
@given(plans_of_several_calendars(), st.sampled_from((LevellingObjective.BEST, LevellingObjective.FINISH)))
def test_a_person_added_never_gives_a_later_finish_than_the_proposal_in_force(
    plan: Plan, objective: LevellingObjective
) -> None:
    before = level_plan(plan, WORDS, objective, schedules=20)
    more = taken(plan, before).applied([add("person", "zoe", name="Zoe", skills=("py:3",))])
    assert level_plan(more, WORDS, objective, schedules=20).finish_after <= before.finish_after
