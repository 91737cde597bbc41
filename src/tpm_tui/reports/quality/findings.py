"""Everything in a plan that is worth a look: broken rules across records, and dates that cannot hold."""

from datetime import date
from typing import TYPE_CHECKING

from tpm_tui.domain.derived.risk_levels import RiskLevels, risk_levels
from tpm_tui.domain.findings import Finding, broken_rules, data_quality_findings
from tpm_tui.domain.kinds import PROGRAMME_ID
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.text.dates import InputContext, day_text
from tpm_tui.domain.time.instants import finish_day, to_datetime

if TYPE_CHECKING:
    from tpm_tui.planning.analysis.schedule_audit import AuditPoint
    from tpm_tui.planning.cpm.schedule import Schedule
    from tpm_tui.planning.montecarlo.risk_model import RiskModel
    from tpm_tui.planning.montecarlo.simulation_result import SimulationResult


def plan_findings(plan: Plan, context: InputContext) -> list[tuple[str, str, str]]:
    """(kind, id, what is worth a look). A plan that cannot be scheduled is a finding of the programme."""
    from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
    from tpm_tui.planning.delivery.delivery_findings import delivery_findings
    from tpm_tui.planning.money.money_findings import money_findings
    from tpm_tui.planning.people.promises_to_and_by_stakeholders import supply_findings
    from tpm_tui.planning.scope.objective_work import objective_findings
    from tpm_tui.planning.scope.requirement_findings import requirement_findings
    from tpm_tui.reports.schedule.explanation_of_why_in_words import conflict_sentences

    findings = broken_rules(plan) + data_quality_findings(plan)
    finish = None
    try:
        schedule = schedule_of(plan, context)
        findings += [("item", id_, text) for id_, text in conflict_sentences(plan, schedule, context)]
        findings += _status_findings(plan, context, schedule)
        findings += money_findings(plan, context)
        findings += overload_findings(plan, context)
        findings += skill_findings(plan)
        findings += objective_findings(plan, context)
        findings += requirement_findings(plan, context, schedule)
        finish = finish_day(max(schedule.finish)) if len(schedule.finish) else None
    except ValueError as error:
        findings.append(("programme", PROGRAMME_ID, f"the dates cannot be worked out: {error}"))
    findings += supply_findings(plan, context)
    findings += contact_findings(plan, context)
    findings += response_findings(plan, context)
    findings += unscored_findings(plan, context)
    return findings + delivery_findings(plan, context, finish)


def plan_audit(plan: Plan, context: InputContext) -> "list[AuditPoint]":
    """The points of the audit; none of a plan without items, or that cannot be scheduled."""
    from tpm_tui.planning.analysis.schedule_audit import schedule_audit
    from tpm_tui.planning.cpm.schedule_of_plan import schedule_of

    try:
        return schedule_audit(plan, context, schedule_of(plan, context)) if len(plan["item"]) else []
    except ValueError:
        return []


#: The score from which a risk lies above the line: it needs a response [PRINCE2, risk tolerance line].
TOLERANCE_LINE = 15


def contact_findings(plan: Plan, context: InputContext) -> list[Finding]:
    """(kind, id, sentence) of each stakeholder whose contact is overdue."""
    from tpm_tui.domain.derived.contacts import contact_due_values, contact_overdue_values

    ids = plan["stakeholder"].ids
    due, overdue = contact_due_values(plan, context), contact_overdue_values(plan, context)
    return [
        ("stakeholder", id_, f"a contact was due on {day_text(date.fromisoformat(str(day)), context)}")
        for id_, day, late in zip(ids, due, overdue, strict=True)
        if late
    ]


def response_findings(plan: Plan, context: InputContext) -> list[Finding]:
    """(kind, id, sentence) of each open risk above the tolerance line without a response."""
    table, scores = plan["risk"], Sheet(plan, context).values("risk", "score")
    return [
        ("risk", id_, f"it has a score of {score} and no response: from {TOLERANCE_LINE} on a risk needs one")
        for id_, score, status, response, kind in zip(
            table.ids, scores, table.columns["status"], table.columns["response"], table.columns["type"], strict=True
        )
        if status == "open" and kind == "threat" and response == "none" and int(str(score or 0)) >= TOLERANCE_LINE
    ]


