"""The promise on the screen is held to the order that was taken, as that of the command line is."""

from datetime import date, datetime

from support.plans import plan_of
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.forecast.forecast_result import compute_forecasts
from tpm_tui.planning.promise.forecast_that_promises_rest_on import PromiseBasis
from tpm_tui.planning.promise.promise import Promise

WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "9:00-17:00")


def promised(levelled: bool) -> Promise:
    """Two items of eight days for one person, with a target that only logic keeps."""
    eight_days = ThreePoint.single_point(8 * 480)
    held = datetime(2026, 12, 3, 9) if levelled else None
    plan: Plan = plan_of([
        ("calendar", "calendar", {"name": "Standard", **WEEK}),
        ("programme", "programme", {"name": "P", "start": datetime(2026, 11, 23, 9), "calendar": "calendar",
                                    "target_date": datetime(2026, 12, 4, 17)}),
        ("person", "ana", {"name": "Ana", "calendar": "calendar"}),
        ("item", "a", {"title": "A", "owner": "ana", "estimate": eight_days}),
        ("item", "b", {"title": "B", "owner": "ana", "estimate": eight_days, "levelled_start": held}),
    ])  # fmt: skip
    *_, result = compute_forecasts(plan, InputContext(date(2026, 11, 23)), None, {}, lambda: False)
    assert result.promise is not None
    return result.promise


def test_without_an_order_the_promise_is_held_to_logic() -> None:
    promise = promised(levelled=False)
    assert (promise.basis, promise.probability) == (PromiseBasis.LOGIC, 1.0)


def test_with_an_order_it_is_held_to_the_people_there_are() -> None:
    promise = promised(levelled=True)
    assert (promise.basis, promise.probability) == (PromiseBasis.PEOPLE, 0.0)
