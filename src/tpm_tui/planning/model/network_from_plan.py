"""From the records of a file to the scheduling problem: columns in, columns out, no record made on the way.

- Durations are the likely estimates, as long as they take those assigned, on the item's calendar; so is what remains.
  Without an estimate, a milestone takes no time and any other work one day of eight hours; what a summary was estimated
  at does not count.
- A dropped item, and all below it, takes no time and binds nothing: it leaves the hierarchy and loses its links. An
  item left with none but dropped children takes no time either.
- A constraint without its date does nothing.
- A risk that occurred adds its likely delay to its items until somebody says what it really cost.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from math import ceil
from typing import cast

from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_minute
from tpm_tui.domain.time.intervals import STANDARD_DAY_MINUTES
from tpm_tui.domain.time.work_calendar import WorkCalendar
from tpm_tui.domain.values.codec import Stored
from tpm_tui.planning.model import actuals_and_status_date_to_bounds
from tpm_tui.planning.model.item_calendars import ITEM_CALENDAR_READS, item_calendars
from tpm_tui.planning.model.network import Constraint, LagUnit, LinkType, Network, NetworkLink
from tpm_tui.planning.model.risk_delays import OCCURRED_READS, unsettled_risks, with_occurred_risks
from tpm_tui.planning.model.work_assignments import stretches

#: Working minutes of a piece of work that nobody has estimated.
DEFAULT_DURATION = STANDARD_DAY_MINUTES

_ITEM = (
    "parent", "rank", "status", "type", "estimate", "progress", "remaining", "actual_start", "actual_finish",
    "constraint", "constraint_date", "deadline", "levelled_start",
)  # fmt: skip
_LINK = ("predecessor", "successor", "type", "lag", "lag_unit")

NETWORK_READS: tuple[tuple[str, str], ...] = (
    *(("item", name) for name in _ITEM),
    *(("link", name) for name in _LINK),
    *(("programme", name) for name in ("start", "status_date", "slack_limit")),
    ("state", "name"),
    ("state", "group"),
    *ITEM_CALENDAR_READS,
)
"""The columns that a schedule follows from whatever occurs: while they are the same lists, so is the network."""


def network_of(plan: Plan, context: InputContext, *, levelled: bool = True, held: bool = True) -> Network:
    """The network of a plan, made once for as long as what it reads stays the same.

    ``context`` gives today. Positions are those of the item table, ``ids`` its ids. ``status_date`` is what the
    remainder of begun work is scheduled after; work not begun is held there by a constraint of the network's own.
    ``levelled`` says whether levelling holds items back, or the dates follow from logic alone; without ``held`` there
    is no status date, and what has not begun may lie before today. Raises NoWorkingTimeError for a calendar without
    working time, and CycleError where an item holds itself; loops of links are found when it is scheduled.
    """
    levelled = levelled and is_levelled(plan)
    name = f"network.{'levelled.' if levelled else ''}{'' if held else 'free.'}{context.today}"
    network = plan.memoised(name, _estimate_reads(plan), lambda: _build(plan, context, levelled, held))
    if not unsettled_risks(plan):
        return network
    return plan.memoised(f"{name}.occurred", reads_of(plan), lambda: with_occurred_risks(plan, network, context.today))


def is_levelled(plan: Plan) -> bool:
    """Whether a proposal of levelling is in force: it holds any item back. Then who hands over to whom is settled, and
    slack by links alone says more than people leave."""
    return any(plan["item"].columns["levelled_start"])


def reads_of(plan: Plan) -> tuple[tuple[str, str], ...]:
    """The columns that a plan's network follows from: those of risks too, where one occurred and is not settled."""
    return (*_estimate_reads(plan), *OCCURRED_READS) if unsettled_risks(plan) else _estimate_reads(plan)


def _estimate_reads(plan: Plan) -> tuple[tuple[str, str], ...]:
    """The same without risks: stamps too, where they stand for an actual finish."""
    return (
        (*NETWORK_READS, ("item", "changed"))
        if actuals_and_status_date_to_bounds.has_undated_finish(plan)
        else NETWORK_READS
    )


