"""A monkey at the keys: random keys, bytes, pastes, sizes and edits by another program, as steps that can be run again.

    await play(path, (80, 24), [Keys("j", "d", "y"), Other("delete"), Resize(110, 35), Bytes(b"\\xe9")])

:func:`play` fails if the workspace ends, reports an unexpected error, hangs, or shows what is not in the file.
:func:`fewest` makes the steps that fail as few as they can be, for a bounded time.
"""

import asyncio
import importlib
import pkgutil
import random
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from textual.binding import Binding

from support.store_files import sound
from support.workspace_pilot import WorkspacePilot
from tpm_tui.app.actions.action_catalog import all_actions
from tpm_tui.app.modal_screens.dialog import Dialog
from tpm_tui.app.views.registry_of_views_and_panes import VIEWS
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.store import Store, StoreError

SIZES = ((160, 45), (110, 35), (80, 24), (40, 12))
#: Seconds after which a story that is under way has hung.
HUNG = 60

#: Actions that would leave the program or its folder, or what the test can see of it.
LEAVING = frozenset(
    {"quit", "suspend", "leave", "import", "export", "backup", "picture", "forecast.export", "edit.text"}
)


@dataclass(frozen=True)
class Keys:
    """Keys pressed one right after the other."""

    keys: tuple[str, ...]


@dataclass(frozen=True)
class Bytes:
    """Bytes that the terminal sends, read by the driver's own parser."""

    data: bytes


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
class Start:
    """An action chosen in the palette."""

    action: str


@dataclass(frozen=True)
class Show:
    """A listed view, or the register of a kind."""

    view: str


@dataclass(frozen=True)
class Other:
    """Another program edits the record under the cursor, one that is in view, or any, chosen by ``seed``."""

    what: str
    seed: int = 0


@dataclass(frozen=True)
class Wait:
    """Until what was begun is done, or asks."""


Step = Keys | Bytes | Paste | Resize | Start | Show | Other | Wait


def _dialogs(base: type[Dialog[Any]] = Dialog) -> Iterator[type[Dialog[Any]]]:
    for dialog in base.__subclasses__():
        methods = (getattr(dialog, name, None) for name in dir(dialog))
        if not any(getattr(method, "__isabstractmethod__", False) for method in methods):
            yield dialog
        yield from _dialogs(dialog)


def dialogs() -> frozenset[type[Dialog[Any]]]:
    """Every dialog that the program's actions can open."""
    from tpm_tui.app import modal_screens

    for module in pkgutil.iter_modules(modal_screens.__path__, f"{modal_screens.__name__}."):
        importlib.import_module(module.name)
    return frozenset(_dialogs())


def _keys() -> list[str]:
    actions = all_actions().values()
    bound = {key for action in actions if action.id not in LEAVING for key in action.keys}
    for dialog in dialogs():
        for binding in dialog.BINDINGS:
            keys = binding.key if isinstance(binding, Binding) else binding[0]
            bound.update(keys.split(","))
    moving = {"tab", "shift+tab", "up", "down", "left", "right", "home", "end"}
    answers = {"enter", "escape", "backspace", "delete", "y", "n", "f2", "question_mark"}
    leaving = {key for action in actions if action.id in LEAVING for key in action.keys}
    return sorted((bound | moving | answers) - leaving)


KEYS = _keys()
TEXTS = ("ana", "T-12", "3d/5d/9d", "fri", "status:open", "x\ny", "é\u202e\x1b[31m", "-1", "after T-3", "", "a" * 300)
#: No UTF-8, 8-bit Meta, half a character; a click as X10 and as SGR report it; sequences that are cut off or of no key;
#: numbers that are too large; focus, a paste, reports of a mode and a colour.
BYTES = (
    *(b"\xe9", b"\xc3", b"\xea\xff", bytes(range(128, 256)), "jé日本🙂\u0301".encode(), b"\x00\x07"),
    *(b"\x1b[M \xb6\x30", b"\x1b[<0;150;3M\x1b[<0;150;3m", b"\x1b[<64;5;5M"),
    *(b"\x1b[M", b"\x1b[", b"\x1bO", b"\x1b[1;", b"\x1b", b"\x1b\x1b", b"\x1b[15;2~", b"\x1b[3;1:3~"),
    *(b"\x1b[999999999999u", b"\x1b[1;;55296u", b"\x1b[97;5u"),
    *(b"\x1b[I\x1b[O", b"\x1b[200~\xc3\xa9 pasted\x1b[201~", b"\x1b[?2026;2$y", b"\x1b]11;rgb:0/0/0\x07"),
)
SHOWN = (*(view.id for view in VIEWS), *KINDS)
STARTED = tuple(sorted(set(all_actions()) - LEAVING))
OTHER = ("add", "delete", "edit", "link", "unlink")


