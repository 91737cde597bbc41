"""What is remembered of a forecast: the days of single items, as a simulation with them as its targets has them."""

from msgspec.structs import replace

from support.plan_records import WORDS, item, link, new_plan
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.planning.forecast import forecast_snapshot as promised
from tpm_tui.planning.forecast.forecast_snapshot import forecast_snapshot
from tpm_tui.planning.montecarlo.risk_model import ForecastTarget, risk_model
from tpm_tui.planning.montecarlo.simulate import simulate


def test_each_open_item_has_the_days_of_its_own_finish() -> None:
    plan = new_plan(
        item("a", (8, 16, 40)), item("b", (8, 16, 40)), link("a", "b"), item("m", None, type="milestone"),
        link("b", "m"), item("done", status="done"), item("gone", status="dropped"),
    )  # fmt: skip
    problem = risk_model(plan, WORDS)
    forecast = simulate(problem, runs=1000, effects=False)
    snapshot = forecast_snapshot(problem, forecast)
    assert set(snapshot) == {"a", "b", "m"}
    for position, id_ in enumerate("ab"):
        alone = simulate(
            replace(problem, targets=(ForecastTarget(id_, id_, "item", (position,)),)), runs=1000, effects=False
        )
        days = tuple(to_datetime(alone.targets[id_].percentile(p)).date().isoformat() for p in (50, 80))
        assert snapshot[id_] == days
    assert snapshot["m"] == tuple(to_datetime(forecast.finish.percentile(p)).date().isoformat() for p in (50, 80))


def test_of_very_many_the_first_to_finish_and_all_milestones_are_kept() -> None:
    many = [item(f"i{n:03}", 8 * (1 + n)) for n in range(promised.MOST + 20)]
    problem = risk_model(new_plan(*many, item("m", None, type="milestone"), link("i169", "m")), WORDS)
    snapshot = forecast_snapshot(problem, simulate(problem, runs=10, effects=False))
    assert set(snapshot) == {"m", *(f"i{n:03}" for n in range(promised.MOST))}
