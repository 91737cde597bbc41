"""The demo programme: a bank moves its order platform from a data centre to the cloud.

About 140 items in four workstreams, with three months of history. ``data/`` holds the transactions, a file a topic, in
the order in which they happened; each is carried out as any edit is, at its own time and signed by its author.

A transaction is ``{"day", "at", "by", "verb", "label", "changes"}``: ``day`` counts working days from today and is
negative, ``at`` is the clock time. A change is ``{"add": kind, "ref", "values"}`` or the same with ``set`` for ``add``;
``{"take": "baseline", "values"}`` takes one of the plan as it is at that moment.
``ref`` names a record in the data files; it stands wherever a field points at a record, and in braces within a text.
Values are in stored form (durations in minutes), but for dates, which count from today: see
:meth:`WorkingDays.resolve`; lists and three-point values are JSON arrays.
"""

import json
import random
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from tpm_tui.commands.schedule.baselines import take_baseline
from tpm_tui.commands.schedule.forecast.forecast import record_forecast
from tpm_tui.demo.working_days import WorkingDays
from tpm_tui.domain.fields import Column
from tpm_tui.domain.journal_operations import Operation
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.time import clock
from tpm_tui.domain.values.codec import Stored
from tpm_tui.store.store import Store
from tpm_tui.store.transaction import Transaction

NAME = "Atlas Migration"

#: Working days of history.
HISTORY = 65

#: Iterations of the forecast that is recorded each week, the day of the week (Friday) and the time of it.
_ITERATIONS, _FORECAST_DAY, _FORECAST_TIME = 1000, 4, time(18, 15)

_SEED = 20_260_823
_REFERENCE = re.compile(r"\{([\w-]+)\}")


class DemoTransaction(Struct, frozen=True):
    """One transaction of the data files, with its moment in local time."""

    moment: datetime
    author: str
    verb: str
    label: str
    changes: tuple[Mapping[str, Any], ...]


class _ReplayClock(Struct):
    """What the file takes for now while the transactions are replayed."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


class _Replay(Struct):
    """Carries out the transactions. ``ids``: the id of each record that has a name in the data files."""

    days: WorkingDays
    ids: dict[str, str] = field(default_factory=dict)

    def carry_out(self, tx: Transaction, changes: tuple[Mapping[str, Any], ...]) -> None:
        for change in changes:
            if "take" in change:
                take_baseline(tx, "", (), change["values"])
                continue
            kind = change.get("add") or change["set"]
            columns = {column.name: column for column in KINDS[kind].columns}
            values = {name: self._stored(columns[name], value) for name, value in change["values"].items()}
            if "set" in change:
                tx.set_stored(kind, self.id_of(change["ref"]), values)
            else:
                id_ = tx.add_stored(kind, values)
                self.ids[change.get("ref", id_)] = id_

    def id_of(self, ref: str) -> str:
        """The id behind a name; records that every new file has are called by their ids."""
        return self.ids.get(ref, ref)

    def _stored(self, column: Column, value: Any) -> Stored:
        if isinstance(value, dict):
            return json.dumps(value, ensure_ascii=False)
        if isinstance(value, list):
            given = [self.id_of(ref) for ref in value] if column.ref else value
            return json.dumps(given, ensure_ascii=False, separators=(",", ":"))
        if not isinstance(value, str):
            return value  # type: ignore[no-any-return]
        if column.ref:
            return self.id_of(value)
        if column.type is date:
            return self.days.resolve(value).isoformat()
        if column.type is datetime:
            return self.days.resolve(value).isoformat(timespec="minutes")  # type: ignore[call-arg]
        return _REFERENCE.sub(lambda match: self.ids.get(match[1], match[0]), value)


def transactions(days: WorkingDays) -> list[DemoTransaction]:
    """All transactions of the data files in the order of their moments."""
    return sorted(_read(days), key=lambda transaction: transaction.moment)


def _read(days: WorkingDays) -> Iterator[DemoTransaction]:
    for file in sorted((resources.files(__package__) / "data").iterdir(), key=lambda file: file.name):
        for given in json.loads(file.read_text(encoding="utf-8")):
            moment = datetime.combine(days.day(given["day"]), time.fromisoformat(given["at"]))
            yield DemoTransaction(moment, given["by"], given["verb"], given["label"], tuple(given["changes"]))


def build_demo(path: str | Path, *, today: date | None = None) -> None:
    """Make a file with the demo programme as it stands on ``today``, with a history that ends the day before.

    The same day, in the same time zone, gives the same records, ids included. StoreError if something is at ``path``.
    """
    path = Path(path)
    days = WorkingDays(today or clock.today(), -HISTORY)
    now = _ReplayClock(datetime.combine(days.day(-HISTORY), time(8)).astimezone())
    store = Store.create(
        path, name=NAME, start=days.monday(-HISTORY), author="ana", now=now, rng=random.Random(_SEED), durable=False
    )
    try:
        _replay(store, now, days)
    except BaseException:
        store.close()
        with suppress(OSError):
            path.unlink()
        raise
    store.close()


def _replay(store: Store, now: _ReplayClock, days: WorkingDays) -> None:
    replay = _Replay(days)
    for transaction, following in pairwise([*transactions(days), None]):
        assert transaction is not None
        now.now = transaction.moment.astimezone()
        store.author, store.context = transaction.author, replace(store.context, today=transaction.moment.date())
        with store.transaction(transaction.label, transaction.verb) as tx:
            replay.carry_out(tx, transaction.changes)
        day = transaction.moment.date()
        if following is None or following.moment.date() != day:
            now.now = max(datetime.combine(day, _FORECAST_TIME).astimezone(), now.now + timedelta(seconds=1))
            _forecast_weekly(store, day)


def _forecast_weekly(store: Store, day: date) -> None:
    """Record the forecast of a Friday once there is a baseline, as the workspace records one a day of changes."""
    if day.weekday() != _FORECAST_DAY or not len(store.plan["baseline"]):
        return
    from tpm_tui.planning.forecast.forecast_snapshot import forecast_snapshot
    from tpm_tui.planning.montecarlo.risk_model import risk_model
    from tpm_tui.planning.montecarlo.simulate import simulate

    store.author, store.context = "ana", replace(store.context, today=day)
    problem = risk_model(store.plan, store.context)
    forecast = simulate(problem, runs=_ITERATIONS, effects=False, drivers=False)
    with store.transaction(f"Forecast of {day:%d %b}", Operation.RECORD_FORECAST) as tx:
        record_forecast(tx, forecast, forecast_snapshot(problem, forecast))
