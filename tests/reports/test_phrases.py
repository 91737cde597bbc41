"""Dates and constraints as a person reads them."""

from datetime import date, datetime

import pytest

from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_minute
from tpm_tui.reports.phrases import bound_text, constraint_text

WORDS = InputContext(date(2026, 11, 23))


@pytest.mark.parametrize(
    ("kind", "at", "said"),
    [
        ("MSO", datetime(2026, 11, 23, 9), "must start on 23 Nov"),
        ("SNLT", datetime(2026, 11, 23), "must start by 23 Nov"),
        ("FNLT", datetime(2026, 11, 23, 18), "must finish by 23 Nov"),
        ("FNLT", datetime(2026, 11, 24), "must finish by 24 Nov 00:00"),
        ("MFO", datetime(2026, 11, 24), "must finish on 24 Nov 00:00"),
        ("FNET", datetime(2026, 11, 24), "must not finish before 24 Nov 00:00"),
    ],
)
def test_a_constraint_in_words(kind: str, at: datetime, said: str) -> None:
    assert constraint_text(kind, to_minute(at), WORDS) == said


def test_the_bound_of_a_finish_at_midnight_keeps_its_time() -> None:
    midnight = to_minute(datetime(2026, 11, 24))
    assert bound_text(midnight, WORDS, "FNLT") == "24 Nov 00:00"
    assert bound_text(midnight, WORDS, "SNLT") == bound_text(midnight, WORDS) == "24 Nov"
