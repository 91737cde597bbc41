"""How forecasts and estimates have held: exact counts on small pasts, and what chance must give on a large one."""

from datetime import UTC, date, datetime, timedelta
from math import comb
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.plan_records import TODAY, WORDS, add, change, item, new_plan
from tpm_tui.domain.journal_operations import Operation
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.flow.history.item_history import HistoryEntry, item_histories
from tpm_tui.planning.forecast.calibration import (
    MIN_CASES,
    FinishedItem,
    PercentileCoverage,
    calibrated_estimate,
    calibration,
    forecast_coverage,
    reference_class,
    scalable_items,
    size_class,
    triangular_quantile,
)
from tpm_tui.reports.schedule.forecast.calibration import recorded_forecasts_text


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def told(plan: Plan, moment: datetime, verb: str = "edit", **values: Any) -> tuple[Plan, HistoryEntry]:
    """A change of the item a, and the transaction that tells of it."""
    edit = change(plan, "item", "a", **values)
    return plan.applied([edit]), (moment, verb, [edit])


class TestLives:
    def test_the_first_start_and_the_last_finish_count_where_no_date_is_given(self) -> None:
        plan = new_plan(item("a", (8, 16, 24)))
        history: list[HistoryEntry] = []
        for day, status in ((2, "doing"), (4, "done"), (5, "doing"), (9, "done")):
            plan, entry = told(plan, at(day), status=status)
            history.append(entry)
        life = item_histories(plan, reversed(history))["a"]
        assert life.began is not None
        assert life.ended is not None
        assert (life.began.day, life.ended.day) == (2, 9)

    def test_what_is_open_again_has_not_ended(self) -> None:
        plan, first = told(new_plan(item("a")), at(2), status="done")
        plan, second = told(plan, at(3), status="doing")
        assert item_histories(plan, [first, second])["a"].ended is None

    def test_actual_dates_go_before_what_the_states_say(self) -> None:
        plan, entry = told(
            new_plan(item("a")), at(9), status="done", actual_start=datetime(2026, 11, 3, 9),
            actual_finish=datetime(2026, 11, 5, 18),
        )  # fmt: skip
        life = item_histories(plan, [entry])["a"]
        assert (life.began, life.ended) == (datetime(2026, 11, 3, 9), datetime(2026, 11, 5, 18))

    def test_the_estimate_is_that_of_the_day_work_began(self) -> None:
        made = item("a", (8, 16, 24))
        plan = new_plan(made)
        history: list[HistoryEntry] = [(at(1), "item.add", [made])]
        for day, values in ((2, {"estimate": ThreePoint.single_point(600)}), (3, {"status": "doing"}),
                            (4, {"estimate": ThreePoint.single_point(6000)}), (5, {"status": "done"})):  # fmt: skip
            plan, entry = told(plan, at(day), **values)
            history.append(entry)
        assert item_histories(plan, history)["a"].estimate == ThreePoint.single_point(600).dump()

    def test_of_an_item_that_came_finished_neither_start_nor_end_is_known(self) -> None:
        made = item("a", status="done")
        life = item_histories(new_plan(made), [(at(1), "import", [made])])["a"]
        assert (life.began, life.ended) == (None, None)

    def test_a_factor_marks_the_estimate_until_it_is_given_anew(self) -> None:
        plan, factor = told(new_plan(item("a")), at(2), Operation.CALIBRATE, estimate=ThreePoint.single_point(600))
        assert item_histories(plan, [factor])["a"].calibrated
        plan, undone = told(plan, at(3), "undo", estimate=ThreePoint.single_point(480))
        assert not item_histories(plan, [factor, undone])["a"].calibrated


