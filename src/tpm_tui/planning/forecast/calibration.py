"""How forecasts and estimates have held so far, and the factor that would have made the estimates right.

Forecasts: a percentile that was forecast is resolved once the item is finished, or once the day it named has passed:
what is still open then was missed. By that rule late items count from the day they are late, not only when they are
done at last. Each item counts once for each distance that was looked ahead, by the earliest forecast of that distance.

Estimates: working time from start to finish on the item's calendar, against the percentiles of the triangle over best,
likely and worst as they stood when work began. Groups are those of the work (function, type, size), never of persons.
"""

import json
from collections.abc import Callable, Sequence
from datetime import date
from math import comb, sqrt
from statistics import median, quantiles

from msgspec import Struct

from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_minute
from tpm_tui.domain.time.intervals import STANDARD_DAY_MINUTES
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.flow.history.item_history import HistoryEntry, ItemHistory, item_histories
from tpm_tui.planning.model.network_from_plan import network_of

#: Below so many resolved forecasts, or finished items, nothing is concluded.
MIN_CASES = 5
#: A factor closer to 1 than this is not worth it.
MIN_CORRECTION = 0.1
#: What a factor of exactly that may miss it by in floating point.
ROUNDING = 1e-9
#: How unlikely a count must be, were the percentile right, before it is called too sure or too careful.
SIGNIFICANCE_LEVEL = 0.1

#: Days looked ahead: up to so many, and what that is called.
HORIZONS: tuple[tuple[int, str], ...] = (
    (7, "up to a week ahead"),
    (28, "one to four weeks ahead"),
    (10**9, "over four weeks ahead"),
)
#: Working days of the estimate's P50: up to so many, and what that is called.
SIZE_CLASSES: tuple[tuple[float, str], ...] = (
    (1, "up to a day"),
    (3, "one to three days"),
    (8, "three to eight days"),
    (float("inf"), "over eight days"),
)


class PercentileCoverage(Struct, frozen=True):
    """How often a percentile held: in `times` of `of` resolved cases, `percent` being what was promised."""

    percent: int
    hits: int
    of: int

    @property
    def share(self) -> float | None:
        return self.hits / self.of if self.of else None

    @property
    def verdict(self) -> str:
        """ "too few", "too sure" or "too careful" where so few or so many would be unlikely by chance, "as promised".

        A binomial tail [any textbook]; it takes the cases for independent, which items of one plan are not quite.
        """
        if self.of < MIN_CASES:
            return "too few"
        p = self.percent / 100
        chance = [comb(self.of, k) * p**k * (1 - p) ** (self.of - k) for k in range(self.of + 1)]
        if sum(chance[: self.hits + 1]) <= SIGNIFICANCE_LEVEL:
            return "too sure"
        return "too careful" if sum(chance[self.hits :]) <= SIGNIFICANCE_LEVEL else "as promised"


class HorizonCoverage(Struct, frozen=True):
    """Forecasts of one distance ahead, and how many of them are still open."""

    name: str
    p50: PercentileCoverage
    p80: PercentileCoverage
    open: int


class FinishedItem(Struct, frozen=True):
    """A finished item: working minutes it took, and its estimate's."""

    id: str
    minutes: int
    p50: float
    p80: float

    @property
    def ratio(self) -> float:
        """What it took over its P50."""
        return self.minutes / self.p50


class ReferenceClass(Struct, frozen=True):
    """Finished items of one kind of work; `by` is "" for all of them, else function, type or size.

    `middle` is the median of what they took over their P50, `lower` and `upper` its quartiles (None below `MIN_CASES`);
    `factor` what estimates should be multiplied by, None where there is no reason to.
    """

    by: str
    value: str
    items: tuple[FinishedItem, ...]
    p50: PercentileCoverage
    p80: PercentileCoverage
    middle: float | None
    lower: float | None
    upper: float | None
    factor: float | None


class Calibration(Struct, frozen=True):
    """`days` are those of the remembered forecasts, rising; `groups` begins with that of all finished items."""

    days: tuple[date, ...]
    horizons: tuple[HorizonCoverage, ...]
    groups: tuple[ReferenceClass, ...]
    histories: dict[str, ItemHistory]


