"""The sentences that say why: each date is given with what sets it, as a person would say it."""

from datetime import date, datetime
from typing import Any

import pytest

from support.plans import plan_of
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.reports.schedule.explanation_of_why_in_words import ExplanationText, conflict_sentences, why_in_words

WORDS = InputContext(date(2026, 11, 23))
WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "08:00-12:00 13:00-17:00")


def task(title: str, days: float, **values: Any) -> tuple[str, str, dict[str, Any]]:
    return "item", title, {"title": title, "estimate": ThreePoint(days * 480, days * 480, days * 480), **values}


def link(
    before: str, after: str, type_: str = "FS", lag: int = 0, unit: str = "working"
) -> tuple[str, str, dict[str, Any]]:
    values = {"predecessor": before, "successor": after, "type": type_, "lag": lag, "lag_unit": unit}
    return "link", f"{before}-{after}", values


def plan(*records: tuple[str, str, dict[str, Any]], **programme: Any) -> Plan:
    """From Monday 23 November on, with a holiday on Friday 4 December."""
    return plan_of([
        ("calendar", "c", {"name": "Standard", **WEEK}),
        ("calendar_exception", "x", {"calendar": "c", "name": "Founders' Day", "start": date(2026, 12, 4)}),
        ("programme", "programme", {"name": "P", "start": datetime(2026, 11, 23), "calendar": "c", **programme}),
        *records,
    ])  # fmt: skip


def told(made: Plan, item: str) -> ExplanationText:
    return why_in_words(made, schedule_of(made, WORDS), WORDS, item)


