"""Values that follow from others: a risk's score, an action overdue, a contact due, a decision's weighted totals.

Each is a column computed for a whole table at once, in stored form, so that grids, filters, sorts and JSON treat it as
any other field.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from tpm_tui.domain.fields import Column, Field
from tpm_tui.domain.plan.plan import ColumnDifferences, Plan
from tpm_tui.domain.rules import open_checks
from tpm_tui.domain.text.dates import InputContext, add_months
from tpm_tui.domain.time.intervals import STANDARD_DAY_MINUTES
from tpm_tui.domain.values.codec import Stored


@dataclass(frozen=True, slots=True)
class DerivedColumn:
    """A computed column: ``compute`` gives one stored value a record, in the table's order."""

    column: Column
    compute: Callable[[Plan, InputContext], list[Stored]]


def derived_column(name: str, type_: type, label: str, **field: Any) -> Column:
    """A column nobody sets."""
    return Column(name, type_, nullable=True, required=False, default=None, field=Field(label, **field))


def _risk_score(plan: Plan, _context: InputContext) -> list[Stored]:
    """P times I after the response, where that was judged, else before it [PRINCE2]."""
    c = plan["risk"].columns
    return [
        int(rp or p or 0) * int(ri or i or 0)
        for p, i, rp, ri in zip(
            c["probability"], c["impact"], c["residual_probability"], c["residual_impact"], strict=True
        )
    ]


def _inherent_score(plan: Plan, _context: InputContext) -> list[Stored]:
    c = plan["risk"].columns
    return [int(p or 0) * int(i or 0) for p, i in zip(c["probability"], c["impact"], strict=True)]


def _past(kind: str, field: str, done: str) -> Callable[[Plan, InputContext], list[Stored]]:
    """Whether a dated promise is past its day and not done."""

    def compute(plan: Plan, context: InputContext) -> list[Stored]:
        c, today = plan[kind].columns, context.today.isoformat()
        return [
            int(day is not None and str(day) < today and not flag) for day, flag in zip(c[field], c[done], strict=True)
        ]

    return compute


def _review_overdue(plan: Plan, context: InputContext) -> list[Stored]:
    c, today = plan["risk"].columns, context.today.isoformat()
    return [
        int(day is not None and str(day) < today and status == "open")
        for day, status in zip(c["review_by"], c["status"], strict=True)
    ]


_PLAIN_RULE = re.compile(r"FREQ=(DAI|WEEK|MONTH|YEAR)LY(?:;INTERVAL=(\d{1,3}))?")


@lru_cache(maxsize=4096)
def next_occurrence(rule: str, last: date) -> date | None:
    """The first day after ``last`` that an RRULE names; None if it names no more."""
    match = _PLAIN_RULE.fullmatch(rule)
    if match:
        step = int(match[2] or 1)
        if match[1] in ("DAI", "WEEK"):
            return last + timedelta(days=step * (7 if match[1] == "WEEK" else 1))
        if last.day <= 28:  # an RRULE leaves out months that lack the day
            return add_months(last, step * (12 if match[1] == "YEAR" else 1))
    from dateutil.rrule import rrulestr

    start = datetime(last.year, last.month, last.day)
    occurrence = rrulestr(rule, dtstart=start).after(start)
    return occurrence.date() if occurrence else None


def last_contacts(plan: Plan) -> dict[str, str]:
    """Stakeholder id -> ISO date of the latest contact."""

    def build() -> dict[str, str]:
        c = plan["contact"].columns
        latest: dict[str, str] = {}
        for who, at in zip(c["stakeholder"], c["at"], strict=True):
            if at is not None and str(at) > latest.get(str(who), ""):
                latest[str(who)] = str(at)
        return latest

    return plan.memoised("last_contacts", [("contact", "stakeholder"), ("contact", "at")], build)


def _last_contact(plan: Plan, _context: InputContext) -> list[Stored]:
    latest = last_contacts(plan)
    return [latest.get(id_) for id_ in plan["stakeholder"].ids]


