"""Each private part of Textual that the program stands on is there and does what it is used for."""

import ast
import asyncio
import importlib
import inspect
import io
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from textual._compositor import ChopsUpdate
from textual.app import App
from textual.binding import Binding
from textual.content import Content
from textual.driver import Driver
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from tpm_tui import app
from tpm_tui.app.textual_compat import (
    CompatApp,
    CompatInput,
    CompatScreen,
    CroppedUpdate,
    TolerantParser,
    add_binding,
    ignore_broken_sequences,
    set_border_subtitle,
    set_border_title,
    set_input_encoding,
)

APP = Path(app.__file__).parent


class SmallApp(CompatApp):
    """Counts what is sent and in how many pieces it is held back."""

    def __init__(self) -> None:
        super().__init__()
        self.pressed: list[str] = []
        add_binding(self, Binding("x", "note('first')", ""))
        add_binding(self, Binding("x", "note('second')", ""))
        add_binding(self, Binding("x", "note('third')", ""), over=False)

    def get_default_screen(self) -> Screen[None]:
        return CompatScreen()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return parameters != ("first",)

    def action_note(self, text: str) -> None:
        self.pressed.append(text)


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (App, "_display"),
        (ChopsUpdate, "render_segments"),
        (App, "_handle_exception"),
        (App, "_check_bindings"),
        (MessagePump, "_dispatch_message"),
        (Widget, "render_lines"),
        (Screen, "_compositor_refresh"),
        (Input, "_position_to_cell"),
    ],
)
def test_a_method_that_is_overridden_or_called_is_there(owner: type[Any], name: str) -> None:
    assert callable(getattr(owner, name))


async def test_an_app_has_a_driver_and_says_whether_the_terminal_can_hold_back_its_picture() -> None:
    app = SmallApp()
    async with app.run_test():
        assert isinstance(app._driver, Driver)
        assert isinstance(app._sync_available, bool)


async def test_a_key_runs_the_first_binding_that_may_run() -> None:
    app = SmallApp()
    async with app.run_test():
        assert await app.run_key("x")
        assert not await app.run_key("y")
    assert app.pressed == ["second"]


async def test_a_screen_is_drawn_only_once_it_may_be() -> None:
    app = SmallApp()
    async with app.run_test() as pilot:
        screen = app.screen
        assert isinstance(screen, CompatScreen)
        screen._dirty_widgets.add(screen)
        screen._compositor_refresh()
        assert not screen._dirty_widgets
        screen.may_draw = True
        await pilot.pause()
        screen._compositor_refresh()


async def test_a_border_title_is_set_without_drawing_the_widget_anew() -> None:
    app = SmallApp()
    async with app.run_test() as pilot:
        widget = Widget()
        await app.screen.mount(widget)
        await pilot.pause()
        set_border_title(widget, Content("Backlog"))
        assert widget.border_title == "Backlog"
        set_border_subtitle(widget, Content("3 items"))
        assert widget.border_subtitle == "3 items"


async def test_a_thread_has_the_loop_of_the_app_call_something() -> None:
    app, called = SmallApp(), asyncio.Event()
    app.call_in_loop(called.set)
    assert not called.is_set(), "there is no loop yet"
    async with app.run_test():
        await asyncio.to_thread(app.call_in_loop, called.set)
        await asyncio.wait_for(called.wait(), 5)


class Shouting(CompatInput):
    """Draws capitals."""

    def drawn_text(self) -> str:
        return self.value.upper()


async def test_an_input_draws_another_text_than_it_holds() -> None:
    assert isinstance(inspect.getattr_static(Input, "_value"), property)
    async with SmallApp().run_test():
        field = Shouting("straw")
        assert (str(field._value), field.value, field._position_to_cell(3)) == ("STRAW", "straw", 3)


@cache
def stored_names(file: str) -> dict[str, set[str]]:
    """The names that each class of a file sets on its instances."""
    tree = ast.parse(Path(file).read_text(encoding="utf-8"))
    return {
        owner.name: {
            node.attr
            for node in ast.walk(owner)
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and ast.unparse(node.value) == "self"
        }
        for owner in ast.walk(tree)
        if isinstance(owner, ast.ClassDef)
    }


@cache
def own_names(owner: type[Any]) -> set[str]:
    """The private names that a class defines, or sets on its instances."""
    names = vars(owner).keys() | stored_names(str(sys.modules[owner.__module__].__file__)).get(owner.__name__, set())
    return {name for name in names if name.startswith("_") and not name.startswith("__")}


