"""Who can take an item: what is promised of each is what the plan says once they have it."""

from datetime import date, datetime
from pathlib import Path

import pytest

from support.levelling_strategies import NIGHT
from support.plan_records import WORDS, add, change, item, link, new_plan
from tpm_tui.commands.schedule.levelling import assign_to
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.planning.levelling.assignment_candidates import candidates
from tpm_tui.planning.model.work_assignments import assignees
from tpm_tui.store.store import Store

TEAM = (
    add("calendar", "night", name="Night", **NIGHT),
    add("person", "ana", name="Ana", skills=("go:3",)),
    add("person", "ben", name="Ben", skills=("go:1",), capacity=240),
    add("person", "eve", name="Eve", calendar="night", skills=("go:3",)),
    add("absence", "away", person="ana", start=date(2026, 11, 24), end=date(2026, 11, 24)),
)


def dates(plan: Plan, id_: str) -> tuple[datetime, datetime]:
    schedule, place = schedule_of(plan, WORDS), plan["item"].position[id_]
    return to_datetime(schedule.start[place]), to_datetime(schedule.finish[place])


@pytest.mark.parametrize("owner", [None, "ana", "ben", "eve"])
@pytest.mark.parametrize(
    ("kind", "lag", "unit"),
    [("FS", 0, "working"), ("SS", 120, "working"), ("FF", 60, "working"), ("FF", 60, "elapsed"), ("FS", 50, "percent")],
)
def test_each_begins_and_finishes_as_they_would_with_the_item(
    owner: str | None, kind: str, lag: int, unit: str
) -> None:
    """Whoever does it now: part time takes longer, evenings and days away are theirs, and so is the time of a lag."""
    plan = new_plan(*TEAM, item("T1", 4), item("T2", 12, owner=owner), link("T1", "T2", kind, lag, unit))
    for candidate in candidates(plan, WORDS, "T2"):
        taken = plan.applied([change(plan, "item", "T2", owner=candidate.person)])
        assert dates(taken, "T2") == (to_datetime(candidate.start), to_datetime(candidate.finish)), candidate.person
        assert schedule_of(taken, WORDS).plan_finish == candidate.plan_finish


@pytest.mark.parametrize("effort", ["fixed work", "fixed duration"])
def test_a_fixed_duration_waits_for_nobody_and_fixed_work_takes_the_longer_for_part_time(effort: str) -> None:
    plan = new_plan(*TEAM, item("T1", 4), item("T2", 12, effort_type=effort), link("T1", "T2"))
    for candidate in candidates(plan, WORDS, "T2"):
        taken = plan.applied([change(plan, "item", "T2", owner=candidate.person)])
        assert dates(taken, "T2") == (to_datetime(candidate.start), to_datetime(candidate.finish)), candidate.person
    if effort == "fixed duration":
        assert len({(one.start, one.finish) for one in candidates(plan, WORDS, "T2")}) == 1


def test_skill_goes_first_then_the_finish_of_the_plan() -> None:
    plan = new_plan(*TEAM, item("T1", 8, skills=("go:2",)), item("T2", 8), link("T1", "T2"))
    ranked = candidates(plan, WORDS, "T1")
    assert [(one.person, one.missing) for one in ranked] == [("ana", 0), ("eve", 0), ("ben", 1)]


def test_of_those_who_lack_skills_the_nearest_goes_first_and_of_equals_who_is_of_the_function() -> None:
    team = (
        *(
            add("person", id_, name=id_, skills=skills)
            for id_, skills in (("a", ()), ("b", ("go:2",)), ("c", ("go:1",)))
        ),
        add("person", "d", name="d", function="qa"),
    )
    plan = new_plan(*team, item("T", 8, skills=("go:3",)), item("U", 8, function="qa"))
    assert [(one.person, one.missing) for one in candidates(plan, WORDS, "T")] == [
        ("b", 1), ("c", 2), ("a", 4), ("d", 4),
    ]  # fmt: skip
    assert [one.person for one in candidates(plan, WORDS, "U")] == ["d", "a", "b", "c"]


def test_what_somebody_has_on_their_hands_is_waited_for() -> None:
    plan = new_plan(*TEAM[:2], item("busy", 16, owner="ana"), item("T", 8))
    (ana,) = candidates(plan, WORDS, "T")
    assert (to_datetime(ana.start), ana.free_minutes) == (datetime(2026, 11, 25, 9), 0)


@pytest.mark.parametrize(
    "facts", [{"status": "done", "actual_finish": datetime(2026, 11, 20, 9)}, {"type": "milestone"}]
)
def test_nobody_is_ranked_for_what_there_is_nothing_to_do_on(facts: dict[str, object]) -> None:
    hours = None if "type" in facts else 8
    assert candidates(new_plan(*TEAM, item("T", hours, **facts)), WORDS, "T") == []


@pytest.mark.parametrize("objective", ["people", "function", "thing"])
def test_whoever_takes_it_takes_the_place_of_others_and_waits_for_the_things_it_needs(
    objective: str, tmp_path: Path
) -> None:
    with Store.create(tmp_path / "a.db", start=date(2026, 11, 23)) as store:
        with store.transaction("plan", "edit") as tx:
            ana, ben = (tx.add("person", name=name) for name in ("Ana", "Ben"))
            pool = tx.add("pool", name="pool", function="qa" if objective == "function" else None)
            other = tx.add("item", title="Other", estimate=ThreePoint.single_point(480))
            taken = tx.add("item", title="Taken", estimate=ThreePoint.single_point(960))
            tx.add("assignment", item=other, pool=pool)
            if objective == "people":
                tx.add("assignment", item=taken, person=ben, units=50)
            else:
                tx.add("assignment", item=taken, pool=pool, units=100)
        promised = {one.person: (one.start, one.finish) for one in candidates(store.plan, store.context, taken)}[ana]
        with store.transaction("take", "edit") as tx:
            assert assign_to(tx, taken, ana).endswith(" is for Ana")
        schedule, place = schedule_of(store.plan, store.context), store.plan["item"].position[taken]
        left = [row for row in store.plan["assignment"].ids if store.plan.value("assignment", row, "item") == taken]
        if objective == "thing":
            assert len(left) == 2
            # the thing is free on the second day; the dates by logic do not know
            assert promised == (schedule.start[place] + 1440, schedule.finish[place] + 1440)
        else:
            assert left == []
            assert promised == (schedule.start[place], schedule.finish[place])
        assert [who.id for who in assignees(store.plan)[place] if who.kind == "person"] == [ana]
