"""Somebody at the keys of the workspace: stories press keys and read the screen, as a person does.

async with WorkspacePilot(path) as pilot:
    await pilot.press("a")
    await pilot.write("Freeze the schema")
    await pilot.press("enter")
    assert "Freeze the schema" in pilot.screen
"""

import asyncio
import codecs
import re
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Self

from textual import events
from textual.app import REPLACED_KEYS
from textual.keys import _character_to_key, _get_unicode_name_from_key
from textual.widgets import Input

from tpm_tui.app.app import TpmApp
from tpm_tui.app.keymap import effective_keys
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.services.ui_state import UiState
from tpm_tui.app.textual_compat import TolerantParser
from tpm_tui.app.views.backlog import Backlog
from tpm_tui.app.views.risks import Risks
from tpm_tui.app.views.stakeholders import Stakeholders
from tpm_tui.app.views.timeline import Timeline
from tpm_tui.app.widgets.one_line_bars import StatusLine
from tpm_tui.app.widgets.prompts.prompt import PromptOverlay, SuggestionList
from tpm_tui.app.widgets.view_table import ViewTable
from tpm_tui.app.workspace.screen import WorkspaceScreen
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text import field_values
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time import clock
from tpm_tui.domain.values.codec import Stored

WIDE, MIDDLE, SMALL = (160, 45), (110, 35), (80, 24)


