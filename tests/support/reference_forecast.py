"""Dates, cost and forecast of an exported file, worked out once more with the standard library: nothing here is tpm's.

It knows what the demo has: work in fixed units of people, links of every type with lags of every unit, milestones, work
that has begun, people's calendars and absences, a status date, rates that change, risks with responses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from graphlib import TopologicalSorter
from random import Random
from typing import NamedTuple

from support.reference_hours import EPOCH, Calendars, Hours, minute
from support.report_recalculation import ExportedFile, Row

STANDARD_DAY = 480
FINISH_TO = ("FS", "FF")


class Bound(NamedTuple):
    """A link to an item, from all that lies below its predecessor."""

    before: tuple[int, ...]
    type: str
    lag: int
    unit: str


@dataclass(slots=True)
class Work:
    """A piece of work: minutes done and left of it, its estimate, and what holds it."""

    row: Row
    hours: Hours
    whole: int = 0
    """minutes by the likely estimate, whatever is said to be left"""
    done: int = 0
    left: int = 0
    estimate: tuple[float, float, float] = (0, 0, 0)
    """best, likely and worst minutes of what is left"""
    began: int | None = None
    ended: int | None = None
    not_before: int = 0
    bounds: list[Bound] = field(default_factory=list)


class Draws(NamedTuple):
    """Of a simulation, an entry a draw: finishes in minutes since 1970 of the whole plan and of each target by key, the
    finish without each risk, and money."""

    finish: list[int]
    targets: dict[str, list[int]]
    without: dict[str, list[int]]
    cost: list[float]


class ReferencePlan:
    """The plan of an exported file on a day."""

    def __init__(self, file: ExportedFile) -> None:
        self.file, self.start = file, minute(file.programme["start"])
        # without a date of its own, the work stands as at the start of today
        self.status = minute(file.programme["status_date"] or file.today.isoformat())
        self.teams: dict[str, list[tuple[str, int]]] = {}
        for row in file.records["assignment"]:
            assert row["person"]
            assert row["work"] is None
            self.teams.setdefault(row["item"], []).append((row["person"], row["units"]))
        self.calendars = Calendars(file.records, file.programme["calendar"])
        rows = [row for row in file.records["item"] if row["id"] not in file.below and not file.is_dropped(row)]
        self.place = {row["id"]: place for place, row in enumerate(rows)}
        self.works = [self.work(row) for row in rows]
        for link in file.records["link"]:
            ends = [self.places_below(link[end]) for end in ("predecessor", "successor")]
            for place in ends[1] if ends[0] else ():
                self.works[place].bounds.append(Bound(ends[0], link["type"], link["lag"], link["lag_unit"]))
        before = {place: [at for bound in work.bounds for at in bound.before] for place, work in enumerate(self.works)}
        order = TopologicalSorter(before).static_order()
        self.open = [(place, self.works[place]) for place in order if self.works[place].ended is None]
        self.known = [work.began or 0 for work in self.works], [work.ended or 0 for work in self.works]

    def places_below(self, id_: str) -> tuple[int, ...]:
        return tuple(self.place[row["id"]] for row in self.file.leaves_below({id_}) if row["id"] in self.place)

    def team(self, row: Row) -> list[tuple[str, int]]:
        """People and their percent; the owner where nobody is assigned."""
        return self.teams.get(row["id"]) or ([(row["owner"], 100)] if row["owner"] else [])

    # -- what is known of an item

    def work(self, row: Row) -> Work:
        assert row["effort_type"] == "fixed units"
        assert not row["effort_driven"]
        assert row["levelled_start"] is None
        milestone = row["type"] == "milestone"
        moved = not milestone and not row["ignore_resource_calendars"]
        hours = self.calendars.of(row["calendar"], [id_ for id_, _ in self.team(row)] if moved else [])
        whole = 0 if milestone else round(row["estimate"][1]) if row["estimate"] else STANDARD_DAY
        work = Work(row, hours, whole, left=whole, not_before=hours.next(self.status))
        self.take_facts(work, whole)
        if row["constraint"] == "SNET":
            work.not_before = max(work.not_before, hours.next(minute(row["constraint_date"])))
        else:
            assert row["constraint"] == "ASAP"
        if work.began is not None and work.ended is None:
            left = row["remaining"]
            work.left = round(whole - whole * row["progress"] / 100) if left is None else left
        work.done = max(whole - work.left, 0)
        share = work.left / whole if whole else 1
        if work.ended is None and row["estimate"] and not milestone:
            best, likely, worst = row["estimate"]
            work.estimate = best * share, likely * share, worst * share
        return work

    def take_facts(self, work: Work, whole: int) -> None:
        row, finish = work.row, work.row["actual_finish"]
        work.began = None if row["actual_start"] is None else minute(row["actual_start"])
        if finish is not None:
            work.ended = minute(finish)
        elif self.file.is_done(row) or row["progress"] == 100:
            work.ended = max(min(minute(row["changed"]), self.status), work.began or 0)
        if work.ended is not None:
            work.began = min(work.hours.add(work.ended, -whole) if work.began is None else work.began, work.ended)
        elif row["type"] == "milestone":
            work.began = None
        elif work.began is None:
            active = self.file.groups[row["status"]] == "active" and row["remaining"] is not None
            left = row["remaining"] if active else round(whole - whole * row["progress"] / 100)
            work.began = work.hours.add(self.status, left - whole) if left < whole else None

    # -- dates

    def dates(self, left: Sequence[int]) -> tuple[list[int], list[int]]:
        """Starts and finishes by place, with so many minutes left of each work."""
        starts, finishes = map(list, self.known)
        for place, work in self.open:
            rest = left[place]
            if work.began is not None:
                starts[place] = work.began
                finishes[place] = work.hours.add(max(work.hours.add(work.began, work.done), self.status), rest)
            else:
                start = work.not_before
                for bound in work.bounds:
                    start = max(start, self.earliest(work, bound, left, starts, finishes))
                starts[place], finishes[place] = start, work.hours.add(start, rest)
        return starts, finishes

    def earliest(
        self, work: Work, bound: Bound, left: Sequence[int], starts: Sequence[int], finishes: Sequence[int]
    ) -> int:
        """The instant before which a link lets work not start."""
        hours, lag = work.hours, bound.lag
        if bound.unit == "percent":
            (before,) = bound.before
            lag = int((self.works[before].done + left[before]) * lag / 100 + 0.5)
        if bound.type in FINISH_TO:
            end = max([finishes[place] for place in bound.before])
        else:
            end = min([starts[place] for place in bound.before])
        if bound.type in ("FS", "SS"):
            end = end + lag if bound.unit == "elapsed" else hours.lag(end, lag)
        else:
            assert bound.unit == "working"
            whole = work.done + left[self.place[work.row["id"]]]
            if type(hours) is Hours:
                end = hours.lag(hours.start_reaching(end, whole), lag)
            else:
                end = hours.start_reaching(hours.lag(end, lag), whole)
            end = max(end, self.start) if bound.type == "FF" else end
        start = hours.next(end)
        return end if start > end and work.row["type"] == "milestone" and hours.is_end(end) else start

    @cached_property
    def likely(self) -> tuple[list[int], list[int]]:
        """Dates by the likely estimates."""
        return self.dates([work.left for work in self.works])

    def span(self, id_: str) -> tuple[str, str]:
        """First start and last finish of an item and what lies below it, ISO."""
        places = self.places_below(id_)
        return moment(min(self.likely[0][at] for at in places)), moment(max(self.likely[1][at] for at in places))

    @property
    def finish(self) -> int:
        return max(self.likely[1])

    # -- money

    def labour(self, place: int) -> float:
        """Money of all the work on an item at the rates of the days on which it lies."""
        work, money = self.works[place], 0.0
        start, finish = self.likely[0][place], self.likely[1][place]
        span = work.hours.worked(finish) - work.hours.worked(start)
        for person, units in self.team(work.row) if span else ():
            changes = sorted(
                (minute(row["start"]), row["rate"]) for row in self.file.records["rate"] if row["person"] == person
            )
            rates = [(start, self.file.by_id[person]["rate"] or 0), *changes]
            ends = [*(at for at, _ in changes), finish]
            for (begin, rate), end in zip(rates, ends, strict=True):
                low, high = (work.hours.worked(min(max(at, start), finish)) for at in (begin, end))
                money += (high - low) / span * rate * units / 100
        return money * work.whole / 60

    @cached_property
    def costs_of_work(self) -> list[float]:
        return [self.labour(place) for place in range(len(self.works))]

    @property
    def planned_cost(self) -> float:
        items = {row["id"] for row in self.file.records["item"] if self.file.is_dropped(row)}
        besides = sum(row["planned"] or 0 for row in self.file.records["cost"] if row["item"] not in items)
        return float(sum(self.costs_of_work) + besides)

    # -- what is uncertain

    def risks(self) -> list["Risk"]:
        return [
            Risk(self, row)
            for row in self.file.records["risk"]
            if row["status"] == "open"
            or (row["status"] == "occurred" and row["actual_delay"] is None and row["actual_cost"] is None)
        ]

    def simulate(self, targets: Mapping[str, Sequence[int]], without: Sequence[str], draws: int, seed: int) -> Draws:
        """Targets are places by key; `without` the keys of risks whose effect on the finish is measured."""
        random, risks = Random(seed), self.risks()
        open_work = [
            (place, work.estimate) for place, work in enumerate(self.works) if work.estimate[0] < work.estimate[2]
        ]
        rates = [
            0.0 if work.ended is not None or not work.whole else self.costs_of_work[place] / work.whole
            for place, work in enumerate(self.works)
        ]  # fmt: skip
        planned, base = [work.left for work in self.works], self.planned_cost
        result = Draws([], {key: [] for key in targets}, {key: [] for key in without}, [])
        for _ in range(draws):
            estimated, money = list(planned), base
            for place, (best, likely, worst) in open_work:
                estimated[place] = round(random.triangular(best, worst, likely))
            delays: dict[str, int] = {}
            for risk in risks:
                delays[risk.key], cost = risk.draw(random)
                money += cost
            left = delayed(estimated, risks, delays)
            finishes = self.dates(left)[1]
            result.finish.append(max(finishes))
            for key, places in targets.items():
                result.targets[key].append(max([finishes[place] for place in places]))
            for key in without:
                same = not delays[key]
                rest = finishes if same else self.dates(delayed(estimated, risks, {**delays, key: 0}))[1]
                result.without[key].append(max(rest))
            money += sum(rate * (now - then) for rate, now, then in zip(rates, left, planned, strict=True) if rate)
            result.cost.append(money)
        return result


def delayed(estimated: Sequence[int], risks: Sequence["Risk"], delays: Mapping[str, int]) -> list[int]:
    total: dict[int, int] = {}
    for risk in risks:
        if delay := delays[risk.key]:
            for place in risk.places:
                total[place] = total.get(place, 0) + delay
    left = list(estimated)
    for place, delay in total.items():
        left[place] = max(left[place] + delay, 0)
    return left


class Risk:
    """A risk today, with its response where that is in force: chance, minutes of delay, money, and what it hits."""

    def __init__(self, plan: ReferencePlan, row: Row) -> None:
        file = plan.file
        self.key, self.sign = row["key"], -1 if row["type"] == "opportunity" else 1
        chances, days = ([float(p) for p in file.programme[name].split()] for name in ("risk_chance", "risk_delay"))
        answered = row["response_date"] is not None and row["response_date"] <= file.today.isoformat()
        chance, delay = row["chance"], row["delay"]
        if chance is None:
            level = row["probability"] or row["residual_probability"]
            chance = chances[level - 1] if level else 0
        if delay is None:
            level = row["impact"] or row["residual_impact"]
            delay = [days[level - 1] * STANDARD_DAY if level else 0] * 3
        if answered:
            after, level = row["response_chance"], row["residual_probability"]
            chance = after if after is not None else min(chance, chances[level - 1]) if level else chance
            after, level = row["response_delay"], row["residual_impact"]
            most = days[level - 1] * STANDARD_DAY if level else max(delay)
            delay = after if after is not None else [min(part, most) for part in delay]
        self.chance = 1.0 if row["status"] == "occurred" else chance / 100
        assert len(delay) == 3
        self.best, self.likely, self.worst = delay
        self.money = (row["response_range"] if answered else None) or row["cost"]
        steps = [step["cost"] or 0 for step in file.records["mitigation"]
                 if step["risk"] == row["id"] and not step["done"]]  # fmt: skip
        given = row["response_cost"]
        self.response = ((sum(steps) if given is None else given) or 0) if answered else 0
        self.places = self.hit(plan, row)

    @staticmethod
    def hit(plan: ReferencePlan, row: Row) -> list[int]:
        """Open work; below a summary that which waits for the finish of none of the others there."""
        hits: dict[int, None] = {}
        for id_ in row["items"]:
            below = [place for place in plan.places_below(id_) if plan.works[place].ended is None]
            for place in below:
                waits = any(
                    bound.type in FINISH_TO and not set(below).isdisjoint(bound.before)
                    for bound in plan.works[place].bounds
                )
                if below == [plan.place.get(id_)] or not waits:
                    hits[place] = None
        return list(hits)

    def draw(self, random: Random) -> tuple[int, float]:
        """Minutes of delay at each place, and money; the response's too."""
        if random.random() >= self.chance:
            return 0, self.response
        delay = round(self.sign * random.triangular(self.best, self.worst, self.likely)) if self.worst else 0
        money = random.triangular(self.money[0], self.money[2], self.money[1]) if self.money else 0
        return delay, self.response + self.sign * money


def moment(instant: int) -> str:
    return (EPOCH + timedelta(minutes=instant)).isoformat(timespec="minutes")


def within(draws: Sequence[float], level: float, runs: int) -> tuple[float, float]:
    """The least and the greatest that a percentile of `runs` iterations may be: four standard errors of the share of
    draws below it, of both samples together, on either side. No distribution is assumed."""
    ordered, share = sorted(draws), level / 100
    error = 4 * (share * (1 - share) * (1 / len(ordered) + 1 / runs)) ** 0.5
    places = (round((share + side) * (len(ordered) - 1)) for side in (-error, error))
    low, high = (ordered[min(max(place, 0), len(ordered) - 1)] for place in places)
    return low, high


def share_by(draws: Sequence[float], limit: float, runs: int) -> tuple[float, float]:
    """The share of draws that are no greater, and four standard errors of it and of that of `runs` iterations."""
    share = sum(value <= limit for value in draws) / len(draws)
    spread = max(share * (1 - share), 4 / len(draws))
    return share, 4 * (spread * (1 / len(draws) + 1 / runs)) ** 0.5
