"""The team: who is asked for how much of each day, and who has room."""

import re
from collections.abc import Collection, Sequence

from tpm_tui.app.page_lines.people.team import team_lines
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.views.filtered_page import FilteredPage
from tpm_tui.app.views.view import View, ViewContext
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.domain.text.field_values import ValidationError

_BY = re.compile(r"(?:^|(?<=\s))by:(\S*)\s*")


class TeamView(FilteredPage):
    """A filter of items leaves the load that they ask for; ``by:function`` in it makes a row of those alike."""

    def __init__(self, session: WorkspaceSession, *, digit: str = "") -> None:
        super().__init__(session, "Team", self._lines, digit=digit)

    def _lines(self, session: WorkspaceSession, cells: int) -> Sequence[PageLine]:
        words, by = split_grouping(self.filter_text)
        return team_lines(session, cells, by, self._chosen(session, words))

    def _chosen(self, session: WorkspaceSession, words: str) -> Collection[str] | None:
        from tpm_tui.domain.query.filters import filter_mask
        from tpm_tui.domain.query.sheet import Sheet
        from tpm_tui.domain.query.syntax import parse_filter

        if not words or session.schedule_result is None:
            return None
        plan = session.schedule_result.plan
        mask = filter_mask(parse_filter(words), Sheet(plan, session.context), "item")
        return {id_ for id_, fits in zip(plan["item"].ids, mask, strict=True) if fits}

    def describe(self, text: str) -> str:
        words, by = split_grouping(text)
        return f"{super().describe(words)}, by {by}"

    def figures_changed(self) -> None:
        self._heading = f"Team ─ {self.filter_text}" if self.filter_text else "Team"
        self.reload()


def split_grouping(text: str) -> tuple[str, str]:
    """A filter without its word ``by:``, and the grouping that it says. ValidationError for one that is none."""
    from tpm_tui.planning.analysis.workload.load_rows import GROUPINGS

    said = _BY.findall(text)
    by = said[-1] if said else GROUPINGS[0]
    if by not in GROUPINGS:
        raise ValidationError(f"the load is by {', '.join(GROUPINGS)}; not by {by[:30]!r}")
    return _BY.sub("", text).strip(), by


def _make(context: ViewContext, view: View) -> TeamView:
    return TeamView(context.session, digit=context.key_of(view))


VIEW = View(
    "team",
    "5",
    "Team",
    _make,
    frozenset(
        {
            "person", "pool", "absence", "assignment", "item", "link", "calendar", "calendar_exception", "programme",
            "sprint",
        }
    ),
    results=True, synonyms=("capacity", "workload", "utilisation", "resource"),
)  # fmt: skip
