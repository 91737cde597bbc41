"""The flow of the open file, read from its journal beside the screen and kept as changes come in."""

import asyncio
from typing import TYPE_CHECKING

from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.commands.delivery.item_histories import extend_item_histories, read_item_histories
from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.domain.time import clock
from tpm_tui.domain.time.instants import to_minute
from tpm_tui.planning.flow.history.state_history import StateHistories
from tpm_tui.store.store import Store

if TYPE_CHECKING:
    from tpm_tui.planning.flow.flow_of_plan import PlanFlow


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
            sheet = self._session.sheet
            await self._session.read(lambda store: self._extend(store, sheet.plan.sequence))
            return await asyncio.to_thread(self._work, sheet, filter_text)

    def _extend(self, store: Store, until: int) -> None:
        """Take in what was written up to a sequence number.

        Reading, taking in and noting how far are one step in the store's only thread, which runs to its end whoever
        has stopped waiting for it: so no change is taken in twice.
        """
        if not self._read_to or not extend_item_histories(self._histories, store, self._read_to, until):
            self._histories, self._read_to = read_item_histories(store, until), 0
        self._read_to = max(self._read_to, until)

    def _work(self, sheet: Sheet, filter_text: str) -> "PlanFlow":
        from tpm_tui.domain.query.filters import filtered_ids
        from tpm_tui.domain.query.syntax import parse_filter
        from tpm_tui.planning.flow.flow_of_plan import plan_flow
        from tpm_tui.planning.flow.history.day_window import split_window

        words, window = split_window(filter_text, sheet.context)
        chosen = set(filtered_ids(parse_filter(words), sheet, "item")) if words else None
        return plan_flow(sheet.plan, self._histories, to_minute(clock.to_local(clock.now())), window, chosen)
