"""The view of flow: where work waits, how long it takes, what is too old."""

from typing import TYPE_CHECKING

from tpm_tui.app.services.flow_reader import FlowReader
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.views.page_view import PageView
from tpm_tui.app.views.view import View, ViewContext
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.store.errors import StoreError

if TYPE_CHECKING:
    from tpm_tui.planning.flow.plan_flow import PlanFlow


class FlowView(PageView):
    """Opens at once with what it knows, and fills when the journal was read beside the screen."""

    def __init__(self, session: WorkspaceSession, *, digit: str = "") -> None:
        super().__init__(session, "Flow", lambda _session, cells: self._known_lines(cells), digit=digit)
        self._reader = FlowReader(session)
        self._flow: tuple[Plan, PlanFlow] | None = None

    def _known_lines(self, cells: int) -> list[PageLine]:
        from tpm_tui.app.page_lines.delivery.flow import flow_page_lines, reading_lines

        if self._flow is None:
            return list(reading_lines())
        return flow_page_lines(*self._flow, cells)

    def reload(self) -> None:
        super().reload()
        if self.is_mounted and (self._flow is None or self._flow[0] is not self.session.plan):
            self.run_worker(self._read(), group="flow", exclusive=True)

    async def _read(self) -> None:
        plan = self.session.plan
        try:
            self._flow = plan, await self._reader.flow()
        except StoreError:
            return  # the screen says itself that the file cannot be read
        super().reload()


def _make(context: ViewContext, view: View) -> FlowView:
    return FlowView(context.session, digit=context.key_of(view))


VIEW = View("flow", "", "Flow", _make, frozenset({"item", "state", "link"}), letter="f")
