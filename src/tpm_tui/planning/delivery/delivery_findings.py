"""What deserves a look in delivery: targets missed, decisions and looks that are overdue, states that hold too much."""

from collections.abc import Iterator
from datetime import date

from tpm_tui.domain.findings import Finding
from tpm_tui.domain.kinds import PROGRAMME_ID
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.text.dates import InputContext, day_text
from tpm_tui.domain.values.codec import stored_day
from tpm_tui.planning.flow.flow_of_plan import counted_items
from tpm_tui.planning.flow.wip_limits import function_limits, held_by_function, held_by_state, state_limits
from tpm_tui.planning.risks_issues_decisions.decisions_of_plan import SCALE_FIELDS, decision_scores, overdue_decisions


def delivery_findings(plan: Plan, context: InputContext, finish: date | None) -> list[Finding]:
    """Findings of metrics, decisions, technologies, workflow and incidents; ``finish`` is when the plan ends."""
    return [
        *(("metric", id_, "it missed its target twice running") for id_ in missed_targets(plan)),
        *(
            ("decision", id_, f"it was needed {counted(days, 'day')} ago and is still proposed")
            for id_, days in overdue_decisions(plan, context.today)
        ),
        *_reviews_due(plan, context),
        *_scores_off_scale(plan),
        *_looks_due(plan, context),
        *_technologies(plan, context, finish),
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


def _reviews_due(plan: Plan, context: InputContext) -> Iterator[Finding]:
    """Decisions whose day to be looked at again has come, and nothing says what came of them."""
    table = plan["decision"]
    for id_ in table.ids:
        row = table.row(id_)
        due = stored_day(row["review_on"])
        if due is not None and due <= context.today and not row["outcome_seen"]:
            yield "decision", id_, f"it was to be reviewed on {day_text(due, context)}: say what came of it"


def _scores_off_scale(plan: Plan) -> Iterator[Finding]:
    """Decisions with scores outside their scale, as an import may bring them."""
    table = plan["decision"]
    for id_ in table.ids:
        low, high = (int(table.value(id_, name) or 0) for name in SCALE_FIELDS)
        off = [f"{key} ({score})" for key, score in decision_scores(plan, id_) if not low <= score <= high]
        if off:
            yield "decision", id_, f"its scale is from {low} to {high}, but these scores lie outside: {', '.join(off)}"


def _looks_due(plan: Plan, context: InputContext) -> Iterator[Finding]:
    """Actions whose day to look again has come: did they help?"""
    table = plan["action"]
    for id_ in table.ids:
        look = stored_day(table.value(id_, "look_again"))
        if look is not None and look <= context.today:
            yield "action", id_, f"it was to be looked at again on {day_text(look, context)}: did it help?"


def _technologies(plan: Plan, context: InputContext, finish: date | None) -> Iterator[Finding]:
    table = plan["technology"]
    for id_ in table.ids:
        row = table.row(id_)
        look, end = stored_day(row["look_again"]), stored_day(row["end_of_support"])
        if look is not None and look < context.today:
            yield "technology", id_, f"it was to be looked at again on {day_text(look, context)}"
        if end is not None and finish is not None and end < finish:
            ends = f"its support ends on {day_text(end, context)}"
            yield "technology", id_, f"{ends}, before the plan does on {day_text(finish, context)}"


def _over_limit(plan: Plan) -> Iterator[Finding]:
    """States and functions that hold more items than their limit."""
    items, states = counted_items(plan), plan["state"]
    held = held_by_state(plan, items)
    for name, most in state_limits(plan).items():
        if held[name] > most:
            state = states.ids[states.columns["name"].index(name)]
            yield "state", state, f"it holds {counted(held[name], 'item')}; its limit is {most}"
    held = held_by_function(plan, items)
    for name, most in function_limits(plan).items():
        if held[name] > most:
            yield (
                "programme",
                PROGRAMME_ID,
                f"{name} has {counted(held[name], 'item')} in progress; its limit is {most}",
            )
