"""A monkey at the keys of the workspace, and another program that edits what is on the screen: it never ends, reports
no unexpected error, shows what the file holds. A failing run prints its steps, and makes them fewer for a minute."""

import asyncio
import gc
import os
import random
import shutil
import time
import traceback
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from textual._xterm_parser import XTermParser

from support import hostile_file
from support.monkey import SIZES, STARTED, Keys, Step, dialogs, fewest, play, random_story, walk

#: Seconds for which a file is played with, run after run; ``make soak`` sets an hour, a usual test plays one run.
SECONDS = float(os.environ.get("TPM_MONKEY_SECONDS", "0"))
#: The first of the runs' seeds: CI plays the same runs each time, so that it fails for a change alone.
SEED = int(os.environ.get("TPM_MONKEY_SEED", "0" if os.environ.get("CI") else str(time.time_ns() % 1_000_000_007)))
#: Seconds for which the steps of a failing run are made fewer.
SHRINKING = 60.0


@pytest.fixture(scope="session")
def generated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Records of every kind, of generated values and hostile texts; not to be written."""
    path = tmp_path_factory.mktemp("generated") / "generated.db"
    hostile_file.build(path)
    return path


@pytest.fixture(params=["demo", "generated", "empty"])
def begun(request: pytest.FixtureRequest, demo_file: Path, generated_file: Path, empty: Path) -> Path:
    """A file as it is when a run begins."""
    return {"demo": demo_file, "generated": generated_file, "empty": empty}[request.param]


def run(
    begun: Path, size: tuple[int, int], story: Sequence[Step], seed: int, met: set[type[Any]] | None = None
) -> None:
    """Play a story on a copy; where it fails, AssertionError with its steps."""

    def once(steps: Sequence[Step]) -> Exception | None:
        path = Path(shutil.copy(begun, "monkey.db"))
        for left in ("-wal", "-shm"):
            path.with_name(path.name + left).unlink(missing_ok=True)
        try:
            asyncio.run(play(path, size, steps, met))
        except Exception as error:
            return error
        finally:
            # An open workspace keeps what it has loaded from being collected, and Textual's parser remembers keys with
            # the app that they were sent to: the next one needs the room.
            XTermParser._parse_extended_key.cache_clear()
            gc.unfreeze()
            gc.collect()
        return None

    error = once(story)
    if error is not None:
        print(
            f"seed {seed} on {begun.name} at {size}: {type(error).__name__}: {error}\nafter {list(story)}", flush=True
        )
        traceback.print_exception(error)
        few = fewest(story, lambda steps: once(steps) is not None, SHRINKING)
        raise AssertionError(f"{type(error).__name__} on {begun.name} at {size}, seed {seed}, after {few}") from error


@pytest.mark.slow
def test_it_goes_on_whatever_is_pressed(begun: Path) -> None:
    end = time.monotonic() + SECONDS
    for seed in count(SEED):
        chance = random.Random(seed)
        run(begun, chance.choice(SIZES), random_story(chance), seed)
        if time.monotonic() >= end:
            break


@pytest.mark.slow
def test_it_goes_on_in_every_view_and_dialog(demo_file: Path) -> None:
    met: set[type[Any]] = set()
    for part, size in enumerate(SIZES):
        run(demo_file, size, walk(random.Random(SEED + part), part, len(SIZES), whole=SECONDS > 60), SEED + part, met)
    assert not {dialog.__name__ for dialog in dialogs() - met}


def test_the_steps_of_a_failing_run_become_few() -> None:
    rng = random.Random(1)
    story = [*random_story(rng), Keys(("j", "d", "k")), *random_story(rng)]
    pressed = []

    def fails(steps: Sequence[Step]) -> bool:
        pressed.append(len(steps))
        return any(isinstance(step, Keys) and "d" in step.keys for step in steps)

    assert fewest(story, fails, 10) == [Keys(("d",))]
    assert len(pressed) < 200
    assert fewest(story, fails, 0) != []
    assert len(STARTED) > 150
