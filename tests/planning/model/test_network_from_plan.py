"""From records to a schedule: what counts, on whose calendar, and where the work stands."""

import gc
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from weakref import ref

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.plan_records import TODAY, WORDS, add, change, item, link, new_plan
from tpm_tui.domain.derived.columns.items import SCHEDULE_COLUMNS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.domain.time.work_calendar import NoWorkingTimeError
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.planning.model.item_calendars import item_calendars
from tpm_tui.planning.model.network_from_plan import network_of
from tpm_tui.planning.schedule_columns import schedule_columns


def dates(plan: Plan, id_: str, context: InputContext = WORDS) -> tuple[str, str]:
    """Start and finish as a sheet shows them: day, hour."""
    sheet = Sheet(plan, context, schedule_columns(plan, context))
    start, finish = (sheet.value("item", id_, name) for name in ("start", "finish"))
    return str(start)[5:], str(finish)[5:]


def test_likely_estimates_follow_each_other_in_working_hours() -> None:
    plan = new_plan(item("a", (8, 16, 40)), item("b", 4), link("a", "b"))
    assert dates(plan, "a") == ("11-23T09:00", "11-24T18:00")
    assert dates(plan, "b") == ("11-25T09:00", "11-25T14:00")


def test_unestimated_work_takes_a_day_and_a_milestone_nothing() -> None:
    plan = new_plan(item("a", None), item("m", 16, type="milestone"), link("a", "m"))
    assert dates(plan, "a") == ("11-23T09:00", "11-23T18:00")
    assert dates(plan, "m") == ("11-23T18:00", "11-23T18:00")


def test_a_parent_spans_what_is_below_it_whatever_it_was_estimated_at() -> None:
    plan = new_plan(item("p", 400, type="epic"), item("a", 8, parent="p"), item("b", 8, parent="p"), link("a", "b"))
    assert dates(plan, "p") == ("11-23T09:00", "11-24T18:00")


def test_links_of_every_type_with_lags() -> None:
    plan = new_plan(
        item("a", 16), item("b", 8), item("c", 8), item("d", 8),
        link("a", "b", "SS", 240), link("a", "c", "FF", 480), link("a", "d", "FS", 1440, "elapsed"),
    )  # fmt: skip
    assert dates(plan, "b") == ("11-23T14:00", "11-24T14:00")
    assert dates(plan, "c") == ("11-25T09:00", "11-25T18:00")
    assert dates(plan, "d") == ("11-26T09:00", "11-26T18:00")
    half = new_plan(item("a", 16), item("b", 8), link("a", "b", "SS", 50, "percent"))
    assert dates(half, "b") == ("11-24T09:00", "11-24T18:00")


def test_dropped_work_takes_no_time_binds_nothing_and_has_no_dates() -> None:
    plan = new_plan(
        item("p", type="epic"), item("a", 80, parent="p", status="dropped"), item("b", 8, parent="p"),
        item("c", 8), link("a", "b"), link("a", "c"), item("q", 8, status="dropped"), item("r", 80, parent="q"),
        item("s", 8), link("r", "s"), item("hollow", 80), item("gone", 8, parent="hollow", status="dropped"),
    )  # fmt: skip
    for id_ in ("b", "c", "p", "s"):
        assert dates(plan, id_) == ("11-23T09:00", "11-23T18:00")
    sheet = Sheet(plan, WORDS, schedule_columns(plan, WORDS))
    for name in SCHEDULE_COLUMNS:
        assert sheet.value("item", "a", name) is None
        assert sheet.value("item", "r", name) is None
    assert dates(plan, "hollow")[1] == "11-23T09:00"


def test_a_dropped_child_does_not_pull_its_parent_to_the_start_of_the_plan() -> None:
    late = datetime(2027, 1, 4)
    plan = new_plan(
        item("p"), item("a", parent="p", constraint="SNET", constraint_date=late), item("b", parent="p")
    )  # fmt: skip
    assert dates(plan, "p")[0] == "11-23T09:00"
    plan = plan.applied([change(plan, "item", "b", status="dropped")])
    assert dates(plan, "p")[0] == "01-04T09:00"


def test_holidays_of_the_calendar_and_extra_days() -> None:
    plan = new_plan(
        item("a", 16),
        add("calendar_exception", "x", calendar="calendar", name="Day off", start=date(2026, 11, 24)),
        add("calendar_exception", "y", calendar="calendar", name="Audit", start=date(2026, 11, 25),
            end=date(2026, 11, 26), hours="10:00-12:00"),
    )  # fmt: skip
    assert dates(plan, "a") == ("11-23T09:00", "11-27T14:00")
    moved = plan.applied([change(plan, "calendar_exception", "x", start=date(2027, 1, 1))])
    assert dates(moved, "a") == ("11-23T09:00", "11-24T18:00")


