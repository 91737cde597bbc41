"""A key is heard of when it is read, before the loop takes it."""

from pathlib import Path

from textual import events
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Size

from support.workspace_pilot import WorkspacePilot
from tpm_tui.app.terminal.key_listener import with_key_listener
from tpm_tui.store.store import Store


async def test_a_key_and_a_paste_are_heard_when_they_are_read_and_go_on_to_the_app(tmp_path: Path) -> None:
    path = tmp_path / "heard.db"
    with Store.create(path, name="Heard") as store, store.transaction("Fill") as tx:
        for rank in "ab":
            tx.add("item", title=rank, rank=rank)
    heard: list[int] = []
    async with WorkspacePilot(path) as pilot:
        driver = with_key_listener(HeadlessDriver, lambda: heard.append(1), lambda _error: None)(pilot.app)
        driver.process_message(events.Resize(Size(160, 45), Size(160, 45)))
        assert heard == []
        driver.process_message(events.Key("j", "j"))
        assert heard == [1], "before the loop has had a turn"
        await pilot.until(lambda: pilot.current == "T-2", "the cursor on the next row")
        driver.process_message(events.Paste("text"))
        assert heard == [1, 1]


async def test_what_is_worked_out_beside_the_screen_is_told_of_a_key_at_once(tmp_path: Path) -> None:
    path = tmp_path / "heard.db"
    Store.create(path, name="Heard").close()
    async with WorkspacePilot(path) as pilot:
        given: list[int] = []
        pilot.workspace.updates.forecaster.pause = lambda: given.append(1)  # type: ignore[method-assign]
        driver = pilot.app.driver_class(pilot.app)
        driver.process_message(events.Key("j", "j"))
        assert given == [1]


class Faltering(HeadlessDriver):
    """Reads twice what cannot be read, then to the end."""

    reads = 0

    def run_input_thread(self) -> None:
        self.reads += 1
        if self.reads < 3:
            raise ValueError("no key")


async def test_what_cannot_be_read_is_told_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "heard.db"
    Store.create(path, name="Heard").close()
    told: list[Exception] = []
    async with WorkspacePilot(path) as pilot:
        driver = with_key_listener(Faltering, lambda: None, told.append)(pilot.app)
        driver.run_input_thread()  # type: ignore[attr-defined]
    assert [str(error) for error in told] == ["no key", "no key"]
    assert driver.reads == 3  # type: ignore[attr-defined]
