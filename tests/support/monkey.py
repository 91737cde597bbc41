"""A monkey at the keys: random keys, pastes, sizes and edits by another program, as steps that can be run again.

    await play(path, (80, 24), [Keys("j", "d", "y"), External("delete"), Resize(110, 35), Paste("x")])

:func:`play` fails with the steps it was given if the workspace ends, shows a traceback, or shows what is not in the
file.
"""

import asyncio
import random
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from support.store_files import sound
from support.workspace_pilot import WorkspacePilot
from tpm_tui.app.actions.action_catalog import all_actions
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.store import Store, StoreError

SIZES = ((160, 45), (110, 35), (80, 24), (40, 12))

#: Actions that would leave the program, or what the test can see of it.
_LEAVING = frozenset({"quit", "suspend", "leave", "import", "export", "backup", "picture", "forecast.export"})


@dataclass(frozen=True)
class Keys:
    """Keys pressed one right after the other."""

    keys: tuple[str, ...]


@dataclass(frozen=True)
class Paste:
    """A text that comes at once."""

    text: str


@dataclass(frozen=True)
class Resize:
    """The terminal has another size, in cells."""

    columns: int
    lines: int


@dataclass(frozen=True)
class External:
    """Another program edits the record under the cursor, or another one chosen by ``seed``."""

    what: str
    seed: int = 0


Step = Keys | Paste | Resize | External


def _keys() -> list[str]:
    bound = {key for action in all_actions().values() if action.id not in _LEAVING for key in action.keys}
    leaving = {key for action in all_actions().values() if action.id in _LEAVING for key in action.keys}
    editing = {
        "enter",
        "escape",
        "tab",
        "shift+tab",
        "up",
        "down",
        "left",
        "right",
        "backspace",
        "delete",
        "home",
        "end",
    }
    return sorted((bound | editing | {"y", "n", "f2"}) - leaving - {"e"})


KEYS = _keys()
TEXTS = ("ana", "T-12", "3d/5d/9d", "fri", "status:open", "x\ny", "é\u202e\x1b[31m", "-1", "after T-3", "")

steps = st.one_of(
    st.lists(st.sampled_from(KEYS), min_size=1, max_size=8).map(lambda keys: Keys(tuple(keys))),
    st.sampled_from(TEXTS).map(Paste),
    st.sampled_from(SIZES).map(lambda size: Resize(*size)),
    st.builds(External, st.sampled_from(["add", "delete", "edit", "link", "unlink"]), st.integers(0, 1000)),
)  # fmt: skip


async def play(path: Path, size: tuple[int, int], story: Sequence[Step]) -> None:
    """Run steps on a file; AssertionError with them where the workspace does what it must not."""
    try:
        async with WorkspacePilot(path, size, forecast=True, mouse=False) as pilot:
            for step in story:
                await _take(pilot, path, step)
            for _ in range(12):
                await pilot.press("escape")
            await pilot.until(lambda: _shown_as_stored(pilot, path), "the screen shows what the file holds", 60)
            _visible_rows_are_records(pilot)
    except Exception as error:
        raise AssertionError(f"{type(error).__name__}: {error}\nafter {list(story)} at {size}") from error
    assert sound(path), f"the file is damaged after {list(story)} at {size}"


async def _take(pilot: WorkspacePilot, path: Path, step: Step) -> None:
    if isinstance(step, Keys):
        pilot.rush(*step.keys)
        await pilot.pilot.pause()
    elif isinstance(step, Paste):
        pilot.paste(step.text)
    elif isinstance(step, Resize):
        await pilot.pilot.resize_terminal(step.columns, step.lines)
    else:
        current = (pilot.table.kind, pilot.table.current)
        # The file is locked, or what is to be edited has gone: another program would have to live with it too.
        with suppress(ValidationError, StoreError):
            await asyncio.to_thread(_edit, path, step, current)
    assert not pilot.app._exit, f"it has left\n{pilot.screen}"


def _edit(path: Path, step: External, current: tuple[str, str | None]) -> None:
    chance = random.Random(step.seed)
    with Store.open(path, author="ben") as store:
        plan = store.load()
        kind, id_ = current
        if id_ is None or kind not in plan.tables or id_ not in plan[kind] or chance.random() < 0.3:
            kind, id_ = "item", _any(chance, plan, "item")
        with store.transaction(f"By another: {step.what}") as tx:
            if step.what == "add":
                tx.add("item", title=f"Added {step.seed}")
            elif (
                step.what == "link" and (other := _any(chance, plan, "item")) and (first := _any(chance, plan, "item"))
            ):
                tx.add("link", predecessor=first, successor=other)
            elif step.what == "unlink" and (link := _any(chance, plan, "link")):
                tx.delete("link", link)
            elif step.what == "delete" and id_ is not None:
                tx.delete(kind, id_)
            elif step.what == "edit" and id_ is not None:
                tx.set(kind, id_, **{plan[kind].kind.title: f"Edited {step.seed}"})


def _any(chance: random.Random, plan: Plan, kind: str) -> str | None:
    ids = plan[kind].ids
    return chance.choice(ids) if len(ids) else None


def _shown_as_stored(pilot: WorkspacePilot, path: Path) -> bool:
    if pilot.session.what_if is not None:
        return True
    with Store.open(path, readonly=True) as store:
        stored = store.load()
    known = pilot.plan
    return all(stored[kind].ids == known[kind].ids for kind in stored.tables if kind != "forecast")


def _visible_rows_are_records(pilot: WorkspacePilot) -> None:
    for table in pilot.workspace.view_layout.first_tables():
        assert set(table.rows) <= set(pilot.plan[table.kind].ids), f"{table.id} shows what is not there"
