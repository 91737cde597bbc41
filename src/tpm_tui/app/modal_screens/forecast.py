"""The forecast as pages: digits and tab turn them, / asks for a date or a confidence, o chooses whose finish."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from tpm_tui.app.modal_screens.page import PageScreen
from tpm_tui.app.widgets.line_list import LineList, PageLine
from tpm_tui.safe_text import safe

#: The first line below the names of the pages.
BODY_ID = 2


class ForecastScreen(PageScreen):
    """``standing`` is what the numbers stand on, in the border, where it stays however far a page is scrolled; ``turn``
    turns a page; ``lacking`` is the work a page still needs, by its name, None where it needs none: done once.

    Dismissed with ("ask", ""), ("whose", ""), ("respond", ""), ("write", ""), or the target of a line.
    """

    BINDINGS = [
        *((str(n + 1), f"turn({n}, 0)", "Page") for n in range(9)),
        ("tab,right,l", "turn(-1, 1)", "Next page"),
        ("shift+tab,left,h", "turn(-1, -1)", "Page before"),
        ("/,slash", "leave('ask', '')", "A date or a confidence"),
        ("o", "leave('whose', '')", "Whose finish"),
        ("r,R", "leave('respond', '')", "Cheapest responses"),
        ("w", "leave('write', '')", "Write as SVG or CSV"),
    ]

    def __init__(
        self,
        title: str,
        standing: str,
        lines: Callable[[int, int], Sequence[PageLine]],
        turn: Callable[[int, int], None],
        lacking: Callable[[], tuple[str, Coroutine[Any, Any, None]] | None],
    ) -> None:
        def fitted(cells: int) -> Sequence[PageLine]:
            return lines(cells, max(10, self.query_one(LineList).size.height))

        super().__init__(title, fitted, free=True, hint=safe(standing))
        self._turn = turn
        self._lacking = lacking
        self._asked: set[str] = set()

    def fill(self) -> None:
        if self._left or not self.is_attached:
            return  # what was lacking has come too late
        pages = self.query_one(LineList)
        pages.cursor = max(pages.cursor, BODY_ID)
        super().fill()
        lacking = self._lacking()
        if lacking is None:
            return
        name, work = lacking
        if name in self._asked:
            work.close()
            return
        self._asked.add(name)
        self.run_worker(self._bring(work))

    async def _bring(self, work: Coroutine[Any, Any, None]) -> None:
        await work
        self.fill()

    def action_turn(self, page: int, by: int) -> None:
        self._turn(page, by)
        self.query_one(LineList).go(BODY_ID)
        self.fill()

    def action_leave(self, what: str, more: str) -> None:
        self.dismiss((what, more))
