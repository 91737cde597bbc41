"""The RACI matrix: who is responsible, accountable, consulted and informed."""

from tpm_tui.app.page_lines.people.raci import raci_lines
from tpm_tui.app.views.base.page_view import page_view
from tpm_tui.app.views.base.view import View

READS = frozenset({"raci", "item", "workstream", "person", "stakeholder"})

VIEW = View("raci", "", "RACI", page_view("RACI", raci_lines), READS, letter="r")