def _contact_due(plan: Plan, context: InputContext) -> list[Stored]:
    """The day the next contact is due by the cadence; today for somebody never spoken to."""
    latest = last_contacts(plan)
    table = plan["stakeholder"]
    due_dates: list[Stored] = []
    for id_, rule in zip(table.ids, table.columns["cadence"], strict=True):
        last = latest.get(id_)
        if not rule:
            due_dates.append(None)
        elif last is None:
            due_dates.append(context.today.isoformat())
        else:
            due = next_occurrence(str(rule), date.fromisoformat(last))
            due_dates.append(due.isoformat() if due else None)
    return due_dates


def _contact_overdue(plan: Plan, context: InputContext) -> list[Stored]:
    today = context.today.isoformat()
    return [int(due is not None and str(due) < today) for due in _contact_due(plan, context)]


def stakeholder_quadrant(power: int, interest: int) -> str:
    """Mendelow's grid, the middle counting as high."""
    if power >= 3:
        return "manage closely" if interest >= 3 else "keep satisfied"
    return "keep informed" if interest >= 3 else "monitor"


def _quadrants(plan: Plan, _context: InputContext) -> list[Stored]:
    c = plan["stakeholder"].columns
    return [stakeholder_quadrant(int(p or 0), int(i or 0)) for p, i in zip(c["power"], c["interest"], strict=True)]


def weighted_totals(plan: Plan, decision: str) -> dict[str, float]:
    """Option id -> sum of weight times score over the sum of weights; options without any score are left out."""
    weights = {
        c: float(plan.value("criterion", c, "weight") or 0)
        for c in plan.ids_by_reference("criterion", "decision").get(decision, ())
    }
    whole = sum(weights.values())
    totals: dict[str, float] = {}
    for option in plan.ids_by_reference("option", "decision").get(decision, ()):
        scores = {
            str(plan.value("score", s, "criterion")): float(plan.value("score", s, "score") or 0)
            for s in plan.ids_by_reference("score", "option").get(option, ())
        }
        if scores and whole:
            totals[option] = sum(weights.get(c, 0.0) * score for c, score in scores.items()) / whole
    return totals


def _option_totals(plan: Plan, _context: InputContext) -> list[Stored]:
    totals: dict[str, float] = {}
    for decision in plan["decision"].ids:
        totals |= weighted_totals(plan, decision)
    return [round(totals[o], 2) if o in totals else None for o in plan["option"].ids]


def _leading(plan: Plan, _context: InputContext) -> list[Stored]:
    """The option ahead by weighted total, with its total."""
    leading: list[Stored] = []
    for decision in plan["decision"].ids:
        totals = weighted_totals(plan, decision)
        best = max(totals, key=lambda o: totals[o], default=None)
        leading.append(f"{plan.title('option', best)} {totals[best]:.2f}" if best else None)
    return leading


#: Percent, work done and work of every item, in the table's order.
_RolledUp = tuple[list[Stored], list[float], list[float]]


def rolled_up_progress(plan: Plan) -> list[Stored]:
    """Percent done of every item: its own, or that of the work below it weighted by estimated work."""
    table = plan["item"]

    def build() -> _RolledUp:
        groups, children = plan.state_groups, plan.children
        position, c = table.position, table.columns
        likely = {e: _likely(e) for e in set(c["estimate"])}
        finished = {s for s in set(c["status"]) if groups.get(str(s)) == "done"}
        work = [0.0 if s == "dropped" else likely[e] for s, e in zip(c["status"], c["estimate"], strict=True)]
        done = [
            w if s in finished else w * int(p or 0) / 100
            for w, s, p in zip(work, c["status"], c["progress"], strict=True)
        ]
        for id_ in reversed(_parents(plan)):
            places = [position[child] for child in children[id_]]
            work[position[id_]] = sum([work[p] for p in places])
            done[position[id_]] = sum([done[p] for p in places])
        return [_percent(d, w) for d, w in zip(done, work, strict=True)], done, work

    def update(kept: _RolledUp, differences: ColumnDifferences) -> _RolledUp | None:
        """Carry what changed in a few items up to what they lie in."""
        if not differences.keys() <= {("item", n) for n in ("status", "estimate", "progress")}:
            return None
        percent, done, work = kept[0].copy(), kept[1].copy(), kept[2].copy()
        children = plan.children
        for place in {place for places in differences.values() for place in places}:
            id_ = table.ids[place]
            if id_ in children:
                continue
            own_done, own_work = _own_work(plan, place)
            more_done, more_work = own_done - done[place], own_work - work[place]
            for at in (place, *(table.position[a] for a in plan.ancestors(id_))):
                done[at] += more_done
                work[at] += more_work
                percent[at] = _percent(done[at], work[at])
        return percent, done, work

    reads = [("item", n) for n in ("parent", "rank", "status", "estimate", "progress")]
    return plan.memoised("rolled_progress", [*reads, ("state", "group"), ("state", "name")], build, update)[0]


