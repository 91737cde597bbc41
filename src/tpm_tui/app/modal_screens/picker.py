"""Choosing one of many by typing part of its name: the palette, sorts, registers, saved views."""

from collections.abc import Callable, Sequence

from msgspec import Struct
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from tpm_tui.app.modal_screens.dialog import Dialog
from tpm_tui.app.widgets.line_list import LineList, PageLine
from tpm_tui.app.widgets.prompts.safe_input import SafeInput
from tpm_tui.app.widgets.strip_builder import StyledText
from tpm_tui.safe_text import fit, safe, width


class Choice(Struct, frozen=True):
    """``right`` stands at the right edge (a key), ``note`` before it; ``why_not`` says why it cannot be chosen now.
    ``synonyms`` are other words for it."""

    id: str
    text: str
    right: str = ""
    why_not: str = ""
    group: str = ""
    note: str = ""
    synonyms: tuple[str, ...] = ()


#: How well a choice fits of which not the title but another word begins with what is wanted.
_SYNONYM = 3
#: From here on a text only holds the letters wanted, one somewhere after the other.
_LETTERS = 4


def fuzzy_score(wanted: str, text: str) -> int | None:
    """How well a text holds the letters wanted, in order: lower is better; None if it does not hold them.

    Whole words and word beginnings count most, then letters close together.
    """
    if not wanted:
        return 0
    wanted, text = wanted.lower(), text.lower()
    at = text.find(wanted)
    if at >= 0:
        return 0 if at == 0 else 1 if text[at - 1] in " :.-" else 2
    score, place, last = _LETTERS, -1, -1
    for letter in wanted.replace(" ", ""):
        place = text.find(letter, place + 1)
        if place < 0:
            return None
        if last >= 0 and place != last + 1 and text[place - 1] not in " :.-":
            score += place - last
        last = place
    return score


def rank_choices(choices: Sequence[Choice], wanted: str) -> list[Choice]:
    """The choices that fit what is wanted, best first: by title, by synonym, by letters that follow each other.

    Letters that only happen to follow each other are no find where whole words are.
    """
    ranked = [(s, n) for n, c in enumerate(choices) if (s := _choice_score(c, wanted)) is not None]
    if wanted and min(ranked, default=(_LETTERS, 0))[0] < _LETTERS:
        ranked = [rank for rank in ranked if rank[0] < _LETTERS]
    return [choices[n] for _, n in sorted(ranked)]


def _choice_score(choice: Choice, wanted: str) -> int | None:
    score = fuzzy_score(wanted, f"{choice.text} {choice.id}")
    return _SYNONYM if (score is None or score > _SYNONYM) and _synonym(choice, wanted) else score


def _synonym(choice: Choice, wanted: str) -> str:
    """The synonym of which a word begins with what is wanted, empty if there is none."""
    wanted = wanted.strip().lower()
    return next((s for s in choice.synonyms if wanted and f" {wanted}" in f" {s.lower()}"), "")


class PickerScreen(Dialog[str | None]):
    """A list that narrows as one types; dismissed with the id chosen or None."""

    BINDINGS = [
        ("escape", "dismiss(None)", "Leave"),
        ("down,ctrl+n,tab", "step(1)", "Down"),
        ("up,shift+tab", "step(-1)", "Up"),
        ("pagedown", "page(1)", "Page down"),
        ("pageup", "page(-1)", "Page up"),
        ("ctrl+p", "dismiss(None)", "Leave"),
    ]

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        current: str = "",
        typed: Callable[[str], Choice | None] = lambda _text: None,
    ) -> None:
        """``typed`` makes a choice of a text that says all by itself; it stands before those whose names fit."""
        super().__init__()
        self._typed = typed
        self._title = title
        self._choices = choices
        self._current = current
        self._narrowed_to = ""

    def compose(self) -> ComposeResult:
        with Vertical(id="choose", classes="dialog"):
            yield SafeInput(placeholder="type to narrow", id="choose-input")
            yield LineList(id="choose-list")

    def on_mount(self) -> None:
        self.query_one("#choose", Vertical).border_title = Content(safe(self._title))
        self.query_one(Input).focus()
        # A click on the list leaves the typing where it is.
        self.query_one(LineList).can_focus = False
        self.call_after_refresh(self._narrow, "")

    def on_resize(self) -> None:
        self.call_after_refresh(self._narrow, self.query_one(Input).value)

    def _narrow(self, text: str) -> None:
        self._narrowed_to = text
        pages = self.query_one(LineList)
        cells = pages.size.width - 2
        lines, group, cursor = [], "", 0
        said = self._typed(text)
        for c in (*((said,) if said else ()), *rank_choices(self._choices, text)):
            if not text and c.group and c.group != group:
                group = c.group
                lines.append(PageLine(((c.group, "head"),)))
            if c.id == self._current and not text:
                cursor = len(lines)
            lines.append(PageLine(tuple(self._runs(c, cells, text)), target=c, stop=True))
        pages.empty = ("Nothing fits.",)
        pages.show_lines(lines, cursor)
        self.begun()

    @staticmethod
    def _runs(c: Choice, cells: int, wanted: str) -> list[StyledText]:
        right = safe(c.right)
        if c.why_not:
            # What it is comes before why not.
            right = fit(safe(c.why_not), min(width(safe(c.why_not)), max(20, cells - width(safe(c.text)) - 5)))
        text_cells = max(10, cells - width(right) - 2)
        text, note = "  " + safe(c.text), "" if c.why_not else safe(c.note)
        if _choice_score(c, wanted) == _SYNONYM:
            # The word that was typed stands beside the title that does not hold it.
            text += f" ({_synonym(c, wanted)})"
        if note and width(text) + width(note) + 2 <= text_cells:
            text = fit(text, text_cells - width(note) - 1) + " "
        else:
            text, note = fit(text, text_cells), ""
        style = "dim" if c.why_not else ""
        return [(text, style), (note, "soft"), ("  " + right, "dim" if c.why_not else "accent")]

    def on_input_changed(self, event: Input.Changed) -> None:
        self._catch_up()

    def _catch_up(self) -> None:
        """Narrow to what stands in the input: the next key may come before the message that tells of the last."""
        text = self.query_one(SafeInput).value
        if text != self._narrowed_to:
            self._narrow(text)

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        message.stop()
        self._take()

    def on_input_submitted(self, _event: Input.Submitted) -> None:
        self._take()

    def _take(self) -> None:
        line = self.query_one(LineList).line
        if line is not None and line.target is not None and not line.target.why_not:
            self.dismiss(line.target.id)

    def action_step(self, by: int) -> None:
        self._catch_up()
        self.query_one(LineList).step(by)

    def action_page(self, by: int) -> None:
        self._catch_up()
        self.query_one(LineList).half_page(by)
