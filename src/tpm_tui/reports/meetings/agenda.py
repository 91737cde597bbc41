"""The agenda of a meeting, written by the file itself: sections by its type, each line with the records behind it."""

from typing import Any

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.reports.meetings.agenda_evidence import (
    AgendaBuilder,
    AgendaSource,
    commitment_section,
    impediment_section,
    overdue_section,
)
from tpm_tui.reports.report import Line, Section


def meeting_agenda(source: AgendaSource) -> list[Section]:
    """The sections of the meeting's type, then what every meeting begins with: commitments, and actions overdue."""
    from tpm_tui.reports.meetings.cause_tree import problem_solving_sections
    from tpm_tui.reports.meetings.requirements_agenda import requirements_sections, steering_agenda
    from tpm_tui.reports.meetings.retrospective import retrospective_sections
    from tpm_tui.reports.meetings.team_agenda import one_to_one_sections, stand_up_agenda

    builders: dict[str, AgendaBuilder] = {
        "requirements": requirements_sections,
        "stand-up": stand_up_agenda,
        "sprint review": lambda source: [impediment_section(source)],
        "retrospective": retrospective_sections,
        "problem-solving": problem_solving_sections,
        "one-to-one": one_to_one_sections,
        "steering": steering_agenda,
    }
    sections = builders[str(source.plan.value("meeting", source.meeting, "type"))](source)
    sections += [overdue_section(source), commitment_section(source)]
    return [section for section in sections if section.lines]


def agenda_facts(plan: Plan, sections: list[Section]) -> list[dict[str, Any]]:
    """The documented array of ``tpm session M-1 agenda --json``."""
    return [{"title": section.title, "lines": [_line(plan, line) for line in section.lines]} for section in sections]


def _line(plan: Plan, line: Line) -> dict[str, Any]:
    return {"text": line.text, "records": [str(plan.value(kind, id_, "key")) for kind, id_ in line.records]}
