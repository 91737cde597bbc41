"""Who has the skills that an item needs, and which items lack somebody who has."""

from collections.abc import Mapping, Sequence

from tpm_tui.domain.derived.which_items_are_done import dropped_items, finished_items
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.values.codec import load_value
from tpm_tui.planning.model.external_supply import supplied_mask
from tpm_tui.planning.model.work_assignments import assignees, is_thing


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
    of_person = _skills_of_people(plan)
    able: dict[int, Sequence[str]] = {}
    for place, text in needed.items():
        levels = skill_levels(load_value(column, text))
        able[place] = [id_ for id_, skills in of_person.items() if not missing_levels(levels, skills)]
    return able


def missing_skills(plan: Plan) -> list[tuple[str, str, bool]]:
    """(item, skill and level that it needs, whether anybody has it) of open work that nobody with that skill does,
    though people do it or nobody could. What a pool or a supplier does has whom they send."""
    column, kept = plan["item"].kind.column("skills"), assignees(plan)
    closed = zip(finished_items(plan), dropped_items(plan), supplied_mask(plan), strict=True)
    of_person = _skills_of_people(plan)
    missing: list[tuple[str, str, bool]] = []
    for place, (text, out) in enumerate(zip(plan["item"].columns["skills"], closed, strict=True)):
        id_ = plan["item"].ids[place]
        if not text or text == "[]" or any(out) or id_ in plan.children:
            continue
        several = kept.get(place, ())
        if any(who.kind == "pool" and not is_thing(plan, who.id) for who in several):
            continue
        doing = [of_person[who.id] for who in several if who.kind == "person"]
        for skill, level in skill_levels(load_value(column, text)).items():
            held = any(skills.get(skill, -1) >= level for skills in of_person.values())
            if (doing or not held) and not any(skills.get(skill, -1) >= level for skills in doing):
                missing.append((id_, f"{skill}:{level}", held))
    return missing


def missing_levels(needed: Mapping[str, int], skills: Mapping[str, int]) -> int:
    """How many levels somebody's skills lack of those needed; a skill they have not counts one more."""
    return sum(max(level - skills.get(skill, -1), 0) for skill, level in needed.items())


def _skills_of_people(plan: Plan) -> dict[str, dict[str, int]]:
    people = plan["person"]
    column = people.kind.column("skills")
    return {
        id_: skill_levels(load_value(column, text))
        for id_, text in zip(people.ids, people.columns["skills"], strict=True)
    }


def skill_levels(skills: Sequence[str]) -> dict[str, int]:
    """``("python:3",)`` as {"python": 3}; a skill without a level is at 1."""
    levels: dict[str, int] = {}
    for text in skills:
        name, _, level = text.partition(":")
        levels[name] = int(level) if level.isdigit() else 1
    return levels
