"""The team: who is asked for how much of each day, and who has room."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Sequence
from typing import TYPE_CHECKING

from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.views.base.calculated_page import CalculatedPageView
from tpm_tui.app.views.base.filtered_page import FilteredPage
from tpm_tui.app.views.base.view import View, ViewContext
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.domain.text.field_values import ValidationError

if TYPE_CHECKING:
    from tpm_tui.app.services.calculations.team_figures import TeamFigures
    from tpm_tui.planning.analysis.workload.load_by_person_skill_or_workstream import LoadRow

_BY = re.compile(r"(?:^|(?<=\s))by:(\S*)\s*")


class TeamView(FilteredPage, CalculatedPageView["TeamFigures"]):
    """A filter of items leaves the load that they ask for; ``by:function`` in it makes a row of those alike."""

    def __init__(self, session: WorkspaceSession, *, digit: str = "") -> None:
        super().__init__(session, "Team", self._figures, self._lines, digit=digit)
        #: The column of the strip that is marked, from the left.
        self.column = 0

    async def _figures(self, session: WorkspaceSession, report: Callable[[str], None]) -> AsyncIterator[TeamFigures]:
        from tpm_tui.app.services.calculations.team_figures import calculate_team_figures

        assert session.schedule_result is not None
        words, by = split_grouping(self.filter_text)
        report("who is asked for how much of each day")
        yield await calculate_team_figures(session.schedule_result, session.sheet, by, words)

    def _lines(self, figures: TeamFigures, cells: int) -> Sequence[PageLine]:
        from tpm_tui.app.page_lines.people.team import team_lines

        return team_lines(figures, cells, self.column)

    def step_column(self, by: int) -> None:
        """Mark another column of the strip."""
        if self._known is not None:
            from tpm_tui.app.page_lines.people.team import strip_scale

            last = strip_scale(self._known, self.line_cells).columns - 1
            self.column = max(0, min(last, self.column + by))
            self.reload()

    @property
    def cell(self) -> tuple[TeamFigures, LoadRow, range] | None:
        """The figures, the row under the cursor and the days of the marked column; None on another line."""
        if self._known is None or self.computing:
            return None
        from tpm_tui.app.page_lines.people.team import row_at, strip_scale

        row = row_at(self._known, self.cursor)
        return None if row is None else (self._known, row, strip_scale(self._known, self.line_cells).days(self.column))

    def describe(self, text: str) -> str:
        words, by = split_grouping(text)
        return f"{super().describe(words)}, by {by}"


def split_grouping(text: str) -> tuple[str, str]:
    """A filter without its word ``by:``, and the grouping that it says. ValidationError for one that is none."""
    from tpm_tui.planning.analysis.workload.load_by_person_skill_or_workstream import GROUPINGS

    said = _BY.findall(text)
    by = said[-1] if said else GROUPINGS[0]
    if by not in GROUPINGS:
        raise ValidationError(f"the load is by {', '.join(GROUPINGS)}; not by {by[:30]!r}")
    return _BY.sub("", text).strip(), by


def _make(context: ViewContext, view: View) -> TeamView:
    return TeamView(context.session, digit=context.key_of(view))


READS = frozenset(
    {
        "person", "pool", "absence", "assignment", "item", "link", "calendar", "calendar_exception", "programme",
        "sprint",
    }
)  # fmt: skip

VIEW = View(
    "team",
    "5",
    "Team",
    _make,
    READS,
    results=True, synonyms=("capacity", "workload", "utilisation", "resource"),
)  # fmt: skip
