"""The audit of a plan: each point on a plan that breaks it, counted by hand."""

from datetime import date, datetime
from decimal import Decimal

from support.plans import plan_of
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.analysis.schedule_audit import AuditPoint, schedule_audit
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of

CONTEXT = InputContext(date(2026, 11, 23))
WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "9:00-17:00")


def days(number: int) -> ThreePoint:
    return ThreePoint(480 * number, 480 * number, 480 * number)


def audit(*records: tuple[str, str, dict[str, object]]) -> dict[str, AuditPoint]:
    plan = plan_of([
        ("calendar", "calendar", {"name": "Standard", **WEEK}),
        ("programme", "programme", {"name": "P", "start": datetime(2026, 11, 23, 9), "calendar": "calendar"}),
        ("person", "ana", {"name": "Ana"}),
        *records,
    ])  # fmt: skip
    return {point.id: point for point in schedule_audit(plan, CONTEXT, schedule_of(plan, CONTEXT))}


def test_each_point_counts_what_breaks_it() -> None:
    points = audit(
        ("item", "a", {"title": "A", "owner": "ana", "estimate": days(1)}),
        ("item", "b", {"title": "B", "owner": "ana", "estimate": days(90), "deadline": datetime(2026, 12, 1, 17)}),
        ("item", "c", {"title": "C", "estimate": days(1), "constraint": "MFO",
                       "constraint_date": datetime(2027, 5, 3, 17)}),
        ("item", "d", {"title": "D", "owner": "ana", "estimate": days(1)}),
        ("item", "e", {"title": "E", "status": "blocked"}),
        ("item", "done", {"title": "F", "status": "done", "actual_finish": datetime(2026, 11, 20, 17)}),
        ("link", "l1", {"predecessor": "a", "successor": "b", "lag": -480}),
        ("link", "l2", {"predecessor": "b", "successor": "c", "lag": 480}),
        ("link", "l3", {"predecessor": "a", "successor": "c", "type": "SS"}),
        ("link", "l4", {"predecessor": "a", "successor": "d"}),
    )  # fmt: skip
    assert {id_: point.items for id_, point in points.items() if point.items} == {
        "logic": ("a", "c", "d", "e"),
        "leads": ("b",),
        "lags": ("c",),
        "link_types": ("c",),
        "hard_constraints": ("c",),
        "high_slack": ("d", "e"),
        "negative_slack": ("a", "b"),
        "high_duration": ("b",),
        "resources": ("c", "e"),
        "estimates": ("e",),
        "blocked": ("e",),
    }
    assert (points["leads"].count, points["leads"].of, points["leads"].share) == (1, 4, 0.25)
    assert (points["logic"].count, points["logic"].of) == (4, 5)
    assert not any(point.passed for point in points.values() if point.items)
    assert "missed" not in points


def test_a_plan_in_order_passes() -> None:
    points = audit(
        ("item", "a", {"title": "A", "owner": "ana", "estimate": days(1)}),
        ("item", "b", {"title": "B", "owner": "ana", "estimate": days(2)}),
        ("link", "l", {"predecessor": "a", "successor": "b"}),
        ("baseline", "base", {"name": "Base", "taken": datetime(2026, 11, 1, 9)}),
        ("baseline_entry", "e", {"baseline": "base", "item_id": "b", "item_key": "T-2", "title": "B",
                                 "finish": datetime(2026, 11, 25, 17)}),
    )  # fmt: skip
    assert [id_ for id_, point in points.items() if not point.passed] == ["logic"]
    assert (points["cpli"].share, points["bei"].share) == (1.0, None)
    assert points["logic"].items == ("a", "b")


def test_a_blocked_mark_an_assumed_estimate_and_a_cost_above_its_plan_count() -> None:
    points = audit(
        ("item", "a", {"title": "A", "estimate": days(1), "blocked_since": datetime(2026, 11, 20, 9)}),
        ("item", "b", {"title": "B", "owner": "ana", "estimate": days(60), "progress": 50}),
        ("item", "c", {"title": "C", "owner": "ana", "estimate": days(1), "estimate_basis": "assumed range"}),
        ("cost", "c1", {"title": "Hall", "item": "b", "planned": Decimal(100), "actual": Decimal(80)}),
        ("cost", "c2", {"title": "Lamps", "item": "b", "planned": Decimal(50), "actual": Decimal(90)}),
        ("cost", "c3", {"title": "Rent", "item": "a", "planned": Decimal(50), "actual": Decimal(50)}),
    )
    assert (points["blocked"].items, points["estimates"].items) == (("a",), ("c",))
    assert points["high_duration"].items == (), "thirty of the sixty days are left"
    assert (points["cost"].items, points["cost"].of) == (("b",), 2)


def test_what_is_done_today_has_no_date_to_come_where_no_status_date_is_set() -> None:
    done = [
        ("item", id_, {"title": id_, "status": "done", "actual_finish": datetime(2026, 11, day, 23, 30)})
        for id_, day in (("today", 23), ("tomorrow", 24))
    ]
    assert audit(*done)["invalid_dates"].items == ("tomorrow",)