def calibration(plan: Plan, context: InputContext, history: Sequence[HistoryEntry] = ()) -> Calibration:
    """What the file says of its own forecasts and estimates. Raises as `network_of`."""
    known = item_histories(plan, history)
    days = sorted(date.fromisoformat(str(day)) for day in plan["forecast"].columns["day"])
    done = calibrated_items(plan, context, known)
    groups = [reference_class("", "all", done)]
    for by, of in CLASSIFIERS.items():
        parts: dict[str, list[FinishedItem]] = {}
        for one in done:
            parts.setdefault(of(plan, one.id, one.p50), []).append(one)
        groups += [
            reference_class(by, value, part) for value, part in sorted(parts.items(), key=lambda p: (-len(p[1]), p[0]))
        ]
    return Calibration(tuple(days), forecast_coverage(plan, context.today, known), tuple(groups), known)


# -- forecasts


def forecast_coverage(plan: Plan, today: date, known: dict[str, ItemHistory]) -> tuple[HorizonCoverage, ...]:
    """How the remembered forecasts of items have held, by how far ahead they looked."""
    table = plan["forecast"]
    ended = _actual_finishes(plan, known)
    rows = sorted(zip(table.columns["day"], table.columns["finishes"], strict=True), key=lambda row: str(row[0]))
    seen: set[tuple[str, str]] = set()
    resolved: dict[str, dict[int, list[bool]]] = {name: {50: [], 80: []} for _, name in HORIZONS}
    waiting = dict.fromkeys(resolved, 0)
    for day, text in rows:
        made = date.fromisoformat(str(day))
        for id_, dates in json.loads(str(text)).items():
            if id_ not in ended:
                continue
            end = ended[id_]
            if end is not None and end <= made:
                continue
            promised = _snapshot_days(str(dates))
            if promised is None:
                continue
            ahead = (promised[80] - made).days
            name = next(name for most, name in HORIZONS if ahead <= most)
            # what was promised for a day gone by was no forecast
            if ahead < 0 or (id_, name) in seen:
                continue
            seen.add((id_, name))
            for percent, by in promised.items():
                if end is not None:
                    resolved[name][percent].append(end <= by)
                elif by < today:
                    resolved[name][percent].append(False)
                elif percent == 80:
                    waiting[name] += 1
    coverage = []
    for name, kept in resolved.items():
        p50, p80 = (PercentileCoverage(percent, sum(times), len(times)) for percent, times in kept.items())
        coverage.append(HorizonCoverage(name, p50, p80, waiting[name]))
    return tuple(coverage)


def _snapshot_days(text: str) -> dict[int, date] | None:
    """The days of P50 and P80; None where a record that came from elsewhere, or was edited, says something else."""
    try:
        return dict(zip((50, 80), map(date.fromisoformat, text.split()), strict=True))
    except ValueError:
        return None


def _actual_finishes(plan: Plan, known: dict[str, ItemHistory]) -> dict[str, date | None]:
    """Item id -> the day it was finished, None while it is open; a summary ends with the last of the work in it."""
    below, out = plan.children, dropped_items(plan)
    position = plan["item"].position
    finishes: dict[str, date | None] = {}
    for id_, history in known.items():
        if id_ not in below:
            finishes[id_] = None if history.ended is None else history.ended.date()
    for id_ in known:
        if id_ in below:
            work = [finishes[i] for i in plan.descendants(id_) if i not in below and not out[position[i]]]
            ends = [end for end in work if end is not None]
            finishes[id_] = max(ends) if ends and len(ends) == len(work) else None
    return finishes


# -- estimates


def triangular_quantile(three: ThreePoint, share: float) -> float:
    """The quantile of the triangle over best, likely and worst: (F(c) = (c - a) / (b - a) at the likely c)."""
    a, c, b = three.best, three.likely, three.worst
    if a == b:
        return c
    if share <= (c - a) / (b - a):
        return a + sqrt(share * (b - a) * (c - a))
    return b - sqrt((1 - share) * (b - a) * (b - c))


