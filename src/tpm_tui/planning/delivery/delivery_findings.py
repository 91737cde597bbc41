"""What deserves a look in delivery: targets missed, decisions and looks that are overdue, states that hold too much."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tpm_tui.domain.findings import Finding
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.values.codec import stored_day
from tpm_tui.planning.flow.plan_flow import counted_items
from tpm_tui.planning.requirements.plan_decisions import overdue_decisions

"""Kind, id, and what is to be seen."""


def delivery_findings(plan: Plan, today: date, finish: date | None) -> list[Finding]:
    """Findings of metrics, decisions, technologies, workflow and incidents; ``finish`` is when the plan ends."""
    return [
        *(("metric", id_, "the target was missed twice running") for id_ in missed_targets(plan)),
        *(
            ("decision", id_, f"it was needed {days} {'day' if days == 1 else 'days'} ago and is still proposed")
            for id_, days in overdue_decisions(plan, today)
        ),
        *_reviews_due(plan, today),
        *_looks_due(plan, today),
        *_technologies(plan, today, finish),
        *_over_limit(plan),
    ]


def missed_targets(plan: Plan) -> list[str]:
    """Ids of metrics whose last two readings both miss the target."""
    readings = plan["reading"]
    result = []
    for id_ in plan["metric"].ids:
        row = plan["metric"].row(id_)
        if row["target"] is None:
            continue
        mine = sorted(
            (str(readings.value(r, "at")), float(readings.value(r, "value") or 0))
            for r in plan.ids_by_reference("reading", "metric").get(id_, ())
        )
        target, higher = float(row["target"]), row["direction"] == "higher"
        last = [value for _, value in mine[-2:]]
        if len(last) == 2 and all(value < target if higher else value > target for value in last):
            result.append(id_)
    return result


def _reviews_due(plan: Plan, today: date) -> Iterator[Finding]:
    """Decisions whose day to be looked at again has come, and nothing says what came of them."""
    table = plan["decision"]
    for id_ in table.ids:
        row = table.row(id_)
        due = stored_day(row["review_on"])
        if due is not None and due <= today and not row["outcome_seen"]:
            yield "decision", id_, f"was to be reviewed on {due.isoformat()}: say what came of it"


def _looks_due(plan: Plan, today: date) -> Iterator[Finding]:
    """Actions whose day to look again has come: did they help?"""
    table = plan["action"]
    for id_ in table.ids:
        look = stored_day(table.value(id_, "look_again"))
        if look is not None and look <= today:
            yield "action", id_, f"was to be looked at again on {look.isoformat()}: did it help?"


def _technologies(plan: Plan, today: date, finish: date | None) -> Iterator[Finding]:
    table = plan["technology"]
    for id_ in table.ids:
        row = table.row(id_)
        look, end = stored_day(row["look_again"]), stored_day(row["end_of_support"])
        if look is not None and look < today:
            yield "technology", id_, f"was to be looked at again on {look.isoformat()}"
        if end is not None and finish is not None and end < finish:
            yield "technology", id_, f"support ends on {end.isoformat()}, before the plan does on {finish.isoformat()}"


def _over_limit(plan: Plan) -> Iterator[Finding]:
    items = plan["item"]
    statuses = [items.value(id_, "status") for id_ in counted_items(plan)]
    table = plan["state"]
    for id_ in table.ids:
        row = table.row(id_)
        held = statuses.count(row["name"])
        if row["limit"] is not None and held > int(row["limit"]):
            yield "state", id_, f"holds {held} items; its limit is {row['limit']}"
