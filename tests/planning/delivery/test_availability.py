"""Figures of incidents, against a count of every minute."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tpm_tui.planning.delivery.availability import (
    Outage,
    availability,
    downtime,
    time_to_acknowledge,
    time_to_mitigate,
    time_to_resolve,
)


def test_means_are_over_the_incidents_that_say_both_moments() -> None:
    outages = [Outage("a", 0, 5, 10, 30, 65), Outage("b", 100, 100, 115, None, None), Outage("c", 7)]
    assert (time_to_acknowledge(outages).minutes, time_to_acknowledge(outages).incidents) == (10, 2)
    assert (time_to_mitigate(outages).minutes, time_to_resolve(outages).minutes) == (25, 60)
    assert time_to_resolve([]).minutes is None


def test_a_planned_window_is_neither_promised_nor_lost() -> None:
    half = Outage("a", 100, mitigated=200, affected=50)
    assert downtime(half, 1000) == 50
    assert downtime(half, 1000, [(150, 300)]) == 25
    assert downtime(half, 120) == 10, "it goes on"
    figures = availability([half], 0, 1000, 5000, [(150, 300)])
    assert (figures.service, figures.share) == (850, 1 - Fraction(25, 850))
    assert figures.left(Fraction(99, 100)) == Fraction(85, 10) - 25
    assert availability([], 50, 50, 50).share is None


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=3)


@given(
    st.lists(st.tuples(st.integers(0, 60), st.one_of(st.none(), st.integers(0, 30)), st.integers(0, 100)), max_size=4),
    SPANS, st.integers(0, 60), st.integers(0, 40), st.integers(0, 70),
)  # fmt: skip
def test_availability_agrees_with_a_count_of_minutes(
    entries: list[tuple[int, int | None, int]], planned: list[tuple[int, int]], since: int, length: int, now: int
) -> None:
    outages = [
        Outage(str(n), start, mitigated=None if spent is None else start + spent, affected=share)
        for n, (start, spent, share) in enumerate(entries)
    ]
    service, lost = 0, 0
    for minute in range(since, min(since + length, now)):
        if any(start <= minute < stop for start, stop in planned):
            continue
        service += 1
        lost += max(
            (o.affected for o in outages if o.started <= minute and (o.mitigated is None or minute < o.mitigated)),
            default=0,
        )
    figures = availability(outages, since, since + length, now, planned)
    assert (figures.service, figures.down) == (service, Fraction(lost, 100))
