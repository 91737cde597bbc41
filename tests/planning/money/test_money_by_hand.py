"""The money of small programmes beside a reckoning of its own: day by day, in fractions, from what was typed.

The reckoning knows nothing of the program's calendars, arrays and caches: days of eight hours from Monday to Friday,
a list of items, and the formulas of the books.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from support.store_files import FILES, new_file
from tpm_tui.commands.schedule.baselines import take_baseline
from tpm_tui.domain.time.instants import to_day_number
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.money.budget import money_summary
from tpm_tui.planning.money.earned_value.earned_value import EacMethod, EarnedValue
from tpm_tui.planning.money.earned_value.earned_value_of_plan import plan_earned_value
from tpm_tui.store.store import Store

START = date(2026, 1, 5)
"""a Monday"""
DAYS = [START + timedelta(n) for n in range(60)]
WORKING = [day for day in DAYS if day.weekday() < 5]


@dataclass
class Work:
    """An item as it is planned, and how far it is at the status date."""

    stream: int | None
    person: int | None
    first: int
    hours: int
    rule: str
    progress: int
    state: str
    """``todo``, ``doing`` or ``done``"""
    checks: list[tuple[int, bool]] = field(default_factory=list)

    def hours_by_day(self) -> dict[date, int]:
        """Eight hours a day from its first day on."""
        full, rest = divmod(self.hours, 8)
        parts = [8] * full + ([rest] if rest else [])
        return dict(zip(WORKING[self.first :], parts, strict=False))

    def share(self) -> Fraction:
        """What it has earned of its budget by its rule."""
        if self.state == "done":
            return Fraction(1)
        if self.rule == "weighted milestones":
            return Fraction(sum(weight for weight, met in self.checks if met), 100)
        begun = self.state == "doing" or self.progress > 0
        return {
            "percent complete": Fraction(self.progress, 100),
            "0/100": Fraction(0),
            "50/50": Fraction(1, 2) if begun else Fraction(0),
        }[self.rule]


@dataclass
class Programme:
    """What somebody typed; amounts in cents, places of people, streams and items by number."""

    rates: list[Decimal]
    raised: dict[int, tuple[date, Decimal]]
    items: list[Work]
    costs: list[tuple[int | None, date | None, int, int, int]]
    """item, day, planned, committed, actual"""
    entries: list[tuple[int, int, date, int]]
    """person, item, day, minutes"""
    status: date

    def rate(self, person: int, day: date) -> Fraction:
        start, raised = self.raised.get(person, (date.max, Decimal(0)))
        return Fraction(raised if day >= start else self.rates[person])

    def labour(self, work: Work) -> int:
        """Cents of an item's work, rounded once, half to even."""
        if work.person is None:
            return 0
        return round(sum(h * self.rate(work.person, day) * 100 for day, h in work.hours_by_day().items()))


def shared(total: int, weights: Sequence[int]) -> list[int]:
    """Whole cents by largest remainder, the earlier first."""
    exact = [Fraction(total * weight, sum(weights)) for weight in weights]
    whole = [int(part) for part in exact]
    order = sorted(range(len(exact)), key=lambda at: (whole[at] - exact[at], at))
    for at in order[: total - sum(whole)]:
        whole[at] += 1
    return whole


def planned_by_day(programme: Programme) -> list[dict[date, int]]:
    """What each item was to cost on each day; at the end, what belongs to none."""
    rows = []
    for place, work in enumerate(programme.items):
        days = work.hours_by_day()
        cost = programme.labour(work) + sum(c[2] for c in programme.costs if c[0] == place)
        rows.append(dict(zip(days, shared(cost, list(days.values())), strict=True)))
    first = min(min(row) for row in rows)
    last = max(max(row) for row in rows)
    hours = {day: 0 for day in WORKING if first <= day <= last}
    for day in hours:  # no more of the last day than the latest item takes of it
        hours[day] = 8 if day < last else max(w.hours_by_day().get(day, 0) for w in programme.items)
    none = dict(zip(hours, shared(sum(c[2] for c in programme.costs if c[0] is None and c[1] is None),
                                  list(hours.values())), strict=True))  # fmt: skip
    for item, day, planned, _, _ in programme.costs:
        if item is None and day is not None and planned:
            none[day] = none.get(day, 0) + planned
    return [*rows, none]


