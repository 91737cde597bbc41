"""What a report says that was scheduled or simulated, as a reference of its own has it: nothing here is tpm's."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from support.reference_forecast import Draws, ReferencePlan, moment, share_by, within
from support.reference_hours import minute
from support.report_recalculation import ExportedFile, Row

DRAWS, BATCHES = 2000, 20
#: Names of figures that are simulated, and that are dates or moves by logic.
SIMULATED = ("p50", "p80", "probability", "cost_p80", "last_p80", "p80_days", "expected_cost")
SCHEDULED = ("planned_finish", "finish_moved", "first_start", "finish", "moved")


class Range(NamedTuple):
    """What a figure may be at least and at most."""

    low: float
    high: float

    def has(self, value: float | str) -> bool:
        """Of a number, or of an ISO moment where the range is one of minutes since 1970."""
        size = minute(value) if isinstance(value, str) else value
        return self.low - 1e-6 <= size <= self.high + 1e-6


class ReferenceFigures:
    """Of a file on a day, and of the same file as it was at a moment; the forecast has so many `runs`, and what these
    risks come to is measured. `drawn` keeps what was simulated: a plan is another only by the responses in force."""

    def __init__(
        self,
        exported: Mapping[str, Any],
        today: date,
        since: datetime,
        runs: int,
        risks: Sequence[str],
        drawn: dict[object, Draws],
    ) -> None:
        self.risks, self.drawn = risks, drawn
        self.plan, self.runs = ReferencePlan(ExportedFile(exported, today)), runs
        self.before = ReferencePlan(ExportedFile(as_of(exported, since), since.date()))

    @property
    def draws(self) -> Draws:
        chances = tuple((risk.key, risk.chance) for risk in self.plan.risks())
        if (chances, *self.risks) not in self.drawn:
            self.drawn[chances, *self.risks] = self.simulate()
        return self.drawn[chances, *self.risks]

    def simulate(self) -> Draws:
        file = self.plan.file
        keys = [row["key"] for kind in ("item", "workstream", "objective") for row in file.records[kind]]
        targets = {key: places for key in keys if (places := self.places(file.by_key[key]))}
        return self.plan.simulate(targets, self.risks, DRAWS, seed=5)

    def places(self, row: Row) -> Sequence[int]:
        """The work that must be done for an item, a workstream or an objective."""
        file = self.plan.file
        if row["key"].startswith("T-"):
            return self.plan.places_below(row["id"])
        streams, named = {row["id"]}, set[str]()
        if row["key"].startswith("OB-"):
            needs = [file.by_id[id_]["items"] for id_ in row["requirements"] if id_ in file.by_id]
            streams, named = set(row["workstreams"]), {id_ for items in (row["items"], *needs) for id_ in items}
        serving = {leaf["id"] for leaf in file.leaves_below(named)}
        return [place for place, work in enumerate(self.plan.works)
                if work.row["id"] in serving or file.workstream(work.row) in streams]  # fmt: skip

    def held_to(self, key: str) -> str:
        """The record whose work a figure of a key is about: the target of the programme."""
        file = self.plan.file
        return str(file.by_id[file.programme["target"]]["key"]) if key == "PG-1" else key

    def of(self, name: str, key: str) -> Range:
        """What a figure that was simulated or scheduled may be."""
        row, file = self.plan.file.by_key[key], self.plan.file
        known: dict[str, Callable[[], Range]] = {
            "p50": lambda: self.percentile(self.draws.targets[self.held_to(key)], 50),
            "p80": lambda: self.percentile(self.draws.targets[self.held_to(key)], 80),
            "last_p80": lambda: self.percentile(self.draws.targets[key], 80),
            "cost_p80": lambda: self.percentile(self.draws.cost, 80),
            "probability": lambda: self.probability(row),
            "p80_days": lambda: self.effect(key),
            "expected_cost": lambda: self.expected_cost(key),
            "planned_finish": lambda: exactly(self.plan.span(row["id"])[1]),
            "finish_moved": lambda: self.moved(row["id"]),
            "first_start": lambda: exactly(min(self.plan.span(item["id"])[0] for item in file.hanging(row))),
            "finish": lambda: exactly(moment(self.plan.finish)),
            "moved": lambda: Range(*[self.plan.finish - self.before.finish] * 2),
        }
        return known[name]()

    def percentile(self, draws: Sequence[float], level: float) -> Range:
        return percentile(draws, level, self.runs)

    def probability(self, row: Row) -> Range:
        """Of its own date, else that of the programme."""
        programme = self.plan.file.programme
        due = programme["target_date"] if row is programme else row["deadline"] or programme["target_date"]
        share, error = share_by(self.draws.targets[self.held_to(row["key"])], minute(due), self.runs)
        return Range(share - error, share + error)

    def effect(self, key: str) -> Range:
        """Working days between P80 of the finish with and without a risk, and four standard errors by batch means."""
        hours = self.plan.calendars.of(None, ())
        pairs = list(zip(self.draws.finish, self.draws.without[key], strict=True))
        days = [days_between(hours.worked, pairs[at::BATCHES]) for at in range(BATCHES)]
        mean = sum(days) / BATCHES
        spread = sum((one - mean) ** 2 for one in days) / (BATCHES - 1)
        error = 4 * (spread / BATCHES * (1 + DRAWS / self.runs)) ** 0.5
        whole = days_between(hours.worked, pairs)
        return Range(whole - error, whole + error)

    def expected_cost(self, key: str) -> Range:
        """The chance times the mean of a triangle of the cost, to the cent."""
        (risk,) = [risk for risk in self.plan.risks() if risk.key == key]
        money = risk.chance * sum(risk.money) / 3
        return Range(money - 0.006, money + 0.006)

    def moved(self, id_: str) -> Range:
        """Minutes on the clock between the finish then and now."""
        minutes = minute(self.plan.span(id_)[1]) - minute(self.before.span(id_)[1])
        return Range(minutes, minutes)


def percentile(draws: Sequence[float], level: float, runs: int) -> Range:
    return Range(*within(draws, level, runs))


def exactly(said: str) -> Range:
    return Range(minute(said), minute(said))


def days_between(worked: Callable[[int], int], pairs: Sequence[tuple[int, int]]) -> float:
    first, second = (sorted(column)[int(0.8 * len(pairs))] for column in zip(*pairs, strict=True))
    return (worked(first) - worked(second)) / 480


def read(kept: Any) -> Any:
    """A value of the journal, which keeps a list as text."""
    return json.loads(kept) if isinstance(kept, str) and kept.startswith("[") else kept


def as_of(exported: Mapping[str, Any], since: datetime) -> dict[str, Any]:
    """The export as it was at a local moment: every later edit of its journal taken back, the last one first."""
    tables = {kind: {row["id"]: dict(row) for row in rows} for kind, rows in exported["records"].items()}
    for entry in reversed(exported["journal"]):
        if datetime.fromisoformat(entry["time"]) <= since.astimezone():
            break
        for edit in reversed(entry["edits"]):
            table = tables[edit["kind"]]
            if edit["before"] is None:
                del table[edit["id"]]
            else:
                table.setdefault(edit["id"], {}).update({name: read(value) for name, value in edit["before"].items()})
    return {**exported, "records": {kind: list(table.values()) for kind, table in tables.items()}}