class TestForecasts:
    """Each distance ahead counts an item once, by its earliest forecast."""

    @staticmethod
    def past(*forecasts: tuple[int, str, str], ended: datetime | None = None) -> Plan:
        """Forecasts of the item a: days before today, P50, P80."""
        kept = [
            add("forecast", f"f{n}", day=TODAY - timedelta(days=ago), finishes=f'{{"a":"{half} {sure}"}}')
            for n, (ago, half, sure) in enumerate(forecasts)
        ]
        values = {} if ended is None else {"status": "done", "actual_finish": ended}
        return new_plan(item("a", **values), *kept)

    @staticmethod
    def counts(plan: Plan) -> dict[str, tuple[int, int, int, int, int]]:
        coverage = forecast_coverage(plan, TODAY, item_histories(plan, []))
        return {d.name: (d.p50.hits, d.p50.of, d.p80.hits, d.p80.of, d.open) for d in coverage}

    def test_kept_on_the_day_itself_and_missed_on_the_next(self) -> None:
        late = self.past((20, "2026-11-05", "2026-11-09"), ended=datetime(2026, 11, 6, 18))
        assert self.counts(late)["up to a week ahead"] == (0, 1, 1, 1, 0)
        early = self.past((20, "2026-11-05", "2026-11-09"), ended=datetime(2026, 11, 5, 18))
        assert self.counts(early)["up to a week ahead"] == (1, 1, 1, 1, 0)

    def test_what_is_still_open_is_missed_once_its_day_has_passed_and_waits_before(self) -> None:
        passed = self.past((20, "2026-11-05", "2026-11-22"))
        assert self.counts(passed)["one to four weeks ahead"] == (0, 1, 0, 1, 0)
        today = self.past((20, "2026-11-05", "2026-11-23"))
        assert self.counts(today)["one to four weeks ahead"] == (0, 1, 0, 0, 1)

    def test_the_earliest_of_each_distance_counts_and_no_other(self) -> None:
        plan = self.past(
            (60, "2026-11-05", "2026-11-20"), (50, "2026-12-05", "2026-12-20"), (10, "2026-11-15", "2026-11-16"),
            (9, "2026-12-05", "2026-11-17"), ended=datetime(2026, 11, 18),
        )  # fmt: skip
        assert self.counts(plan) == {
            "up to a week ahead": (0, 1, 0, 1, 0),
            "one to four weeks ahead": (0, 0, 0, 0, 0),
            "over four weeks ahead": (0, 1, 1, 1, 0),
        }

    def test_a_forecast_of_what_is_done_or_of_a_day_gone_by_is_none(self) -> None:
        done = self.past((5, "2026-11-19", "2026-11-20"), ended=datetime(2026, 11, 17))
        gone = self.past((5, "2026-11-01", "2026-11-02"))
        assert set(self.counts(done).values()) == set(self.counts(gone).values()) == {(0, 0, 0, 0, 0)}

    @pytest.mark.parametrize("days", ["", "2026-11-20", "soon later", "2026-11-19 2026-11-20 2026-11-21", "3"])
    def test_what_a_person_or_another_program_wrote_there_instead_of_two_days_is_none(self, days: str) -> None:
        kept = add("forecast", "f", day=TODAY - timedelta(days=5), finishes=f'{{"a":"{days}"}}')
        assert set(self.counts(new_plan(item("a"), kept)).values()) == {(0, 0, 0, 0, 0)}

    def test_a_summary_ends_with_the_last_of_its_work(self) -> None:
        def part(id_: str, **values: Any) -> Edit:
            return item(id_, parent="a", **values)

        done = {"status": "done", "actual_finish": datetime(2026, 11, 6, 18)}
        plan = self.past((20, "2026-11-05", "2026-11-09"))
        both = plan.applied([part("b", **done), part("c", **done), part("d", status="dropped")])
        assert self.counts(both)["up to a week ahead"] == (0, 1, 1, 1, 0)
        assert self.counts(both.applied([part("e")]))["up to a week ahead"] == (0, 1, 0, 1, 0), "one is open"

    def test_an_item_that_is_gone_counts_no_more(self) -> None:
        plan = self.past((20, "2026-11-05", "2026-11-09"))
        gone = plan.applied([Edit("item", "a", plan["item"].row("a"), None)])
        assert self.counts(gone)["up to a week ahead"] == (0, 0, 0, 0, 0)


