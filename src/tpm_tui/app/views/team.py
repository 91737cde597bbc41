"""The team: who is asked for how much of each day, and who has room."""

from tpm_tui.app.page_lines.people.team import team_lines
from tpm_tui.app.views.page_view import page_view
from tpm_tui.app.views.view import View

VIEW = View(
    "team",
    "5",
    "Team",
    page_view("Team", team_lines),
    frozenset(
        {
            "person",
            "pool",
            "absence",
            "assignment",
            "item",
            "link",
            "calendar",
            "calendar_exception",
            "programme",
            "sprint",
        }
    ),
    results=True,
)
