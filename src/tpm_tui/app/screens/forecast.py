"""The forecast as pages: digits and tab turn them, / asks for a date or a confidence, o chooses whose finish."""

from collections.abc import Callable, Sequence

from tpm_tui.app.screens.page import PageScreen
from tpm_tui.app.widgets.pagelist import PageLine, PageList


class ForecastScreen(PageScreen):
    """Dismissed with ("ask", ""), ("whose", ""), ("respond", ""), or the target of a line; ``turn`` turns a page."""

    BINDINGS = [
        *((str(n + 1), f"turn({n}, 0)", "Page") for n in range(9)),
        ("tab,right,l", "turn(-1, 1)", "Next page"),
        ("shift+tab,left,h", "turn(-1, -1)", "Page before"),
        ("/,slash", "leave('ask', '')", "A date or a confidence"),
        ("o", "leave('whose', '')", "Whose finish"),
        ("r", "leave('respond', '')", "Cheapest responses"),
    ]

    def __init__(
        self, title: str, lines: Callable[[int, int], Sequence[PageLine]], turn: Callable[[int, int], None]
    ) -> None:
        super().__init__(title, lambda cells: lines(cells, max(10, self.query_one(PageList).size.height)), free=True)
        self._turn = turn

    def action_turn(self, page: int, by: int) -> None:
        self._turn(page, by)
        self.query_one(PageList).go(0)
        self.fill()

    def action_leave(self, what: str, more: str) -> None:
        self.dismiss((what, more))
