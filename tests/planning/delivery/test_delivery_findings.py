"""What deserves a look in delivery."""

from datetime import date
from pathlib import Path

import pytest

from tpm_tui.domain.text.dates import InputContext
from tpm_tui.planning.delivery.delivery_findings import delivery_findings, missed_targets
from tpm_tui.store.store import Store

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("values", "direction", "missed"),
    [([5, 9, 9], "lower", True), ([9, 9, 5], "lower", False), ([9], "lower", False), ([1, 2], "higher", True)],
)
def test_a_target_missed_twice_running(tmp_path: Path, values: list[int], direction: str, missed: bool) -> None:
    with Store.create(tmp_path / "a.db", name="Atlas") as store:
        store.load()
        with store.transaction("add") as tx:
            metric = tx.add("metric", name="p95", target=6.0, direction=direction)
            for day, value in enumerate(values, start=1):
                tx.add("reading", metric=metric, at=date(2026, 11, day), value=float(value))
        assert missed_targets(store.plan) == ([metric] if missed else [])


def test_what_is_overdue_ends_too_soon_or_holds_too_much(tmp_path: Path) -> None:
    with Store.create(tmp_path / "a.db", name="Atlas") as store:
        store.load()
        with store.transaction("add") as tx:
            tx.add("technology", name="Runtime 8", look_again=date(2026, 11, 1), end_of_support=date(2027, 1, 1))
            tx.add("technology", name="Runtime 9", look_again=TODAY, end_of_support=date(2028, 1, 1))
            tx.add("decision", title="Late", needed_by=date(2026, 11, 20))
            tx.add("decision", title="Made", needed_by=date(2026, 11, 20), status="accepted", review_on=TODAY)
            state = next(id_ for id_ in tx.plan["state"].ids if tx.get("state", id_, "name") == "doing")
            tx.set("state", state, limit=1)
            for name in "ab":
                tx.add("item", title=name, status="doing")
        findings = delivery_findings(store.plan, InputContext(TODAY), date(2027, 3, 1))
        labels = [(store.plan.title(kind, id_), text) for kind, id_, text in findings]
    assert labels == [
        ("Late", "it was needed 3 days ago and is still proposed"),
        ("Made", "it was to be reviewed on 23 Nov: say what came of it"),
        ("Runtime 8", "it was to be looked at again on 1 Nov"),
        ("Runtime 8", "its support ends on 1 Jan, before the plan does on 1 Mar"),
        ("doing", "it holds 2 items; its limit is 1"),
    ]
