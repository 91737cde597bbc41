"""Money: earned value, the S-curve, budgets and months."""

from tpm_tui.app.pages.money import money_lines
from tpm_tui.app.views.model import View
from tpm_tui.app.views.page_view import page_view

READS = frozenset(
    {
        "programme", "item", "link", "person", "rate", "assignment", "calendar", "absence", "cost", "budget",
        "reserve_draw", "time_entry", "baseline", "risk", "check", "workstream",
    }
)  # fmt: skip

VIEW = View("money", "6", "Money", page_view("Money", money_lines), READS, results=True)
