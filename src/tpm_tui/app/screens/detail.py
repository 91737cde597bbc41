"""One record in full: read it, walk its links, edit a field."""

from collections.abc import Callable, Sequence

from tpm_tui.app.screens.page import PageScreen
from tpm_tui.app.widgets.pagelist import PageLine, PageList


class DetailScreen(PageScreen):
    """A page whose cursor rests on fields and links; dismissed with what was chosen."""

    BINDINGS = [
        ("i", "edit", "Edit the field"),
        ("E", "form", "Edit the whole form"),
        ("W", "turn('why')", "Why"),
        ("L", "turn('links')", "Links"),
    ]

    def __init__(self, title: str, lines: Callable[[int], Sequence[PageLine]]) -> None:
        super().__init__(title, lines, free=False)

    def action_edit(self) -> None:
        line = self.query_one(PageList).line
        if line is not None and isinstance(line.target, tuple) and line.target[0] == "field":
            self.dismiss(line.target)

    def action_turn(self, page: str) -> None:
        self.dismiss(("turn", page))

    def action_form(self) -> None:
        self.dismiss(("form", ""))