class TestStart:
    def test_a_link_with_its_lag_and_the_holiday_that_costs_a_day(self) -> None:
        # a ends on Wednesday 2 December; a day later is Thursday's end, and Friday is off.
        facts = told(plan(task("a", 8), task("b", 2), link("a", "b", lag=480)), "b")
        assert facts.starts == (
            "T-2 starts 7 Dec because T-1 finishes 2 Dec 17:00, + 1 day lag; Founders' Day on 4 Dec costs a day."
        )
        assert facts.finishes == "It takes 2 days and finishes 8 Dec 17:00."

    def test_the_key_of_the_program_it_came_from_and_a_duration_that_nobody_estimated(self) -> None:
        made = plan(
            task("a", 8, source_id="ATL-7"), ("item", "b", {"title": "b", "source_id": "ATL-8"}), link("a", "b")
        )
        facts = told(made, "b")
        assert facts.starts == "ATL-8 starts 3 Dec because ATL-7 finishes 2 Dec 17:00."
        assert facts.finishes == "It takes 1 day, which is assumed, and finishes 3 Dec 17:00."

    def test_a_holiday_while_it_is_done(self) -> None:
        facts = told(plan(task("a", 8), task("b", 3), link("a", "b")), "b")
        assert facts.starts == "T-2 starts 3 Dec because T-1 finishes 2 Dec 17:00."
        assert facts.finishes == "It takes 3 days and finishes 8 Dec 17:00; Founders' Day on 4 Dec costs a day."

    def test_part_time_and_the_leave_of_the_last_of_several(self) -> None:
        made = plan(
            ("person", "ana", {"name": "Ana", "capacity": 240}), ("person", "bo", {"name": "Bo"}),
            ("absence", "AB", {"person": "bo", "start": date(2026, 11, 24), "end": date(2026, 11, 26), "type": "sick"}),
            task("a", 2, owner="ana"), task("b", 3),
            ("assignment", "1", {"item": "b", "person": "bo"}),
            ("assignment", "2", {"item": "b", "person": "ana", "units": 50}),
        )  # fmt: skip
        assert told(made, "a").finishes == "It takes 4 days and finishes 26 Nov 17:00; Ana works 50% of the day."
        assert told(made, "b").finishes == (
            "It takes 3 days and finishes 30 Nov 17:00; Ana works 50% of the day; Bo is done last;"
            " the sick leave of Bo from 24 Nov to 26 Nov costs 3 days."
        )

    def test_of_several_the_days_off_of_those_who_are_done_last_are_named_once(self) -> None:
        away = ("absence", "AB", {"person": "bo", "start": date(2026, 11, 24), "type": "sick"})
        out = ("absence", "AC", {"person": "ana", "start": date(2026, 11, 25), "type": "training"})
        made = plan(
            ("calendar", "late", {"name": "Late", **dict.fromkeys(("monday", "tuesday", "wednesday"), "14:00-22:00")}),
            ("person", "ana", {"name": "Ana"}), ("person", "bo", {"name": "Bo"}),
            ("person", "cy", {"name": "Cy", "calendar": "late"}),
            away, out, task("a", 2), task("b", 2), task("c", 2),
            *(("assignment", f"{item}{who}", {"item": item, "person": who})
              for item, team in (("a", ("ana", "bo")), ("b", ("bo", "cy")), ("c", ("ana", "cy"))) for who in team),
        )  # fmt: skip
        # by 25 November Ana has done her two days; Bo was away on one of them
        assert told(made, "a").finishes == (
            "It takes 2 days and finishes 25 Nov 17:00; Bo is done last; the sick leave of Bo on 24 Nov costs a day."
        )
        assert told(made, "b").finishes == (
            "It takes 2 days and finishes 25 Nov 17:00; Bo is done last; the sick leave of Bo on 24 Nov costs a day."
        )
        assert told(made, "c").finishes == "It takes 2 days and finishes 24 Nov 22:00; Cy is done last."

    def test_several_away_on_one_day_are_all_named_and_nobody_for_a_day_that_is_free_for_all(self) -> None:
        made = plan(
            ("person", "ana", {"name": "Ana"}), ("person", "bo", {"name": "Bo"}),
            *(("absence", f"A{who}", {"person": who, "start": date(2026, 12, 3), "end": date(2026, 12, 4)})
              for who in ("ana", "bo")),
            task("a", 9),
            *(("assignment", who, {"item": "a", "person": who}) for who in ("ana", "bo")),
        )  # fmt: skip
        assert told(made, "a").finishes.endswith(
            "; the holiday of Ana and Bo on 3 Dec and Founders' Day on 4 Dec cost 2 days."
        )

    @pytest.mark.parametrize(
        ("type_", "lag", "unit", "said"),
        [
            ("SS", 960, "working", "because T-1 starts 23 Nov 08:00, + 2 days lag"),
            ("FS", -240, "working", "because T-1 finishes 26 Nov 17:00, - 4 hours lead"),
            ("FS", 50, "percent", "because T-1 finishes 26 Nov 17:00, + 2 days lag (50% of it)"),
            ("FS", 1440, "elapsed", "because T-1 finishes 26 Nov 17:00, + 1 day lag by the clock"),
            ("FF", 240, "working", "as it is not to finish before T-1 finishes 26 Nov 17:00, + 4 hours lag"),
            ("SF", 2400, "working", "as it is not to finish before T-1 starts 23 Nov 08:00, + 5 days lag"),
        ],
    )
    def test_every_type_of_link_and_lag(self, type_: str, lag: int, unit: str, said: str) -> None:
        assert said in told(plan(task("a", 4), task("b", 2), link("a", "b", type_, lag, unit)), "b").starts

    def test_a_link_of_what_holds_it_is_named(self) -> None:
        made = plan(task("a", 2), task("epic", 0, type="epic"), task("b", 1, parent="epic"), link("a", "epic"))
        assert "because T-1 finishes 24 Nov 17:00 (by the link of T-2)" in told(made, "b").starts

    def test_a_constraint(self) -> None:
        made = plan(task("a", 1, constraint="SNET", constraint_date=datetime(2026, 12, 1)))
        assert told(made, "a").starts == "T-1 starts 1 Dec because it must not start before 1 Dec."

    def test_the_programme_and_the_status_date_and_what_is_recorded(self) -> None:
        made = plan(
            task("a", 1), task("b", 4, actual_start=datetime(2026, 11, 24, 8), status="doing"),
            status_date=datetime(2026, 11, 25, 23, 59),
        )  # fmt: skip
        assert told(plan(task("a", 1)), "a").starts == (
            "T-1 starts 23 Nov because the plan starts then and nothing else holds it."
        )
        assert told(made, "a").starts.startswith("T-1 starts 26 Nov because it has not begun, and the status date is")
        assert told(made, "b").starts == "T-2 started 24 Nov, as recorded."
        assert told(made, "b").finishes == (
            "It has 4 days of work left after the status date, 25 Nov, and finishes 1 Dec 17:00."
        )

    def test_a_weekend_between(self) -> None:
        made = plan(task("a", 5), task("b", 1), link("a", "b"))
        assert told(made, "b").starts == (
            "T-2 starts 30 Nov because T-1 finishes 27 Nov 17:00; no work is done from 28 Nov to 29 Nov."
        )

    def test_a_milestone_is_reached_and_takes_no_time(self) -> None:
        made = plan(task("a", 2), task("m", 0, type="milestone"), link("a", "m"))
        assert told(made, "m").starts == "T-2 is reached 24 Nov 17:00 because T-1 finishes 24 Nov 17:00."
        assert told(made, "m").finishes == "It takes no time."
        after = plan(task("m", 0, type="milestone"), task("b", 1), link("m", "b", lag=480))
        assert "because T-1 is reached 23 Nov 08:00, + 1 day lag" in told(after, "b").starts