class TestVerdict:
    @given(st.integers(0, 40), st.integers(0, 40), st.sampled_from([50, 80]))
    def test_it_is_the_binomial_tail(self, times: int, more: int, percent: int) -> None:
        of, p = times + more, percent / 100
        at_most = sum(comb(of, k) * p**k * (1 - p) ** (of - k) for k in range(times + 1))
        at_least = 1 - at_most + comb(of, times) * p**times * (1 - p) ** (of - times)
        word = PercentileCoverage(percent, times, of).verdict
        if of < MIN_CASES:
            assert word == "too few"
        elif abs(at_most - 0.1) > 1e-9 and abs(at_least - 0.1) > 1e-9:
            assert word == ("too sure" if at_most < 0.1 else "too careful" if at_least < 0.1 else "as promised")

    def test_five_of_ten_is_too_few_for_p80_and_right_for_p50(self) -> None:
        assert (PercentileCoverage(80, 5, 10).verdict, PercentileCoverage(50, 5, 10).verdict) == (
            "too sure",
            "as promised",
        )
        assert (PercentileCoverage(80, 8, 10).verdict, PercentileCoverage(50, 9, 10).verdict) == (
            "as promised",
            "too careful",
        )


THREE = st.tuples(*[st.floats(1, 1e5)] * 3).map(lambda t: ThreePoint(*sorted(t)))


class TestTriangular:
    @given(THREE, st.floats(0.001, 0.999))
    def test_the_quantile_is_where_the_distribution_reaches_the_share(self, three: ThreePoint, share: float) -> None:
        a, c, b = three.best, three.likely, three.worst
        x = triangular_quantile(three, share)
        assert a <= x <= b
        if b - a > 1e-3:
            reached = (x - a) ** 2 / ((b - a) * (c - a)) if x <= c and c > a else 1 - (b - x) ** 2 / ((b - a) * (b - c))
            assert reached == pytest.approx(share, abs=1e-6)


def finished(*ratios: float) -> list[FinishedItem]:
    return [FinishedItem(str(n), round(1000 * ratio), 1000.0, 1500.0) for n, ratio in enumerate(ratios)]


class TestFactors:
    def test_it_is_the_middle_of_what_work_took_over_its_p50(self) -> None:
        reference = reference_class("function", "qa", finished(1.1, 1.3, 1.52, 1.6, 4.0))
        assert reference.middle == pytest.approx(1.52)
        assert (reference.factor, reference.lower, reference.upper) == (1.5, 1.3, 1.6)
        assert (reference.p50.hits, reference.p80.hits, reference.p80.of) == (0, 2, 5)

    @pytest.mark.parametrize("ratios", [(0.95,) * 9, (1.0, 1.02, 1.09, 1.05, 1.04), (2.0,) * (MIN_CASES - 1), ()])
    def test_there_is_none_without_reason_or_on_too_little(self, ratios: tuple[float, ...]) -> None:
        assert reference_class("", "all", finished(*ratios)).factor is None

    def test_estimates_that_are_right_hold_as_promised_and_need_no_factor(self) -> None:
        """400 durations from the estimates' own triangles: P80 holds in 80 % within four standard errors (8 %)."""
        rng = Random(7)
        made = []
        for number in range(400):
            three = ThreePoint(480, 960, 2400)
            minutes = round(rng.triangular(three.best, three.worst, three.likely))
            made.append(
                FinishedItem(str(number), minutes, triangular_quantile(three, 0.5), triangular_quantile(three, 0.8))
            )
        reference = reference_class("", "all", made)
        assert reference.p80.share == pytest.approx(0.8, abs=0.08)
        assert reference.p50.share == pytest.approx(0.5, abs=0.1)
        assert (reference.p80.verdict, reference.factor) == ("as promised", None)

    def test_work_is_counted_on_the_calendar_and_grouped_by_kinds_of_work(self) -> None:
        values = {
            "status": "done",
            "actual_start": datetime(2026, 11, 19, 9),
            "actual_finish": datetime(2026, 11, 23, 13),
        }
        items = [item(f"i{n}", 8, function=f, **values) for n, f in enumerate(["qa"] * 5 + ["design"])]
        learnt = calibration(new_plan(*items), WORDS)
        assert {(g.by, g.value): len(g.items) for g in learnt.groups} == {
            ("", "all"): 6, ("function", "qa"): 5, ("function", "design"): 1, ("type", "task"): 6,
            ("size", "up to a day"): 6,
        }  # fmt: skip
        # Thursday and Friday of eight hours, three hours on Monday morning; the weekend is none
        assert {one.minutes for one in learnt.groups[0].items} == {2 * 480 + 180}
        assert learnt.groups[0].factor == 2.4

    @pytest.mark.parametrize(
        ("days", "name"),
        [(1, "up to a day"), (1.1, "one to three days"), (8, "three to eight days"), (9, "over eight days")],
    )
    def test_sizes(self, days: float, name: str) -> None:
        assert size_class(days * 480) == name


