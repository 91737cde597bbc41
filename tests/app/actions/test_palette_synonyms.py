"""Everyday words in the palette: each leads to what the program calls otherwise, after what bears the word itself."""

from pathlib import Path

import pytest

from support.workspace_pilot import SMALL, WorkspacePilot
from tpm_tui.app.actions.action_catalog import all_actions
from tpm_tui.app.modal_screens.picker import Choice, rank_choices
from tpm_tui.domain.kinds import KINDS

CHOICES = [Choice(a.id, a.title, synonyms=a.synonyms) for a in all_actions().values()] + [
    Choice(f"kind:{kind.name}", f"Open {kind.plural}", synonyms=kind.synonyms) for kind in KINDS.values()
]


@pytest.mark.parametrize(
    ("word", "id_"),
    [
        ("mitigate", "risk.respond"), ("reduce", "risk.respond"), ("blocked", "item.block"), ("milestone", "add"),
        ("capacity", "view.5"), ("theme", "theme"), ("burndown", "sprint"), ("deadline", "item.due"),
        ("objective", "kind:objective"), ("impediment", "impediments"), ("retrospective", "view.meetings"),
        ("downtime", "view.9"), ("recommendation", "report"), ("gantt", "view.2"), ("kanban", "view.board"),
        ("dora", "view.delivery"), ("assign", "item.owner"), ("dependency", "link.after"), ("critical path", "why"),
        ("slack", "why"), ("monte carlo", "forecast"), ("scenario", "what-if"), ("holiday", "calendar"),
        ("vacation", "kind:absence"), ("goal", "kind:objective"), ("okr", "kind:objective"), ("kpi", "kind:metric"),
        ("blocker", "impediments"), ("reschedule", "shift"), ("variance", "compare"), ("timesheet", "time.log"),
        ("earned value", "view.6"), ("contingency", "kind:reserve_draw"), ("outage", "incident.open"),
        ("adr", "view.8"), ("workload", "view.5"), ("iteration", "sprint.start"), ("search", "filter"),
        ("clone", "record.duplicate"), ("exit", "quit"), ("deployment", "kind:release"), ("lead time", "view.delivery"),
        ("cycle time", "view.flow"), ("wbs", "view.1"), ("project", "programme"), ("screenshot", "picture"),
        ("audit", "check"), ("invoice", "view.costs"), ("sign off", "requirement.agree"), ("root cause", "kind:cause"),
        ("changelog", "history"), ("shortcuts", "help"), ("collapse", "fold"), ("overallocated", "level"),
        ("percentile", "forecast"), ("overdue", "check"), ("status report", "report"), ("portfolio", "programme"),
        ("avoid", "risk.respond"), ("supplier", "kind:cost"), ("fishbone", "kind:cause"), ("runbook", "kind:protocol"),
        ("approval", "kind:gate"), ("follow up", "kind:action"), ("swimlane", "view.board"),
        ("dashboard", "view.promise"), ("planning", "sprint.start"),
    ],
)  # fmt: skip
def test_an_everyday_word_leads_there(word: str, id_: str) -> None:
    assert id_ in [choice.id for choice in rank_choices(CHOICES, word)[:8]]


def test_every_synonym_finds_what_declares_it_and_adds_to_its_title() -> None:
    for choice in CHOICES:
        for synonym in choice.synonyms:
            assert choice in rank_choices(CHOICES, synonym), synonym
            # A synonym adds something: the title or the id does not hold it already.
            assert synonym.lower() not in f"{choice.text} {choice.id}".lower(), f"{choice.id}: {synonym}"


def test_a_title_comes_before_a_synonym_and_a_synonym_before_loose_letters() -> None:
    title, synonym = Choice("a", "Capacity of a pool"), Choice("b", "Team", synonyms=("capacity",))
    letters = Choice("c", "Call a person; ask if city Y fits")
    assert rank_choices([letters, synonym, title], "capacity") == [title, synonym]
    assert rank_choices([letters, synonym], "CAPA") == [synonym]
    assert rank_choices([synonym, title], "") == [synonym, title]


async def test_the_word_stands_beside_the_title_and_enter_goes_there(file: Path) -> None:
    async with WorkspacePilot(file, SMALL) as pilot:
        await pilot.press(":")
        await pilot.write("capacity")
        assert "Team (capacity)" in pilot.screen
        await pilot.press("enter")
        assert pilot.workspace.view_layout.active_id == "team"
