"""What makes a risk worse never makes a forecast better: likelier, longer, or true."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planning.montecarlo.test_vector_forward import problems
from support.plan_records import WORDS, add, change, item, link, new_plan
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.model.network import Constraint, LagUnit
from tpm_tui.planning.montecarlo.risk_model import RiskDriver, RiskEffect, RiskModel, risk_model
from tpm_tui.planning.montecarlo.simulate import simulate
from tpm_tui.planning.montecarlo.simulation_result import SimulationResult

LEVELS = (5, 10, 50, 80, 90, 99)


def percentiles(model: RiskModel) -> list[int]:
    finish = simulate(model, runs=200, seed=7, effects=False).finish
    return [finish.percentile(level) for level in LEVELS]


def with_risk(model: RiskModel, risk: RiskDriver) -> RiskModel:
    return replace(model, risks=(risk, *model.risks[1:]))


@settings(max_examples=60, deadline=None)
@given(problems(), st.sampled_from(["likelier", "longer", "true"]))
def test_a_worse_threat_is_never_earlier_and_a_better_opportunity_never_later(model: RiskModel, how: str) -> None:
    assume(model.risks)
    network = model.network
    # a lead in percent grows with what it follows, and an item as late as possible waits for the finish itself
    assume(not any(link.unit == LagUnit.PERCENT and link.lag < 0 for link in network.links))
    assume(Constraint.ALAP not in network.constraint)
    risk = model.risks[0]
    delay, chance = risk.before.delay, risk.before.chance
    if how == "longer":
        delay = ThreePoint(delay.best + 60, delay.likely + 60, delay.worst + 60, delay.percent)
    else:
        chance = 1.0 if how == "true" else min(chance + 0.2, 1.0)
    worse = replace(risk, before=RiskEffect(chance, delay))
    changed, before = percentiles(with_risk(model, worse)), percentiles(model)
    assert all((after - then) * risk.sign >= 0 for after, then in zip(changed, before, strict=True))


SPANS = (ThreePoint(480, 960, 4800), ThreePoint(960, 960, 9600), ThreePoint(10, 50, 200, percent=True))
LEVELS_OF_RISKS = st.integers(1, 5) | st.none()


@settings(max_examples=100, deadline=None)
@given(
    st.fixed_dictionaries(
        {"chance": st.sampled_from([None, 5.0, 30.0, 90.0]), "response_chance": st.sampled_from([None, 2.0, 60.0])}
        | {"delay": st.sampled_from([None, *SPANS]), "response_delay": st.sampled_from([None, *SPANS])}
        | dict.fromkeys(("probability", "residual_probability", "impact", "residual_impact"), LEVELS_OF_RISKS)
    ),
    st.data(),
)
def test_whatever_is_raised_of_what_is_said_neither_effect_falls(said: dict[str, object], data: st.DataObject) -> None:
    field = data.draw(st.sampled_from([name for name, value in said.items() if value is not None] or ["chance"]))
    value = said[field]
    match value:
        case None:
            return
        case ThreePoint():
            raised: object = ThreePoint(value.best, value.likely, value.worst + 480, value.percent)
            if data.draw(st.booleans()):
                raised = ThreePoint(value.best * 1.5, value.likely * 1.5, value.worst * 1.5, value.percent)
        case float():
            raised = min(value + 7, 100.0)
        case _:
            raised = min(int(str(value)) + 1, 5)
    before, after = (_effects(values) for values in (said, said | {field: raised}))
    assert all(then <= now for then, now in zip(before, after, strict=True))


def _effects(said: dict[str, object]) -> list[float]:
    plan = new_plan(item("a", 80), add("risk", "r", title="Late", items=("a",), **said))
    risk = risk_model(plan, WORDS).risks[0]
    return [
        figure
        for effect in (risk.before, risk.after)
        for figure in (effect.chance, effect.delay.best, effect.delay.likely, effect.delay.worst)
    ]


def forecast(**values: object) -> SimulationResult:
    plan = new_plan(
        item("a", 80),
        add("risk", "r", title="Late", items=("a",), delay=ThreePoint.single_point(4800), **values),
    )
    return simulate(risk_model(plan, WORDS), runs=400, seed=1, effects=False)


def test_a_threat_that_occurred_counts_in_full_until_it_is_said_what_it_cost() -> None:
    half, occurred = forecast(chance=50.0), forecast(chance=50.0, status="occurred")
    assert half.finish.duration(80) == occurred.finish.duration(80) == 9600
    assert half.finish.duration(20) == 4800
    assert occurred.finish.duration(1) == 9600
    settled = forecast(chance=50.0, status="occurred", actual_delay=480)
    closed = forecast(chance=50.0, status="closed")
    assert settled.finish.duration(80) == closed.finish.duration(80) == 4800


def test_a_response_in_force_lessens_the_delay_of_what_occurred_not_that_it_did() -> None:
    values = {"chance": 50.0, "response_chance": 5.0, "response_delay": ThreePoint.single_point(480)}
    occurred = forecast(**values, status="occurred", response_date=WORDS.today)
    assert {occurred.finish.duration(level) for level in LEVELS} == {4800 + 480}


def test_an_opportunity_that_occurred_never_makes_it_later() -> None:
    for status in ("open", "occurred"):
        gained = forecast(type="opportunity", chance=50.0, status=status).finish
        assert gained.duration(80) <= 4800


def test_a_finished_item_is_not_delayed_by_what_occurred_on_it() -> None:
    plan = new_plan(
        item("a", 8), item("b", 8), link("a", "b"),
        add("risk", "r", title="Late", items=("a",), status="occurred", delay=ThreePoint.single_point(4800)),
    )  # fmt: skip
    done = plan.applied([change(plan, "item", "a", status="done")])
    assert [risk.delay_targets for risk in risk_model(plan, WORDS).risks] == [(0,)]
    assert [risk.delay_targets for risk in risk_model(done, WORDS).risks] == [()]
