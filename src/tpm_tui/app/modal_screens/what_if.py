"""The page of a what-if: its edits to mark, and what they do to the plan."""

from collections.abc import Callable, Sequence
from typing import Any

from tpm_tui.app.modal_screens.page import PageScreen
from tpm_tui.app.widgets.line_list import LineList, PageLine


class WhatIfScreen(PageScreen):
    """Dismissed with ("keep", numbers), ("throw", None), ("item", id), or None to go on trying."""

    BINDINGS = [
        ("space", "mark", "Mark or unmark"),
        ("K", "keep", "Keep the marked"),
        ("X", "throw", "Throw all away"),
        ("I", "dismiss(None)", "Back"),
    ]

    def __init__(self, title: str, lines: Callable[[set[int], int], Sequence[PageLine]], marked: set[int]) -> None:
        """``lines`` makes the lines for the marked numbers and a width; ``marked`` are those marked to begin with."""
        #: The numbers of the edits that are marked.
        self.marked = marked
        super().__init__(title, lambda cells: lines(self.marked, cells), free=False)

    def action_mark(self) -> None:
        line = self.query_one(LineList).line
        target: Any = line.target if line is not None else None
        if isinstance(target, tuple) and target[0] == "step":
            self.marked = self.marked ^ {target[1]}
            self.fill()
            self.query_one(LineList).step(1)

    def action_keep(self) -> None:
        self.dismiss(("keep", sorted(self.marked)))

    def action_throw(self) -> None:
        self.dismiss(("throw", None))

    def action_choose(self) -> None:
        line = self.query_one(LineList).line
        if line is not None and isinstance(line.target, tuple) and line.target[0] == "step":
            self.action_mark()
        else:
            super().action_choose()
