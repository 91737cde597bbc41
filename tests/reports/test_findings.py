"""Dates that deserve a look: work that stands before the status date, and plans of which nothing has begun."""

from datetime import datetime

from support.plan_records import WORDS, item, new_plan
from tpm_tui.reports.findings import plan_findings


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
