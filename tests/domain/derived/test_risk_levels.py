"""P and I of a risk: by its chance and its delay where these are given, by the file's scales, else as judged."""

from datetime import date
from pathlib import Path

import pytest

from tpm_tui.domain.derived.risk_levels import chance_scale, delay_scale, response_in_force, risk_levels
from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.store.store import Store

DAY = 480
TODAY = date(2026, 11, 23)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "risks.db", name="Risks")


def levels(store: Store, **risk: object) -> tuple[int | None, ...]:
    with store.transaction("Raise") as tx:
        id_ = tx.add("risk", title="R", **risk)
    levels = risk_levels(store.plan, TODAY)[store.plan["risk"].position[id_]]
    return levels.inherent_probability, levels.inherent_impact, levels.probability, levels.impact


def test_six_risks_of_different_numbers_lie_in_six_cells(store: Store) -> None:
    numbers = [(3, 1), (20, 1), (35, 4), (60, 8), (90, 14), (100, 60)]
    cells = {levels(store, chance=float(c), delay=ThreePoint.single_point(d * DAY))[:2] for c, d in numbers}
    assert cells == {(1, 1), (2, 1), (3, 2), (4, 3), (5, 4), (5, 5)}


@pytest.mark.parametrize(
    ("risk", "expected"),
    [
        # judged alone, after the response as well
        ({"probability": 4, "impact": 2}, (4, 2, 4, 2)),
        ({"probability": 4, "impact": 2, "residual_probability": 1}, (4, 2, 1, 2)),
        # a number wins against what was judged, each for its own side
        ({"probability": 5, "impact": 5, "chance": 5.0}, (1, 5, 1, 5)),
        ({"probability": 1, "impact": 1, "delay": ThreePoint.single_point(30 * DAY)}, (1, 5, 1, 5)),
        # of two equally near the higher
        ({"chance": 30.0, "impact": 1}, (3, 1, 3, 1)),
        # the mean of a range, after PERT: (0 + 4 * 1 + 44) / 6 = 8 days
        ({"delay": ThreePoint(0, DAY, 44 * DAY), "probability": 1}, (1, 3, 1, 3)),
        # after the response by its numbers
        ({"chance": 60.0, "response_chance": 5.0, "impact": 1, "response_date": TODAY}, (4, 1, 1, 1)),
        # once that is in force; what was judged to be left counts before
        ({"chance": 60.0, "response_chance": 5.0, "impact": 1}, (4, 1, 4, 1)),
        ({"chance": 60.0, "response_chance": 5.0, "residual_probability": 3, "impact": 1}, (4, 1, 3, 1)),
    ],
)
def test_levels_by_hand(store: Store, risk: dict[str, object], expected: tuple[int, int, int, int]) -> None:
    assert levels(store, **risk) == expected


@pytest.mark.parametrize(
    ("risk", "expected"),
    [
        ({}, (None, None, None, None)),
        ({"chance": 50.0}, (4, None, 4, None)),
        ({"impact": 5}, (None, 5, None, 5)),
        ({"delay": ThreePoint.single_point(8 * DAY)}, (None, 3, None, 3)),
        # judged after the response alone: how it stands, and nothing before
        ({"residual_probability": 2, "residual_impact": 4}, (None, None, 2, 4)),
    ],
)
def test_what_nobody_said_has_no_level(store: Store, risk: dict[str, object], expected: tuple[int | None, ...]) -> None:
    assert levels(store, **risk) == expected
    with store.transaction("Raise") as tx:
        tx.add("risk", title="R")
    sheet = Sheet(store.plan, store.context)
    assert sheet.text("risk", store.plan["risk"].ids[-1], "score") == "not scored"


def test_a_delay_in_percent_is_of_the_longest_item(store: Store) -> None:
    with store.transaction("Items") as tx:
        items = [tx.add("item", title=str(n), estimate=ThreePoint.single_point(n * DAY)) for n in (2, 30)]
    assert levels(store, items=tuple(items), delay=ThreePoint(50, 50, 50, percent=True))[1] == 4


def test_the_scales_are_the_file_s(store: Store) -> None:
    assert levels(store, chance=30.0)[0] == 3
    with store.transaction("Scales") as tx:
        tx.set("programme", "programme", risk_chance="10 30 50 70 90")
    assert risk_levels(store.plan, TODAY)[0].probability == 2


@pytest.mark.parametrize("level", range(1, 6))
def test_a_level_and_the_value_that_stands_for_it_are_the_same(store: Store, level: int) -> None:
    chance, delay = chance_scale(store.plan)[level - 1], delay_scale(store.plan)[level - 1]
    assert levels(store, chance=chance, delay=ThreePoint.single_point(delay * DAY))[:2] == (level, level)


def test_a_response_is_in_force_from_its_day_on(store: Store) -> None:
    with store.transaction("Raise") as tx:
        id_ = tx.add("risk", title="R", response_date=date(2026, 11, 23))
        bare = tx.add("risk", title="Without")
    days = [date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 24)]
    assert [response_in_force(store.plan, id_, day) for day in days] == [False, True, True]
    assert not response_in_force(store.plan, bare, days[2])
