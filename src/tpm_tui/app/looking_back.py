"""The plan as it was when the week began, which the pulse line compares with."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from tpm_tui.app.forecaster import ON_DEMAND
from tpm_tui.app.foreseen import Earlier
from tpm_tui.app.session import Session
from tpm_tui.domain import dates
from tpm_tui.store.errors import StoreError


async def week_began(session: Session) -> Earlier | None:
    """The plan on Monday morning; on a Monday, on the one before. None where there was none, or it is too large."""
    from tpm_tui.commands.moved import as_it_was

    if len(session.plan["item"]) > ON_DEMAND:
        return None
    words = session.words
    monday = words.today - timedelta(days=words.today.weekday() or 7)
    since = datetime.combine(monday, time())
    try:
        then = await session.read(lambda store: as_it_was(store, since))
    except StoreError:
        return None
    if then.since > since or not len(then.plan["item"]):
        return None
    name = "Mon" if words.today.weekday() else f"Mon {dates.show_date(monday, words)}"
    return Earlier(name, then.plan, replace(words, today=monday))
