"""What a requirements session and a steering committee open with: what is uncovered, unanswered, to be decided."""

from datetime import date

from tpm_tui.planning.scope.conflicting_requirements import collision_text, collisions
from tpm_tui.planning.scope.requirement_findings import must_share_text
from tpm_tui.planning.scope.traceability import MUST_SHARE
from tpm_tui.reports.meetings.agenda_evidence import AgendaSource, impediment_section
from tpm_tui.reports.report import Section, SectionBuilder


def requirements_sections(source: AgendaSource) -> list[Section]:
    """Open questions, needs that no item answers, assumptions that nobody has confirmed, constraints that collide."""
    table = source.plan["requirement"]
    questions = SectionBuilder("questions", "Questions without an answer", 10)
    needs = SectionBuilder("uncovered", "Needs that no item answers", 10)
    assumptions = SectionBuilder("assumptions", "Assumptions that are open", 10)
    for id_ in table.ids:
        row, record = table.row(id_), ("requirement", id_)
        if row["type"] == "question" and row["status"] == "open":
            questions.add(source.name(*record), record)
        elif row["type"] == "need" and row["status"] != "dropped" and row["items"] == "[]":
            needs.add(f"{source.name(*record)} ({row['priority']})", record)
        elif row["type"] == "assumption" and row["status"] == "open":
            assumptions.add(source.name(*record), record)
    colliding = SectionBuilder("collisions", "Constraints that collide with needs", 10)
    for id_, others in collisions(source.plan).items():
        if table.value(id_, "type") == "constraint":
            records = [("requirement", one) for one in (id_, *others)]
            colliding.add(f"{source.name(*records[0])}: {collision_text(source.plan, others)}", *records)
    effort, share = (
        SectionBuilder("effort", "Effort by priority [DSDM]", 1),
        must_share_text(source.plan, source.context),
    )
    if share:
        effort.add(f"{share}, of at most {float(MUST_SHARE):.0%}")
    return [effort.build(), questions.build(), needs.build(), assumptions.build(), colliding.build()]


def steering_agenda(source: AgendaSource) -> list[Section]:
    """Decisions that are asked for, requests for change with what they would do, and what is in the way."""
    plan = source.plan
    decisions = SectionBuilder("decisions", "To be decided", 10)
    for id_ in plan["decision"].ids:
        row = plan["decision"].row(id_)
        if row["status"] == "proposed":
            needed = f", needed by {source.day(date.fromisoformat(str(row['needed_by'])))}" if row["needed_by"] else ""
            decisions.add(f"{source.name('decision', id_)}{needed}", ("decision", id_))
    changes, requests = SectionBuilder("changes", "Requests for change", 10), source.requests()
    for id_ in plan["issue"].ids:
        row = plan["issue"].row(id_)
        if row["type"] == "request for change" and row["status"] == "open":
            comes_to = f": {requests[id_]}" if id_ in requests else ""
            changes.add(f"{source.name('issue', id_)}{comes_to}", ("issue", id_))
    return [decisions.build(), changes.build(), impediment_section(source)]
