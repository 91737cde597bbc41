"""The view of delivery: DORA metrics, availability, metrics against their targets."""

from tpm_tui.app.pages.delivery import delivery_lines
from tpm_tui.app.views.model import View
from tpm_tui.app.views.page_view import page_view

VIEW = View(
    "delivery",
    "",
    "Delivery",
    page_view("Delivery", delivery_lines),
    frozenset({"release", "incident", "maintenance_window", "workstream", "metric", "reading", "action", "decision"}),
)
