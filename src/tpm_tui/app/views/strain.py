"""Strain: how long people can keep this up."""

from tpm_tui.app.page_lines.people.strain import strain_page_lines
from tpm_tui.app.views.page_view import page_view
from tpm_tui.app.views.view import View

READS = frozenset(
    {
        "programme",
        "item",
        "link",
        "person",
        "pool",
        "assignment",
        "calendar",
        "absence",
        "time_entry",
        "incident",
        "shift",
    }
)

VIEW = View("strain", "", "Strain", page_view("Strain", strain_page_lines), READS, results=True)
