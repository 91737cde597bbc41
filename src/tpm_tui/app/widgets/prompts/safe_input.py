"""The one input: what is typed into it is drawn as safely as any other text, and a paste is taken whole."""

from collections.abc import Callable

from tpm_tui.app.textual_compat import CompatInput
from tpm_tui.safe_text import safe_each


def join_lines(text: str) -> str:
    """The lines of a text with blanks between them; none for the breaks around it."""
    return " ".join(text.strip("\n").split("\n"))


class SafeInput(CompatInput):
    """A line to type in. ``taken`` makes of a paste's lines, ended by ``\\n``, the one line the field holds."""

    def __init__(self, value: str = "", *, placeholder: str = "", select: bool = True, id: str | None = None) -> None:
        """``select``: the text is selected when the field gets the focus, so that typing replaces it."""
        super().__init__(value, placeholder=placeholder, select_on_focus=select, compact=True, id=id)
        # A cursor that blinks keeps an idle line busy.
        self.cursor_blink = False
        self.taken: Callable[[str], str] = join_lines

    def paste(self, text: str) -> None:
        """Put a paste in the place of what is selected, or at the cursor."""
        self.replace(self.taken(text), *self.selection)

    def drawn_text(self) -> str:
        return safe_each(self.value)