class TestScaling:
    def test_only_work_not_begun_in_the_group_is_touched_and_none_twice(self) -> None:
        plan = new_plan(
            item("a", function="qa"), item("b", function="design"), item("c", function="qa", status="doing"),
            item("d", function="qa", status="done"), item("e", function="qa", progress=10),
            item("f", None, function="qa"), item("g", 0, function="qa", type="milestone"),
            item("h", function="qa", status="dropped"), item("s", function="qa"), item("t", function="qa", parent="s"),
        )  # fmt: skip
        assert scalable_items(plan, calibration(plan, WORDS), "function", "qa") == ["a", "t"]
        assert scalable_items(plan, calibration(plan, WORDS), "", "all") == ["a", "b", "t"]
        plan, factor = told(plan, at(2), Operation.CALIBRATE, estimate=ThreePoint.single_point(600))
        assert scalable_items(plan, calibration(plan, WORDS, [factor]), "function", "qa") == ["t"]

    @given(THREE, st.floats(0.1, 5))
    def test_an_estimate_stays_one_and_grows_by_the_factor_to_the_step(self, three: ThreePoint, factor: float) -> None:
        calibrated = calibrated_estimate(three, factor)
        for before, after in zip(
            (three.best, three.likely, three.worst), (calibrated.best, calibrated.likely, calibrated.worst), strict=True
        ):
            assert abs(after - before * factor) <= 15


def test_days_of_remembered_forecasts_come_in_order() -> None:
    days = [date(2026, 11, d) for d in (20, 3, 11)]
    plan = new_plan(*(add("forecast", f"f{n}", day=day) for n, day in enumerate(days)))
    assert calibration(plan, WORDS).days == tuple(sorted(days))


@pytest.mark.parametrize(
    ("first", "last"), [(None, None), (None, datetime(2026, 12, 1)), (datetime(2026, 12, 1), None)]
)
def test_a_remembered_forecast_without_its_p80_is_told_all_the_same(
    first: datetime | None, last: datetime | None
) -> None:
    plan = new_plan(
        add("forecast", "a", day=date(2026, 11, 3), p80=first), add("forecast", "b", day=date(2026, 11, 20), p80=last)
    )
    said = recorded_forecasts_text(calibration(plan, WORDS), plan, WORDS)
    assert said.startswith("2 days are remembered; P80 of the plan is missing")


def test_a_factor_of_exactly_a_tenth_less_is_worth_it() -> None:
    assert reference_class("", "", finished(*[0.9] * 6)).factor == 0.9
    assert reference_class("", "", finished(*[1.1] * 6)).factor == 1.1
    assert reference_class("", "", finished(*[0.95] * 6)).factor is None
