"""The view of flow: where work waits, how long it takes, what is too old."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from tpm_tui.app.page_lines.line_builders import text_line, wrapped_lines
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.views.base.filtered_page import FilteredPage
from tpm_tui.app.views.base.view import View, ViewContext
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.app.widgets.record_table import record_reads
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import full_date
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time.instants import EPOCH_ORDINAL
from tpm_tui.safe_text import safe
from tpm_tui.store.errors import StoreError

if TYPE_CHECKING:
    from tpm_tui.planning.flow.flow_of_plan import PlanFlow


class FlowView(FilteredPage):
    """Opens at once with what it knows, and fills when the journal was read beside the screen."""

    def __init__(self, session: WorkspaceSession, *, digit: str = "") -> None:
        super().__init__(session, "Flow", lambda _session, cells: self._known_lines(cells), digit=digit)
        from tpm_tui.app.services.calculations.flow_reader import FlowReader

        self._reader = FlowReader(session)
        self._flow: tuple[Plan, PlanFlow] | None = None
        #: The basis of the flow that is known, or that cannot be, with the reason.
        self._finished: tuple[object, ...] | None = None
        self._reason = ""
        self._reading = False

    def _known_lines(self, cells: int) -> list[PageLine]:
        from tpm_tui.app.page_lines.delivery.flow import flow_page_lines, reading_lines

        if self._reason:
            return [text_line((safe(part), "bad")) for part in wrapped_lines(self._reason, cells)]
        return list(reading_lines()) if self._flow is None else flow_page_lines(*self._flow, cells)

    def describe(self, text: str) -> str:
        from tpm_tui.planning.flow.history.day_window import split_window

        words, window = split_window(text, self.session.context)
        days = [
            f"{name} {day:%a} {full_date(day)}"
            for name, day in (
                (name, date.fromordinal(number + EPOCH_ORDINAL))
                for name, number in (("from", window.since), ("to", window.until))
                if number is not None
            )
        ]
        return ", ".join([super().describe(words), *days])

    def narrow(self, text: str) -> None:
        self._flow = None
        super().narrow(text)

    def reload(self) -> None:
        super().reload()
        if self.is_mounted and not self._reading and self._finished != self.basis:
            self._reading = True
            self.run_worker(self._read(), group="flow")

    def apply_results(self, columns: Mapping[tuple[str, str], Any]) -> None:
        if self._finished != self.basis:
            self.reload()

    async def _read(self) -> None:
        """Read until what is known is of the newest plan and filter: one at a time, and each to its end."""
        try:
            while self._finished != (basis := self.basis):
                plan, text = self.session.plan, self.filter_text
                try:
                    self._flow, self._reason = (plan, await self._reader.flow(text)), ""
                except ValidationError as refused:
                    self._flow, self._reason = None, refused.reason
                self._finished = basis
                super().reload()
        except StoreError:
            return  # the screen says itself that the file cannot be read
        finally:
            self._reading = False


def _make(context: ViewContext, view: View) -> FlowView:
    return FlowView(context.session, digit=context.key_of(view))


VIEW = View(
    "flow",
    "",
    "Flow",
    _make,
    record_reads("item") | {"link"},
    results=True,
    letter="f",
    synonyms=("cycle time", "throughput", "WIP", "kanban", "burn-up"),
)
