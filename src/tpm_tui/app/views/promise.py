"""The promise: the target, how sure it is, how often it was moved, and the state of every part by rule."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from typing import TYPE_CHECKING

from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.views.base.calculated_page import CalculatedPageView
from tpm_tui.app.views.base.view import View, ViewContext
from tpm_tui.app.widgets.line_list import PageLine

if TYPE_CHECKING:
    from tpm_tui.planning.promise.how_often_target_dates_moved import PushOut

READS = frozenset({"programme", "item", "link", "risk", "incident", "requirement", "workstream", "cost"})


class PromiseView(CalculatedPageView["Sequence[PushOut]"]):
    """The promise as it is forecast; the moves of the target are read from the journal beside the screen."""

    def __init__(self, session: WorkspaceSession, *, digit: str = "") -> None:
        super().__init__(session, "Promise", _moves, self._lines, digit=digit)

    def _lines(self, moves: Sequence[PushOut], cells: int) -> Sequence[PageLine]:
        from tpm_tui.app.page_lines.schedule.promise import promise_lines

        return promise_lines(self.session, moves, cells)

    def _known_lines(self, cells: int) -> list[PageLine]:
        # The forecast is there before the moves are, or after them: each is shown when it comes.
        return list(self._lines(self._known or (), cells))


async def _moves(session: WorkspaceSession, report: Callable[[str], None]) -> AsyncIterator[Sequence[PushOut]]:
    from tpm_tui.commands.report_source import target_moves

    report("how often the target was moved")
    yield await session.read(target_moves)


def _make(context: ViewContext, view: View) -> PromiseView:
    return PromiseView(context.session, digit=context.key_of(view))


VIEW = View(
    "promise",
    "",
    "Promise",
    _make,
    READS,
    results=True,
    letter="o",
    synonyms=("commitment", "traffic light", "dashboard"),
)
