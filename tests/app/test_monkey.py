"""A monkey at the keys of the workspace, and another program that edits what is on the screen: it never ends, shows no
traceback, and shows what the file holds. A failing run prints its steps, made as few as they can be."""

import asyncio
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.monkey import SIZES, Step, play, steps

#: Runs of a usual test; ``make soak`` sets more.
RUNS = int(os.environ.get("TPM_MONKEY_RUNS", "12"))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["demo", "empty"])
@settings(
    max_examples=RUNS, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(size=st.sampled_from(SIZES), story=st.lists(steps, min_size=10, max_size=60))
def test_it_goes_on_whatever_is_pressed(
    name: str, demo_file: Path, empty: Path, tmp_path: Path, size: tuple[int, int], story: list[Step]
) -> None:
    path = Path(shutil.copy(demo_file if name == "demo" else empty, tmp_path / "monkey.db"))
    for left in ("-wal", "-shm"):
        path.with_name(path.name + left).unlink(missing_ok=True)
    asyncio.run(play(path, size, story))
