"""Dates that deserve a look: work that stands before the status date, and plans of which nothing has begun."""

from datetime import datetime
from typing import Any

import pytest

from support.plan_records import WORDS, add, item, new_plan
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.montecarlo.risk_model import risk_model
from tpm_tui.reports.quality.findings import plan_findings


def texts(*edits: object, **programme: object) -> list[tuple[str, str]]:
    return [(id_, text) for _, id_, text in plan_findings(new_plan(*edits, **programme), WORDS)]  # type: ignore[arg-type]


def test_work_that_must_start_before_the_status_date_and_has_not_is_a_finding() -> None:
    done = item("z", status="done", actual_finish=datetime(2026, 11, 13, 18))
    pinned = item("a", constraint="MSO", constraint_date=datetime(2026, 11, 18, 9))
    findings = texts(done, pinned, start=datetime(2026, 11, 2))
    assert [(id_, "before the status date, at 18 Nov 09:00" in text) for id_, text in findings] == [("a", True)]
    begun = item(
        "a", constraint="MSO", constraint_date=datetime(2026, 11, 18, 9), actual_start=datetime(2026, 11, 18, 9)
    )
    assert texts(done, begun, start=datetime(2026, 11, 2)) == []


def test_a_plan_of_which_nothing_has_begun_long_after_its_start_is_a_finding() -> None:
    (finding,) = texts(item("a"), start=datetime(2026, 11, 2))
    assert "nothing has begun since the plan's start, 2 Nov" in finding[1]
    assert texts(item("a"), start=datetime(2026, 11, 20)) == []
    assert texts(item("a", status="dropped"), start=datetime(2026, 11, 2)) == []
    assert texts(item("a"), item("b", progress=10), start=datetime(2026, 11, 2)) == []


def test_a_milestone_with_an_estimate_is_a_finding() -> None:
    (finding,) = texts(item("a", 8, type="milestone"), item("b", 8), start=datetime(2026, 11, 20))
    assert finding == ("a", "a milestone takes no time: its estimate counts for nothing")


CREW = add("calendar", "crew", name="Crew", saturday="09:00-17:00", sunday="09:00-17:00")
SATURDAY = {"calendar": "crew", "constraint": "MSO", "constraint_date": datetime(2026, 11, 28, 9)}


def overloads(*edits: object) -> list[str]:
    return [text.removesuffix("; see: tpm level") for _, text in texts(*edits, start=datetime(2026, 11, 23))
            if "above capacity" in text]  # fmt: skip


def test_who_comes_on_a_free_day_for_work_that_ignores_people_is_there_for_it() -> None:
    ana = add("person", "ana", name="Ana")
    both = [item(id_, 8, owner="ana", ignore_resource_calendars=1, **SATURDAY) for id_ in ("a", "b")]
    assert overloads(ana, CREW, both[0]) == []
    assert overloads(ana, CREW, *both) == ["Ana is above capacity on 1 day from 28 Nov, at most 200% of a day"]


def test_a_day_without_capacity_is_said_in_hours() -> None:
    pool = add("pool", "pool", name="Testers", capacity=1)
    wanted = add("assignment", "w", item="a", pool="pool")
    assert overloads(pool, CREW, item("a", 6, **SATURDAY), wanted) == [
        "Testers is above capacity on 1 day from 28 Nov, 6.0 h on a day without capacity"
    ]


@pytest.mark.parametrize(
    ("risk", "said"),
    [
        ({}, ["how likely", "what it would do"]),
        ({"chance": 50.0}, ["what it would do"]),
        ({"delay": ThreePoint.single_point(480)}, ["how likely"]),
        ({"chance": 50.0, "cost": ThreePoint.single_point(900)}, []),
        ({"probability": 2, "impact": 2}, []),
        ({"status": "closed"}, []),
    ],
)
def test_a_risk_that_was_not_scored_says_what_is_missing(risk: dict[str, Any], said: list[str]) -> None:
    plan = new_plan(
        item("a", status="done", actual_finish=datetime(2026, 11, 13, 18)), add("risk", "r", title="R", **risk)
    )
    text = " ".join(text for _, id_, text in plan_findings(plan, WORDS) if id_ == "r")
    assert [words for words in ("how likely", "what it would do") if words in text] == said
    assert ("not scored" in text) == bool(said)


def test_what_nobody_said_of_a_risk_delays_nothing() -> None:
    for given in ({}, {"chance": 50.0}, {"delay": ThreePoint.single_point(480)}, {"impact": 5}, {"probability": 5}):
        plan = new_plan(item("a", 8), add("risk", "r", title="R", items=("a",), **given))
        (risk,) = risk_model(plan, WORDS).risks
        assert not risk.before.chance or not risk.before.delay.worst


def test_a_skill_that_those_who_do_the_work_lack_is_a_finding_and_one_that_nobody_has_too() -> None:
    findings = texts(
        add("person", "ana", name="Ana", skills=("go:3", "sql:1")),
        add("person", "ben", name="Ben", skills=("go:1",)),
        add("pool", "backend", name="backend", function="development"),
        item("T1", 8, owner="ben", skills=("go:2",)),
        item("T2", 8, skills=("go:2",)),
        item("T3", 8, skills=("rust:2", "sql")),
        item("T4", 8, skills=("go:3",)),
        *(add("assignment", who, item="T4", person=who) for who in ("ana", "ben")),
        item("T5", 8, skills=("go:3",)),
        add("assignment", "pool", item="T5", pool="backend"),
        item("T6", 8, owner="ben", skills=("go:9",), status="done"),
    )
    assert [text for text in findings if "it needs" in text[1]] == [
        ("T1", "it needs go:2, which none of those who work on it has; see: tpm who T1"),
        ("T3", "it needs rust:2, which nobody has"),
    ]
