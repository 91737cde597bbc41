"""The one input: what is typed into it is drawn as safely as any other text, and a paste is taken whole."""

from collections.abc import Callable

from rich.cells import cell_len
from rich.text import Text
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from tpm_tui.safe_text import safe_each


def join_lines(text: str) -> str:
    """The lines of a text with blanks between them; none for the breaks around it."""
    return " ".join(text.strip("\n").split("\n"))


class SafeInput(Input):
    """A line to type in. ``taken`` makes of a paste's lines, ended by ``\\n``, the one line the field holds."""

    #: A longer text scrolls within the field, so that no letter moves another widget: the screen is not laid out anew.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)

    def __init__(self, value: str = "", *, placeholder: str = "", select: bool = True, id: str | None = None) -> None:
        """``select``: the text is selected when the field gets the focus, so that typing replaces it."""
        super().__init__(value, placeholder=placeholder, select_on_focus=select, compact=True, id=id)
        # A cursor that blinks keeps an idle line busy.
        self.cursor_blink = False
        self.taken: Callable[[str], str] = join_lines

    def paste(self, text: str) -> None:
        """Put a paste in the place of what is selected, or at the cursor."""
        self.replace(self.taken(text), *self.selection)

    @property
    def _value(self) -> Text:
        return Text(safe_each(self.value), no_wrap=True, overflow="ignore", end="")

    def _position_to_cell(self, position: int) -> int:
        return cell_len(safe_each(self.value)[:position])
