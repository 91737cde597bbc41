"""Did it help: actions against readings and against flow."""

from datetime import date, timedelta
from pathlib import Path

from tpm_tui.planning.delivery.action_effect import action_effects, effect_text
from tpm_tui.planning.flow.item_flow import ItemFlow
from tpm_tui.store.store import Store

START = date(2026, 11, 2)
EPOCH = date(1970, 1, 1)


def finished(day: date, minutes: int) -> ItemFlow:
    end = (day - EPOCH).days * 1440 + 600
    return ItemFlow("T", end - minutes, end - minutes, end, end, "done", False, False, None, {}, 0, minutes)


def test_a_metric_and_a_figure_of_flow(tmp_path: Path) -> None:
    with Store.create(tmp_path / "a.db", name="Atlas") as store:
        store.load()
        with store.transaction("add") as tx:
            metric = tx.add("metric", name="errors", direction="lower")
            for day, value in enumerate([9, 8, 9, 10, 9, 2, 3, 2, 1, 2]):
                tx.add("reading", metric=metric, at=START + timedelta(days=day), value=float(value))
            tx.add("action", title="Retry", metric=metric, effective=START + timedelta(days=5))
            tx.add("action", title="Pair", flow_figure="cycle time", effective=START + timedelta(days=5))
            tx.add("action", title="Rest", metric=metric)
        items = [finished(START + timedelta(days=day), 600 - day) for day in (1, 2, 6)]
        errors, cycle = action_effects(store.plan, items)
    assert (errors.comparison.verdict, errors.before, errors.after) == ("better", 5, 5)
    assert effect_text(errors) == "A-1: errors is better (5 values before, 5 after)."
    assert (cycle.before, cycle.after) == (2, 1)
    assert cycle.comparison.verdict == "not distinguishable yet"
    assert "more" in effect_text(cycle)
