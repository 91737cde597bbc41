"""Money: earned value, the S-curve, budgets and months; a page further all figures, the trend, and who earned what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tpm_tui.app.services.calculations.money_figures import calculate_money_figures
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.views.base.calculated_page import CalculatedPageView
from tpm_tui.app.views.base.view import View, ViewContext
from tpm_tui.app.widgets.line_list import PageLine

if TYPE_CHECKING:
    from tpm_tui.app.services.calculations.money_figures import MoneyFigures

READS = frozenset(
    {
        "programme", "item", "link", "state", "person", "pool", "rate", "assignment", "calendar", "calendar_exception",
        "absence", "cost", "budget", "reserve_draw", "time_entry", "baseline", "baseline_entry", "risk", "check",
        "workstream",
    }
)  # fmt: skip


class MoneyView(CalculatedPageView["MoneyFigures"]):
    """Two pages; its digit turns them."""

    def __init__(self, session: WorkspaceSession, *, digit: str = "") -> None:
        super().__init__(session, "Money", calculate_money_figures, self._page_lines, digit=digit)
        self._further = False

    def turn_page(self) -> None:
        """From the first figures to all of them, and back."""
        self._further = not self._further
        self.cursor = self.top = 0
        self._settled = False
        self.reload()

    def _page_lines(self, figures: MoneyFigures, cells: int) -> Sequence[PageLine]:
        # What money is drawn with is loaded when it is first shown, not when the screen comes up.
        if self._further:
            from tpm_tui.app.page_lines.money.earned_value import all_figures_lines

            return all_figures_lines(figures, cells, self.computing)
        from tpm_tui.app.page_lines.money.money import money_lines

        return money_lines(figures, self.session.converged_forecast, cells)


def _make(context: ViewContext, view: View) -> MoneyView:
    return MoneyView(context.session, digit=context.key_of(view))


VIEW = View("money", "6", "Money", _make, READS, results=True, synonyms=("budget", "earned value", "EVM", "spend"))