def earned_schedule_by_hand(
    programme: Programme, daily: list[dict[date, int]], ev: Fraction
) -> tuple[Fraction, int, int]:
    """ES, AT and PD in working days."""
    spent = [day for row in daily for day, amount in row.items() if amount]
    first = min([*(min(row) for row in daily[:-1]), *spent])
    periods = [day for day in WORKING if day >= first]
    curve = [0] + [sum(a for row in daily for d, a in row.items() if d <= day) for day in periods]
    bac = sum(sum(row.values()) for row in daily)
    pd = curve.index(bac) if bac in curve else len(curve) - 1
    until = programme.status
    if all(work.state == "done" for work in programme.items):
        until = min(until, finish_day(programme))
    at = sum(day <= until for day in periods)
    if ev <= 0 or pd == 0:
        return Fraction(0), at, pd
    if ev >= curve[pd]:
        return Fraction(pd), at, pd
    last = max(period for period in range(pd) if curve[period] <= ev)
    return last + Fraction(ev - curve[last]) / (curve[last + 1] - curve[last]), at, pd


def finish_day(programme: Programme) -> date:
    """The day that what is finished was finished on: the status date, or the working day before it."""
    return max(day for day in WORKING if day <= programme.status)


def rest_by_hand(programme: Programme) -> int:
    """Cents of the work that is left, and of what is planned for it and not yet spent."""
    left = [0 if work.state == "done" else 100 - work.progress for work in programme.items]
    labour = (
        round(Fraction(programme.labour(work) * part, 100)) for work, part in zip(programme.items, left, strict=True)
    )
    unspent = (
        max(planned - (max(actual, 0) if day is None or day <= programme.status else 0), 0)
        for item, day, planned, _, actual in programme.costs
        if item is None or left[item]
    )
    return sum(labour) + sum(unspent)


cents, with_credits = st.integers(0, 300_000), st.integers(-50_000, 300_000)
rules = st.sampled_from(["percent complete", "0/100", "50/50", "weighted milestones"])


@st.composite
def works(draw: st.DrawFn) -> Work:
    state = draw(st.sampled_from(["todo", "doing", "done"]))
    cut, met = draw(st.integers(1, 99)), st.just(True) if state == "done" else st.booleans()
    return Work(
        stream=draw(st.none() | st.integers(0, 1)),
        person=draw(st.none() | st.integers(0, 1)),
        first=draw(st.integers(0, 12)),
        hours=draw(st.integers(1, 60)),
        rule=draw(rules),
        progress=draw(st.integers(1, 99)) if state == "doing" else 0,
        state=state,
        checks=[(cut, draw(met)), (100 - cut, draw(met))],
    )


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    rates = st.decimals(1, 200, places=3)
    items = draw(st.lists(works(), min_size=1, max_size=6))
    place, any_day = st.integers(0, len(items) - 1), st.sampled_from(DAYS)
    return Programme(
        rates=[draw(rates), draw(rates)],
        raised=draw(st.dictionaries(st.integers(0, 1), st.tuples(st.sampled_from(WORKING[:25]), rates), max_size=2)),
        items=items,
        costs=draw(st.lists(st.tuples(st.none() | place, st.none() | any_day, cents, cents, with_credits), max_size=6)),
        entries=draw(st.lists(st.tuples(st.integers(0, 1), place, any_day, st.integers(1, 240)), max_size=5)),
        status=draw(st.sampled_from(DAYS)),
    )


def money(units: int) -> Decimal:
    return Decimal(units).scaleb(-2)


def typed(store: Store, programme: Programme) -> None:
    """The programme as records: planned, measured by a baseline, then worked on."""
    with store.transaction("Plan") as tx:
        tx.set("programme", "programme", start=datetime.combine(START, time()), currency="EUR")
        people = [tx.add("person", name=f"Person {n}", rate=rate) for n, rate in enumerate(programme.rates)]
        for person, (start, rate) in programme.raised.items():
            tx.add("rate", person=people[person], start=start, rate=rate)
        streams = [tx.add("workstream", name="Same") for _ in range(2)]
        items = [
            tx.add(
                "item",
                title="Work",
                estimate=ThreePoint.single_point(work.hours * 60),
                owner=None if work.person is None else people[work.person],
                workstream=None if work.stream is None else streams[work.stream],
                constraint="SNET",
                constraint_date=datetime.combine(WORKING[work.first], time()),
                earning_rule=work.rule,
            )
            for work in programme.items
        ]
        costs = [
            tx.add("cost", title="Cost", item=None if item is None else items[item], at=day, planned=money(planned))
            for item, day, planned, _, _ in programme.costs
        ]
    with store.transaction("Baseline") as tx:
        take_baseline(tx, "", (), {"name": "Plan"})
    with store.transaction("Work") as tx:
        for cost, (*_, committed, actual) in zip(costs, programme.costs, strict=True):
            tx.set("cost", cost, committed=money(committed), actual=money(actual))
        for person, item, day, minutes in programme.entries:
            tx.add("time_entry", person=people[person], item=items[item], day=day, minutes=minutes)
        for item, work in zip(items, programme.items, strict=True):
            for weight, met in work.checks if work.rule == "weighted milestones" else ():
                tx.add("check", title="Check", item=item, weight=weight, state="passed" if met else "open")
            if work.state == "doing":
                tx.set("item", item, status="doing", progress=work.progress)
            elif work.state == "done":
                begun = datetime.combine(START, time(8))
                ended = datetime.combine(finish_day(programme), time(17))
                tx.set("item", item, status="done", actual_start=begun, actual_finish=ended)


