"""The bottleneck is the person or pool of whom one more buys most at P80, not at the dates without a spread."""

import pytest

from support.plan_records import WORDS, add, item, link, new_plan
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.forecast.forecast_result import compute_forecasts
from tpm_tui.planning.levelling.resource_bottleneck import ResourceBottleneck, resource_bottleneck
from tpm_tui.planning.levelling.resource_constrained_schedule import network_with_more, people_schedule
from tpm_tui.planning.montecarlo.risk_model import risk_model

PEOPLE = (add("person", "ana", name="Ana"), add("person", "ben", name="Ben"))


def bottleneck(plan: Plan) -> ResourceBottleneck | None:
    return resource_bottleneck(plan, WORDS, risk_model(plan, WORDS))


@pytest.fixture
def two_people() -> Plan:
    """Ana has twice ten days, no more and no less; Ben twice nine, which may become forty."""
    return new_plan(
        *PEOPLE,
        *(item(f"A{n}", 80, owner="ana") for n in (1, 2)),
        *(item(f"B{n}", (72, 72, 320), owner="ben") for n in (1, 2)),
    )


def test_whose_work_may_take_longer_is_it_before_whose_work_takes_longer(two_people: Plan) -> None:
    people = people_schedule(two_people, WORDS)
    assert people.finish > people.logic_finish
    assert people.schedule.critical[0], "by the dates alone it would be Ana"
    assert not people.schedule.critical[2]
    first = bottleneck(two_people)
    assert first is not None
    assert (first.kind, first.name) == ("person", "Ben")
    assert first == bottleneck(two_people), "the same draws, the same answer"


def test_what_it_buys_is_what_the_finish_comes_forward_by_where_nothing_is_spread() -> None:
    plan = new_plan(*PEOPLE, *(item(f"A{n}", 80, owner="ana") for n in (1, 2, 3)), item("B", 8, owner="ben"))
    people = people_schedule(plan, WORDS)
    (more,) = [network_with_more(plan, WORDS, people, ("person", "ana"))]
    one = bottleneck(plan)
    assert one is not None
    assert one.id == "ana"
    assert one.gain == 14 * 1440, "three times two weeks become four"
    assert len(more.links) < len(people.schedule.network.links)


def test_a_pool_that_two_rehearsals_wait_for_is_named() -> None:
    plan = new_plan(
        add("pool", "env", name="Test environment", capacity=1),
        *(item(f"R{n}", 40) for n in (1, 2)),
        *(add("assignment", f"as{n}", item=f"R{n}", pool="env", units=100) for n in (1, 2)),
    )
    one = bottleneck(plan)
    assert one is not None
    assert (one.kind, one.name, one.gain) == ("pool", "Test environment", 7 * 1440)


def test_nobody_is_it_where_links_alone_set_the_dates() -> None:
    plan = new_plan(*PEOPLE, item("A", 80, owner="ana"), item("B", 8, owner="ana"), link("A", "B"))
    assert bottleneck(plan) is None


def test_the_workspace_is_told_after_the_forecast(two_people: Plan) -> None:
    results = list(compute_forecasts(two_people, WORDS, None, {}, lambda: False))
    assert [r.preliminary for r in results] == [True, False, False]
    assert [r.bottleneck and r.bottleneck.name for r in results] == [None, None, "Ben"]
