"""A key costs the same in a file of any length: lines of Python that run are counted, times depend on machines."""

import sys
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from support.workspace_pilot import WorkspacePilot
from tpm_tui.domain.values import rank
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.store.store import Store

FEW, MANY = 150, 1500


def _programme(path: Path, items: int) -> Path:
    """Items in epics of ten, every third after the one before, risks and costs that grow with them; nothing begun."""
    ranks = rank.order_keys_after(items)
    with Store.create(path, name="Grown", durable=False) as store, store.transaction("Fill", "import") as tx:
        people = [tx.add("person", name=name) for name in ("Ana Ruiz", "Ben Okafor")]
        ids: list[str] = []
        for n in range(items):
            parent = ids[n - n % 10] if n % 10 else None
            ids.append(
                tx.add("item", title=f"Step {n}", rank=ranks[n], parent=parent, owner=people[n % 2],
                       estimate=ThreePoint(60, 120, 240))
            )  # fmt: skip
            if n % 3 == 2 and n % 10 > 1:
                tx.add("link", predecessor=ids[n - 1], successor=ids[n])
            if n % 10 == 1:
                tx.add("risk", title=f"Risk {n}", items=(ids[n],), probability=3, impact=3)
                tx.add("stakeholder", name=f"Somebody {n}", items=(ids[n],))
                tx.add("decision", title=f"Decision {n}")
    return path


async def _costs(path: Path, views: str) -> dict[str, int]:
    """Lines run for three steps down in each view."""
    costs = {}
    async with WorkspacePilot(path) as pilot:
        for view in views:
            await pilot.press(view)
            await pilot.press("home", "j", "j")
            lines: Counter[str] = Counter()

            def count(frame: FrameType, event: str, argument: Any, lines: Counter[str] = lines) -> Any:
                if event == "line":
                    lines[frame.f_code.co_filename] += 1
                return count

            sys.settrace(count)
            try:
                for _ in range(3):
                    await pilot.press("j")
            finally:
                sys.settrace(None)
            costs[view] = sum(n for file, n in lines.items() if "tpm_tui" in file)
    return costs


@pytest.mark.slow
async def test_a_key_runs_as_many_lines_in_a_file_ten_times_as_long(tmp_path: Path) -> None:
    views = "12345"
    few = await _costs(_programme(tmp_path / "few.db", FEW), views)
    many = await _costs(_programme(tmp_path / "many.db", MANY), views)
    assert all(few.values())
    grown = {view: round(many[view] / few[view], 2) for view in views}
    # Python 3.12 and later count a line of a comprehension for each of its values.
    assert max(grown.values()) < 1.5, grown