class TestSlack:
    def test_the_plans_finish_stands_against_more(self) -> None:
        made = plan(task("a", 4), task("b", 1))
        assert told(made, "b").slack == "It can slip 3 working days without moving the plan's finish, 26 Nov 17:00."
        assert told(made, "a").slack == "It cannot slip without moving the plan's finish, 26 Nov 17:00."

    def test_part_of_it_moves_nothing_else(self) -> None:
        made = plan(task("a", 1), task("b", 2), task("c", 1), task("d", 6), link("a", "c"), link("b", "c"))
        can, _, alone = told(made, "a").slack.partition(", 30 Nov 17:00, ")
        assert can == "It can slip 4 working days without moving the plan's finish"
        assert alone == "1 working day of it without moving anything else."

    def test_a_deadline_is_missed_and_not_moved(self) -> None:
        made = plan(task("a", 1, deadline=datetime(2026, 11, 25, 23, 59)), task("b", 9))
        assert told(made, "a").slack == "It can slip 2 working days without missing its deadline, 25 Nov."
        late = plan(task("a", 4, deadline=datetime(2026, 11, 24, 23, 59)))
        assert told(late, "a").slack == "It is 2 working days too late for its deadline, 24 Nov."
        assert told(late, "a").conflicts == ("Conflict: it is due 24 Nov and finishes 2 calendar days later.",)

    def test_the_deadline_of_what_waits_for_it_is_named(self) -> None:
        made = plan(task("a", 1), task("b", 1, deadline=datetime(2026, 11, 25, 23, 59)), task("c", 9), link("a", "b"))
        assert "It can slip 1 working day without missing the deadline of T-2, 25 Nov" in told(made, "a").slack

    def test_of_what_holds_others_it_is_the_finish_that_can_slip(self) -> None:
        made = plan(
            task("epic", 0, type="epic"), task("x", 1, parent="epic", actual_start=datetime(2026, 11, 23, 8)),
            task("a", 1, parent="epic"), task("b", 4, parent="epic"), task("d", 8), link("x", "a"), link("a", "d"),
        )  # fmt: skip
        assert told(made, "epic").slack == (
            "Its finish can slip 6 working days without moving the plan's finish, 7 Dec 17:00, "
            "but T-2, T-3 below it cannot."
        )

    def test_a_date_it_is_bound_to(self) -> None:
        made = plan(task("a", 1, constraint="FNLT", constraint_date=datetime(2026, 11, 24, 23, 59)), task("b", 9))
        assert (
            told(made, "a").slack
            == "It can slip 1 working day without moving a date it is bound to: it must finish by 24 Nov."
        )


