"""The demo programme as it looks, at three sizes, beside what it looked like when somebody last said that it is right.

``make snapshots`` draws them anew: look at what has changed before it is committed.
"""

import os
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from app.actions.test_cell_edit import step_to
from support.demo_keys import SESSION_STORE
from support.svg_snapshot import svg
from support.workspace_pilot import MIDDLE, SMALL, WIDE, WorkspacePilot
from tpm_tui.demo import loader

FOLDER = Path(__file__).parent / "snapshots"

#: Set by ``make snapshots``: what is drawn is kept as right.
KEEP = bool(os.environ.get("TPM_KEEP_SNAPSHOTS"))


@contextmanager
def in_greenwich() -> Iterator[None]:
    """The history is told in the time of the reader's own place: here it is always the same one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("snapshots") / "demo.db"
    with in_greenwich():
        loader.build_demo(path, today=date(2026, 11, 23))
    return path


async def first_view(pilot: WorkspacePilot) -> None:
    await pilot.go(SESSION_STORE)


async def timeline(pilot: WorkspacePilot) -> None:
    await pilot.go(SESSION_STORE)
    await pilot.press("2", "=")


async def risks(pilot: WorkspacePilot) -> None:
    await pilot.press("3", "j", "j")


async def risk_matrix(pilot: WorkspacePilot) -> None:
    await pilot.press("3", "M")


async def stakeholder_grid(pilot: WorkspacePilot) -> None:
    await pilot.press("4", "M")


async def decisions(pilot: WorkspacePilot) -> None:
    await pilot.press("8")


async def record(pilot: WorkspacePilot) -> None:
    await pilot.go(SESSION_STORE)
    await pilot.press("enter")


async def form(pilot: WorkspacePilot) -> None:
    await pilot.go(SESSION_STORE)
    await pilot.press("E", "tab", "tab")


async def cell(pilot: WorkspacePilot) -> None:
    await pilot.go(SESSION_STORE)
    await pilot.press("w")
    await pilot.write("ka")


async def palette(pilot: WorkspacePilot) -> None:
    await pilot.press(":")
    await pilot.write("ope")


async def help_(pilot: WorkspacePilot) -> None:
    await pilot.press("?")


async def forecast(pilot: WorkspacePilot) -> None:
    await pilot.press("F")
    await pilot.until(lambda: pilot.shows("48 h a week"), "what the dates ask of people is added up")


async def what_if(pilot: WorkspacePilot) -> None:
    await pilot.press("I")
    await pilot.go(SESSION_STORE)
    await pilot.press("E")
    await step_to(pilot, "Estimate")
    await pilot.rewrite("30d/40d/60d")
    await pilot.press("f2", "I")


SCREENS: tuple[Callable[[WorkspacePilot], Awaitable[None]], ...] = (
    first_view, timeline, risks, risk_matrix, stakeholder_grid, decisions, record, form, cell, palette, help_, forecast,
    what_if,
)  # fmt: skip


@pytest.mark.parametrize("size", [WIDE, MIDDLE, SMALL], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__.strip("_"))
async def test_it_looks_as_it_did(
    file: Path, tmp_path: Path, size: tuple[int, int], screen: Callable[[WorkspacePilot], Awaitable[None]]
) -> None:
    with in_greenwich():
        async with WorkspacePilot(file, size) as pilot:
            await screen(pilot)
            drawn = svg(pilot.app.screen._compositor.render_strips())
    compare(drawn, FOLDER / f"{screen.__name__.strip('_')}-{size[0]}x{size[1]}.svg", tmp_path)


def compare(drawn: str, kept: Path, tmp_path: Path) -> None:
    """Hold a picture against the one that was kept, or keep it."""
    if KEEP:
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(drawn, encoding="utf-8")
        return
    now = tmp_path / kept.name
    now.write_text(drawn, encoding="utf-8")
    before, after = kept.read_text(encoding="utf-8").split("\n"), drawn.split("\n")
    changed = [line for line in after if line not in before]
    assert before == after, f"{kept} looks otherwise now: {now}\nlines that are new:\n" + "\n".join(changed[:20])
