"""The lives of the items: planned, made ready, begun, stopped, reviewed and finished, day by day."""

import json
import random
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tpm_tui.demo.event_log import ADD, FINISH, LINK, PLAN, START, WORK, EventLog
from tpm_tui.demo.planned_windows import likely_days
from tpm_tui.demo.record_builder import RecordBuilder
from tpm_tui.demo.wbs import WbsItem, WbsLink
from tpm_tui.demo.working_days import week_end
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values import rank

if TYPE_CHECKING:
    from tpm_tui.store.store import Transaction

_FRIDAY = 4

#: The day the epics, first ranked in the order of their start, were ranked by what holds up the rehearsals.
_RANKED, _RANK_LABEL = -21, "Rank epics by what holds up rehearsal 1"


class ItemEvents:
    """Puts the lives of all items of the outlines into the diary. ``leads``: workstream -> who plans it."""

    def __init__(
        self,
        records: RecordBuilder,
        diary: EventLog,
        rng: random.Random,
        leads: Mapping[str, str],
        notes: Mapping[str, str],
    ) -> None:
        self._records = records
        self._diary = diary
        self._rng = rng
        self._leads = leads
        self._notes = notes
        self._words = InputContext(records.days.today)

    def tell(self, nodes: Sequence[WbsItem], ties: Sequence[WbsLink]) -> None:
        ranks = _ranks(nodes, _place)
        at_first = _ranks(nodes, _by_start)
        for node in nodes:
            moved = node.type == "epic" and node.created < _RANKED and ranks[node.ref] != at_first[node.ref]
            self._plan(node, at_first[node.ref] if moved else ranks[node.ref])
            if moved:
                self._set(node, _RANKED, _RANK_LABEL, {"rank": ranks[node.ref]}, "ana", PLAN)
            self._live(node)
        self._draw({node.ref: node for node in nodes}, ties)

    # -- planning

    def _plan(self, node: WbsItem, key: str) -> None:
        lead = self._leads[node.workstream]
        above = node.parent
        values: dict[str, Any] = {
            "title": node.title,
            "type": node.type,
            "parent": above.ref if above else None,
            "workstream": node.workstream,
            "function": node.function,
            "priority": node.priority,
            "rank": key,
            "owner": node.owner or None,
            "tags": " ".join(node.tags),
            "estimate": (node.was[0] if node.was else node.estimate) or None,
            "points": node.points,
            "deadline": node.due,
            "calendar": node.calendar or None,
            "skills": " ".join(node.skills),
            "custom": json.dumps(node.custom, separators=(",", ":")),
            "notes": self._notes.get(node.ref, ""),
        }
        if node.not_before is not None:
            values |= {"constraint": "SNET", "constraint_date": node.not_before}

        def step(tx: "Transaction") -> None:
            self._records.add(tx, "item", node.ref, values)

        if above is None:
            author, label = "ana", f"Add initiative: {node.title}"
        elif node.type == "epic":
            author, label = "ana", f"Add epics of {above.title}"
        elif node.created > self._usual_day(node):
            author, label = lead, f"Add {node.type}: {node.title}"
        else:
            epic = above
            while epic.type != "epic" and epic.parent is not None:
                epic = epic.parent
            author, label = lead, f"Break down {epic.title}"
        self._diary.note(node.created, author, label, step, "item.add", phase=ADD)
        if node.work and node.status != "dropped":
            self._assign(node, author, label)
        if node.was:
            self._set(node, node.was[1], f"Estimate again: {node.title}", {"estimate": node.estimate}, node.owner, PLAN)

    def _usual_day(self, node: WbsItem) -> int:
        above = node.parent
        while above is not None and above.planned is None:
            above = above.parent
        return (above.planned if above else None) or node.created

    def _assign(self, node: WbsItem, author: str, label: str) -> None:
        crew = [(node.owner, 100 if not node.helpers else 60), *node.helpers]

        def step(tx: "Transaction") -> None:
            for person, units in crew:
                self._records.add(tx, "assignment", None, {"item": node.ref, "person": person, "units": units})

        self._diary.note(node.created, author, label, step, "item.add", phase=ADD)

    def _draw(self, nodes: Mapping[str, WbsItem], ties: Sequence[WbsLink]) -> None:
        for tie in ties:
            before, after = nodes[tie.predecessor], nodes[tie.successor]
            across = before.workstream != after.workstream
            author = "ana" if across else self._leads[after.workstream]
            label = "Link the workstreams" if across else "Link the work"
            values = {"predecessor": tie.predecessor, "successor": tie.successor, "type": tie.type}
            if tie.lag:
                values |= {"lag": tie.lag, "lag_unit": tie.unit}  # type: ignore[dict-item]
            self._diary.note(
                tie.day or week_end(max(before.created, after.created)),
                author,
                label,
                self._link(values),
                "link.after",
                phase=LINK,
            )

    def _link(self, values: Mapping[str, Any]) -> Any:
        def step(tx: "Transaction") -> None:
            self._records.add(tx, "link", None, values)

        return step

    # -- doing

    def _live(self, node: WbsItem) -> None:
        if node.children:
            self._live_above(node)
        elif node.type == "milestone":
            if node.finish is not None:
                moment = (node.finish, "17:30")
                reached = {"status": "done", "progress": 100, "actual_start": moment, "actual_finish": moment}
                self._set(node, node.finish, f"Reached: {node.title}", {**reached, "clock": "17:41"}, phase=FINISH)
        elif node.status == "dropped":
            self._set(node, node.finish or -1, f"Drop {node.title}", {"status": "dropped"}, "ana", FINISH)
        else:
            self._work(node)

    def _live_above(self, node: WbsItem) -> None:
        if node.start is None:
            return
        self._set(
            node, node.start, "Begin work", {"status": "doing", "actual_start": (node.start, "09:00")}, phase=START
        )
        if node.finish is not None:
            done = {"status": "done", "actual_finish": (node.finish, "17:45"), "clock": "17:45"}
            self._set(node, node.finish, f"Done: {node.title}", done, phase=FINISH)

    def _work(self, node: WbsItem) -> None:
        begun = node.start
        ready = node.ready
        if begun is not None:
            ready = max(node.created, (begun - 1) // 5 * 5)
        if ready is not None:
            lead = self._leads[node.workstream]
            self._set(node, ready, "Make work ready", {"status": "ready"}, lead, PLAN)
        if begun is not None:
            self._set(
                node, begun, f"Start {node.title}", {"status": "doing", "actual_start": (begun, "09:00")}, phase=START
            )
            self._report(node, begun)
        if node.halt:
            self._set(node, node.halt[0], f"Blocked: {node.title}", {"status": "blocked"})
            self._set(node, node.halt[1], f"Go on with {node.title}", {"status": "doing"}, phase=START)
        if node.blocked is not None:
            self._set(node, node.blocked, f"Blocked: {node.title}", {"status": "blocked"})
        if node.status == "review":
            self._set(node, -self._rng.randint(1, 2), f"Review {node.title}", {"status": "review"})
        if node.finish is not None and begun is not None:
            if node.finish > begun and node.function != "operations":
                self._set(node, node.finish - 1, f"Review {node.title}", {"status": "review"}, phase=FINISH)
            done = {"status": "done", "progress": 100, "remaining": "0d", **self._evening(node.finish)}
            self._set(node, node.finish, f"Done: {node.title}", done, phase=FINISH)

    def _report(self, node: WbsItem, begun: int) -> None:
        """Each Friday, and on the last day of running work, what is done and what is left."""
        last = node.finish if node.finish is not None else -1
        if node.blocked is not None:
            last = max(node.blocked - 1, begun)
        for day in range(begun, last + (1 if node.finish is None else 0)):
            if self._records.days.day(day).weekday() != _FRIDAY and day != last:
                continue
            part = node.progress * (day - begun + 1) / (last - begun + 1)
            progress = node.progress if day == last else int(part // 5 * 5)
            likely = likely_days(self._estimate_on(node, day), self._words)
            hours = max(round(likely * 8 * (1 - progress / 100)), 1)
            left = node.left if node.left and day == last else f"{hours}h"
            self._set(node, day, "Progress of the week", {"progress": progress, "remaining": left})

    @staticmethod
    def _estimate_on(node: WbsItem, day: int) -> str:
        return node.was[0] if node.was and day < node.was[1] else node.estimate

    def _evening(self, day: int) -> dict[str, Any]:
        """When work ended that day, and when that was written down, some minutes later."""
        hour, minute = self._rng.choice((15, 16, 17)), self._rng.choice((0, 15, 30))
        written = minute + self._rng.randint(2, 20)
        return {"actual_finish": (day, f"{hour}:{minute:02}"), "clock": f"{hour}:{written:02}"}

    def _set(
        self, node: WbsItem, day: int, label: str, values: Mapping[str, Any], author: str = "", phase: int = WORK
    ) -> None:
        status = values.get("status")
        verb = "item.done" if status == "done" else "item.status" if status else "item.set"
        self._records.change("item", node.ref, day, author or node.owner or "ana", label, values, phase, verb)


def _place(_node: WbsItem) -> int:
    return 0


def _by_start(node: WbsItem) -> int:
    return 0 if node.start is None else node.start


def _ranks(nodes: Sequence[WbsItem], order: Callable[[WbsItem], int]) -> dict[str, str]:
    """The order keys of all nodes among their siblings: by ``order``, else as the outline has them."""
    below: dict[str, list[WbsItem]] = {}
    for node in nodes:
        below.setdefault(node.parent.ref if node.parent else "", []).append(node)
    return {
        node.ref: key
        for siblings in below.values()
        for node, key in zip(sorted(siblings, key=order), rank.order_keys_after(len(siblings)), strict=True)
    }
