"""How long code reviews wait, and take."""

from datetime import date, datetime

from support.plan_records import add, item, new_plan
from tpm_tui.domain.time.instants import to_day_number, to_minute
from tpm_tui.planning.flow.flow_figures import DayWindow
from tpm_tui.planning.flow.flow_of_plan import plan_flow
from tpm_tui.planning.flow.history.state_history import StateHistories
from tpm_tui.planning.flow.review_flow import OpenReview, review_flow

NOW = to_minute(datetime(2026, 11, 25, 9))


def review(id_: str, item_: str, asked: datetime, **values: object) -> object:
    return add("check", id_, item=item_, title=id_, type="code review", asked_at=asked, **values)


def test_the_oldest_waits_first_and_turnaround_is_that_of_the_given_ones() -> None:
    plan = new_plan(
        add("person", "ana", name="Ana Ruiz"), item("T-1"), item("T-2"),
        review("K-1", "T-1", datetime(2026, 11, 25, 8)),
        review("K-2", "T-1", datetime(2026, 11, 24, 9), reviewer="ana"),
        *(review(f"K-{n + 2}", "T-2", datetime(2026, 11, 23, 9), state="passed",
                 decided_at=datetime(2026, 11, 23, 9 + n)) for n in range(1, 5)),
        review("K-9", "T-2", datetime(2026, 11, 23, 9), state="waived", reason="none"),
        add("check", "K-8", item="T-1", title="a test", type="test"),
    )  # fmt: skip
    flow = review_flow(plan, NOW)
    assert flow.waiting == (OpenReview("K-2", "T-1", "Ana Ruiz", 1440), OpenReview("K-1", "T-1", None, 60))
    assert (flow.given, flow.p50, flow.p85) == (4, 120, 240)
    only = review_flow(plan, NOW, {"T-2"})
    assert (only.waiting, only.given) == ((), 4)


def test_without_reviews_there_is_no_figure() -> None:
    flow = review_flow(new_plan(item("T-1")), NOW)
    assert (flow.waiting, flow.given, flow.p50, flow.p85) == ((), 0, None, None)


def test_turnarounds_are_those_of_the_window() -> None:
    plan = new_plan(
        item("T-1"),
        *(review(f"K-{day}", "T-1", datetime(2026, 11, day, 9), state="passed",
                 decided_at=datetime(2026, 11, day, day - 10)) for day in (20, 23, 24)),
        review("K-30", "T-1", datetime(2026, 11, 19, 9)),
    )  # fmt: skip
    flow = plan_flow(plan, StateHistories(), NOW, DayWindow(since=to_day_number(date(2026, 11, 23)))).reviews
    assert (flow.given, flow.p50, flow.p85) == (2, 240, 300)
    assert len(flow.waiting) == 1  # what is open is open whenever it was asked for


def test_nobody_waits_for_the_review_of_what_was_dropped() -> None:
    asked = datetime(2026, 11, 24, 9)
    plan = new_plan(
        item("T-1", status="dropped"), item("T-2", parent="T-1"), item("T-3"),
        *(review(f"K-{n}", f"T-{n}", asked) for n in (1, 2, 3)),
    )  # fmt: skip
    assert [waiting.key for waiting in review_flow(plan, NOW).waiting] == ["K-3"]
