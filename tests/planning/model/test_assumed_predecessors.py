"""How many assumed estimates a finish rests on."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.plans import plan_of
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.model.assumed_predecessors import assumed_counter
from tpm_tui.planning.montecarlo.risk_model import risk_model

DAY = ThreePoint(480, 480, 480)


def plan(items: dict[str, dict[str, Any]], links: Sequence[str] = ()) -> Plan:
    """Items by their id, estimated at a day where nothing else is said; links as ``ab``, a before b."""
    records = [("item", id_, {"title": id_, "estimate": DAY, **values}) for id_, values in items.items()]
    return plan_of([*records, *(("link", ends, {"predecessor": ends[0], "successor": ends[1]}) for ends in links)])


NOBODY: dict[str, Any] = {"estimate": None}


@pytest.mark.parametrize(
    ("items", "links", "count"),
    [
        ({"a": {}, "m": {"type": "milestone"}}, ["am"], 0),
        ({"a": NOBODY, "b": {}, "m": {"type": "milestone"}}, ["ab", "bm"], 1),
        ({"a": NOBODY, "m": {"type": "milestone"}}, [], 0),
        ({"a": {"estimate_basis": "assumed range"}, "m": {"type": "milestone"}}, ["am"], 1),
        ({"a": NOBODY, "b": NOBODY, "c": {"parent": "s"}, "s": {}, "m": {}}, ["as", "sm", "bm"], 2),
        ({"s": {}, "a": {"parent": "s", "estimate": None}, "m": {}}, ["sm"], 1),
        ({"a": NOBODY, "b": {"status": "done", "actual_finish": datetime(2026, 11, 20, 18)}, "m": {}}, ["ab", "bm"], 0),
    ],
    ids=["estimated", "over two links", "not linked", "assumed range", "link to a summary", "below a summary", "done"],
)
def test_it_counts_what_the_finish_waits_for(items: dict[str, dict[str, Any]], links: list[str], count: int) -> None:
    assert assumed_counter(plan(items, links))(["m"]) == count


def test_each_target_of_a_forecast_says_its_own() -> None:
    made = plan(
        {"a": NOBODY, "b": {}, "m": {"type": "milestone"}, "n": {"type": "milestone"}},
        ["am", "bn"],
    )
    model = risk_model(made, InputContext(date(2026, 11, 23)))
    assert {target.id: target.assumed for target in model.targets} == {"m": 1, "n": 0}


@given(st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda ends: ends[0] < ends[1])), st.data())
def test_one_more_link_never_lets_it_rest_on_less(links: set[tuple[int, int]], data: st.DataObject) -> None:
    items = {f"{n}": NOBODY if n % 2 else {} for n in range(9)}
    names = [f"{a}{b}" for a, b in links]
    more = data.draw(st.sampled_from([f"{a}{b}" for a in range(9) for b in range(a + 1, 9)]))
    before, after = (assumed_counter(plan(items, ends)) for ends in (names, sorted({*names, more})))
    assert all(before([id_]) <= after([id_]) for id_ in items)
