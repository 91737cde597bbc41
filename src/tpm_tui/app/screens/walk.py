"""A page about one item that leads on to others: why it lies where it lies, what it is linked with."""

from collections.abc import Callable, Sequence

from tpm_tui.app.screens.page import PageScreen
from tpm_tui.app.widgets.pagelist import PageLine


class WalkScreen(PageScreen):
    """Dismissed with ("item", id) to walk on, ("page", name) for the other page of the same item, ("open", "")."""

    BINDINGS = [
        ("W", "turn('why')", "Why"),
        ("L", "turn('links')", "Links"),
        ("o", "open", "Open the record"),
    ]

    def __init__(self, title: str, lines: Callable[[int], Sequence[PageLine]]) -> None:
        super().__init__(title, lines, free=False)

    def action_turn(self, name: str) -> None:
        self.dismiss(("page", name))

    def action_open(self) -> None:
        self.dismiss(("open", ""))
