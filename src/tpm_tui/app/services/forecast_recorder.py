"""Each day's forecast is kept in the file, so that later it can be held against what came."""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from tpm_tui.domain.text import dates
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.planning.forecast.forecast_result import ForecastResult
from tpm_tui.store.errors import StoreError

if TYPE_CHECKING:
    from tpm_tui.app.workspace.screen import WorkspaceScreen


class ForecastRecorder:
    """Keeps the first sure forecast of a day on which something was changed here: who only looks changes no file."""

    def __init__(self, ws: "WorkspaceScreen") -> None:
        self._ws = ws
        self._under_way = False
        #: Whether something was changed in this workspace.
        self.edited = False

    def take(self, found: ForecastResult) -> None:
        """A forecast was made: keep it, in a thread, if it is the one to keep."""
        session = self._ws.session
        if found.preliminary or not self.edited or self._under_way or session.readonly or session.layer is not None:
            return
        if session.context.today.isoformat() in session.plan["forecast"].columns["day"]:
            return
        self._under_way = True
        self._ws.run_worker(self._keep(found), group="remember")

    async def _keep(self, found: ForecastResult) -> None:
        from tpm_tui.commands.forecast import RECORD_FORECAST, record_forecast
        from tpm_tui.planning.forecast.forecast_snapshot import forecast_snapshot

        try:
            promised = await asyncio.to_thread(forecast_snapshot, found.problem, found.forecast)
            if self._ws.session.layer is not None:
                return
            label = f"Forecast of {dates.show_date(found.context.today, found.context)}"
            # who has the file locked, or has made it unwritable, does not have to hear of this
            with suppress(ValidationError, StoreError):
                await self._ws.session.change(
                    label, RECORD_FORECAST, lambda tx: record_forecast(tx, found.forecast, promised)
                )
        finally:
            self._under_way = False
