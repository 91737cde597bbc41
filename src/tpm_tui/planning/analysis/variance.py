"""What has become of a plan since a baseline was taken: variance of dates, and change of scope.

Variance is current − baseline, in working minutes on the item's calendar: later is more. Scope is the work of items
that have none below them; an item that was dropped, or has gone, is out of scope.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import Struct, field

from tpm_tui.domain.derived.columns.items import VARIANCE_COLUMNS
from tpm_tui.domain.derived.item_progress import parents_in_order
from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.fields import Column
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_minute
from tpm_tui.domain.values.codec import Stored
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.planning.model.network_from_plan import network_of
from tpm_tui.planning.model.work_assignments import effort_shares

BaselineSpan = tuple[int | None, int | None]


def baseline_entries(plan: Plan, baseline: str) -> dict[str, str]:
    """Item id -> id of its entry in a baseline."""
    item = plan["baseline_entry"].columns["item_id"]
    position = plan["baseline_entry"].position
    return {
        str(item[position[id_]]): id_ for id_ in plan.ids_by_reference("baseline_entry", "baseline").get(baseline, ())
    }


def baseline_spans(plan: Plan, baseline: str) -> dict[str, BaselineSpan]:
    """Item id -> start and finish in the baseline, as clock minutes."""
    c, position = plan["baseline_entry"].columns, plan["baseline_entry"].position
    spans: dict[str, BaselineSpan] = {}
    for item, entry in baseline_entries(plan, baseline).items():
        start, finish = c["start"][position[entry]], c["finish"][position[entry]]
        spans[item] = _minute(start), _minute(finish)
    return spans


def _minute(stored: Stored) -> int | None:
    return None if stored is None else to_minute(datetime.fromisoformat(str(stored)))


def variance_columns(
    plan: Plan, context: InputContext, spans: Mapping[str, BaselineSpan]
) -> dict[tuple[str, str], tuple[Column, list[Stored]]]:
    """("item", name) -> the column and its values in the table's order; None for items that the spans do not have.

    ``spans`` are those of :func:`baseline_spans`. Raises as the schedule does.
    """
    table, schedule, out = plan["item"], schedule_of(plan, context), dropped_items(plan)
    network = schedule.network
    start: list[Stored] = [None] * len(table)
    finish: list[Stored] = [None] * len(table)
    for id_, (began, ended) in spans.items():
        place = table.position.get(id_)
        if place is None or out[place]:
            continue
        calendar = network.calendar_of(place)
        if began is not None:
            start[place] = calendar.between(began, schedule.start[place])
        if ended is not None:
            finish[place] = calendar.between(ended, schedule.finish[place])
    return {("item", "start_variance"): (VARIANCE_COLUMNS["start_variance"], start),
            ("item", "finish_variance"): (VARIANCE_COLUMNS["finish_variance"], finish)}  # fmt: skip


class ScopeChange(Struct, frozen=True):
    """One item that came into scope, left it, or is estimated otherwise; ``minutes`` of work more (or less).

    ``who`` and ``when`` (aware) come from the journal, empty where it does not tell.
    """

    what: str  # added | dropped | re-estimated
    item: str
    key: str
    title: str
    minutes: int
    who: str = ""
    when: datetime | None = None


class Scope(Struct, frozen=True):
    """The work that a baseline held, and what has become of it, in minutes of working time."""

    baseline: int
    now: int
    changes: tuple[ScopeChange, ...] = field(default=())

    @property
    def change(self) -> int:
        """Scope creep: the work added, less the work dropped."""
        return self.now - self.baseline

    def total(self, what: str) -> int:
        return sum(change.minutes for change in self.changes if change.what == what)


def planned_work(plan: Plan, context: InputContext) -> list[int]:
    """Working minutes of every item: its duration times the shares of it that people and pools work; the duration alone
    where nobody is named; of an item with others below it, theirs together; nothing for what is dropped."""
    network, out, table = network_of(plan, context), dropped_items(plan), plan["item"]
    shares, children = effort_shares(plan), plan.children
    work = [0 if out[place] or id_ in children else round(network.duration[place] * shares.get(id_, 1))
            for place, id_ in enumerate(table.ids)]  # fmt: skip
    for id_ in reversed(parents_in_order(plan)):
        work[table.position[id_]] = sum(work[table.position[child]] for child in children[id_])
    return work


def scope_of(plan: Plan, context: InputContext, baseline: str, gone: Mapping[str, str | None] | None = None) -> Scope:
    """What has come into scope, left it, or is estimated otherwise since a baseline; without who and when.

    ``gone`` maps items that have since been deleted to the parent they had: without it, a deleted branch would count
    the work of its top and of all below.
    """
    table, out, work = plan["item"], dropped_items(plan), planned_work(plan, context)
    entries = plan["baseline_entry"]
    then = baseline_entries(plan, baseline)
    above = {**(gone or {}), **dict(zip(table.ids, table.columns["parent"], strict=True))}
    held = {above.get(item) for item in then}
    changes: list[ScopeChange] = []
    before = 0
    for item, entry in then.items():
        if item in held:
            continue
        minutes = int(entries.value(entry, "work") or 0)
        before += minutes
        place = table.position.get(item)
        key, title = str(entries.value(entry, "item_key")), str(entries.value(entry, "title"))
        if place is None or out[place]:
            changes.append(ScopeChange("dropped", item, key, title, -minutes))
            continue
        now = 0 if item in plan.children else work[place]
        if now != minutes:
            title = str(table.columns["title"][place])
            changes.append(ScopeChange("re-estimated", item, key, title, now - minutes))
    for place, item in enumerate(table.ids):
        if item in then or out[place] or item in plan.children:
            continue
        key, title = str(table.columns["key"][place]), str(table.columns["title"][place])
        if work[place] or table.columns["type"][place] == "milestone":
            changes.append(ScopeChange("added", item, key, title, work[place]))
    return Scope(before, before + sum(change.minutes for change in changes), tuple(changes))


class DateVariance(Struct, frozen=True):
    """How far the dates of an item lie from those of a baseline: its start and its finish, each as the clock minutes
    then and now and as working minutes on the item's calendar, positive for later."""

    item: str
    start: tuple[int, int]
    finish: tuple[int, int]
    start_minutes: int
    finish_minutes: int


def date_variances(plan: Plan, context: InputContext, baseline: str) -> Iterable[DateVariance]:
    """Those of every item that the baseline has dates for, in outline order."""
    spans = baseline_spans(plan, baseline)
    extras = variance_columns(plan, context, spans)
    start, finish = extras["item", "start_variance"][1], extras["item", "finish_variance"][1]
    table, schedule = plan["item"], schedule_of(plan, context)
    for place in sorted(range(len(table)), key=schedule.network.rank.__getitem__):
        if finish[place] is None:
            continue
        began, ended = spans[table.ids[place]]
        assert ended is not None
        starts = (schedule.start[place] if began is None else began, schedule.start[place])
        yield DateVariance(
            table.ids[place], starts, (ended, schedule.finish[place]), int(start[place] or 0), int(finish[place] or 0)
        )
