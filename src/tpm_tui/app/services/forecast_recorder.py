"""Each day's forecast is kept in the file, so that later it can be held against what came."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.planning.forecast.forecast_result import ForecastResult
from tpm_tui.store.errors import StoreError


class ForecastRecorder:
    """Keeps the first converged forecast of a day on which something was changed here: who only looks changes no file.

    ``start`` runs a coroutine beside the screen.
    """

    def __init__(self, session: WorkspaceSession, start: Callable[[Coroutine[Any, Any, None]], object]) -> None:
        self._session = session
        self._start = start
        self._recording = False
        #: Whether something was changed in this workspace.
        self.edited = False

    def record(self, result: ForecastResult) -> None:
        """A forecast was made: keep it, in a thread, if it is the one to keep."""
        session = self._session
        if result.preliminary or not result.forecast.is_founded or not self.edited or self._recording:
            return
        if session.readonly or session.what_if is not None:
            return
        if session.context.today.isoformat() in session.plan["forecast"].columns["day"]:
            return
        self._recording = True
        self._start(self._keep(result))

    async def _keep(self, result: ForecastResult) -> None:
        from tpm_tui.commands.schedule.forecast.forecast import record_forecast
        from tpm_tui.domain.journal_operations import Operation
        from tpm_tui.planning.forecast.forecast_snapshot import forecast_snapshot

        try:
            snapshot = await asyncio.to_thread(forecast_snapshot, result.problem, result.forecast)
            if self._session.what_if is not None:
                return
            label = f"Forecast of {dates.day_text(result.context.today, result.context)}"
            # who has the file locked, or has made it unwritable, does not have to hear of this
            with suppress(ValidationError, StoreError):
                await self._session.change(
                    label, Operation.RECORD_FORECAST, lambda tx: record_forecast(tx, result.forecast, snapshot)
                )
        finally:
            self._recording = False