class WorkspacePilot:
    """The app on a file, headless. ``keys``, ``columns`` … are what config.toml would set; it forecasts if told to.

    An unexpected error that the app reported fails the test, unless ``may_fail``.
    """

    def __init__(
        self,
        path: Path,
        size: tuple[int, int] = WIDE,
        *,
        keys: Mapping[str, Sequence[str]] | None = None,
        theme: str = "tpm-dark",
        readonly: bool = False,
        author: str = "ana",
        forecast: bool = False,
        may_fail: bool = False,
        **more: Any,
    ) -> None:
        self.path = path
        self.session = WorkspaceSession(path, InputContext(clock.today()), readonly=readonly, author=author)
        self.remembered = UiState(delay=60)
        live = effective_keys({name: tuple(one) for name, one in (keys or {}).items()})
        self.session.open_in_background()
        self.app = TpmApp(self.session, live, self.remembered, theme=theme, forecast=forecast, **more)
        self._parser = TolerantParser()
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._size = size
        self._may_fail = may_fail
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        self.session.show_opened()
        self.pilot = await self._stack.enter_async_context(self.app.run_test(size=self._size))
        await asyncio.wait_for(self.session.loaded.wait(), 60)
        await self.settle()
        return self

    async def __aexit__(self, *error: Any) -> None:
        await self._stack.__aexit__(*error)
        self.remembered.flush()
        if self.app.errors.reporter.errors and not self._may_fail:
            raise self.app.errors.reporter.errors[0]

    # -- doing

    async def press(self, *keys: str) -> None:
        """Press keys, one right after the other, and wait until what they began is done or asks."""
        self.rush(*keys)
        await self.settle()

    async def write(self, text: str) -> None:
        """Type a text, character by character."""
        await self.press(*text)

    def paste(self, text: str) -> None:
        """Send a text at once, as a terminal pastes, without waiting."""
        event = events.Paste(text)
        event.set_sender(self.app)
        assert self.app._driver is not None
        self.app._driver.send_message(event)

    def send_bytes(self, data: bytes) -> None:
        """Send bytes as the terminal does, without waiting: they go through the driver's decoder and parser."""
        assert self.app._driver is not None
        text = self._decoder.decode(data)
        for message in [*(self._parser.feed(text) if text else ()), *self._parser.tick()]:
            self.app._driver.process_message(message)

    async def rewrite(self, text: str) -> None:
        """Put a text in the place of what the input holds."""
        await self.press("end", "ctrl+u", *text)

    def rush(self, *keys: str) -> None:
        """Press keys without waiting, as a fast typist or a slow line does."""
        for key in keys:
            self._send(key)

    def _send(self, key: str) -> None:
        if len(key) == 1 and not key.isalnum():
            key = _character_to_key(key)
        try:
            import unicodedata

            char: str | None = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(key, key)))
        except KeyError:
            char = key if len(key) == 1 else None
        event = events.Key(key, char)
        event.set_sender(self.app)
        assert self.app._driver is not None
        self.app._driver.send_message(event)

    async def answered(self) -> None:
        """Until nothing that a key began is under way, or it waits for the person."""
        quiet, end = 0, time.monotonic() + 60
        while time.monotonic() < end:
            await self.pilot._wait_for_screen()
            if self._busy():
                quiet = 0
                await self.session.wait_until_idle()
                await asyncio.sleep(0.001)
            else:
                quiet += 1
                if quiet > 2:
                    return
        raise AssertionError(f"never done: {self._waiting_for()}\n{self.screen}")

    def _waiting_for(self) -> str:
        """Where the actions that are under way stand, for the message of a test that waits in vain."""
        places = []
        for worker in self.app.workers:
            awaited = getattr(worker, "_work", None)
            while (frame := getattr(awaited, "cr_frame", None)) is not None:
                places.append(f"{worker.group} {Path(frame.f_code.co_filename).name}:{frame.f_lineno}")
                awaited = awaited.cr_await
        return f"{places} held {self.app.key_queue.pending} busy {self.app.busy}"

    def _busy(self) -> bool:
        if self.app._exit:
            return False
        if self.app.key_queue.pending or self.app.busy:
            return True
        groups = ("load", "act", "filter", "clipboard", "remember")
        working = [worker for worker in self.app.workers if worker.group in groups and not worker.is_finished]
        asking = len(self.app.screen_stack) > 1 or bool(self.asking) or self.workspace.prompts.awaits_key
        return bool(working) and not asking

    async def settle(self) -> None:
        """Until everything begun is done and drawn, the dates worked out."""
        await self.answered()
        await self.workspace.updates.scheduler.wait_until_idle()
        await self.workspace.updates.team_load.wait_until_idle()
        await self.workspace.updates.people.wait_until_idle()
        await self.workspace.updates.forecaster.wait_until_idle()
        await self.pilot.pause()

    async def until(self, true: Any, what: str, timeout: float = 20.0) -> None:
        """Until it is true; AssertionError with the screen if it never is."""
        limit = asyncio.get_running_loop().time() + timeout
        while not true():
            await self.pilot.pause(0.02)
            if asyncio.get_running_loop().time() > limit:
                raise AssertionError(f"never: {what}\n{self.screen}")
        await self.pilot.pause()

    async def go(self, key: str) -> None:
        """Put the cursor of the active register on the record with that key."""
        register = self.app.action_context.selection.record_table
        place = self.plan.find_key(key)
        assert register is not None
        assert place is not None, f"there is no {key}"
        assert register.move_to_id(place[1]), f"{key} is not among the rows"
        await self.settle()

    async def command(self, words: str) -> None:
        """Find something in the palette by its words and start it."""
        await self.press(":")
        await self.write(words)
        await self.press("enter")

    # -- reading

    @property
    def workspace(self) -> WorkspaceScreen:
        return self.app.workspace

    @property
    def backlog(self) -> Backlog:
        return self.workspace.view_layout.table_of(Backlog)

    @property
    def timeline(self) -> Timeline:
        return self.workspace.view_layout.table_of(Timeline)

    @property
    def risks(self) -> Risks:
        return self.workspace.view_layout.table_of(Risks)

    @property
    def stakeholders(self) -> Stakeholders:
        return self.workspace.view_layout.table_of(Stakeholders)

    @property
    def table(self) -> ViewTable:
        """The view that keys act on."""
        return self.workspace.view_layout.active

    @property
    def plan(self) -> Plan:
        return self.session.plan

    @property
    def lines(self) -> list[str]:
        """What the screen shows, line by line, dialogs over what they cover."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    @property
    def screen(self) -> str:
        return "\n".join(self.lines)

    @property
    def reversed_titles(self) -> list[str]:
        """What stands reversed in the borders: the name of the pane that keys go to."""
        rows = [strip for strip in self.app.screen._compositor.render_strips() if "─" in "".join(s.text for s in strip)]
        return [s.text.strip() for strip in rows for s in strip if s.style and s.style.reverse and " ─ " in s.text]

    @property
    def footer(self) -> str:
        """The footer: the keys, or the newest message."""
        return self.workspace.query_one("#footer", StatusLine).text

    @property
    def status_bar(self) -> str:
        return self.workspace.query_one("#status-bar", StatusLine).text

    def line(self, text: str) -> str:
        """The first line that shows the text."""
        for line in self.lines:
            if text in line:
                return line
        raise AssertionError(f"no line shows {text!r}\n{self.screen}")

    def shows(self, text: str) -> bool:
        return text in self.screen

    @property
    def asking(self) -> PromptOverlay | None:
        """The question that is open over the panes."""
        listed = [ask for ask in self.workspace.query(PromptOverlay) if not ask.answer.done()]
        return listed[0] if listed else None

    @property
    def input(self) -> str:
        """What stands in the input that has the focus."""
        focused = self.app.focused
        assert isinstance(focused, Input), f"no input has the focus but {focused}\n{self.screen}"
        return focused.value

    @property
    def echo(self) -> str:
        """What the open input's text was understood as, or why it cannot be taken."""
        result = list(self.app.screen.query(SuggestionList)) if self.asking is None else [self.asking._answers]
        return result[0].echo

    @property
    def offered(self) -> list[str]:
        """The options below the open input."""
        result = list(self.app.screen.query(SuggestionList)) if self.asking is None else [self.asking._answers]
        return [text for text, _ in result[0].options]

    @property
    def current(self) -> str:
        """Key of the record under the cursor."""
        grid = self.app.action_context.selection.table
        assert grid is not None
        return self.key_of(grid.current) if grid.current else ""

    def key_of(self, id_: str, kind: str = "") -> str:
        return str(self.plan.value(kind or self.table.kind, id_, "key"))

    @property
    def rows(self) -> list[str]:
        """Keys of the active pane's rows, in order."""
        grid = self.app.action_context.selection.table
        assert grid is not None
        return [self.key_of(id_) for id_ in grid.rows]

    def value(self, key: str, field: str) -> Stored:
        """A field's stored value, in the plan the screen knows."""
        place = self.plan.find_key(key)
        assert place is not None, f"there is no {key}"
        return self.plan.value(*place, field)

    def shown(self, key: str, field: str) -> str:
        """A field as a person reads it."""
        place = self.plan.find_key(key)
        assert place is not None, f"there is no {key}"
        return self.session.sheet.text(*place, field)

    def content(self) -> dict[str, Any]:
        """Everything that was written into the plan: to compare before and after. See :func:`written`."""
        return written(self.plan)


def written(plan: Plan) -> dict[str, Any]:
    """Rows of every kind by id, without the stamps of when a record changed, and without the forecasts, which the
    program notes by itself and undo leaves."""
    return {
        name: {id_: {k: v for k, v in table.row(id_).items() if k != "changed"} for id_ in table.ids}
        for name, table in plan.tables.items()
        if name != "forecast"
    }


def squeeze(text: str) -> str:
    """Runs of blanks as one."""
    return re.sub(r"\s+", " ", text)


__all__ = ["MIDDLE", "SMALL", "WIDE", "WorkspacePilot", "field_values", "squeeze", "written"]
