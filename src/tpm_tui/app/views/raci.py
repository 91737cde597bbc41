"""The RACI matrix: who is responsible, accountable, consulted and informed."""

from collections.abc import Sequence

from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.views.base.page_view import page_view
from tpm_tui.app.views.base.view import View
from tpm_tui.app.widgets.line_list import PageLine


def _lines(session: WorkspaceSession, cells: int) -> Sequence[PageLine]:
    from tpm_tui.app.page_lines.people.raci import raci_lines

    return raci_lines(session, cells)


READS = frozenset({"raci", "item", "workstream", "person", "stakeholder"})

VIEW = View("raci", "", "RACI", page_view("RACI", _lines), READS, letter="r")
