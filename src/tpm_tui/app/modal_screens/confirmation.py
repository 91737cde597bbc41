"""What an edit would do, before it is done: y takes it, n or esc leaves it."""

from collections.abc import Callable, Sequence

from tpm_tui.app.modal_screens.page import PageScreen
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.safe_text import fit, safe, width

#: Cells for the title beside the question on a screen of 80 columns.
_MARGIN = 56


class ConfirmationScreen(PageScreen):
    """Dismissed with "yes", with the target of a line, or None."""

    BINDINGS = [("y", "dismiss('yes')", "Do it"), ("n", "dismiss(None)", "Leave it")]

    def __init__(self, title: str, lines: Callable[[int], Sequence[PageLine]], *, at: int = 0) -> None:
        # The question is to be read on a narrow screen too, however long the title.
        shown = safe(title)
        super().__init__(f"{fit(shown, min(width(shown), _MARGIN))} ─ do it? y/n", lines, free=False, at=at)
