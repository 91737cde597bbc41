"""What a record reaches, as a page on which one supposes that it slips, or that it falls away."""

from collections.abc import Callable, Sequence

from tpm_tui.app.modal_screens.page import PageScreen
from tpm_tui.app.widgets.line_list import PageLine

#: What the page is left with where something else is to be supposed; no id looks like it.
TURN = "turn"


class ImpactScreen(PageScreen):
    """Dismissed with the id of a record to walk on to, or with `TURN`."""

    BINDINGS = [("x", "turn", "Suppose it falls away, or slips")]

    def __init__(self, title: str, lines: Callable[[int], Sequence[PageLine]]) -> None:
        super().__init__(title, lines, free=False, hint=" enter walks on · x slips, falls away ")

    def action_turn(self) -> None:
        self.dismiss(TURN)
