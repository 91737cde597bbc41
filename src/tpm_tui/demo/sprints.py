"""Sprints with the scope they began with, and the baseline the steering committee signed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tpm_tui.demo.event_log import PLAN, REVIEW, START
from tpm_tui.demo.planned_windows import PlannedWindows
from tpm_tui.demo.record_builder import RecordBuilder
from tpm_tui.demo.tables.people import PEOPLE, SPRINT_GOALS
from tpm_tui.demo.wbs import WbsItem

if TYPE_CHECKING:
    from tpm_tui.store.store import Transaction

_FIRST, _LENGTH = -65, 10

#: The day of the baseline, and by how many working days the far end of the plan has slipped since.
BASELINE, SLIP = -45, 6


def add_sprints(records: RecordBuilder, nodes: Iterable[WbsItem]) -> None:
    """Two-week sprints: what is planned or runs when one starts is its commitment, the rest is added to it later."""
    work = [node for node in nodes if node.work and node.status != "dropped"]
    for number, goal in enumerate(SPRINT_GOALS):
        first = _FIRST + number * _LENGTH
        last = first + _LENGTH - 1
        running = [
            n for n in work if n.start is not None and n.start <= last and (n.finish is None or n.finish >= first)
        ]
        if last >= 0:
            running += [n for n in work if n.status == "ready" and n.ready is not None and n.ready <= first + 1]
        committed = [n for n in running if n.created <= first and not (n.type == "bug" and n.start and n.start > first)]
        start = records.days.monday(first)
        values = {"name": f"Sprint {number + 1}", "goal": goal, "start": start, "end": start + timedelta(days=11)}
        scope = " ".join(n.ref for n in committed)
        ref, label = f"sprint-{number + 1}", f"Plan sprint {number + 1}"
        about: dict[str, Any] = {"ref": ref, "day": first, "by": "ana", "label": label}
        records.tell("sprint", [{**about, **values, "committed": scope}], PLAN)
        for node in committed:
            records.change("item", node.ref, first, "ana", label, {"sprint": ref}, PLAN)
        for node in running:
            if node not in committed:
                day = max(node.created, node.start if node.start is not None else node.created)
                records.change("item", node.ref, day, "ana", "Add to the sprint", {"sprint": ref}, START)


def add_baseline(records: RecordBuilder, nodes: Sequence[WbsItem], forecast: PlannedWindows) -> None:
    """Freeze where every item planned by then was to lie."""
    rates = {person["ref"]: float(person["rate"]) for person in PEOPLE}

    def step(tx: "Transaction") -> None:
        baseline = records.add(tx, "baseline", None, {"name": "Signed by steering", "taken": tx.now})
        items = tx.plan["item"]
        for node in nodes:
            if node.created > BASELINE or node.status == "dropped":
                continue
            id_ = records.ids[node.ref]
            tx.add("baseline_entry", baseline=baseline, item_id=id_, item_key=items.value(id_, "key"),
                   title=node.title, **_frozen(records, node, forecast, rates))  # fmt: skip

    records.diary.note(BASELINE, "ana", "Take the baseline: signed by steering", step, "baseline.take", phase=REVIEW)


def _frozen(
    records: RecordBuilder, node: WbsItem, forecast: PlannedWindows, rates: Mapping[str, float]
) -> dict[str, Any]:
    start, finish = (_before_slip(place) for place in forecast.window(node.ref))
    point = node.leaf and not node.work
    return {
        "start": records.days.moment(start, finish=point),
        "finish": records.days.moment(finish, finish=True),
        "work": round(forecast.work(node, original=True) * 480),
        "cost": round(_cost(node, forecast, rates), 2),
    }


def _cost(node: WbsItem, forecast: PlannedWindows, rates: Mapping[str, float]) -> float:
    if node.children:
        return sum(_cost(child, forecast, rates) for child in node.children)
    return forecast.work(node, original=True) * 8 * rates[node.owner]


def _before_slip(place: float) -> float:
    """Where a place in the plan was when the baseline was taken: the later, the more it has moved; to the hour."""
    share = min(max((place - BASELINE) / -BASELINE, 0.0), 1.0)
    return round((place - share * SLIP) * 8) / 8
