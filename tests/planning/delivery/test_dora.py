"""The five delivery metrics on a month worked by hand."""

from fractions import Fraction

import pytest

from tpm_tui.planning.delivery.dora import Deployment, dora

HOUR, DAY = 60, 1440


def deployed(key: str, day: int, hour: int, lead: int, **more: object) -> Deployment:
    moment = day * DAY + hour * HOUR
    return Deployment(key, moment, moment - lead * HOUR, **more)  # type: ignore[arg-type]


def test_a_month_with_a_hotfix_and_a_night() -> None:
    month = [
        deployed("a", 3, 9, 10),
        deployed("b", 4, 16, 40, failed=True, detected=4 * DAY + 17 * HOUR, restored=5 * DAY + 8 * HOUR),
        deployed("c", 5, 8, 2, unplanned=True),
        deployed("d", 20, 9, 20, failed=True, detected=20 * DAY + 10 * HOUR),
    ]
    figures = dora(reversed(month), days=20)
    assert figures.deployment_frequency_per_day == Fraction(1, 5)
    assert figures.days_between == 5
    assert figures.lead_time_median_minutes == 15 * HOUR
    assert figures.change_fail_rate == Fraction(1, 2)
    assert figures.recovery_median_minutes == 15 * HOUR
    assert figures.rework_rate == Fraction(1, 4)
    assert (figures.failed, figures.recovered, figures.unplanned) == (("b", "d"), ("b",), ("c",))


def test_nothing_deployed_leaves_shares_undefined() -> None:
    figures = dora([], days=7)
    assert figures.deployment_frequency_per_day == 0
    assert figures.days_between is figures.change_fail_rate is figures.rework_rate is None
    assert figures.lead_time_median_minutes is figures.recovery_median_minutes is None
    with pytest.raises(ValueError, match="at least one day"):
        dora([], days=0)