def random_step(rng: random.Random) -> Step:
    """A step; keys most often."""
    drawn = rng.random()
    if drawn < 0.45:
        return Keys(tuple(rng.choice(KEYS) for _ in range(rng.randint(1, 8))))
    if drawn < 0.57:
        return Start(rng.choice(STARTED))
    if drawn < 0.65:
        return Show(rng.choice(SHOWN))
    if drawn < 0.72:
        return Paste(rng.choice(TEXTS))
    if drawn < 0.80:
        return Bytes(b"".join(rng.choice(BYTES) for _ in range(rng.randint(1, 3))))
    if drawn < 0.86:
        return Resize(*rng.choice(SIZES))
    return Other(rng.choice(OTHER), rng.randrange(1000))


def random_story(rng: random.Random) -> list[Step]:
    """Steps of a run."""
    return [random_step(rng) for _ in range(rng.randint(20, 60))]


#: How to come to each dialog on the demo, where one action alone does not lead there.
OPENINGS: tuple[tuple[Step, ...], ...] = (
    (Start("help"),),
    (Start("palette"),),
    (Show("backlog"), Keys(("enter",))),
    (Show("backlog"), Keys(("W",))),
    (Show("backlog"), Keys(("E",))),
    (Show("backlog"), Start("columns")),
    (Show("backlog"), Keys(("d",))),
    (Show("backlog"), Start("calendar"), Wait(), Keys(("enter",)), Wait()),
    (Show("meeting"), Start("session.hold"), Wait()),
    (Start("forecast"), Wait()),
    (Show("backlog"), Start("report"), Wait(), Keys(("enter",)), Wait()),
    (Show("backlog"), Start("hearers"), Wait()),
    (Show("decision"), Start("decision.matrix"), Wait()),
    (Show("backlog"), Start("what-if"), Wait(), Keys(("D",)), Wait(), Keys(("I",)), Wait()),
    (Start("level"), Wait(), Keys(("down", "enter")), Wait()),
    (Show("backlog"), Start("impact"), Wait()),
)


def walk(rng: random.Random, part: int, parts: int, *, whole: bool) -> list[Step]:
    """A part of this: every dialog, every view and, where it is ``whole``, every register and every action that does
    not leave the program, else some of them. Each is followed by keys and by what another program does to what is on
    the screen."""
    registers = [(Show(place), Keys(("j", "k"))) for place in KINDS]
    actions = [(Show(rng.choice(all_actions()[name].kinds or ("backlog",))), Start(name)) for name in STARTED]
    visits = [
        *OPENINGS,
        *((Show(view.id), Keys(("j", "k"))) for view in VIEWS),
        *(registers if whole else rng.sample(registers, 8)),
        *(actions if whole else rng.sample(actions, 24)),
    ]
    story: list[Step] = []
    for visit in visits[part::parts]:
        story += [*visit, random_step(rng), Other(rng.choice(OTHER), rng.randrange(1000)), Keys(("escape",) * 4)]
    return story


async def play(path: Path, size: tuple[int, int], story: Sequence[Step], met: set[type[Any]] | None = None) -> None:
    """Run steps on a file; an error where the workspace does what it must not. Screens that came up go to ``met``."""
    with _limited(HUNG + len(story)):
        async with WorkspacePilot(path, size, forecast=True, mouse=False) as pilot:
            for step in story:
                await _take(pilot, path, step)
                if met is not None:
                    met.update(type(screen) for screen in pilot.app.screen_stack)
            for _ in range(12):
                await pilot.press("escape")
            await pilot.until(lambda: _shown_as_stored(pilot, path), "the screen shows what the file holds", 30)
            _visible_rows_are_records(pilot)
    assert sound(path), "the file is damaged"