@settings(FILES, max_examples=15)
@given(programme=programmes())
def test_every_figure_of_a_small_programme_is_the_one_reckoned_by_hand(programme: Programme) -> None:
    with tempfile.TemporaryDirectory() as folder, new_file(Path(folder) / "one.db") as store:
        typed(store, programme)
        plan, baseline = store.plan, store.plan["baseline"].ids[0]
        result = plan_earned_value(plan, store.context, baseline, to_day_number(programme.status))
        summary = money_summary(plan, store.context)
    daily = planned_by_day(programme)
    logged = [
        (item, round(programme.rate(person, day) * minutes * 100 / 60), day)
        for person, item, day, minutes in programme.entries
    ]
    bought = [(item, actual, day) for item, day, _, _, actual in programme.costs]
    by_then = [(item, amount) for item, amount, day in (*logged, *bought) if day is None or day <= programme.status]
    rows = []
    for place, row in enumerate(daily):
        item = place if place < len(programme.items) else None
        bac, pv = sum(row.values()), sum(amount for day, amount in row.items() if day <= programme.status)
        ev = Fraction(pv) if item is None else bac * programme.items[place].share()
        rows.append((item, pv, ev, sum(amount for owner, amount in by_then if owner == item), bac))
    pv, ev, ac, bac = (sum(row[at] for row in rows) for at in (1, 2, 3, 4))

    _same(result.total, pv, ev, ac, bac)
    es, at, pd = earned_schedule_by_hand(programme, daily, ev)
    schedule = result.schedule
    assert (schedule.es, schedule.at, schedule.pd) == (es, at, pd)
    assert schedule.sv_t == es - at
    assert schedule.spi_t == (es / at if at else None)
    assert schedule.ieac_t == (None if not at or not es else pd * at / es)

    streams = {None: "none", 0: "W-1 Same", 1: "W-2 Same"}
    for group in result.groups("workstream"):
        parts = [row for row in rows if streams[_stream(programme, row[0])] == group.name]
        _same(group.value, *(sum(row[at] for row in parts) for at in (1, 2, 3, 4)))
    if not programme.raised:
        assert result.total.estimate_to_complete == rest_by_hand(programme)
    assert summary.total.planned == bac or programme.raised  # a rise counts on the days that the work is done by now
    assert summary.total.committed == sum(cost[3] for cost in programme.costs)
    assert summary.total.actual == sum(amount for _, amount, _ in (*logged, *bought))
    for lines in (summary.by_category, summary.by_workstream):
        for name in ("planned", "committed", "actual"):
            assert sum(getattr(line, name) for line in lines) == getattr(summary.total, name)


def _stream(programme: Programme, item: int | None) -> int | None:
    return None if item is None else programme.items[item].stream


def _same(value: EarnedValue, pv: int, ev: Fraction, ac: int, bac: int) -> None:
    """Every figure, each formula written out."""
    assert (value.pv, value.ev, value.ac, value.bac) == (pv, ev, ac, bac)
    assert (value.cv, value.sv) == (ev - ac, ev - pv)
    assert value.cpi == (ev / Fraction(ac) if ac else None)
    assert value.spi == (ev / Fraction(pv) if pv else None)
    eac = {EacMethod.ONE_OFF: Fraction(ac + bac - ev)}
    if ac and ev:
        eac[EacMethod.TYPICAL] = bac * Fraction(ac) / ev
        if pv:
            eac[EacMethod.COMPOSITE] = ac + (bac - ev) * Fraction(ac) * pv / (ev * ev)
            eac[EacMethod.WEIGHTED] = ac + (bac - ev) / (Fraction(8, 10) * ev / ac + Fraction(2, 10) * ev / pv)
    for method in (EacMethod.ONE_OFF, EacMethod.TYPICAL, EacMethod.COMPOSITE, EacMethod.WEIGHTED):
        assert value.estimate_at_completion(method) == eac.get(method), method
    typical = eac.get(EacMethod.TYPICAL)
    assert value.etc == (None if typical is None else typical - ac)
    assert value.vac == (None if typical is None else bac - typical)
    assert value.tcpi_bac == (Fraction(bac - ev) / (bac - ac) if bac != ac else None)
    assert value.tcpi_eac == (Fraction(bac - ev) / (typical - ac) if typical is not None and typical != ac else None)
