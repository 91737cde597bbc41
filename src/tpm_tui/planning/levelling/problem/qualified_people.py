"""Who has the skills that an item needs."""

from __future__ import annotations

from collections.abc import Sequence

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.values.codec import load_value
from tpm_tui.planning.model.external_supply import supplied_mask
from tpm_tui.planning.model.work_assignments import assignees


def qualified_people(plan: Plan) -> dict[int, Sequence[str]]:
    """The people who could do each item that needs skills and that nobody does yet."""
    taken = assignees(plan)
    column = plan["item"].kind.column("skills")
    supplied = supplied_mask(plan)
    needed = {
        place: text
        for place, text in enumerate(plan["item"].columns["skills"])
        if text and text != "[]" and not taken.get(place) and not supplied[place]
    }
    if not needed:
        return {}
    people = plan["person"]
    skills_of = people.kind.column("skills")
    of_person = {
        id_: skill_levels(load_value(skills_of, text))
        for id_, text in zip(people.ids, people.columns["skills"], strict=True)
    }
    able: dict[int, Sequence[str]] = {}
    for place, text in needed.items():
        levels = skill_levels(load_value(column, text))
        able[place] = [
            id_
            for id_, skills in of_person.items()
            if all(skills.get(skill, -1) >= level for skill, level in levels.items())
        ]
    return able


def skill_levels(skills: Sequence[str]) -> dict[str, int]:
    """``("python:3",)`` as {"python": 3}; a skill without a level is at 1."""
    levels: dict[str, int] = {}
    for text in skills:
        name, _, level = text.partition(":")
        levels[name] = int(level) if level.isdigit() else 1
    return levels
