"""The view of delivery: DORA metrics, availability, metrics against their targets."""

from collections.abc import Sequence

from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.views.base.page_view import page_view
from tpm_tui.app.views.base.view import View
from tpm_tui.app.widgets.line_list import PageLine


def _lines(session: WorkspaceSession, cells: int) -> Sequence[PageLine]:
    from tpm_tui.app.page_lines.delivery.delivery import delivery_lines

    return delivery_lines(session, cells)


READS = frozenset(
    {"release", "incident", "maintenance_window", "workstream", "metric", "reading", "action", "decision"}
)

VIEW = View(
    "delivery",
    "",
    "Delivery",
    page_view("Delivery", _lines),
    READS,
    letter="d",
    synonyms=("DORA", "availability", "downtime", "lead time", "MTTR"),
)
