"""Work beside the screen that dies says so, and comes back."""

import asyncio

import pytest

from tpm_tui.app.services import background_task
from tpm_tui.app.services.background_task import BackgroundTask


class Work:
    """Fails so many times, then succeeds."""

    def __init__(self, failures: int) -> None:
        self.runs = 0
        self._failures = failures

    async def __call__(self) -> None:
        self.runs += 1
        await asyncio.sleep(0)
        if self.runs <= self._failures:
            raise KeyError(f"item-{self.runs}")


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background_task, "RESTART_DELAY", 0.0)


async def test_it_comes_back_until_it_is_done_and_says_each_death() -> None:
    said: list[str] = []
    work = Work(failures=2)
    task = BackgroundTask("the watch on the file", said.append, restart=True)
    task.start(work)
    assert await task.wait(10)
    assert work.runs == 3
    assert [text.partition(")")[0] for text in said] == [
        "the watch on the file has stopped (KeyError: 'item-1'",
        "the watch on the file has stopped (KeyError: 'item-2'",
    ]


async def test_without_restart_the_next_start_begins_it_again() -> None:
    said: list[str] = []
    work = Work(failures=1)
    task = BackgroundTask("the scheduler", said.append)
    task.start(work)
    assert await task.wait(10)
    assert (work.runs, len(said)) == (1, 1)
    task.start(work)
    assert await task.wait(10)
    assert (work.runs, len(said)) == (2, 1)


async def test_what_runs_is_not_begun_twice_and_cancelling_is_no_death() -> None:
    said: list[str] = []
    begun: list[int] = []

    async def forever() -> None:
        begun.append(1)
        await asyncio.Event().wait()

    task = BackgroundTask("the watch on the file", said.append, restart=True)
    task.start(forever)
    task.start(forever)
    assert not await task.wait(0.01)
    task.cancel()
    assert await task.wait(10)
    assert (begun, said) == ([1], [])