def test_nothing_else_stands_on_a_private_part_of_textual() -> None:
    of_textual = set(vars(type("Plain", (Widget,), {})))  # what Textual itself sets on each class of a widget
    clashes, foreign = [], []
    for path in sorted(APP.rglob("*.py")):
        name = "tpm_tui.app." + ".".join(path.relative_to(APP).with_suffix("").parts).removesuffix(".__init__")
        if path.stem in ("textual_compat", "__init__"):
            continue
        module = importlib.import_module(name)
        for owner in vars(module).values():
            if inspect.isclass(owner) and owner.__module__ == name:
                theirs = [base for base in owner.__mro__ if base.__module__.startswith("textual.")]
                private = (own_names(owner) - of_textual) & {name for base in theirs for name in own_names(base)}
                clashes += [f"{owner.__name__}.{attribute}" for attribute in private]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and "textual._" in (node.module or ""):
                foreign.append(f"{name}: {node.module}")
            elif isinstance(node, ast.Attribute) and node.attr in ("_loop", "_driver", "_bindings", "_compositor"):
                foreign.append(f"{name}: {ast.unparse(node)}")
    assert (clashes, foreign) == ([], [])


class Recording(SmallApp):
    """Notes whether the terminal was asked to hold back its picture for what was displayed."""

    held_back: bool | None = None

    def _begin_update(self) -> None:
        self.held_back = self._sync_available
        super()._begin_update()


@pytest.mark.parametrize(("cells", "held_back"), [(10, False), (1000, True)])
async def test_a_small_change_is_sent_in_one_piece(cells: int, held_back: bool) -> None:
    app = Recording()
    async with app.run_test(size=(cells, 5)):
        app._sync_available = True
        app.held_back = None
        update = ChopsUpdate([{0: Strip.blank(cells)}], [(0, 0, cells)], [[cells]])
        app._display(app.screen, update)
        assert app.held_back in (held_back, None)
        assert app._sync_available, "left as it was"


def test_of_a_line_only_the_cells_that_changed_are_sent() -> None:
    left, right = Strip([Segment("abcdef")]), Strip([Segment("ghi")])
    update = CroppedUpdate([{0: left, 6: right}, {0: None, 6: right}], [(0, 1, 3), (0, 5, 7), (1, 0, 9)], [[6, 9]] * 2)
    sent = update.render_segments(Console(color_system=None))
    assert sent == "\x1b[1;2Hbc\x1b[1;6Hf\x1b[1;7Hg\x1b[2;7Hghi"


async def test_raw_text_goes_to_the_driver() -> None:
    app = SmallApp()
    async with app.run_test():
        sent: list[str] = []
        assert app._driver is not None
        app._driver.write = sent.append  # type: ignore[method-assign]
        app.send_raw("\x1b]52;c;eA==\x07")
        assert sent == ["\x1b]52;c;eA==\x07"]


def test_a_terminal_driver_turns_mouse_reports_on_and_off() -> None:
    from textual.drivers.linux_driver import LinuxDriver

    assert callable(LinuxDriver._enable_mouse_support)
    assert callable(LinuxDriver._disable_mouse_support)


def test_the_driver_decodes_as_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from textual.drivers import linux_driver

    source = inspect.getsource(linux_driver.LinuxDriver.run_input_thread)
    assert 'getincrementaldecoder("utf-8")().decode' in source
    monkeypatch.setattr(linux_driver, "getincrementaldecoder", linux_driver.getincrementaldecoder)
    set_input_encoding("utf-8")
    assert linux_driver.getincrementaldecoder("utf-8")().decode(b"a\xe9b", final=False) == "a\N{REPLACEMENT CHARACTER}b"
    set_input_encoding("iso8859-1")
    assert linux_driver.getincrementaldecoder("utf-8")().decode(b"a\xe9b", final=False) == "aéb"


#: Parts of what terminals send: keys, reports of the mouse, of sizes and of modes, pastes, and their ends.
_STARTS = ("[", "[<", "[M", "[?", "O", "]", "P", "[200~", "[201~", "[1;")
_PARTS = [
    *(f"\x1b{start}" for start in _STARTS),
    *"umMRct;:.-09a\x1b\x9b\x00\x7fé\N{REPLACEMENT CHARACTER}",
    *("$y", "48;", "57441", "55296", "999999999999"),
]


@given(st.lists(st.lists(st.sampled_from(_PARTS) | st.characters(exclude_categories=["Cs"]), max_size=12), max_size=4))
def test_the_parser_reads_whatever_a_terminal_sends(chunks: list[list[str]]) -> None:
    parser = TolerantParser()
    for chunk in chunks:
        heard = list(parser.feed("".join(chunk) or "x"))
        if parser._timeout_time is not None:
            parser._timeout_time = 0.0  # nothing more came in time
        assert all(isinstance(event, Message) for event in [*heard, *parser.tick()])


def test_the_driver_reads_with_that_parser() -> None:
    from textual.drivers import linux_driver

    assert "XTermParser(" in inspect.getsource(linux_driver.LinuxDriver.run_input_thread)
    ignore_broken_sequences()
    assert linux_driver.XTermParser is TolerantParser  # type: ignore[attr-defined]


def test_what_is_drawn_in_the_meantime_can_be_printed() -> None:
    update = ChopsUpdate([{0: Strip.blank(3)}], [(0, 0, 3)], [[3]])
    out = io.StringIO()
    Console(file=out, force_terminal=True, width=10, height=3).print(update)
    assert out.getvalue()
