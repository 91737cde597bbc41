"""Money: earned value, the S-curve, budgets and months."""

from collections.abc import Sequence

from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.views.page_view import page_view
from tpm_tui.app.views.view import View
from tpm_tui.app.widgets.line_list import PageLine

READS = frozenset(
    {
        "programme", "item", "link", "person", "rate", "assignment", "calendar", "absence", "cost", "budget",
        "reserve_draw", "time_entry", "baseline", "risk", "check", "workstream",
    }
)  # fmt: skip


def _lines(session: WorkspaceSession, cells: int) -> Sequence[PageLine]:
    # What money is counted with is loaded when it is first shown, not when the screen comes up.
    from tpm_tui.app.page_lines.money import money_lines

    return money_lines(session, cells)


VIEW = View("money", "6", "Money", page_view("Money", _lines), READS, results=True)
