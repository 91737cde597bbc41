"""What a problem-solving meeting opens with: its causes as a tree, the options, what is in the way."""

from collections.abc import Iterator

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.reports.meetings.agenda_evidence import AgendaSource, impediment_section
from tpm_tui.reports.report import Section, SectionBuilder


def problem_solving_sections(source: AgendaSource) -> list[Section]:
    """The causes found so far, the options with their decision, the problems that are open."""
    causes = SectionBuilder("causes", "Why it happened", 40)
    for depth, id_ in cause_tree(source.plan, source.meeting):
        causes.add(f"{'›' * depth}{' ' if depth else ''}{source.name('cause', id_)}", ("cause", id_))
    options = SectionBuilder("options", "Options", 10)
    for decision in source.plan.ids_by_reference("decision", "meeting").get(source.meeting, ()):
        for option in source.plan.ids_by_reference("option", "decision").get(decision, ()):
            options.add(source.name("option", option), ("option", option), ("decision", decision))
    return [causes.build(), options.build(), impediment_section(source)]


def cause_tree(plan: Plan, meeting: str) -> Iterator[tuple[int, str]]:
    """(whys below the problem, from 0, id) of a meeting's causes, each before its own causes."""
    said = plan.ids_by_reference("cause", "meeting").get(meeting, [])
    below: dict[str | None, list[str]] = {}
    for id_ in said:
        effect = plan.value("cause", id_, "effect")
        below.setdefault(str(effect) if effect in said else None, []).append(id_)
    waiting = [(0, id_) for id_ in reversed(below.get(None, []))]
    while waiting:
        depth, id_ = waiting.pop()
        yield depth, id_
        waiting += [(depth + 1, cause) for cause in reversed(below.get(id_, []))]