class TestConflicts:
    @pytest.mark.parametrize(
        ("kind", "when", "said"),
        [
            ("MSO", datetime(2026, 11, 24, 8), "must start on 24 Nov 08:00"),
            ("MFO", datetime(2026, 11, 24, 23, 59), "must finish on 24 Nov"),
            ("SNLT", datetime(2026, 11, 24, 8), "must start by 24 Nov 08:00"),
            ("FNLT", datetime(2026, 11, 24, 23, 59), "must finish by 24 Nov"),
        ],
    )
    def test_a_date_that_the_links_contradict_wins_and_says_so(self, kind: str, when: datetime, said: str) -> None:
        made = plan(task("a", 4), task("b", 1, constraint=kind, constraint_date=when), link("a", "b"))
        scheduled = schedule_of(made, WORDS)
        ((item, sentence),) = conflict_sentences(made, scheduled, WORDS)
        assert item == "b"
        assert f"Conflict: it {said}, but the link from T-1 asks for " in sentence
        assert sentence.endswith(" more. The date wins.")
        assert scheduled.start[1] < scheduled.finish[0]
        assert scheduled.total_slack[0] < 0


class TestWaiting:
    def test_each_that_waits_says_when_it_moves(self) -> None:
        made = plan(
            task("a", 1), task("b", 1), task("c", 3), task("d", 1, actual_start=datetime(2026, 11, 23, 8)),
            link("a", "b"), ("link", "a-e", {"predecessor": "a", "successor": "e"}), task("e", 1), link("c", "e"),
            link("a", "d"),
        )  # fmt: skip
        assert told(made, "a").waiting == ("T-2 b: moves with it",
                                           "T-5 e: moves once it is more than 2 working days late",
                                           "T-4 d: has begun")  # fmt: skip


def test_a_day_off_within_a_working_lag_is_named() -> None:
    """A finishes on Thu 3 Dec; of the day after it, Founders' Day takes the Friday, so B starts on Tuesday."""
    words = told(plan(task("A", 9), task("B", 1), link("A", "B", lag=480)), "B").starts
    assert "8 Dec" in words
    assert "Founders' Day" in words


def test_a_finish_to_finish_lead_that_the_plans_start_holds_is_said_so() -> None:
    """B would have to start before the plan to finish a day before A does."""
    words = told(plan(task("A", 3), task("B", 3), link("A", "B", "FF", lag=-480)), "B").starts
    assert "the plan starts" in words


@pytest.mark.parametrize(
    ("kind", "words"),
    [("holiday", "the holiday of Ana"), ("sick", "the sick leave of Ana"), ("other", "the absence of Ana")],
)
def test_leave_is_named_by_what_it_is(kind: str, words: str) -> None:
    ana = ("person", "ana", {"name": "Ana"})
    away = ("absence", "y", {"person": "ana", "type": kind, "start": date(2026, 11, 24), "end": date(2026, 11, 25)})
    sentence = told(plan(ana, away, task("A", 3, owner="ana")), "A").finishes
    assert f"{words} from 24 Nov to 25 Nov costs 2 days" in sentence


@pytest.mark.parametrize(
    ("week", "days", "said"),
    [
        ({"friday": ""}, 4, ""),
        ({"friday": ""}, 5, "; Ana does not work on Fridays"),
        ({"tuesday": "", "wednesday": "", "thursday": "09:00-12:00"}, 3,
         "; Ana does not work on Tuesdays and Wednesdays and works less on Thursdays"),
        ({"saturday": "09:00-12:00"}, 6, ""),
    ],
)  # fmt: skip
def test_a_week_that_is_shorter_than_the_usual_one_is_named_where_it_counts(
    week: dict[str, str], days: int, said: str
) -> None:
    made = plan(
        ("calendar", "own", {"name": "Ana's", **WEEK, **week}),
        ("person", "ana", {"name": "Ana", "calendar": "own"}),
        task("a", days, owner="ana"),
    )
    finishes = told(made, "a").finishes
    assert finishes.partition("; ")[2].rstrip(".") == said.removeprefix("; "), finishes
