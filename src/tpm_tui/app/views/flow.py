"""The view of flow: where work waits, how long it takes, what is too old."""

from datetime import date
from typing import TYPE_CHECKING

from tpm_tui.app.page_lines.line_builders import BLANK_LINE, text_line
from tpm_tui.app.services.flow_reader import FlowReader
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.views.filtered_page import FilteredPage
from tpm_tui.app.views.view import View, ViewContext
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.instants import EPOCH_ORDINAL
from tpm_tui.safe import safe
from tpm_tui.store.errors import StoreError

if TYPE_CHECKING:
    from tpm_tui.planning.flow.plan_flow import PlanFlow


class FlowView(FilteredPage):
    """Opens at once with what it knows, and fills when the journal was read beside the screen."""

    def __init__(self, session: WorkspaceSession, *, digit: str = "") -> None:
        super().__init__(session, "Flow", lambda _session, cells: self._known_lines(cells), digit=digit)
        self._reader = FlowReader(session)
        self._flow: tuple[Plan, PlanFlow] | None = None
        #: The filter that the flow was read with.
        self._read_filter = ""

    def _known_lines(self, cells: int) -> list[PageLine]:
        from tpm_tui.app.page_lines.delivery.flow import flow_page_lines, reading_lines

        if self._flow is None:
            return list(reading_lines())
        lines = flow_page_lines(*self._flow, cells)
        if self._read_filter:
            lines = [text_line((f"of {safe(self._read_filter)}", "mark")), BLANK_LINE, *lines]
        return lines

    def describe(self, text: str) -> str:
        from tpm_tui.planning.flow.day_window import split_window

        words, window = split_window(text, self.session.context)
        days = [
            f"{name} {date.fromordinal(day + EPOCH_ORDINAL):%a %d %b %Y}"
            for name, day in (("from", window.since), ("to", window.until))
            if day is not None
        ]
        return ", ".join([super().describe(words), *days])

    def figures_changed(self) -> None:
        self._flow = None
        self.reload()

    def reload(self) -> None:
        super().reload()
        if self.is_mounted and (self._flow is None or self._flow[0] is not self.session.plan):
            self.run_worker(self._read(), group="flow", exclusive=True)

    async def _read(self) -> None:
        plan = self.session.plan
        try:
            text = self.filter_text
            self._flow = plan, await self._reader.flow(text)
            self._read_filter = text
        except StoreError:
            return  # the screen says itself that the file cannot be read
        super().reload()


def _make(context: ViewContext, view: View) -> FlowView:
    return FlowView(context.session, digit=context.key_of(view))


VIEW = View(
    "flow",
    "",
    "Flow",
    _make,
    frozenset({"item", "state", "link"}),
    letter="f",
    synonyms=("cycle time", "throughput", "WIP", "kanban", "burn-up"),
)
