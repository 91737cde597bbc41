"""What deserves a look in requirements and agreements."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.plan_records import TODAY, WORDS, add, item, new_plan
from tpm_tui.domain.kinds import PROGRAMME_ID
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.planning.scope.exceeded_constraint_limits import peak_people
from tpm_tui.planning.scope.requirement_findings import (
    meetings_since,
    must_share,
    overdue_actions,
    requirement_findings,
    trace_findings,
)
from tpm_tui.planning.scope.traceability import Coverage


def findings(*edits: Edit) -> list[tuple[str, str, str]]:
    plan = new_plan(*edits)
    return requirement_findings(plan, WORDS, schedule_of(plan, WORDS))


def constraint(binding: str, **values: object) -> Edit:
    return add("requirement", "Q-1", statement="Freeze", type="constraint", binding=binding, **values)


class TestConstraintsThatBind:
    """T-1 takes Monday 23 and Tuesday 24 Nov, T-2 Monday."""

    plan = (item("T-1", 16), item("T-2", 8))

    @pytest.mark.parametrize(
        ("binding", "values", "text"),
        [
            ("not before", {"from_day": date(2026, 11, 24)}, "T-1, T-2 lie before 24 Nov, the first day allowed"),
            ("not before", {"from_day": date(2026, 11, 23)}, ""),
            ("not before", {"from_day": date(2026, 11, 24), "items": ("T-2",)},
             "T-2 lies before 24 Nov, the first day allowed"),
            ("by", {"to_day": date(2026, 11, 23)}, "T-1 lies after 23 Nov, the last day allowed"),
            ("by", {"to_day": date(2026, 11, 24)}, ""),
            ("by", {"from_day": date(2026, 11, 23), "items": ("T-2",)}, ""),
            ("days off", {"from_day": date(2026, 11, 28), "to_day": date(2026, 11, 30)},
             "1 of its days is worked: take them as days off"),
            ("days off", {"from_day": date(2026, 11, 28), "to_day": date(2026, 11, 29)}, ""),
            ("", {"from_day": date(2026, 12, 24)}, ""),
        ],
    )  # fmt: skip
    def test_what_breaks_it_is_named(self, binding: str, values: dict[str, object], text: str) -> None:
        expected = [("requirement", "Q-1", text)] if text else []
        assert findings(*self.plan, constraint(binding, **values)) == expected

    def test_days_off_of_the_calendar_keep_it(self) -> None:
        free = add(
            "calendar_exception", "x", calendar="calendar", start=date(2026, 11, 30), end=date(2026, 11, 30), hours=""
        )
        bound = constraint("days off", from_day=date(2026, 11, 28), to_day=date(2026, 11, 30))
        assert findings(*self.plan, free, bound) == []

    @pytest.mark.parametrize(("limit", "broken"), [(1199.99, True), (1200.0, False)])
    def test_a_limit_on_cost(self, limit: float, broken: bool) -> None:
        cost = add("cost", "c", title="Licence", planned=Decimal("1200.00"))
        text = "the plan costs 1 200, at most 1 199.99 is allowed"
        assert findings(*self.plan, cost, constraint("at most", limit=limit)) == (
            [("requirement", "Q-1", text)] if broken else []
        )

    def test_a_limit_on_a_branch_counts_what_is_planned_on_the_summary_itself(self) -> None:
        branch = (
            add("person", "ana", name="Ana", rate=Decimal(10)),
            item("T-1", None), item("T-2", 8, parent="T-1", owner="ana"),
            item("T-3", 8, parent="T-1", status="dropped"),
            *(add("cost", f"c{n}", title="Licence", item=f"T-{n}", planned=Decimal(100)) for n in (1, 2, 3)),
        )  # fmt: skip
        text = "the plan costs 280, at most 250 is allowed"
        assert findings(*branch, constraint("at most", limit=250.0, items=("T-1",))) == [("requirement", "Q-1", text)]

    @pytest.mark.parametrize(
        ("values", "text"),
        [
            ({"work_limit": 1439}, "the plan takes 3d of work, at most 2d 7h 59m is allowed"),
            ({"work_limit": 1440}, ""),
            ({"work_limit": 480, "items": ("T-2",)}, ""),
            ({"work_limit": 480, "items": ("T-1",)}, "the plan takes 2d of work, at most 1d is allowed"),
        ],
    )
    def test_a_limit_on_work(self, values: dict[str, object], text: str) -> None:
        """T-1 takes 16 h of work, T-2 8 h: 24 h together, 3 days of 8 h."""
        expected = [("requirement", "Q-1", text)] if text else []
        assert findings(*self.plan, constraint("at most", **values)) == expected

    #: On Monday Ana (backend) has T-1 and T-2, Bo T-3, and T-5 asks for 150 % of the pool, two of it; Bo's T-4 follows
    #: on Tuesday.
    people = (
        add("person", "ana", name="Ana", team="Backend"),
        add("person", "bo", name="Bo", function="qa"),
        add("pool", "ops", name="Ops", function="operations", capacity=2),
        item("T-1", 8, owner="ana"), item("T-2", 8, owner="ana"), item("T-3", 8, owner="bo"),
        item("T-4", 8, owner="bo"), item("T-5", 8),
        add("link", "l", predecessor="T-3", successor="T-4"),
        add("assignment", "a", item="T-5", pool="ops", units=150),
    )  # fmt: skip

    @pytest.mark.parametrize(
        ("values", "text"),
        [
            ({"people_limit": 3},
             "4 people work at one time on 23 Nov (T-1, T-2, T-3 and 1 more), at most 3 are allowed"),
            ({"people_limit": 4}, ""),
            ({"people_limit": 1, "people_of": "backend"}, ""),
            ({"people_limit": 0, "people_of": "backend"},
             "1 person of backend works at one time on 23 Nov (T-1 and T-2), at most 0 are allowed"),
            ({"people_limit": 1, "people_of": "ops"},
             "2 people of ops work at one time on 23 Nov (T-5), at most 1 is allowed"),
            ({"people_limit": 1, "people_of": "qa"}, ""),
            ({"people_limit": 1, "items": ("T-3", "T-4")}, ""),
            ({"people_limit": 1, "people_of": "sales"},
             "no pool, team or function is called sales, whose people it limits"),
        ],
    )  # fmt: skip
    def test_a_limit_on_people_at_one_time(self, values: dict[str, object], text: str) -> None:
        expected = [("requirement", "Q-1", text)] if text else []
        assert findings(*self.people, constraint("at most", **values)) == expected

    @pytest.mark.parametrize("status", ["dropped", "met"])
    def test_what_no_longer_binds_breaks_nothing(self, status: str) -> None:
        assert findings(*self.plan, constraint("by", to_day=date(2026, 11, 1), status=status)) == []


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 4), st.integers(1, 3)), max_size=8))
@settings(max_examples=40)
def test_the_most_people_at_one_time_are_those_of_some_start(work: list[tuple[str, int, int]]) -> None:
    """Counted anew at every start; items are (owner, day of the week that they start on, days)."""
    items = [
        item(f"T-{n}", 8 * days, owner=owner, constraint="SNET", constraint_date=datetime(2026, 11, 23 + day, 9))
        for n, (owner, day, days) in enumerate(work)
    ]
    plan = new_plan(*(add("person", name, name=name) for name in "abc"), *items)
    schedule = schedule_of(plan, WORDS)
    spans = [(schedule.start[n], schedule.finish[n], owner) for n, (owner, _, _) in enumerate(work)]
    at_starts = [len({who for first, last, who in spans if first <= at < last}) for at, _, _ in spans]
    assert peak_people(plan, schedule, plan["item"].ids).people == max(at_starts, default=0)


@pytest.mark.parametrize(
    ("day", "status", "due"),
    [(TODAY, "open", True), (date(2026, 11, 24), "open", False), (TODAY, "broken", False), (None, "open", False)],
)
def test_an_assumption_past_its_day(day: date | None, status: str, due: bool) -> None:
    edit = add("requirement", "Q-1", statement="Vendor delivers", type="assumption", status=status, review_on=day)
    text = "it was to be looked at again on 23 Nov: does it still hold?"
    assert findings(item("T-1"), edit) == ([("requirement", "Q-1", text)] if due else [])


class TestMusts:
    def test_over_sixty_per_cent_of_the_effort_is_said(self) -> None:
        must = add("requirement", "Q-1", statement="a", priority="must", items=("T-1",))
        could = add("requirement", "Q-2", statement="b", priority="could", items=("T-2",))
        [(kind, id_, text)] = findings(item("T-1", 16), item("T-2", 8), must, could)
        assert (kind, id_) == ("programme", PROGRAMME_ID)
        assert text.startswith("musts take 67% of the effort that answers needs, over 60%")
        assert findings(item("T-1", 12), item("T-2", 8), must, could) == []

    def test_work_below_what_answers_a_need_counts_once_and_with_the_highest(self) -> None:
        plan = new_plan(
            item("T-1", None), item("T-2", 8, parent="T-1"), item("T-3", 4, parent="T-1"),
            add("requirement", "Q-1", statement="a", priority="must", items=("T-1",)),
            add("requirement", "Q-2", statement="b", priority="should", items=("T-3",)),
        )  # fmt: skip
        assert must_share(plan, WORDS).minutes == {"must": 720, "should": 0, "could": 0, "won't": 0}


class TestScopeWithoutARequest:
    baseline = (
        add("baseline", "b", name="Signed", taken=datetime(2026, 11, 1)),
        add("baseline_entry", "e", baseline="b", item_id="T-1", item_key="T-1"),
    )

    def test_only_the_topmost_of_what_came_in_is_named(self) -> None:
        came = findings(*self.baseline, item("T-1"), item("T-2", None), item("T-3", parent="T-2"))
        text = "it came into scope after the baseline Signed without a request for change"
        assert came == [("item", "T-2", text)]

    @pytest.mark.parametrize(("status", "named"), [("accepted", False), ("open", True), ("refused", True)])
    def test_an_accepted_request_covers_what_it_adds(self, status: str, named: bool) -> None:
        request = add("issue", "K-1", title="More", type="request for change", status=status, adds=("T-2",))
        came = findings(*self.baseline, item("T-1"), item("T-2", None), item("T-3", parent="T-2"), request)
        assert bool(came) is named

    def test_what_repairs_a_defect_is_no_scope_with_all_below_it(self) -> None:
        assert findings(*self.baseline, item("T-1"), item("T-2", None, type="bug"), item("T-3", parent="T-2")) == []

    def test_without_a_baseline_nothing_is_added(self) -> None:
        assert findings(item("T-1")) == []


def test_an_overdue_action_rises_with_each_meeting_until_it_is_done() -> None:
    held = [add("meeting", f"M-{n}", title="s", at=datetime(2026, 11, 18 + n, 9)) for n in range(4)]
    plan = new_plan(
        add("action", "A-1", title="late", due=date(2026, 11, 18)),
        add("action", "A-2", title="later", due=date(2026, 11, 20)),
        add("action", "A-3", title="done", due=date(2026, 11, 1), done=True),
        add("action", "A-4", title="today", due=TODAY),
        *held,
    )
    assert overdue_actions(plan, TODAY) == ["A-1", "A-2"]
    assert [meetings_since(plan, date(2026, 11, day), TODAY) for day in (18, 20, 22)] == [3, 1, 0]
    told = [text for _, _, text in requirement_findings(plan, WORDS, schedule_of(plan, WORDS))]
    assert told == [
        "it was due on 18 Nov, and carried through 3 meetings since",
        "it was due on 20 Nov, and carried through 1 meeting since",
    ]


def test_what_is_traced_to_a_need_and_no_longer_answers_it() -> None:
    plan = new_plan(add("requirement", "Q-1", statement="a"), add("requirement", "Q-2", statement="a"))
    needs = [
        Coverage("Q-1", "outdated", ("T-1",), (), ("T-1",), ("T-9",), None),
        Coverage("Q-2", "duplicate", (), (), (), (), "Q-1"),
    ]
    assert trace_findings(plan, needs) == [
        ("requirement", "Q-1", "it changed after T-1 was traced to it: do they still answer it?"),
        ("requirement", "Q-1", "it is traced to T-9, which is gone or dropped"),
        ("requirement", "Q-2", "it says the same as Q-1; merge them"),
    ]
