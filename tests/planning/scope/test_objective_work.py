"""Objectives: what serves them, and what serves none; promises from outside, and whether they were kept."""

from datetime import date, datetime

from support.plans import plan_of
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.people.promises_to_and_by_stakeholders import promise_ledger, supply_findings
from tpm_tui.planning.scope.objective_work import objective_findings, objective_work

TODAY = date(2026, 11, 23)
DAY = ThreePoint(480, 480, 480)
WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "9:00-17:00")
BASE = [
    ("calendar", "calendar", {"name": "Standard", **WEEK}),
    ("programme", "programme", {"name": "P", "start": datetime(2026, 11, 23, 9), "calendar": "calendar"}),
]


def test_work_serves_by_name_by_workstream_and_by_need() -> None:
    plan = plan_of([
        *BASE,
        ("workstream", "w", {"name": "W"}),
        ("item", "epic", {"title": "Epic"}),
        ("item", "a", {"title": "A", "parent": "epic", "estimate": DAY}),
        ("item", "b", {"title": "B", "workstream": "w", "estimate": DAY}),
        ("item", "c", {"title": "C", "estimate": DAY}),
        ("item", "d", {"title": "D", "estimate": DAY}),
        ("item", "gone", {"title": "E", "status": "dropped", "estimate": DAY}),
        ("requirement", "q", {"statement": "Need", "items": ("c",)}),
        ("objective", "named", {"statement": "By name", "items": ("epic",)}),
        ("objective", "both", {"statement": "Both", "workstreams": ("w",), "requirements": ("q",)}),
        ("objective", "idle", {"statement": "None"}),
    ])  # fmt: skip
    objectives, unserving = objective_work(plan, InputContext(TODAY))
    assert [(one.objective, one.items, one.share) for one in objectives] == [
        ("named", ("a",), 0.25), ("both", ("b", "c"), 0.5), ("idle", (), 0.0),
    ]  # fmt: skip
    assert unserving == ["d"]
    assert objective_findings(plan, InputContext(TODAY)) == [
        ("objective", "idle", "no work serves it"), ("item", "d", "it serves no objective"),
    ]  # fmt: skip


def test_promises_both_ways_and_from_outside() -> None:
    plan = plan_of([
        *BASE,
        ("stakeholder", "s", {"name": "Carrier"}),
        ("contact", "c1", {"stakeholder": "s", "summary": "-", "follow_up": "x", "due": date(2026, 11, 2),
                           "kept": True}),
        ("contact", "c2", {"stakeholder": "s", "summary": "-", "follow_up": "y", "due": date(2026, 11, 3)}),
        ("contact", "c3", {"stakeholder": "s", "summary": "-", "follow_up": "z", "theirs": True}),
        ("contact", "c4", {"stakeholder": "s", "summary": "nothing promised"}),
        ("item", "a", {"title": "A", "supplier": "s", "promised": date(2026, 11, 20)}),
        ("item", "b", {"title": "B", "supplier": "s", "promised": date(2026, 11, 20), "status": "done",
                       "actual_finish": datetime(2026, 11, 20, 17)}),
        ("item", "c", {"title": "C", "supplier": "s", "promised": date(2026, 11, 18), "status": "done",
                       "actual_finish": datetime(2026, 11, 19, 9)}),
    ])  # fmt: skip
    ours, theirs = (promise_ledger(plan, "s", side, TODAY) for side in (False, True))
    assert (ours.kept, ours.open, ours.overdue, ours.kept_rate) == (1, 0, 1, 0.5)
    assert (theirs.kept, theirs.open, theirs.overdue) == (1, 1, 2)
    assert theirs.kept_rate == 1 / 3
    assert supply_findings(plan, InputContext(TODAY)) == [("item", "a", "Carrier promised it for 20 Nov, 3 days ago")]
