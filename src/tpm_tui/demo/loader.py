"""The demo programme: a bank moves its order platform from a data centre to the cloud.

About 140 items in four workstreams, with three months of history made through the same door as any edit.
"""

import random
from contextlib import suppress
from dataclasses import replace
from datetime import date, time
from itertools import chain
from pathlib import Path

from tpm_tui.commands.forecast import RECORD_FORECAST, record_forecast
from tpm_tui.demo import registers
from tpm_tui.demo.event_log import EventLog, ReplayClock
from tpm_tui.demo.item_events import ItemEvents
from tpm_tui.demo.planned_windows import PlannedWindows
from tpm_tui.demo.record_builder import RecordBuilder
from tpm_tui.demo.sprints import add_baseline, add_sprints
from tpm_tui.demo.tables.people import LEADS
from tpm_tui.demo.wbs import WbsItem, WbsLink, read_links, read_wbs
from tpm_tui.demo.working_days import WorkingDays
from tpm_tui.demo.workstreams import applications, cutover, data, platform
from tpm_tui.domain.kinds import PROGRAMME_ID
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time import clock
from tpm_tui.store.store import Store

NAME = "Atlas Migration"

#: Working days of history.
HISTORY = 65

#: Iterations of a forecast that is remembered; and the day of it.
_RUNS, _FRIDAY = 1000, 4

_SEED = 20_260_823
_STREAMS = (("ws-platform", platform), ("ws-data", data), ("ws-apps", applications), ("ws-cut", cutover))


def demo_wbs() -> tuple[list[WbsItem], list[WbsLink]]:
    """The items of all workstreams, each after its parent, and the links between them."""
    nodes = [node for workstream, module in _STREAMS for node in read_wbs(module.WBS, workstream)]
    ties = [tie for _, module in _STREAMS for tie in read_links(module.LINKS)]
    return nodes, ties


def build_demo(path: str | Path, *, today: date | None = None) -> None:
    """Make a file with the demo programme as it stands on ``today``, with a history that ends the day before.

    The same day, in the same time zone, gives the same records, ids included. StoreError if something is at ``path``.
    """
    path = Path(path)
    days = WorkingDays(today or clock.today())
    diary = _written(days)
    tick = ReplayClock(days.at(-HISTORY, time(8)))
    store = Store.create(
        path, name=NAME, start=days.monday(-HISTORY), author="ana", now=tick, rng=random.Random(_SEED), durable=False
    )  # fmt: skip
    try:
        diary.play(store, tick, _remember_weekly)
    except BaseException:
        store.close()
        with suppress(OSError):
            path.unlink()
        raise
    store.close()


def _remember_weekly(store: Store, day: date) -> None:
    """Keep the forecast of a Friday evening once the plan is signed, as the workspace keeps one a day of changes."""
    if day.weekday() != _FRIDAY or not len(store.plan["baseline"]):
        return
    from tpm_tui.planning.forecast.forecast_snapshot import forecast_snapshot
    from tpm_tui.planning.montecarlo.risk_model import risk_model
    from tpm_tui.planning.montecarlo.simulate import simulate

    store.author, store.context = "ana", replace(store.context, today=day)
    problem = risk_model(store.plan, store.context)
    forecast = simulate(problem, runs=_RUNS, effects=False)
    with store.transaction(f"Forecast of {day:%d %b}", RECORD_FORECAST) as tx:
        record_forecast(tx, forecast, forecast_snapshot(problem, forecast))


def _written(days: WorkingDays) -> EventLog:
    rng = random.Random(_SEED + 1)
    diary = EventLog(days, rng)
    nodes, ties = demo_wbs()
    by_ref = {node.ref: node for node in nodes}
    records = RecordBuilder(diary, days, {node.ref: node.created for node in nodes})
    records.ids |= {"programme": PROGRAMME_ID, "calendar": "calendar"}
    notes = {ref: text for _, module in _STREAMS for ref, text in module.NOTES.items()}

    registers.add_foundations(records)
    ItemEvents(records, diary, rng, LEADS, notes).tell(nodes, ties)
    add_sprints(records, nodes)
    registers.add_checks(records, by_ref, chain.from_iterable(module.CHECKS for _, module in _STREAMS))
    registers.add_stakeholders(records)
    registers.add_risks(records)
    registers.add_meetings(records)
    registers.add_decisions(records)
    registers.add_costs(records)
    registers.add_incidents(records)
    registers.add_comments(records, by_ref, chain.from_iterable(module.COMMENTS for _, module in _STREAMS))
    add_baseline(records, nodes, PlannedWindows(nodes, ties, InputContext(days.today)))
    return diary