def test_the_absence_of_the_one_who_works_on_it_moves_an_item() -> None:
    ana = add("person", "ana", name="Ana")
    away = add("absence", "x", person="ana", start=date(2026, 11, 24), end=date(2026, 11, 25))
    plan = new_plan(item("a", 16, owner="ana"), item("m", type="milestone", owner="ana"), ana, away)
    assert dates(plan, "a") == ("11-23T09:00", "11-26T18:00")
    both = plan.applied([
        add("person", "ben", name="Ben"),
        add("assignment", "1", item="a", person="ana"), add("assignment", "2", item="a", person="ben"),
    ])  # fmt: skip
    assert dates(both, "a") == ("11-23T09:00", "11-26T18:00"), "her part of it waits for her"
    ben_alone = plan.applied([add("person", "ben", name="Ben"), add("assignment", "2", item="a", person="ben")])
    assert dates(ben_alone, "a") == ("11-23T09:00", "11-24T18:00"), "who is assigned counts, not who owns it"


def test_item_and_personal_calendars() -> None:
    weekend = add("calendar", "we", name="Weekend", monday="", tuesday="", wednesday="", thursday="", friday="",
                  saturday="10:00-14:00")  # fmt: skip
    plan = new_plan(
        item("a", 4, calendar="we"), item("b", 4, owner="ana"), item("c", 4, owner="ana", calendar="calendar"),
        weekend, add("person", "ana", name="Ana", calendar="we"),
    )  # fmt: skip
    assert dates(plan, "a") == ("11-28T10:00", "11-28T14:00")
    assert dates(plan, "b") == ("11-28T10:00", "11-28T14:00")
    assert dates(plan, "c") == ("11-23T09:00", "11-23T14:00")


def test_a_calendar_without_hours_is_named() -> None:
    empty = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "")
    plan = new_plan(item("a"), add("calendar", "c", name="Never", **empty))
    with pytest.raises(NoWorkingTimeError, match="'Never' has no working time"):
        network_of(plan, WORDS)


def test_a_constraint_without_a_date_does_nothing_and_a_bare_day_is_the_whole_day() -> None:
    plan = new_plan(item("a", constraint="MSO"))
    assert dates(plan, "a") == ("11-23T09:00", "11-23T18:00")
    day = datetime(2026, 12, 1)
    plan = new_plan(
        item("a", constraint="MSO", constraint_date=day),
        item("b", constraint="MFO", constraint_date=day),
        item("c", constraint="SNET", constraint_date=day),
        item("d", 16, constraint="FNLT", constraint_date=datetime(2026, 11, 23)),
    )
    for id_ in ("a", "b", "c"):
        assert dates(plan, id_) == ("12-01T09:00", "12-01T18:00")
    assert dates(plan, "d") == ("11-20T09:00", "11-23T18:00")


def test_actual_dates_are_kept_and_the_rest_comes_after_the_status_date() -> None:
    plan = new_plan(
        item("a", 16, status="done", actual_start=datetime(2026, 11, 9, 9), actual_finish=datetime(2026, 11, 10, 12)),
        item("b", 16, status="doing", actual_start=datetime(2026, 11, 10, 13), progress=25),
        item("c", 8),
        link("a", "b"), link("a", "c"),
        start=datetime(2026, 11, 9), status_date=datetime(2026, 11, 18, 23, 59),
    )  # fmt: skip
    assert dates(plan, "a") == ("11-09T09:00", "11-10T12:00")
    assert dates(plan, "b") == ("11-10T13:00", "11-20T14:00")
    assert dates(plan, "c") == ("11-19T09:00", "11-19T18:00"), "work that has not begun is not in the past either"


def test_without_a_status_date_today_counts_once_something_has_begun() -> None:
    old = {"start": datetime(2026, 11, 2)}
    plan = new_plan(item("a"), **old)
    assert dates(plan, "a") == ("11-02T09:00", "11-02T18:00")
    begun = plan.applied([item("b", status="done", actual_finish=datetime(2026, 11, 3, 18))])
    assert dates(begun, "a") == ("11-23T09:00", "11-23T18:00")
    assert dates(begun, "a", InputContext(date(2026, 11, 24))) == ("11-24T09:00", "11-24T18:00")


