"""The throughput forecast: when, if it goes on as it went."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.plan_records import TODAY, WORDS, change, item, new_plan
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.domain.time.work_calendar import STANDARD_CALENDAR
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.flow.throughput import (
    MAX_FORECAST_DAYS,
    daily_counts,
    disagreement,
    done_days,
    open_items,
    resample,
    throughput,
)
from tpm_tui.planning.montecarlo.risk_model import risk_model
from tpm_tui.planning.montecarlo.simulate import simulate


def noon(day: int) -> datetime:
    return datetime(2026, 11, day, 12, tzinfo=UTC)


def moved(plan: Plan, day: int, id_: str, status: str) -> tuple[Plan, tuple[datetime, list[Edit]]]:
    edit = change(plan, "item", id_, status=status)
    return plan.applied([edit]), (noon(day), [edit])


def test_an_item_counts_once_on_the_day_it_was_last_done() -> None:
    plan = new_plan(
        *(item(name) for name in ("a", "b", "c", "d")), item("m", type="milestone"), item("p"), item("e", parent="p"),
        item("f", status="done", actual_finish=datetime(2026, 11, 4, 17)),
    )  # fmt: skip
    history = []
    for day, id_, status in (
        (3, "a", "done"), (5, "a", "doing"), (9, "a", "done"), (10, "b", "doing"), (11, "b", "done"),
        (12, "c", "done"), (13, "c", "ready"), (13, "d", "dropped"), (16, "m", "done"), (17, "p", "done"),
        (18, "f", "doing"), (19, "f", "done"),
    ):  # fmt: skip
        plan, entry = moved(plan, day, id_, status)
        history.append(entry)
    days = done_days(plan, reversed(history))
    assert days == {"a": date(2026, 11, 9), "b": date(2026, 11, 11), "f": date(2026, 11, 4)}
    assert open_items(plan) == ["c", "e"]


def test_days_without_anything_done_are_counted_and_free_days_are_not() -> None:
    friday, saturday, tuesday = date(2026, 11, 6), date(2026, 11, 7), date(2026, 11, 10)
    done = [friday, saturday, tuesday, tuesday, date(2026, 10, 1), date(2026, 12, 1)]
    assert daily_counts(done, STANDARD_CALENDAR, date(2026, 11, 5), date(2026, 11, 12)) == [0, 1, 1, 2, 0, 0]
    assert daily_counts([saturday], STANDARD_CALENDAR, date(2026, 11, 5), saturday) == [0, 0], (
        "the next day is not here yet"
    )


def test_a_steady_pace_has_no_spread() -> None:
    assert set(resample([2, 2, 2], 9, runs=50)) == {5}
    assert set(resample([3], 0, runs=50)) == {0}
    assert set(resample([0, 0], 1, runs=50)) == {MAX_FORECAST_DAYS + 1}
    assert set(resample([], 1, runs=50)) == {MAX_FORECAST_DAYS + 1}


def test_one_item_takes_a_geometric_number_of_days() -> None:
    """With one item on every fourth day, the wait for one is geometric: mean 4, variance 12, median 3."""
    runs = 20_000
    resampled = resample([1, 0, 0, 0], 1, runs=runs)
    assert abs(float(resampled.mean()) - 4) < 4 * (12 / runs) ** 0.5
    assert int(np.median(resampled)) == 3
    share = float(np.mean(resampled <= 3))
    assert abs(share - (1 - 0.75**3)) < 4 * (share * (1 - share) / runs) ** 0.5


def test_many_items_take_what_the_renewal_theorem_says() -> None:
    """n items at m a day with variance v: about n/m days, with variance n v / m³."""
    counts, items, runs = [0, 0, 1, 3], 400, 4000
    mean, variance = 1.0, 1.5
    resampled = resample(counts, items, runs=runs)
    spread = (items * variance / mean**3) ** 0.5
    assert abs(float(resampled.mean()) - items / mean) < 4 * spread / runs**0.5 + 3  # overshoot: up to a day's count
    assert float(resampled.std()) == pytest.approx(spread, rel=0.1)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=1, max_size=20), st.integers(0, 60), st.integers(0, 99))
def test_more_items_take_longer_and_the_seed_decides(counts: list[int], items: int, seed: int) -> None:
    resampled = resample(counts, items, runs=40, seed=seed)
    assert np.array_equal(resampled, resample(counts, items, runs=40, seed=seed))
    assert (np.diff(resampled) >= 0).all()
    assert (resample(counts, items + 1, runs=40, seed=seed) >= resampled).all()
    if any(counts):
        assert resampled.min() >= -(-items // max(counts))


def test_dates_walk_over_free_days() -> None:
    """One a working day, from Monday 9 Nov on: eight items left take until Wednesday of the week after."""
    done = [item(f"d{n}", status="done", actual_finish=datetime(2026, 11, 9 + n + 2 * (n // 5), 17)) for n in range(10)]
    plan = new_plan(*done, *(item(f"o{n}") for n in range(8)), start=datetime(2026, 11, 9))
    pace = throughput(plan, TODAY)
    assert pace.counts == (1,) * 10
    assert pace.items == 8
    assert pace.percentile(50) == date(2026, 12, 2)
    assert pace.confidence(date(2026, 12, 1)) == 0
    assert pace.confidence(date(2026, 12, 2)) == 1
    assert throughput(plan, TODAY, items=1).percentile(90) == TODAY
    assert throughput(plan, date(2026, 11, 14), items=1).percentile(90) == date(2026, 11, 16), "Saturday is free"
    assert pace.is_history_short
    assert throughput(plan, TODAY, window=timedelta(days=7)).counts == (1,) * 5


def test_a_pace_that_never_gets_there_says_so() -> None:
    pace = throughput(new_plan(item("a"), start=datetime(2026, 11, 2)), TODAY)
    assert pace.counts == (0,) * 15
    assert pace.percentile(10) is None
    assert pace.confidence(date(2030, 1, 1)) == 0


def test_the_two_forecasts_say_when_they_disagree() -> None:
    done = [item(f"d{n}", status="done", actual_finish=datetime(2026, 11, 9 + n + 2 * (n // 5), 17)) for n in range(10)]
    short = [item(f"o{n}", (4, 8, 16)) for n in range(30)]
    plan = new_plan(*done, *short, start=datetime(2026, 11, 9))
    pace, schedule = throughput(plan, TODAY), simulate(risk_model(plan, WORDS), runs=1000, effects=False).finish
    days = disagreement(pace, schedule)
    assert days is not None
    late = pace.percentile(80)
    assert late is not None
    assert days == (late - to_datetime(schedule.percentile(80)).date()).days > 0
    long = plan.applied([change(plan, "item", "o0", estimate=ThreePoint(29 * 480, 30 * 480, 31 * 480))])
    agreed = simulate(risk_model(long, WORDS), runs=1000, effects=False).finish
    assert disagreement(pace, agreed) is None


def test_what_its_facts_finished_is_done_and_no_longer_open() -> None:
    ended = {"actual_finish": datetime(2026, 11, 19, 17)}
    plan = new_plan(item("a", **ended), item("b"), item("c", progress=50), item("d", status="done"))
    progress = change(plan, "item", "b", progress=100)
    later = plan.applied([progress])
    assert open_items(plan) == ["b", "c"]
    assert open_items(later) == ["c"]
    assert done_days(later, [(noon(20), [progress])]) == {"a": date(2026, 11, 19), "b": date(2026, 11, 20)}