def _likely(estimate: Stored) -> float:
    """Minutes of work an estimate says; a day where there is none."""
    return float(str(estimate)[1:-1].split(",")[1]) or 1.0 if estimate else float(STANDARD_DAY_MINUTES)


def _own_work(plan: Plan, place: int) -> tuple[float, float]:
    """Minutes done and minutes in all of an item without children."""
    c = plan["item"].columns
    status = str(c["status"][place])
    work = 0.0 if status == "dropped" else _likely(c["estimate"][place])
    finished = plan.state_groups.get(status) == "done"
    return work if finished else work * int(c["progress"][place] or 0) / 100, work


def _percent(done: float, work: float) -> int:
    return round(100 * done / work) if work > 0.01 else 0


def _parents(plan: Plan) -> list[str]:
    """Ids of the items that have others below them, each after its own parent."""
    children = plan.children
    parents = [id_ for id_ in children.get(None, ()) if id_ in children]
    for id_ in parents:
        parents.extend([child for child in children[id_] if child in children])
    return parents


def unfinished_predecessors(plan: Plan) -> dict[str, str]:
    """Item id -> id of the first unfinished predecessor that keeps it from starting, for items not yet begun."""
    links, items, groups = plan["link"], plan["item"], plan.state_groups
    status, position = items.columns["status"], items.position

    def holds(before: str, after: str, type_: str) -> bool:
        if type_ not in ("FS", "SS") or groups.get(str(status[position[after]])) != "todo":
            return False
        ahead = groups.get(str(status[position[before]]))
        return ahead == "todo" or (ahead == "active" and type_ == "FS")

    def build() -> dict[str, str]:
        predecessors: dict[str, str] = {}
        c = links.columns
        for before, after, type_ in zip(c["predecessor"], c["successor"], c["type"], strict=True):
            if str(after) not in predecessors and holds(str(before), str(after), str(type_)):
                predecessors[str(after)] = str(before)
        return predecessors

    def update(kept: dict[str, str], differences: ColumnDifferences) -> dict[str, str] | None:
        """Judge again the items that changed and those behind them."""
        if differences.keys() != {("item", "status")}:
            return None
        fresh = kept.copy()
        into, out_of = plan.ids_by_reference("link", "successor"), plan.ids_by_reference("link", "predecessor")
        changed = [items.ids[place] for place in differences["item", "status"]]
        behind = [str(links.value(link, "successor")) for item in changed for link in out_of.get(item, ())]
        for item in {*changed, *behind}:
            fresh.pop(item, None)
            for link in into.get(item, ()):
                before = str(links.value(link, "predecessor"))
                if holds(before, item, str(links.value(link, "type"))):
                    fresh[item] = before
                    break
        return fresh

    reads = [("link", n) for n in ("predecessor", "successor", "type")]
    return plan.memoised("waits_for", [*reads, ("item", "status"), ("state", "group")], build, update)


def _waits(plan: Plan, _context: InputContext) -> list[Stored]:
    held = unfinished_predecessors(plan)
    return [plan.label("item", held[id_]) if id_ in held else None for id_ in plan["item"].ids]


def _blocked(plan: Plan, _context: InputContext) -> list[Stored]:
    held, table = unfinished_predecessors(plan), plan["item"]
    return [
        int(id_ in held or status == "blocked") for id_, status in zip(table.ids, table.columns["status"], strict=True)
    ]


def _overdue(plan: Plan, context: InputContext) -> list[Stored]:
    today, c = context.today.isoformat(), plan["item"].columns
    finished = {s for s, g in plan.state_groups.items() if g == "done"}
    return [
        int(day is not None and str(day) < today and status not in finished)
        for day, status in zip(c["deadline"], c["status"], strict=True)
    ]