def test_done_work_that_does_not_say_when_lies_behind_the_status_date() -> None:
    plan = new_plan(
        item("a", 16, status="done", changed=datetime(2026, 11, 19, 12)), item("b", 16, status="done"), item("c"),
        link("a", "c"), link("b", "c"),
        start=datetime(2026, 11, 2),
    )  # fmt: skip
    assert dates(plan, "a") == ("11-17T13:00", "11-19T12:00")
    assert dates(plan, "b")[1] == "11-23T00:00"
    assert dates(plan, "c") == ("11-23T09:00", "11-23T18:00")
    later = plan.applied([change(plan, "item", "a", changed=datetime(2026, 11, 20, 12))])
    assert dates(later, "a")[1] == "11-20T12:00"


def test_progress_without_a_start_counts_as_work_behind_the_status_date() -> None:
    plan = new_plan(
        item("a", 16, status="doing", progress=50), item("b", 16, status="doing", remaining=240),
        item("m", type="milestone", status="doing", actual_start=datetime(2026, 11, 4, 9)), link("a", "m"),
        start=datetime(2026, 11, 2),
    )  # fmt: skip
    assert dates(plan, "a") == ("11-20T09:00", "11-23T18:00")
    assert dates(plan, "b") == ("11-19T14:00", "11-23T14:00")
    assert dates(plan, "m") == ("11-23T18:00", "11-23T18:00")


def test_a_pin_that_has_passed_shows_as_negative_slack() -> None:
    past = datetime(2026, 11, 18, 9)
    plan = new_plan(
        item("z", status="done", actual_finish=datetime(2026, 11, 13, 18)),
        item("a", constraint="MSO", constraint_date=past), item("b", constraint="FNLT", constraint_date=past),
        start=datetime(2026, 11, 2),
    )  # fmt: skip
    assert dates(plan, "b") == ("11-23T09:00", "11-23T18:00")
    assert schedule_of(plan, WORDS).total_slack[2] == -4 * 480
    # what must start on a date stays there, though it has not begun
    assert dates(plan, "a") == ("11-18T09:00", "11-18T18:00")


@pytest.mark.parametrize("status_date", [None, datetime(2026, 11, 18), datetime(2026, 11, 25)])
@pytest.mark.parametrize("start", [datetime(2026, 11, 2), datetime(2026, 11, 23), datetime(2026, 12, 1)])
def test_what_follows_finished_work_does_not_start_before_the_status_date(
    status_date: datetime | None, start: datetime
) -> None:
    """Wherever the plan starts: done on 9 and 10 Nov, the next three days are not those after it."""
    plan = new_plan(
        item("a", 16, status="done", actual_start=datetime(2026, 11, 9, 9), actual_finish=datetime(2026, 11, 10, 18)),
        item("b", 24), link("a", "b"), item("late", 8, constraint="ALAP"), link("a", "late"),
        item("p"), item("c", 8, parent="p"), link("a", "p"), start=start, status_date=status_date,
    )  # fmt: skip
    first = {None: "11-23T09:00", 18: "11-18T09:00", 25: "11-25T09:00"}[status_date and status_date.day]
    last = {None: "11-25T18:00", 18: "11-20T18:00", 25: "11-27T18:00"}[status_date and status_date.day]
    assert dates(plan, "b") == (first, last)
    assert dates(plan, "c")[0] == first
    assert dates(plan, "late")[0] >= first


def test_the_network_is_made_once_for_what_it_reads() -> None:
    plan = new_plan(item("a"), item("b"), link("a", "b"))
    network = network_of(plan, WORDS)
    renamed = plan.applied([change(plan, "item", "a", title="Other words")])
    assert network_of(renamed, WORDS) is network
    longer = plan.applied([change(plan, "item", "a", estimate=ThreePoint.single_point(960))])
    assert network_of(longer, WORDS).duration[0] == 960
    assert schedule_of(longer, WORDS).finish != schedule_of(plan, WORDS).finish
    assert schedule_of(longer, WORDS) is schedule_of(longer, WORDS)


def test_an_empty_plan_has_a_schedule() -> None:
    assert schedule_columns(new_plan(), WORDS)["item", "start"][1] == []
    assert schedule_columns(Plan.empty(), WORDS)["item", "critical"][1] == []


