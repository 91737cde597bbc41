"""What items have earned by a status date, and a plan cut at one."""

from datetime import datetime
from fractions import Fraction

import pytest

from support.plan_records import add, change, item, new_plan
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.instants import to_day_number
from tpm_tui.planning.money.earned_value.earned_shares import earned_shares
from tpm_tui.planning.money.status_date import plan_cut_at

CUT = to_day_number(datetime(2026, 11, 27).date())
BEFORE, AFTER = datetime(2026, 11, 25, 9), datetime(2026, 11, 30, 9)


def status_at_cut(**values: object) -> object:
    return plan_cut_at(new_plan(item("a", **values)), CUT).value("item", "a", "status")


@pytest.mark.parametrize("status", ["doing", "blocked", "done"])
def test_what_began_after_the_cut_had_not_begun_whatever_it_is_now(status: str) -> None:
    assert status_at_cut(status=status, actual_start=AFTER, progress=30) == "backlog"


def test_what_was_ready_or_under_way_by_the_cut_keeps_its_state() -> None:
    assert status_at_cut(status="ready", actual_start=AFTER) == "ready"
    assert status_at_cut(status="blocked", actual_start=BEFORE, actual_finish=AFTER) == "blocked"
    assert status_at_cut(status="done", actual_start=BEFORE, actual_finish=AFTER) == "doing"
    assert status_at_cut(status="doing", actual_start=BEFORE) == "doing"


@pytest.mark.parametrize("rule", ["50/50", "percent complete"])
def test_what_began_after_the_cut_has_earned_nothing_by_then(rule: str) -> None:
    plan = new_plan(item("a", status="doing", actual_start=AFTER, progress=30, earning_rule=rule))
    assert earned_shares(plan_cut_at(plan, CUT), CUT)[0] == {"a": 0}


@pytest.mark.parametrize("rule", ["0/100", "50/50", "percent complete"])
@pytest.mark.parametrize("facts", [{"progress": 100}, {"status": "done"}])
def test_all_of_the_progress_is_a_finish_of_the_status_date(rule: str, facts: dict[str, object]) -> None:
    assert earned_shares(new_plan(item("a", earning_rule=rule, **facts)), CUT) == ({"a": Fraction(1)}, {"a": CUT})


@pytest.fixture
def weighted() -> Plan:
    """An epic whose parts weigh 40 and 60; the first of them holds two leaves."""
    return new_plan(
        item("e", None, type="epic", earning_rule="weighted milestones"),
        item("p", None, type="epic", parent="e", weight=40),
        item("q", parent="e", weight=60),
        item("x", parent="p", status="done"),
        item("y", parent="p"),
    )


def test_a_weighted_part_that_holds_others_is_met_once_all_of_it_is_finished(weighted: Plan) -> None:
    assert earned_shares(weighted, CUT)[0]["e"] == 0
    done = weighted.applied([change(weighted, "item", "y", progress=100)])
    shares, days = earned_shares(done, CUT)
    assert (shares["e"], days["p"], days["e"]) == (Fraction(2, 5), CUT, None)


def test_a_status_of_done_on_a_part_with_open_work_meets_nothing(weighted: Plan) -> None:
    said = weighted.applied([change(weighted, "item", "p", status="done")])
    assert earned_shares(said, CUT)[0]["e"] == 0


def test_checks_weigh_beside_parts(weighted: Plan) -> None:
    checked = weighted.applied(
        [change(weighted, "item", "q", weight=50), change(weighted, "item", "y", status="done"),
         add("check", "C", item="e", title="Signed", weight=10, state="passed")]
    )  # fmt: skip
    assert earned_shares(checked, CUT)[0]["e"] == Fraction(1, 2)


def test_a_summary_is_finished_on_the_day_of_its_last_part() -> None:
    early, late = datetime(2026, 11, 24, 17), datetime(2026, 11, 25, 17)
    plan = new_plan(
        item("e", None, type="epic"),
        item("p", None, type="epic", parent="e"),
        item("x", parent="p", status="done", actual_finish=late),
        item("y", parent="e", status="done", actual_finish=early),
        item("z", parent="e", status="dropped"),
    )
    days = earned_shares(plan, CUT)[1]
    assert days["p"] == days["e"] == to_day_number(late.date())
    assert days["z"] is None