def unscored_findings(plan: Plan, context: InputContext) -> list[Finding]:
    """(kind, id, sentence) of each open risk that lacks what the forecast would count: its likelihood or its effect."""
    table = plan["risk"]
    return [
        ("risk", id_, _unscored(levels))
        for id_, status, cost, levels in zip(
            table.ids, table.columns["status"], table.columns["cost"], risk_levels(plan, context.today), strict=True
        )
        if status == "open"
        and (levels.inherent_probability is None or (levels.inherent_impact is None and cost is None))
    ]


def _unscored(levels: RiskLevels) -> str:
    if levels.inherent_probability is not None:
        return "not scored: say what it would do (delay or impact); until then it delays nothing in the forecast"
    what = "" if levels.inherent_impact is not None else " and what it would do (delay or impact)"
    return f"not scored: say how likely it is (chance or probability){what}; until then the forecast leaves it out"


def endangered_findings(
    problem: "RiskModel", forecast: "SimulationResult", context: InputContext
) -> list[tuple[str, str, str]]:
    """(kind, id, sentence) of the deadlines that a forecast keeps with less than half, the nearest first; none where
    too much of the open work has no estimate for there to be a forecast."""
    from tpm_tui.planning.promise.endangered_deadlines import endangered_deadlines

    if not forecast.is_founded:
        return []
    endangered = endangered_deadlines(problem, forecast)
    days = {one.item: day_text(finish_day(one.deadline), context) for one in endangered}
    return [
        ("item", one.item, f"Its deadline {days[one.item]} is kept with {one.probability:.0%}") for one in endangered
    ]


def overload_findings(plan: Plan, context: InputContext) -> list[tuple[str, str, str]]:
    """(kind, id, sentence) of each person and pool above capacity on a day to come. Raises as ``schedule_of``."""
    from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
    from tpm_tui.planning.analysis.workload.overload import overloaded_resources

    sentences: list[tuple[str, str, str]] = []
    for resource in overloaded_resources(plan, context):
        first = day_text(to_datetime(resource.days[0] * MINUTES_PER_DAY).date(), context)
        count = counted(len(resource.days), "day")
        name = plan.value(resource.kind, resource.id, "name")
        most = [f"at most {resource.highest:.0%} of a day"] if resource.highest else []
        if resource.without_capacity:
            most.append(f"{resource.without_capacity / 60:.1f} h on a day without capacity")
        text = f"{name} is above capacity on {count} from {first}, {' and '.join(most)}; see: tpm level"
        sentences.append((resource.kind, resource.id, text))
    return sentences


def skill_findings(plan: Plan) -> list[Finding]:
    """(kind, id, sentence) of each skill that open work needs and none of those who do it has, or nobody at all."""
    from tpm_tui.planning.levelling.problem.qualified_people import missing_skills

    return [
        (
            "item",
            id_,
            f"it needs {skill}, which "
            + (f"none of those who work on it has; see: tpm who {plan.label('item', id_)}" if held else "nobody has"),
        )
        for id_, skill, held in missing_skills(plan)
    ]


def _status_findings(plan: Plan, context: InputContext, schedule: "Schedule") -> list[tuple[str, str, str]]:
    """Work planned before the status date that has not begun, and a plan of which nothing has begun."""
    from tpm_tui.planning.analysis.late_starts import idle_since, pinned_before_status
    from tpm_tui.reports import phrases

    findings = [
        (
            "item",
            id_,
            f"it has not begun, but a date that it must start or finish on puts it before the status date, at "
            f"{phrases.instant_text(start, context)}",
        )
        for id_, start in pinned_before_status(plan, schedule)
    ]
    day = idle_since(plan, context, schedule)
    if day is not None:
        text = f"nothing has begun since the plan's start, {day_text(day, context)}: its dates lie in the past"
        findings.append(("programme", PROGRAMME_ID, f"{text}; say what has begun, or set the start or the status date"))
    return findings
