"""Sustained load of a plan: which days count, and which of its work could relieve whom."""

from datetime import date, datetime
from typing import Any

import pytest

from support.plan_records import WORDS, add, item, new_plan
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.analysis.workload.strain_of_plan import PlanStrain, plan_strain

START = datetime(2026, 11, 30)
FULL = {"hours": 160, "owner": "ana"}


def strain(*more: Any, a: dict[str, Any], b: dict[str, Any], status: datetime = START) -> PlanStrain:
    """Ana has two items from the last of November on; Ben's five weeks leave both of them slack."""
    plan = new_plan(
        add("person", "ana", name="Ana"),
        add("person", "ben", name="Ben"),
        item("a", a.pop("hours"), **a),
        item("b", b.pop("hours"), **b),
        item("z", 800, owner="ben"),
        *more,
        start=START,
        status_date=status,
    )
    return plan_strain(plan, WORDS)


def pinned(hours: int) -> dict[str, Any]:
    return {"hours": hours, "owner": "ana", "constraint": "MSO", "constraint_date": datetime(2026, 11, 30, 9)}


def test_what_is_pinned_to_its_date_does_not_wait() -> None:
    assert strain(a=dict(FULL), b=dict(FULL)).relief["ana"].postpone == ("a",)
    assert strain(a=pinned(160), b=dict(FULL)).relief["ana"].postpone == ("b",)
    both = strain(a=pinned(160), b=pinned(160)).relief["ana"]
    assert (both.postpone, both.hand_over, both.excess_left) == ((), (), (80 - 48) * 4 * 60)


def test_work_of_a_day_whose_time_is_logged_relieves_nobody() -> None:
    """Of 160 + 16 h in four weeks 192 may stay, so a day of 56 h is 24 too many; what is left of the 16 h can wait."""

    def left(**entry: Any) -> int:
        entries = [add("time_entry", "e", person="ana", **entry)] if entry else []
        return strain(*entries, a={"hours": 16, "owner": "ana"}, b=pinned(160)).relief["ana"].excess_left

    # 56 h instead of the 16 that are planned: 176 + 40 - 192 = 24 h too many.
    assert left(day=date(2026, 11, 30), minutes=56 * 60) == (24 - 8) * 60
    # Logged on a Saturday it comes on top, and both days of the item can still wait: 176 + 40 - 192.
    assert left(day=date(2026, 12, 5), minutes=40 * 60) == (24 - 16) * 60


@pytest.mark.parametrize(("start", "is_counted"), [(datetime(2026, 6, 1), False), (datetime(2026, 11, 16), True)])
def test_a_shift_of_long_ago_is_no_strain_of_now(start: datetime, is_counted: bool) -> None:
    shift = add("shift", "s", person="ana", start=start, end=start.replace(day=start.day + 1))
    incidents = [
        add("incident", f"I{n}", title="Down", severity="SEV2", owner="ana", detected=start.replace(hour=n))
        for n in range(9, 12)
    ]
    one = strain(shift, *incidents, a={"hours": 8, "owner": "ana"}, b={"hours": 8, "owner": "ben"}).people[0]
    assert (one.busiest_shift, one.has_too_many_incidents) == ((3, True) if is_counted else (0, False))


def test_a_colleague_has_the_time_that_their_windows_around_the_same_days_leave() -> None:
    """Ben is full from the sixth week of January on, which leaves him December."""
    busy = {"hours": 40, "owner": "ben", "constraint": "MSO"}
    later = [item(f"l{n}", **busy, constraint_date=datetime(2027, 1, 25, 9)) for n in range(2)]
    plan: Plan = new_plan(
        add("person", "ana", name="Ana"),
        add("person", "ben", name="Ben"),
        item("a", **pinned(160)),
        item("b", **pinned(160)),
        *later,
        *(item(f"m{n}", 120, owner="ben", constraint="MSO", constraint_date=datetime(2027, 2, 1, 9)) for n in range(2)),
        start=START,
        status_date=START,
    )  # fmt: skip
    relief = plan_strain(plan, WORDS).relief["ana"]
    assert [(one.item, one.person) for one in relief.hand_over] == [("a", "ben")]