def _build(plan: Plan, context: InputContext, levelled: bool, held: bool) -> Network:
    table = plan["item"]
    c = table.columns
    out = dropped_items(plan)
    parent, summary = _hierarchy(plan, out)
    days = item_calendars(plan)
    duration, milestone = _durations(plan, out, summary)
    index = [-1 if holds and own is None else number
             for holds, own, number in zip(summary, c["calendar"], days.index, strict=True)]  # fmt: skip
    remaining = cast(list[int | None], c["remaining"])
    if stretches(plan):
        remaining = list(remaining)
        for place, stretch in stretches(plan).items():
            left = remaining[place]
            remaining[place] = None if left is None else ceil(left * stretch)
    work = [not (dropped or holds) for dropped, holds in zip(out, summary, strict=True)]
    facts = actuals_and_status_date_to_bounds.actuals(
        plan,
        context.today,
        work=work,
        milestone=milestone,
        duration=duration,
        remaining=remaining,
        calendar_of=lambda place: days.calendars[max(index[place], 0)],
    )
    start = datetime.fromisoformat(str(plan.programme("start") or context.today.isoformat()))
    kind, when = _constraints(c["constraint"], c["constraint_date"])
    deadline = actuals_and_status_date_to_bounds.deadlines_of_texts(c["deadline"])
    for place, dropped in enumerate(out):
        if dropped:
            kind[place], when[place], deadline[place] = Constraint.ASAP, None, None
    for place, at in enumerate(when):
        if at is not None:
            when[place] = actuals_and_status_date_to_bounds.constraint_instant(
                kind[place], at, days.calendars[max(index[place], 0)]
            )
    if levelled:
        _hold_back(plan, kind, when, deadline, duration, [days.calendars[max(number, 0)] for number in index])
    network = Network(
        parent=parent,
        duration=duration,
        milestone=milestone,
        constraint=kind,
        constraint_date=when,
        deadline=deadline,
        calendar=index,
        actual_start=facts.began,
        actual_finish=facts.ended,
        remaining=remaining,
        progress=cast(Sequence[float], c["progress"]),
        rank=outline_order(plan),
        links=_links(plan, out),
        calendars=days.calendars,
        plan_calendar=0,
        plan_start=to_minute(start),
        status_date=facts.status if held else None,
        critical_slack_limit=int(plan.programme("slack_limit") or 0),
        ids=table.ids,
    )
    return actuals_and_status_date_to_bounds.held_at_status_date(network, work)


def _hierarchy(plan: Plan, out: Sequence[bool]) -> tuple[list[int], list[bool]]:
    """Position of each item's parent, -1 for none, without what is dropped; and whether the item holds others."""

    def build() -> tuple[list[int], list[bool]]:
        position = plan["item"].position
        parent = [position.get(up, -1) for up in plan["item"].columns["parent"]]  # type: ignore[arg-type]
        if any(out):
            parent = [-1 if dropped else up for up, dropped in zip(parent, out, strict=True)]
        summary = [False] * len(parent)
        for up in set(parent) - {-1}:
            summary[up] = True
        return parent, summary

    return plan.memoised("network.hierarchy", [("item", "parent"), ("item", "status")], build)


def outline_order(plan: Plan) -> array[int]:
    """Each item's place in the outline from top to bottom."""

    def build() -> array[int]:
        position, children = plan["item"].position, plan.children
        rank = array("q", bytes(8 * len(position)))
        count = 0
        stack = list(reversed(children.get(None, ())))
        while stack:
            id_ = stack.pop()
            rank[position[id_]] = count
            count += 1
            if id_ in children:
                stack.extend(reversed(children[id_]))
        return rank

    return plan.memoised("outline_order", [("item", "parent"), ("item", "rank")], build)


class _Likely(dict[Stored, int]):
    """Stored estimate -> its likely working minutes, each text read once."""

    def __missing__(self, text: Stored) -> int:
        minutes: int = round(json.loads(str(text))[1])
        self[text] = minutes
        return minutes