STATUSES = ("backlog", "doing", "blocked", "done", "dropped")


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_unfinished_work_never_lies_before_the_status_date(data: st.DataObject) -> None:
    """Work not begun starts at the status date or later, but for what must start or finish on a date."""
    days = st.integers(1, 30).map(lambda day: datetime(2026, 11, day, 9))
    edits = [item("done", status="done", actual_finish=datetime(2026, 11, 4, 12))]
    for n in range(data.draw(st.integers(1, 6))):
        values = {"status": data.draw(st.sampled_from(STATUSES)), "progress": data.draw(st.sampled_from([0, 0, 40]))}
        if data.draw(st.booleans()):
            values |= {
                "constraint": data.draw(st.sampled_from(["SNET", "SNLT", "FNET", "FNLT", "MSO", "MFO"])),
                "constraint_date": data.draw(days),
            }
        edits.append(item(f"i{n}", data.draw(st.sampled_from([0, 4, 16, 80])), **values))
        if n and data.draw(st.booleans()):
            edits.append(link(f"i{n - 1}", f"i{n}", data.draw(st.sampled_from(["FS", "SS", "FF", "SF"]))))
    plan = new_plan(*edits, start=data.draw(st.sampled_from([datetime(2026, 11, 2), datetime(2026, 11, 30)])))
    scheduled = schedule_of(plan, WORDS)
    for place, id_ in enumerate(plan["item"].ids):
        status = plan.value("item", id_, "status")
        if status in ("done", "dropped") or plan.value("item", id_, "constraint") in ("MSO", "MFO"):
            continue
        assert to_datetime(scheduled.finish[place]).date() >= TODAY
        if scheduled.network.actual_start[place] is None:
            assert to_datetime(scheduled.start[place]).date() >= TODAY


def test_only_calendars_that_items_count_on_are_laid_out() -> None:
    """Of the people who are away at times, few work alone on an item; each lays out years of days."""
    people = ("ana", "ben", "chi")
    away = [add("absence", f"x{name}", person=name, start=date(2026, 12, 1)) for name in people]
    plan = new_plan(
        item("a", 8, owner="ana"), *(add("person", name, name=name) for name in people), *away,
        start=datetime(2026, 11, 2), status_date=datetime(2026, 11, 18),
    )  # fmt: skip
    assert dates(plan, "a") == ("11-18T09:00", "11-18T18:00")
    days = item_calendars(plan)
    laid_out = [number for number, calendar in enumerate(days.calendars) if calendar._table is not None]
    assert set(days.index) <= set(laid_out) < set(range(len(days.calendars)))


def test_numpy_waits_until_something_is_simulated() -> None:
    """Importing it takes longer than scheduling ten thousand items."""
    modules = (
        "cpm.schedule_of_plan",
        "schedule_columns",
        "montecarlo.risk_model",
        "analysis.finish_attribution",
        "flow.throughput",
    )
    code = "; ".join(f"import tpm_tui.planning.{name}" for name in modules)
    subprocess.run([sys.executable, "-c", f"import sys; {code}; sys.exit('numpy' in sys.modules)"], check=True)


def test_what_only_the_schedule_after_an_edit_needs_waits_for_one() -> None:
    code = """
import sys
from support.plan_records import WORDS, change, item, new_plan
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
plan = new_plan(item("a", 8))
schedule_of(plan, WORDS)
before = "tpm_tui.planning.cpm.incremental" in sys.modules
schedule_of(plan.applied([change(plan, "item", "a", priority="high", type="bug")]), WORDS)
sys.exit(before or "tpm_tui.planning.cpm.incremental" not in sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


def test_texts_of_dates_that_stay_are_kept_and_the_others_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tpm_tui.planning.schedule_columns.VECTOR_THRESHOLD", 0)
    plan = new_plan(item("a", 8), item("b", 8), item("c", 8), link("a", "b"))
    first = schedule_columns(plan, WORDS)
    longer = plan.applied([change(plan, "item", "a", estimate=ThreePoint(960, 960, 960))])
    again = schedule_columns(longer, WORDS)
    assert [again["item", "finish"][1], first["item", "finish"][1]] == [
        ["2026-11-24T18:00", "2026-11-25T18:00", "2026-11-23T18:00"],
        ["2026-11-23T18:00", "2026-11-24T18:00", "2026-11-23T18:00"],
    ]
    assert [again["item", "start"][1], first["item", "start"][1]] == [
        ["2026-11-23T09:00", "2026-11-25T09:00", "2026-11-23T09:00"],
        ["2026-11-23T09:00", "2026-11-24T09:00", "2026-11-23T09:00"],
    ]


def test_the_schedule_of_a_plan_goes_with_the_last_that_shows_it() -> None:
    plan = new_plan(item("a", 8), item("b", 8), link("a", "b"))
    scheduled = schedule_of(plan, WORDS)
    assert schedule_of(plan, WORDS) is scheduled
    before, compiled = ref(scheduled), ref(scheduled.state.compiled)
    collecting = gc.isenabled()
    gc.disable()
    try:
        del scheduled
        plan = plan.applied([change(plan, "item", "a", estimate=ThreePoint(960, 960, 960))])
        assert dates(plan, "b") == ("11-25T09:00", "11-25T18:00")
        assert before() is None
        assert compiled() is None
    finally:
        if collecting:
            gc.enable()
