"""The demo programme: a bank moves its order platform from a data centre to the cloud.

About 140 items in four workstreams, with three months of history made through the same door as any edit.
"""

import random
from contextlib import suppress
from dataclasses import replace
from datetime import date, time
from itertools import chain
from pathlib import Path

from tpm_tui.commands.demo_data import applications, chapters, cutover, data, platform
from tpm_tui.commands.demo_data.boxes import tell_baseline, tell_sprints
from tpm_tui.commands.demo_data.days import Days
from tpm_tui.commands.demo_data.diary import Clock, Diary
from tpm_tui.commands.demo_data.forecast import Forecast
from tpm_tui.commands.demo_data.life import Lives
from tpm_tui.commands.demo_data.outline import Node, Tie, read, read_ties
from tpm_tui.commands.demo_data.people import LEADS
from tpm_tui.commands.demo_data.records import Records
from tpm_tui.commands.forecasts import REMEMBER, remember
from tpm_tui.domain import clock
from tpm_tui.domain.dates import Words
from tpm_tui.domain.kinds import PROGRAMME_ID
from tpm_tui.store.store import Store

NAME = "Atlas Migration"

#: Working days of history.
HISTORY = 65

#: Iterations of a forecast that is remembered; and the day of it.
_RUNS, _FRIDAY = 1000, 4

_SEED = 20_260_823
_STREAMS = (("ws-platform", platform), ("ws-data", data), ("ws-apps", applications), ("ws-cut", cutover))


def outline() -> tuple[list[Node], list[Tie]]:
    """The items of all workstreams, each after its parent, and the links between them."""
    nodes = [node for workstream, module in _STREAMS for node in read(module.OUTLINE, workstream)]
    ties = [tie for _, module in _STREAMS for tie in read_ties(module.TIES)]
    return nodes, ties


def build(path: str | Path, *, today: date | None = None) -> None:
    """Make a file with the demo programme as it stands on ``today``, with a history that ends the day before.

    The same day, in the same time zone, gives the same records, ids included. StoreError if something is at ``path``.
    """
    path = Path(path)
    days = Days(today or clock.today())
    diary = _written(days)
    tick = Clock(days.at(-HISTORY, time(8)))
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
    from tpm_tui.planning.promised import promises
    from tpm_tui.planning.simulation import simulate
    from tpm_tui.planning.uncertainty import problem_of

    store.author, store.words = "ana", replace(store.words, today=day)
    problem = problem_of(store.plan, store.words)
    forecast = simulate(problem, runs=_RUNS, effects=False)
    with store.transaction(f"Forecast of {day:%d %b}", REMEMBER) as tx:
        remember(tx, forecast, promises(problem, forecast))


def _written(days: Days) -> Diary:
    rng = random.Random(_SEED + 1)
    diary = Diary(days, rng)
    nodes, ties = outline()
    by_ref = {node.ref: node for node in nodes}
    records = Records(diary, days, {node.ref: node.created for node in nodes})
    records.ids |= {"programme": PROGRAMME_ID, "calendar": "calendar"}
    notes = {ref: text for _, module in _STREAMS for ref, text in module.NOTES.items()}

    chapters.tell_beginnings(records)
    Lives(records, diary, rng, LEADS, notes).tell(nodes, ties)
    tell_sprints(records, nodes)
    chapters.tell_checks(records, by_ref, chain.from_iterable(module.CHECKS for _, module in _STREAMS))
    chapters.tell_stakeholders(records)
    chapters.tell_risks(records)
    chapters.tell_sessions(records)
    chapters.tell_decisions(records)
    chapters.tell_money(records)
    chapters.tell_operations(records)
    chapters.tell_comments(records, by_ref, chain.from_iterable(module.COMMENTS for _, module in _STREAMS))
    tell_baseline(records, nodes, Forecast(nodes, ties, Words(days.today)))
    return diary
