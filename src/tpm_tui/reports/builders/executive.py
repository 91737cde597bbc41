"""The executive report: one page by exception."""

from tpm_tui.reports.builders import sections
from tpm_tui.reports.builders.report_facts import ReportSource
from tpm_tui.reports.report import Section


def executive_sections(source: ReportSource, _recipient: str) -> list[Section]:
    """The ask, the promise, what changed and why, risks, decisions, money, next."""
    return [
        sections.ask_section(source),
        sections.promise_section(source, curve=True),
        sections.change_section(source),
        sections.risk_section(source),
        sections.incident_section(source),
        sections.decision_section(source),
        sections.money_section(source),
        sections.next_section(source),
    ]


def steering_sections(source: ReportSource, _recipient: str) -> list[Section]:
    """For the steering committee: decisions asked for first, each with the figures behind it."""
    return [
        sections.ask_section(source, figures=True),
        sections.promise_section(source, curve=True),
        sections.change_section(source, limit=4),
        sections.risk_section(source),
        sections.money_section(source),
        sections.next_section(source),
    ]
