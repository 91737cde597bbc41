"""A plan against a baseline: the documented facts of ``tpm baseline compare --json``, and tables."""

from datetime import datetime
from typing import Any

from tpm_tui.domain.derived.currency import currency_digits
from tpm_tui.domain.text.dates import InputContext, show_date
from tpm_tui.domain.time.instants import finish_day, to_datetime, to_minute
from tpm_tui.domain.values.amounts import of_minor_units
from tpm_tui.planning.analysis.comparison import Comparison
from tpm_tui.planning.analysis.variance import baseline_entries, planned_work
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.planning.money.planned_cost import amounts_with_descendants, planned_cost
from tpm_tui.reports.document import Block, Document, Paragraph, ReportTable
from tpm_tui.reports.phrases import shift_text


def comparison_facts(comparison: Comparison) -> dict[str, Any]:
    """``baseline``, ``finish``, ``items`` and ``scope``: start, finish, work (minutes) and cost then and now; variances
    in working minutes on the item's calendar (of the finish: the programme's), positive is later."""
    plan, context = comparison.plan, comparison.context
    schedule = schedule_of(plan, context)
    work, digits = planned_work(plan, context), currency_digits(plan)
    cost = amounts_with_descendants(plan, context, planned_cost(plan, context).own)
    entries, table = baseline_entries(plan, comparison.baseline), plan["item"]
    items = []
    for one in comparison.variances:
        id_ = one.item
        place, then = table.position[id_], plan["baseline_entry"].row(entries[id_])
        items.append(
            {
                "key": str(table.columns["key"][place]),
                "start": _pair(then["start"], to_datetime(schedule.start[place]).isoformat(timespec="minutes")),
                "finish": _pair(then["finish"], to_datetime(schedule.finish[place]).isoformat(timespec="minutes")),
                "work": _pair(then["work"], work[place]),
                "cost": _pair(_amount(then["cost"]), float(of_minor_units(cost[place], digits))),
                "start_variance": one.start_minutes,
                "finish_variance": one.finish_minutes,
            }
        )
    now, was = comparison.current_finish, comparison.baseline_finish
    return {
        "baseline": str(plan.value("baseline", comparison.baseline, "key")),
        "name": plan.title("baseline", comparison.baseline),
        "finish": {
            **_pair(was and was.isoformat(timespec="minutes"), now and now.isoformat(timespec="minutes")),
            "variance": comparison.finish_slip,
        },
        "items": items,
        "scope": {
            "then_minutes": comparison.scope.baseline,
            "now_minutes": comparison.scope.now,
            "changes": [
                {
                    "what": change.what,
                    "key": change.key,
                    "title": change.title,
                    "minutes": change.minutes,
                    "who": change.who or None,
                    "when": None if change.when is None else change.when.isoformat(timespec="seconds"),
                }
                for change in comparison.scope.changes
            ],
        },
    }


def _pair(then: Any, now: Any) -> dict[str, Any]:
    return {"then": then, "now": now}


def _day(moment: datetime | None, context: InputContext) -> str:
    return "unknown" if moment is None else show_date(finish_day(to_minute(moment)), context)


def _amount(stored: Any) -> float | None:
    return None if stored is None else float(stored)


def comparison_document(comparison: Comparison, facts: dict[str, Any]) -> Document:
    """The move of the finish, the items that moved, and the changes of scope; moves of dates in calendar days, work in
    working days."""
    context, day = comparison.context, comparison.context.minutes_per_day
    was, now = comparison.baseline_finish, comparison.current_finish
    by = "" if was is None or now is None else shift_text(to_minute(was), to_minute(now))
    head = f"Since {facts['name']}: finish {_day(was, context)} then, {_day(now, context)} now ({by or 'as planned'})"
    moved = [
        [row["key"], *(_day(datetime.fromisoformat(row["finish"][when]), context) for when in ("then", "now")),
         shift_text(*one.start, starts=True) if one.start_minutes else "0",
         shift_text(*one.finish) if one.finish_minutes else "0"]
        for row, one in zip(facts["items"], comparison.variances, strict=True)
        if one.start_minutes or one.finish_minutes
    ]  # fmt: skip
    blocks: list[Block] = [Paragraph(head)]
    if moved:
        headers = ["Item", "Finish then", "Finish now", "Start moved", "Finish moved"]
        blocks.append(ReportTable(headers, moved, [False, True, True, True, True]))
    changes = [
        [one["what"], one["key"], one["title"], f"{one['minutes'] / day:+.1f}", one["who"] or "",
         "" if one["when"] is None else show_date(datetime.fromisoformat(one["when"]).date(), context)]
        for one in facts["scope"]["changes"]
    ]  # fmt: skip
    if changes:
        headers = ["Scope", "Item", "Title", "Working days", "Who", "When"]
        blocks.append(ReportTable(headers, changes, [False, False, False, True, False, False]))
    return Document("Baseline", blocks)