@contextmanager
def _limited(seconds: int) -> Iterator[None]:
    """Raise an error in whatever runs after so many seconds."""

    def hung(_number: int, frame: FrameType | None) -> None:
        raise RuntimeError(f"hung at {frame.f_code.co_filename}:{frame.f_lineno}" if frame else "hung")

    before = signal.signal(signal.SIGALRM, hung)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


async def _take(pilot: WorkspacePilot, path: Path, step: Step) -> None:
    if isinstance(step, Keys):
        pilot.rush(*step.keys)
        await pilot.pilot.pause()
    elif isinstance(step, Bytes):
        pilot.send_bytes(step.data)
        await pilot.pilot.pause()
    elif isinstance(step, Paste):
        pilot.paste(step.text)
    elif isinstance(step, Resize):
        await pilot.pilot.resize_terminal(step.columns, step.lines)
    elif isinstance(step, Wait):
        await pilot.answered()
    elif isinstance(step, Start):
        pilot.app.action_start(step.action)
        await pilot.pilot.pause()
    elif isinstance(step, Show):
        if not pilot.app.busy and len(pilot.app.screen_stack) == 1:
            layout = pilot.workspace.view_layout
            layout.show_kind(step.view) if step.view in KINDS else layout.show_view(step.view)
            await pilot.pilot.pause()
    else:
        table = pilot.table
        chance = random.Random(step.seed)
        in_view = list(table.rows[:20])
        id_ = chance.choice(in_view) if in_view and chance.random() < 0.3 else table.current
        # The file is locked, or what is to be edited has gone: another program would have to live with it too.
        with suppress(ValidationError, StoreError):
            await asyncio.to_thread(_edit, path, step.what, chance, (table.kind, id_))
    assert not pilot.app._exit, f"it has left\n{pilot.screen}"
    assert not pilot.app.errors.reporter.errors, pilot.app.errors.reporter.errors[0]


def _edit(path: Path, what: str, chance: random.Random, shown: tuple[str, str | None]) -> None:
    with Store.open(path, author="ben") as store:
        plan = store.load()
        kind, id_ = shown
        if id_ is None or kind not in plan.tables or id_ not in plan[kind] or chance.random() < 0.3:
            kind, id_ = "item", _any(chance, plan, "item")
        with store.transaction(f"By another: {what}") as tx:
            if what == "add":
                tx.add("item", title=f"Added {chance.randrange(1000)}")
            elif what == "link" and (other := _any(chance, plan, "item")) and (first := _any(chance, plan, "item")):
                tx.add("link", predecessor=first, successor=other)
            elif what == "unlink" and (link := _any(chance, plan, "link")):
                tx.delete("link", link)
            elif what == "delete" and id_ is not None:
                tx.delete(kind, id_)
            elif what == "edit" and id_ is not None:
                tx.set(kind, id_, **{plan[kind].kind.title: f"Edited {chance.randrange(1000)}"})


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


def fewest(story: Sequence[Step], fails: Callable[[Sequence[Step]], bool], seconds: float) -> list[Step]:
    """A part of the steps that still fails and has no step that could be left out, or what was reached in the time.

    Delta debugging: halves are left out first, then ever smaller parts; at last keys one by one.
    """
    until = time.monotonic() + seconds
    for split in (lambda steps: steps, _key_by_key):
        left: list[Step] = split(list(story))
        part = max(1, len(left) // 2)
        while part:
            at = 0
            while at < len(left) and time.monotonic() < until:
                tried = left[:at] + left[at + part :]
                if fails(tried):
                    left = tried
                else:
                    at += part
            part //= 2
        story = left
    return list(story)


def _key_by_key(story: Sequence[Step]) -> list[Step]:
    single: list[Step] = []
    for step in story:
        single += [Keys((key,)) for key in step.keys] if isinstance(step, Keys) else [step]
    return single