def _open_checks(plan: Plan, _context: InputContext) -> list[Stored]:
    having = plan.ids_by_reference("check", "item")
    return [len(open_checks(plan, id_)) if id_ in having else 0 for id_ in plan["item"].ids]


def _minutes_between(kind: str, start: str, end: str) -> Callable[[Plan, InputContext], list[Stored]]:
    def compute(plan: Plan, _context: InputContext) -> list[Stored]:
        c = plan[kind].columns
        return [
            int((datetime.fromisoformat(str(b)) - datetime.fromisoformat(str(a))).total_seconds() // 60)
            if a and b
            else None
            for a, b in zip(c[start], c[end], strict=True)
        ]

    return compute


def _incident_state(plan: Plan, _context: InputContext) -> list[Stored]:
    c = plan["incident"].columns
    return [
        "resolved" if r else "mitigated" if m else "open" for r, m in zip(c["resolved"], c["mitigated"], strict=True)
    ]


def _latest_reading(plan: Plan, _context: InputContext) -> list[Stored]:
    readings, latest = plan["reading"], []
    for metric in plan["metric"].ids:
        mine = plan.ids_by_reference("reading", "metric").get(metric, ())
        newest = max(mine, key=lambda r: str(readings.value(r, "at")), default=None)
        latest.append(readings.value(newest, "value") if newest else None)
    return latest


_FLAG = {"width": 7}


def _table(*entries: tuple[Column, Callable[[Plan, InputContext], list[Stored]]]) -> dict[str, DerivedColumn]:
    return {column.name: DerivedColumn(column, compute) for column, compute in entries}


#: Kind -> name -> derived column.
DERIVED_COLUMNS: dict[str, dict[str, DerivedColumn]] = {
    "item": _table(
        (derived_column("done_share", int, "Done", width=5, format="percent"), lambda p, _w: rolled_up_progress(p)),
        (derived_column("waits", str, "Waits for", width=8), _waits),
        (derived_column("blocked", bool, "Blocked", **_FLAG), _blocked),
        (derived_column("overdue", bool, "Overdue", **_FLAG), _overdue),
        (derived_column("open_checks", int, "Open checks", width=6), _open_checks),
    ),
    "risk": _table(
        (derived_column("score", int, "Score", width=5), _risk_score),
        (derived_column("inherent", int, "Score before", width=5), _inherent_score),
        (derived_column("overdue", bool, "Review overdue", **_FLAG), _review_overdue),
    ),
    "stakeholder": _table(
        (derived_column("quadrant", str, "Approach", width=14), _quadrants),
        (derived_column("last_contact", date, "Last contact", width=10), _last_contact),
        (derived_column("contact_due", date, "Contact due", width=11), _contact_due),
        (derived_column("overdue", bool, "Overdue", **_FLAG), _contact_overdue),
    ),
    "contact": _table((derived_column("overdue", bool, "Promise overdue", **_FLAG), _past("contact", "due", "kept"))),
    "action": _table((derived_column("overdue", bool, "Overdue", **_FLAG), _past("action", "due", "done"))),
    "mitigation": _table((derived_column("overdue", bool, "Overdue", **_FLAG), _past("mitigation", "due", "done"))),
    "option": _table((derived_column("total", float, "Weighted total", width=8), _option_totals)),
    "decision": _table((derived_column("leading", str, "Ahead", width=20), _leading)),
    "incident": _table(
        (derived_column("state", str, "State", width=9), _incident_state),
        (derived_column("to_acknowledge", int, "Acknowledged in", width=10, format="elapsed"),
         _minutes_between("incident", "detected", "acknowledged")),
        (derived_column("to_resolve", int, "Resolved in", width=10, format="elapsed"),
         _minutes_between("incident", "detected", "resolved")),
    ),
    "release": _table(
        (derived_column("to_restore", int, "Restored in", width=10, format="elapsed"),
         _minutes_between("release", "detected", "restored")),
    ),
    "metric": _table((derived_column("latest", float, "Latest", width=8), _latest_reading)),
}  # fmt: skip


def derived_names(kind: str) -> Sequence[str]:
    return tuple(DERIVED_COLUMNS.get(kind, {}))
