"""What is derived follows an edit without being made anew, and is the same as if it had been."""

import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tpm_tui.domain.derived.item_progress import rolled_up_progress
from tpm_tui.domain.derived.waits_and_blocks import unfinished_predecessors
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.store.store import Store


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    path: Path = tmp_path_factory.mktemp("derived") / "plan.db"
    rng = random.Random(7)
    with Store.create(path) as store:
        with store.transaction("fill") as tx:
            ids: list[str] = []
            for n in range(60):
                parent = ids[rng.randrange(n)] if n and rng.random() < 0.7 else None
                days = rng.randint(1, 9)
                ids.append(
                    tx.add("item", title=f"Item {n}", parent=parent, estimate=ThreePoint.single_point(days * 480))
                )
        with store.transaction("link") as tx:
            leaves = [i for i in ids if i not in store.plan.children]
            for before, after in pairwise(leaves):
                tx.add("link", predecessor=before, successor=after, type=rng.choice(["FS", "SS", "FF"]))
        return store.plan


edit = st.tuples(
    st.integers(0, 59),
    st.one_of(
        st.tuples(st.just("status"), st.sampled_from(["backlog", "ready", "doing", "blocked", "done", "dropped"])),
        st.tuples(st.just("progress"), st.integers(0, 100)),
        st.tuples(st.just("actual_finish"), st.sampled_from(["2026-11-20T17:00", None])),
        st.tuples(st.just("estimate"), st.integers(0, 20).map(lambda d: ThreePoint.single_point(d * 480).dump())),
    ),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(edit, max_size=12))
def test_progress_and_waiting_follow_each_edit(plan: Plan, edits: list[tuple[int, tuple[str, object]]]) -> None:
    rolled_up_progress(plan), unfinished_predecessors(plan)
    for place, (field, value) in edits:
        id_ = plan["item"].ids[place]
        before = plan["item"].value(id_, field)
        plan = plan.applied([Edit("item", id_, {field: before}, {field: value})])  # type: ignore[dict-item]
        fresh = Plan(plan.tables)
        for followed, made in zip(rolled_up_progress(plan), rolled_up_progress(fresh), strict=True):
            assert abs(int(followed or 0) - int(made or 0)) <= 1, "a percent may round to either side of a half"
        assert unfinished_predecessors(plan).keys() == unfinished_predecessors(fresh).keys()
