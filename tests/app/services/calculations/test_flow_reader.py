"""Histories that are read while the file changes, and by readers that stop waiting."""

import asyncio
import threading
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.store_files import FILES, new_file
from tpm_tui.app.services.calculations.flow_reader import FlowReader
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.planning.flow import flow_of_plan
from tpm_tui.planning.flow.history.state_history import StateHistories
from tpm_tui.store.store import Store

STATES = ("backlog", "ready", "doing", "done")


async def opened(path: Path) -> WorkspaceSession:
    """A session on a whole file."""
    session = WorkspaceSession(path, InputContext(date(2026, 11, 23)), author="ben")
    session.open_in_background()
    session.show_opened()
    await session.complete(lambda _changed: None, lambda _text: None)
    return session


async def play(path: Path, steps: list[tuple[str, int]]) -> StateHistories:
    """The histories of a reader after edits, undoes, and readings that are waited for or given up."""
    session = await opened(path)
    reader = FlowReader(session)
    items = session.plan["item"].ids
    for step, number in steps:
        if step == "set":
            item, status = items[number % len(items)], STATES[number % len(STATES)]
            await session.change("Set", "test", lambda tx, i=item, s=status: tx.set("item", i, status=s))
        elif step == "undo":
            await session.undo()
        elif step == "read":
            await reader.flow()
        else:
            reading = asyncio.create_task(reader.flow())
            # In milliseconds: what it is cancelled in is another step each time.
            await asyncio.wait([reading], timeout=number / 1000)
            reading.cancel()
            await asyncio.wait([reading])
    await reader.flow()
    await session.close()
    return reader._histories


@given(
    st.lists(
        st.tuples(st.sampled_from(("set", "set", "undo", "read", "give up")), st.integers(0, 30)),
        min_size=3,
        max_size=12,
    )
)
@settings(FILES, max_examples=15)
def test_no_change_is_taken_in_twice_or_left_out(steps: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.db"
        with new_file(path, author="ana") as store:
            store.load()
            with store.transaction("Add", "test") as tx:
                for number in range(3):
                    tx.add("item", title=f"Work {number}")
        kept = asyncio.run(play(path, steps))
        with Store.open(path, readonly=True) as store:
            store.load()
            afresh = StateHistories()
            afresh.extend(store.state_changes()[1], STATES[0])
        assert kept.items == afresh.items


def test_a_reading_that_was_given_up_while_it_counts_is_not_taken_in_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.db"
    with new_file(path, author="ana") as store, store.transaction("Add", "test") as tx:
        item = tx.add("item", title="One")
    counting, go_on = threading.Event(), threading.Event()
    real = flow_of_plan.plan_flow

    def held_up(*args: Any) -> Any:
        counting.set()
        assert go_on.wait(20)
        return real(*args)

    async def story() -> StateHistories:
        session = await opened(path)
        reader = FlowReader(session)
        await reader.flow()
        for status in ("doing", "ready", "done"):
            await session.change("Set", "test", lambda tx, s=status: tx.set("item", item, status=s))
        with monkeypatch.context() as patched:
            patched.setattr(flow_of_plan, "plan_flow", held_up)
            reading = asyncio.create_task(reader.flow())
            assert await asyncio.to_thread(counting.wait, 20)
            reading.cancel()
            await asyncio.wait([reading])
        go_on.set()
        await reader.flow()
        await session.close()
        return reader._histories

    assert asyncio.run(story()).items[item].states == ["backlog", "doing", "ready", "done"]


def test_changes_after_the_plan_that_is_shown_wait_for_the_next(tmp_path: Path) -> None:
    with new_file(tmp_path / "plan.db") as store:
        store.load()
        with store.transaction("Add", "test") as tx:
            one = tx.add("item", title="One")
        until = store.plan.sequence
        with store.transaction("Set", "test") as tx:
            tx.set("item", one, status="done")
        assert [change[1] for change in store.state_changes(0, until)[1]] == [one]
        whole, changes = store.state_changes(until)
        assert (whole, [change[4] for change in changes]) == (False, ["done"])
