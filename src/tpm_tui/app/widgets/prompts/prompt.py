"""Asking for one value: an input over the cell or at the foot of the screen, with what the text was understood as.

Nothing is taken that cannot be: the reason stands below the input and the text stays.
"""

import asyncio
from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace
from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from tpm_tui.app.input.key_names import key_name
from tpm_tui.app.widgets.prompts.safe_input import SafeInput
from tpm_tui.app.widgets.strip_builder import StyledText
from tpm_tui.commands.input.field_input import Suggestion
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.text.wrapping import wrap_text
from tpm_tui.safe_text import fit, safe, width


class Prompt(Struct, frozen=True):
    """``check`` says what the text means, or raises ValidationError; ``suggest`` gives options for the text typed so
    far.

    ``region`` is the cell to stand on; None is the foot of the screen. ``follow`` says, after a change of the plan,
    where the cell is now and, in one line, what has become of its record; there is none where it never moves.
    ``problem`` says why the text was not taken
    before, until it is changed. ``draft`` is the name under which what is typed is kept until it is taken: a question
    that begins empty begins with it, any other offers it as the newest of its ``history``. ``whole`` selects what the
    question begins with, so that typing replaces it. ``complete`` puts an option into the text typed so far. ``hint``
    is said while nothing is typed.
    """

    label: str
    text: str = ""
    check: Callable[[str], str] = lambda _text: ""
    suggest: Callable[[str], Sequence[Suggestion]] = lambda _text: ()
    region: Region | None = None
    live: Callable[[str], None] | None = None
    history: Sequence[str] = ()
    problem: str = ""
    draft: str = ""
    whole: bool = True
    steps: bool = False
    follow: Callable[[], tuple[Region | None, str]] | None = None
    complete: Callable[[str, str], str] = lambda _text, option: option
    hint: str = ""


class SuggestionList(Widget):
    """The lines below the input: what was understood or why not, in as many lines as it takes, and the options."""

    COMPONENT_CLASSES = {
        "suggestion-list--echo",
        "suggestion-list--bad",
        "suggestion-list--option",
        "suggestion-list--current",
        "suggestion-list--dim",
    }
    most = 7

    def __init__(self) -> None:
        super().__init__()
        self.echo, self.bad = "", False
        self.options: list[Suggestion] = []
        self.at = -1

    def widest(self) -> int:
        """Cells that the longest line would take."""
        lines = [self.echo, *(f"{text}  {more}" for text, more in self.options[: self.most])]
        return max(width(safe(line)) for line in lines) + 4

    def echo_lines(self, cells: int) -> list[str]:
        """What was understood, or why not, so that none of it is cut off unless it would hide what it stands on."""
        if not self.echo:
            return []
        return wrap_text(safe(self.echo[:2000]), max(10, cells - 3), most=6)

    def lines_needed(self, cells: int) -> int:
        return len(self.echo_lines(cells)) + min(len(self.options), self.most)

    def render_line(self, y: int) -> Strip:
        cells = self.size.width
        said = self.echo_lines(cells)
        if y < len(said):
            style = self.get_component_rich_style("suggestion-list--bad" if self.bad else "suggestion-list--echo")
            mark = " " if y else "✗" if self.bad else "→"
            return Strip([Segment(fit(f" {mark} {said[y]}", cells), style)], cells)
        y -= len(said)
        top = max(0, min(self.at - self.most + 1, len(self.options) - self.most))
        place = y + top
        if place >= len(self.options) or place < 0:
            return Strip.blank(cells, self.rich_style)
        text, more = self.options[place]
        name = "suggestion-list--current" if place == self.at else "suggestion-list--option"
        line = f" {safe(text)}" + (f"  {safe(more)}" if more else "")
        return Strip([Segment(fit(line, cells), self.get_component_rich_style(name))], cells)


