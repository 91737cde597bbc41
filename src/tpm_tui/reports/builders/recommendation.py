"""The recommendation of a decision: the question, the options against the criteria, and how sure the winner is."""

from collections.abc import Mapping

from tpm_tui.domain.kinds import PROGRAMME_ID
from tpm_tui.reports.builders.report_facts import ReportSource
from tpm_tui.reports.builders.report_recipient import recommended_decision
from tpm_tui.reports.phrases import score_text
from tpm_tui.reports.report import Number, Section, SectionBuilder


def recommendation_sections(source: ReportSource, recipient: str) -> list[Section]:
    """The sections for one decision. ValidationError where the recipient is none."""
    decision = recommended_decision(source.plan, recipient, source.context.today)
    return [
        _question(source, decision),
        _options(source, decision),
        _certainty(source, decision),
        _outcomes(source, decision),
    ]


def _question(source: ReportSource, decision: str) -> Section:
    made, row, about = (
        SectionBuilder("question", "To be decided", 6),
        source.plan["decision"].row(decision),
        ("decision", decision),
    )
    made.add(f"{row['key']} {row['title']}: {row['status']}", about)
    if row["context"]:
        made.add(" ".join(str(row["context"]).split()), about)
    drivers = [line.strip().lstrip("-*+ ") for line in str(row["drivers"] or "").splitlines()]
    if any(drivers):
        made.add(f"What matters: {'; '.join(filter(None, drivers))}", about)
    if row["asked_of"] is not None:
        made.add(f"Asked of {source.plan.title('stakeholder', str(row['asked_of']))}", about)
    if row["needed_by"] is not None:
        numbers = [source.number("needed_by", "decision", decision, "needed_by", "date")]
        made.add(f"Needed by {source.day(row['needed_by'])}", about, numbers=numbers)
    return made.build()


def _options(source: ReportSource, decision: str) -> Section:
    from tpm_tui.planning.risks_issues_decisions.decisions_of_plan import (  # few need it
        decision_result,
        missing_total_text,
    )

    made, result = SectionBuilder("options", "Options, the best first", 8), decision_result(source.plan, decision)
    better = source.plan.value("decision", decision, "direction") != "lower"
    known = {key: total for key, total in result.totals.items() if total is not None}
    for key in sorted(known, key=lambda k: float(known[k]), reverse=better):
        id_ = str(source.plan.id_of_key("option", key))
        total = float(known[key])
        made.add(
            f"{source.plan.title('option', id_)}: {score_text(total)} points", ("option", id_),
            numbers=[Number("total", total, "points", key)],
        )  # fmt: skip
    for key in (key for key in result.totals if key not in known):
        id_ = str(source.plan.id_of_key("option", key))
        why = missing_total_text(source.plan, decision)
        made.add(f"{source.plan.title('option', id_)} has no total: {why}", ("option", id_))
    return made.build()


def _certainty(source: ReportSource, decision: str) -> Section:
    from tpm_tui.planning.risks_issues_decisions.decisions_of_plan import decision_result, missing_total_text
    from tpm_tui.reports.risks_issues_decisions.decisions import flip_text

    made, result = SectionBuilder("certainty", "How sure that is", 4), decision_result(source.plan, decision)
    about = ("decision", decision)
    if result.winner is None:
        made.add(_no_winner(result.totals, missing_total_text(source.plan, decision)), about)
        return made.build()
    id_ = str(source.plan.id_of_key("option", result.winner))
    if result.margin is None:
        made.add(f"{source.plan.title('option', id_)} is the only option with a total", about)
        return made.build()
    margin = float(result.margin)
    numbers = [Number("margin", margin, "points", str(source.plan.value("decision", decision, "key")))]
    made.add(f"{source.plan.title('option', id_)} leads by {score_text(margin)} points", about, numbers=numbers)
    for flip in result.flips[:2]:
        figures = (("from", flip.from_, "points"), ("to", flip.to, "points"), ("share", flip.share, "share"))
        numbers = [Number(name, float(value), unit, flip.criterion) for name, value, unit in figures]
        made.add(f"It would lose the lead with {flip_text(source.plan, flip)}", about, numbers=numbers)
    if not result.flips:
        made.add("No single change of a weight or a score costs it the lead", about)
    return made.build()


def _no_winner(totals: Mapping[str, object], why_no_total: str) -> str:
    """Why no option leads."""
    if not totals:
        return "No options are named yet"
    if all(total is None for total in totals.values()):
        return f"No option has a total yet: {why_no_total}"
    return "No option leads: the best have the same total"


def _outcomes(source: ReportSource, decision: str) -> Section:
    """Schedule and cost of the plan with each option that says what it changes; empty where none does."""
    from tpm_tui.reports.risks_issues_decisions.option_outcomes import outcome_figures, outcome_lines

    made, outcomes = SectionBuilder("schedule-and-cost", "Plan with each option", 9), source.option_outcomes(decision)
    lines = list(outcome_lines(source.plan, source.context, outcomes))[1:]
    for (option, outcome), line in zip(outcomes.items(), lines, strict=True):
        id_ = None if option is None else source.plan.id_of_key("option", option)
        key = option or str(source.plan.programme("key") or "")
        figures = outcome_figures(source.plan, outcome)
        about = (("programme", PROGRAMME_ID), ("decision", decision)) if id_ is None else (("option", id_),)
        made.add(line.strip(), *about, numbers=[Number(name, value, unit, key) for name, value, unit in figures])
    return made.build()
