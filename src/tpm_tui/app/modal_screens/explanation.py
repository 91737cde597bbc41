"""A page about one item that leads on to others: why it lies where it lies, what it is linked with."""

from collections.abc import Callable, Sequence

from tpm_tui.app.modal_screens.page import PageScreen
from tpm_tui.app.widgets.line_list import LineList, PageLine


class ExplanationScreen(PageScreen):
    """Dismissed with ("item", id …) to walk on, ("page", name) for the other page of the same item, ("open", ""),
    ("link", "") to add a link, ("relink", link) or ("unlink", link) to change or remove the one under the cursor.
    """

    BINDINGS = [
        ("W", "turn('why')", "Why"),
        ("L", "turn('links')", "Links"),
        ("o", "open", "Open the record"),
        ("b", "link", "Link: comes after …"),
        ("i", "at_link('relink')", "Change the link"),
        ("d", "at_link('unlink')", "Remove the link"),
    ]

    def __init__(self, title: str, lines: Callable[[int], Sequence[PageLine]], hint: str) -> None:
        super().__init__(title, lines, free=False, hint=hint)

    def action_turn(self, name: str) -> None:
        self.dismiss(("page", name))

    def action_open(self) -> None:
        self.dismiss(("open", ""))

    def action_link(self) -> None:
        self.dismiss(("link", ""))

    def action_at_link(self, what: str) -> None:
        """Of a line that stands for a link: its target ends with it."""
        line = self.query_one(LineList).line
        if line is not None and line.target is not None and len(line.target) == 3:
            self.dismiss((what, line.target[2]))