class PromptOverlay(Widget):
    """The overlay; ``answer`` becomes the text taken, or None where it was left."""

    BINDINGS = [
        ("escape", "leave", "Leave"),
        ("down,ctrl+n", "pick(1)", "Next option"),
        ("up", "pick(-1)", "Previous option"),
        ("tab", "complete(1)", "Complete, or on to the next cell"),
        ("shift+tab", "complete(-1)", "Back to the cell before"),
    ]

    def __init__(self, question: Prompt, typed: Callable[[str], None] = lambda _text: None) -> None:
        """``typed`` is told of each text that is typed."""
        super().__init__(id="ask")
        self.question = question
        self.typed = typed
        self.answer: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        #: Where to go on after the answer: 1 to the next cell, -1 to the one before, 0 nowhere.
        self.step = 0
        self._answers = SuggestionList()
        self._label = PromptLabel(self.question.label)
        self._input = SafeInput(question.text, select=False)
        self._history_position = len(question.history)
        self._heard = False
        self._looked_at = ""
        self._min_width = 30
        #: Whether it begins with what was typed before and not taken.
        self.restored = False

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield self._label
            yield self._input
        yield self._answers

    def on_mount(self) -> None:
        self._place()
        self._input.focus()
        self._look(self.question.text)
        if self.question.problem:
            self._show_problem(self.question.problem)
        elif self._answers.bad:
            # Nothing is wrong with what nobody has typed.
            self._show_echo(self.question.hint, bad=False)
        # After the focus, which comes later too.
        self.app.call_later(self._listen)

    def _listen(self) -> None:
        # Here and not when the focus comes, which may be after the first of the keys that were typed ahead.
        if self.question.whole and self._input.value == self.question.text:
            self._input.select_all()
        self._heard = True
        self.app.release_keys()  # type: ignore[attr-defined]

    @property
    def listening(self) -> bool:
        """Whether keys go into the input: not before it has the focus, nor once it was answered."""
        return self._heard and not self.answer.done()

    def hints(self) -> list[StyledText]:
        """What is asked and which keys answer, for the footer."""
        question, stands = self.question, self.question.region is not None
        if self.restored:
            return [
                (" typed before and not taken: ", "strong"),
                *_prompt_keys((key_name("enter"), "take it"), ("esc", "leave it kept")),
            ]
        label: list[StyledText] = [(f" {question.label} ", "strong")] if stands else []
        options = ("↑↓", "options") if self._answers.options else None
        earlier = ("↑", "typed before") if question.history else None
        step = ("tab", "next cell") if question.steps else ("tab", "complete") if options and not stands else None
        return [*label, *_prompt_keys((key_name("enter"), "take"), options, earlier, step, ("esc", "leave"))]

    def _place(self) -> None:
        """Stand on the cell, as wide as it or wide enough to type in, or along the foot of the screen."""
        whole = self.screen.size
        region = self.question.region
        self.set_class(region is None, "foot")
        if region is None:
            self._label.styles.width = self._label.cells
            wide, lines = whole.width, 1 + self._answers.lines_needed(whole.width)
            self.styles.offset = (0, max(0, whole.height - 1 - lines))
        else:
            # As far to the right as there is room, so that the input stays on its cell; never narrower again.
            free_cells = max(30, whole.width - region.x)
            self._min_width = max(self._min_width, region.width, min(self._answers.widest(), free_cells))
            wide = min(whole.width, self._min_width)
            lines = 1 + self._answers.lines_needed(wide)
            x = max(0, min(region.x, whole.width - wide))
            # The input begins at the cell, whatever stands beside and below it.
            self._label.styles.width = region.x - x
            y = region.y if region.y + lines <= whole.height else max(0, whole.height - lines)
            self.styles.offset = (x, y)
        self.styles.width, self.styles.height = wide, lines
        self._answers.styles.height = max(0, lines - 1)

    def follow_change(self) -> None:
        """Stand where the cell is now; at the foot of the screen, with the reason, where it is gone."""
        if self.question.follow is not None and not self.answer.done():
            region, problem = self.question.follow()
            if region != self.question.region:
                self.question = replace(self.question, region=region)
                self._place()
            if problem:
                self._show_problem(problem)

    def _look(self, text: str) -> None:
        answers = self._answers
        self._looked_at = text
        try:
            answers.echo, answers.bad = self.question.check(text), False
        except ValidationError as refused:
            answers.echo, answers.bad = refused.reason, True
        answers.options = list(self.question.suggest(text))
        answers.at = -1
        self._place()
        answers.refresh()

    def _show_problem(self, reason: str) -> None:
        self._show_echo(reason, bad=True)

    def _show_echo(self, text: str, *, bad: bool) -> None:
        self._answers.echo, self._answers.bad = text, bad
        self._place()
        self._answers.refresh()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._catch_up()

    def _catch_up(self) -> None:
        """Look at what stands in the input: the next key may come before the message that tells of the last."""
        text = self._input.value
        if text != self._looked_at:
            self._look(text)
            self.typed(text)
            if self.question.live is not None:
                self.question.live(text)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        answers = self._answers
        self._submit(self._completed(answers.options[answers.at][0]) if answers.at >= 0 else event.value, 0)

    def _submit(self, text: str, step: int) -> None:
        try:
            self.question.check(text)
        except ValidationError as refused:
            self._show_problem(refused.reason)
            return
        self.step = step
        self._finish(text)

    def _completed(self, option: str) -> str:
        return self.question.complete(self._input.value, option)

    def action_pick(self, by: int) -> None:
        self._catch_up()
        answers = self._answers
        if answers.options and not (by < 0 and answers.at < 0 and self.question.history):
            answers.at = max(-1, min(len(answers.options) - 1, answers.at + by))
            answers.refresh()
        elif self.question.history:
            self._history_position = max(0, min(len(self.question.history), self._history_position + by))
            past = self.question.history
            self._input.value = (
                past[self._history_position] if self._history_position < len(past) else self.question.text
            )
            self._input.cursor_position = len(self._input.value)

    def action_complete(self, step: int) -> None:
        """Enter the option picked (or the only one, at the foot); with none picked, take the text and step on."""
        self._catch_up()
        answers = self._answers
        if answers.at >= 0 or (self.question.region is None and answers.options):
            self._input.value = self._completed(answers.options[max(0, answers.at)][0])
            self._input.cursor_position = len(self._input.value)
        elif self.question.region is not None:
            self._submit(self._input.value, step)

    def action_leave(self) -> None:
        self._finish(None)

    def on_descendant_blur(self, _event: events.DescendantBlur) -> None:
        if self.is_mounted and self.app.focused is not None:
            self._finish(None)

    def _finish(self, text: str | None) -> None:
        if not self.answer.done():
            self.answer.set_result(text)


class PromptLabel(Widget):
    """The word before an input; nothing where there is no room for it, as on a cell: then the footer says it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.cells = width(safe(text)) + 3
        self.styles.width = self.cells

    def render_line(self, y: int) -> Strip:
        text = f" {safe(self._text)}: " if y == 0 and self.cells <= self.size.width else ""
        return Strip([Segment(fit(text, self.size.width), self.rich_style)], self.size.width)


class OverlayHost(Widget):
    """The cell of a screen that questions hang on, over everything else."""

    def render_line(self, y: int) -> Strip:
        return Strip.blank(self.size.width, self.rich_style)


def _prompt_keys(*pairs: tuple[str, str] | None) -> list[StyledText]:
    return [run for pair in pairs if pair for run in ((f" {pair[0]}", "key"), (f" {pair[1]} ", ""))]