def size_class(p50: float) -> str:
    """The size of work by its estimate's P50 in working minutes."""
    return next(name for days, name in SIZE_CLASSES if p50 <= days * STANDARD_DAY_MINUTES)


#: How items are grouped: name of the grouping -> an item's class, by its id and its estimate's P50.
CLASSIFIERS: dict[str, Callable[[Plan, str, float], str]] = {
    "function": lambda plan, id_, _p50: str(plan.value("item", id_, "function")),
    "type": lambda plan, id_, _p50: str(plan.value("item", id_, "type")),
    "size": lambda _plan, _id, p50: size_class(p50),
}


def calibrated_items(plan: Plan, context: InputContext, known: dict[str, ItemHistory]) -> list[FinishedItem]:
    """Finished pieces of work with an estimate, a start and a finish, and working time between them."""
    network = network_of(plan, context)
    below, out = plan.children, dropped_items(plan)
    table = plan["item"]
    items = []
    for position, (id_, kind) in enumerate(zip(table.ids, table.columns["type"], strict=True)):
        history = known[id_]
        if history.began is None or history.ended is None or history.estimate is None:
            continue
        if kind == "milestone" or id_ in below or out[position]:
            continue
        three = ThreePoint.load(str(history.estimate))
        p50 = triangular_quantile(three, 0.5)
        index = network.calendar[position]
        calendar = network.calendars[network.plan_calendar if index < 0 else index]
        minutes = (
            calendar.between(to_minute(history.began), to_minute(history.ended)) if history.began < history.ended else 0
        )
        if minutes > 0 and p50 > 0:
            items.append(FinishedItem(id_, minutes, p50, triangular_quantile(three, 0.8)))
    return items


def reference_class(by: str, value: str, items: Sequence[FinishedItem]) -> ReferenceClass:
    """What a group of finished items says; a factor in steps of a twentieth."""
    ratios = [one.ratio for one in items]
    middle = lower = upper = factor = None
    if len(items) >= MIN_CASES:
        lower, middle, upper = quantiles(ratios, n=4, method="inclusive")
        middle = median(ratios)
        rounded = round(middle * 20) / 20
        factor = rounded if abs(middle - 1) >= MIN_CORRECTION - ROUNDING and rounded > 0 else None
    kept = (PercentileCoverage(50, sum(o.minutes <= o.p50 for o in items), len(items)),
            PercentileCoverage(80, sum(o.minutes <= o.p80 for o in items), len(items)))  # fmt: skip
    return ReferenceClass(by, value, tuple(items), *kept, middle, lower, upper, factor)


def scalable_items(plan: Plan, known: Calibration, by: str, value: str) -> list[str]:
    """Ids of the work in a group that has an estimate and is not begun; without what a factor was applied to before."""
    below, out = plan.children, dropped_items(plan)
    table, groups = plan["item"], plan.state_groups
    c = table.columns
    ids = []
    for position, id_ in enumerate(table.ids):
        estimate = c["estimate"][position]
        if estimate is None or out[position] or id_ in below or c["type"][position] == "milestone":
            continue
        if groups.get(str(c["status"][position])) != "todo" or c["actual_start"][position] is not None:
            continue
        if c["progress"][position] or known.histories[id_].calibrated:
            continue
        if not by or CLASSIFIERS[by](plan, id_, triangular_quantile(ThreePoint.load(str(estimate)), 0.5)) == value:
            ids.append(id_)
    return ids


def calibrated_estimate(three: ThreePoint, factor: float) -> ThreePoint:
    """An estimate times a factor, each number to the half hour; below half a day to five minutes."""

    def times(minutes: float) -> float:
        exact = minutes * factor
        step = 30 if exact >= STANDARD_DAY_MINUTES / 2 else 5
        return float(round(exact / step) * step)

    return ThreePoint(times(three.best), times(three.likely), times(three.worst))


__all__ = [
    "Calibration",
    "FinishedItem",
    "HorizonCoverage",
    "PercentileCoverage",
    "ReferenceClass",
    "calibrated_estimate",
    "calibration",
    "scalable_items",
]