def _durations(plan: Plan, out: Sequence[bool], summary: Sequence[bool]) -> tuple[list[int], list[bool]]:
    c = plan["item"].columns
    likely = _Likely({None: DEFAULT_DURATION})
    milestone = [kind == "milestone" for kind in c["type"]]
    duration = [0 if point else likely[text] for text, point in zip(c["estimate"], milestone, strict=True)]
    for place, share in stretches(plan).items():
        duration[place] = ceil(duration[place] * share)
    if any(out):
        position = plan["item"].position
        emptied = {up for up, dropped in zip(c["parent"], out, strict=True) if dropped and up is not None}
        for place in [position[str(up)] for up in emptied]:
            if not summary[place]:
                duration[place] = 0
        duration = [0 if dropped else minutes for minutes, dropped in zip(duration, out, strict=True)]
    for place, point in enumerate(milestone):
        if point and summary[place]:
            milestone[place] = False
    return duration, milestone


def _constraints(
    kinds: Sequence[Stored], dates: Sequence[Stored]
) -> tuple[list[int], actuals_and_status_date_to_bounds.Instants]:
    numbers: dict[Stored, int] = {kind.name: int(kind) for kind in Constraint}
    kind = [numbers.get(word, 0) for word in kinds]
    when = actuals_and_status_date_to_bounds.minutes_of_texts(dates)
    for place, constraint in enumerate(kind):
        if constraint > Constraint.ALAP:
            if when[place] is None:
                kind[place] = Constraint.ASAP
        elif when[place] is not None:
            when[place] = None
    return kind, when


def _hold_back(
    plan: Plan,
    kind: list[int],
    when: actuals_and_status_date_to_bounds.Instants,
    deadline: actuals_and_status_date_to_bounds.Instants,
    duration: Sequence[int],
    calendar: Sequence[WorkCalendar],
) -> None:
    """Let items that levelling moved start no earlier than it said; changes the three columns in place.

    Pins keep their dates; a latest date limits the late dates from then on, as a deadline does.
    """
    for place, at in enumerate(
        actuals_and_status_date_to_bounds.minutes_of_texts(plan["item"].columns["levelled_start"])
    ):
        if at is None:
            continue
        date = when[place]
        if kind[place] in (Constraint.SNLT, Constraint.FNLT) and date is not None:
            limit = date if kind[place] == Constraint.FNLT else calendar[place].add(date, duration[place])
            known = deadline[place]
            deadline[place] = limit if known is None else min(known, limit)
            kind[place], when[place] = Constraint.SNET, at
        elif kind[place] in (Constraint.ASAP, Constraint.ALAP):
            kind[place], when[place] = Constraint.SNET, at
        elif kind[place] == Constraint.SNET and date is not None:
            when[place] = max(at, date)
        elif kind[place] == Constraint.FNET and date is not None:
            kind[place] = Constraint.SNET
            when[place] = max(at, calendar[place].start_reaching(date, duration[place]))


def _links(plan: Plan, out: Sequence[bool]) -> list[NetworkLink]:
    """Every link between items that count, in the order of the link table."""
    reads = [*(("link", name) for name in _LINK), ("item", "id")]
    links = plan.memoised("network.links", reads, lambda: _all_links(plan))
    if any(out):
        links = [link for link in links if not (out[link.predecessor] or out[link.successor])]
    return links


def _all_links(plan: Plan) -> list[NetworkLink]:
    position = plan["item"].position
    types: dict[Stored, LinkType] = {kind.name: kind for kind in LinkType}
    units: dict[Stored, LagUnit] = {unit.name.lower(): unit for unit in LagUnit}
    c = plan["link"].columns
    columns = (
        [position.get(id_, -1) for id_ in c["predecessor"]],  # type: ignore[arg-type]
        [position.get(id_, -1) for id_ in c["successor"]],  # type: ignore[arg-type]
        [types[kind] for kind in c["type"]],
        c["lag"],
        [units[unit] for unit in c["lag_unit"]],
    )
    links: list[NetworkLink] = list(map(partial(tuple.__new__, NetworkLink), zip(*columns, strict=True)))
    if min(columns[0], default=0) < 0 or min(columns[1], default=0) < 0:
        # an end may be missing where edits are taken apart, or a file was changed by hand
        links = [link for link in links if link.predecessor >= 0 and link.successor >= 0]
    return links
