"""The flow of the open file, read from its journal beside the screen and kept as changes come in."""

import asyncio
from typing import TYPE_CHECKING

from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.time import clock
from tpm_tui.domain.time.instants import to_minute
from tpm_tui.planning.flow.state_history import StateHistories

if TYPE_CHECKING:
    from tpm_tui.planning.flow.plan_flow import PlanFlow


class FlowReader:
    """Histories of items up to a place in the journal; what is new since then is read when it is asked for."""

    def __init__(self, session: WorkspaceSession) -> None:
        self._session = session
        self._histories = StateHistories()
        self._read_to = 0
        self._one_at_a_time = asyncio.Lock()

    async def flow(self, filter_text: str = "") -> "PlanFlow":
        """The flow of the newest plan, of the items that a filter leaves and the days that its ``since:`` and
        ``until:`` say. StoreError if the file cannot be read, ValidationError or FilterError for a wrong filter."""
        async with self._one_at_a_time:
            plan, context, after = self._session.plan, self._session.context, self._read_to
            whole, changes = await self._session.read(lambda store: store.state_changes(after))

            def work() -> "PlanFlow":
                from tpm_tui.domain.query.filters import filter_mask
                from tpm_tui.domain.query.sheet import Sheet
                from tpm_tui.domain.query.syntax import parse_filter
                from tpm_tui.planning.flow.day_window import split_window
                from tpm_tui.planning.flow.plan_flow import plan_flow

                if whole:
                    self._histories = StateHistories()
                self._histories.extend(changes, str(KINDS["item"].column("status").default))
                words, window = split_window(filter_text, context)
                chosen = None
                if words:
                    mask = filter_mask(parse_filter(words), Sheet(plan, context), "item")
                    chosen = {id_ for id_, fits in zip(plan["item"].ids, mask, strict=True) if fits}
                return plan_flow(plan, self._histories, to_minute(clock.to_local(clock.now())), window, chosen)

            result = await asyncio.to_thread(work)
            self._read_to = plan.sequence
            return result
