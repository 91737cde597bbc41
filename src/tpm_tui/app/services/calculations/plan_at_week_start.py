"""The plan as it was when the week began, which the status bar compares with."""

from datetime import datetime, time, timedelta

from msgspec.structs import replace

from tpm_tui.app.services.calculations.forecaster import AUTOMATIC_LIMIT
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.domain.text import dates
from tpm_tui.planning.forecast.forecast_result import ReferencePlan
from tpm_tui.store.errors import StoreError


async def week_start_plan(session: WorkspaceSession) -> ReferencePlan | None:
    """The plan on Monday morning; on a Monday, on the one before. None where there was none, or it is too large."""
    from tpm_tui.commands.schedule.finish_attribution import past_plan

    if len(session.plan["item"]) > AUTOMATIC_LIMIT:
        return None
    context = session.context
    monday = context.today - timedelta(days=context.today.weekday() or 7)
    since = datetime.combine(monday, time())
    try:
        then = await session.read(lambda store: past_plan(store, since, with_edits=False))
    except StoreError:
        return None
    if then.since > since or not len(then.plan["item"]):
        return None
    name = "Mon" if context.today.weekday() else f"Mon {dates.day_text(monday, context)}"
    return ReferencePlan(name, then.plan, replace(context, today=monday))
