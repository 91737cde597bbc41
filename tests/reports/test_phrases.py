"""Dates and constraints as a person reads them."""

from datetime import date, datetime

import pytest

from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_minute
from tpm_tui.planning.analysis.driver import Cause
from tpm_tui.planning.analysis.unmet_constraints_and_deadlines import Conflict
from tpm_tui.reports.phrases import (
    bound_text,
    broken_date_text,
    conflict_text,
    constraint_text,
    moves_text,
    shift_sentence,
    shift_text,
)

WORDS = InputContext(date(2026, 11, 23))


@pytest.mark.parametrize(
    ("kind", "at", "said"),
    [
        ("MSO", datetime(2026, 11, 23, 9), "must start on 23 Nov"),
        ("SNLT", datetime(2026, 11, 23), "must start by 23 Nov"),
        ("FNLT", datetime(2026, 11, 23, 18), "must finish by 23 Nov"),
        ("FNLT", datetime(2026, 11, 24), "must finish by 23 Nov"),
        ("MFO", datetime(2026, 11, 24), "must finish on 23 Nov"),
        ("FNET", datetime(2026, 11, 24), "must not finish before 23 Nov"),
    ],
)
def test_a_constraint_in_words(kind: str, at: datetime, said: str) -> None:
    assert constraint_text(kind, to_minute(at), WORDS) == said


def test_the_bound_of_a_finish_at_midnight_is_the_end_of_the_day_before() -> None:
    midnight = to_minute(datetime(2026, 11, 24))
    assert bound_text(midnight, WORDS, "FNLT") == "23 Nov"
    assert bound_text(midnight, WORDS, "SNLT") == bound_text(midnight, WORDS) == "24 Nov"


@pytest.mark.parametrize(
    ("before", "after", "short", "words"),
    [
        (datetime(2026, 12, 4, 17), datetime(2026, 12, 18, 17), "+14d", "14 calendar days later"),
        (datetime(2026, 12, 18, 17), datetime(2026, 12, 13, 20, 18), "-5d", "5 calendar days earlier"),
        (datetime(2026, 12, 4, 17), datetime(2026, 12, 5, 8), "+1d", "1 calendar day later"),
        (datetime(2026, 12, 4, 17), datetime(2026, 12, 4, 14, 5), "-3h", "3 hours earlier"),
        (datetime(2026, 12, 4, 17), datetime(2026, 12, 4, 17, 20), "+20m", "20 minutes later"),
        (datetime(2026, 12, 4, 17), datetime(2026, 12, 4, 17), "", ""),
    ],
)
def test_a_move_is_told_in_the_unit_that_matters(before: datetime, after: datetime, short: str, words: str) -> None:
    assert shift_text(to_minute(before), to_minute(after)) == short
    assert shift_sentence(to_minute(before), to_minute(after)) == words


def test_a_missed_deadline_is_late_and_a_constraint_too_early_whatever_hour_the_deadline_ends() -> None:
    """A deadline on a day ends at midnight, which is another day: what it is must not be read off the date."""
    day, finish = datetime(2026, 11, 20), datetime(2026, 11, 25, 17)
    missed = Conflict(
        0, Cause.DEADLINE, to_minute(day), 4 * 480, (to_minute(datetime(2026, 11, 19, 23, 59)), to_minute(finish))
    )
    pinned = Conflict(
        0, Cause.CONSTRAINT, to_minute(datetime(2026, 11, 23, 9)), 480,
        (to_minute(datetime(2026, 11, 23, 9)), to_minute(datetime(2026, 11, 24, 9))),
    )  # fmt: skip
    assert conflict_text(missed, "ASAP", WORDS) == "6d late"
    assert broken_date_text(missed, "ASAP", WORDS) == "due 19 Nov"
    assert conflict_text(pinned, "MSO", WORDS) == "must start on 23 Nov, 1d too early"
    assert broken_date_text(pinned, "MSO", WORDS) == "must start on 23 Nov"


def test_moves_say_how_often_and_how_far_in_all() -> None:
    assert moves_text([7]) == "moved once: 7 calendar days later"
    assert moves_text([7, -1]) == "moved 2 times: 7 calendar days later and 1 earlier, 6 later in all"
    assert moves_text([-1]) == "moved once: 1 calendar day earlier"
    assert moves_text([3, -3]) == "moved 2 times, back to where it was"
