"""What would relieve somebody whose load is too high: work that can wait, and who else could do it."""

from collections.abc import Mapping, Sequence

from msgspec import Struct


class LoadedItem(Struct, frozen=True):
    """Work of the person still to come in the window that is too full: minutes in it, and slack in working minutes.

    ``skills`` are the levels that the item needs; ``is_fixed`` what has started, or is pinned to its date.
    """

    item: str
    minutes: int
    slack: int
    skills: Mapping[str, int]
    is_fixed: bool = False


class Colleague(Struct, frozen=True):
    """Somebody else: levels of skills, and minutes they have left below the limit in every window that any of the same
    days lies in."""

    person: str
    skills: Mapping[str, int]
    free_minutes: int


class ReliefHandOver(Struct, frozen=True):
    """An item that another person could take within the minutes they have left."""

    item: str
    person: str
    minutes: int


class Relief(Struct, frozen=True):
    """Items that could wait, most slack first, and items that others could take; and the minutes too many that remain
    when all of it is done, never below zero."""

    postpone: tuple[str, ...]
    hand_over: tuple[ReliefHandOver, ...]
    excess_left: int


def load_relief(excess: int, items: Sequence[LoadedItem], colleagues: Sequence[Colleague]) -> Relief:
    """What to do about so many minutes too many, in as few steps as that takes.

    First items wait whose slack is at least the work they take out of the window, most slack first; then others take
    items, the largest first, each by whoever has the skills and most time left.
    """
    postpone: list[str] = []
    left = excess
    for item in sorted(items, key=lambda item: (-item.slack, item.item)):
        if left > 0 and not item.is_fixed and item.minutes > 0 and item.slack >= item.minutes:
            postpone.append(item.item)
            left -= item.minutes
    free = {colleague.person: colleague.free_minutes for colleague in colleagues}
    hand_over: list[ReliefHandOver] = []
    for item in sorted(items, key=lambda item: (-item.minutes, item.item)):
        if left <= 0:
            break
        if item.item in postpone or item.minutes <= 0:
            continue
        able = [c.person for c in colleagues if has_skills(c.skills, item.skills) and free[c.person] >= item.minutes]
        if able:
            person = max(able, key=lambda name: (free[name], name))
            free[person] -= item.minutes
            hand_over.append(ReliefHandOver(item.item, person, item.minutes))
            left -= item.minutes
    return Relief(tuple(postpone), tuple(hand_over), max(left, 0))


def has_skills(skills: Mapping[str, int], needed: Mapping[str, int]) -> bool:
    """Whether every skill is there at the level that is needed, or above."""
    return all(skills.get(skill, 0) >= level for skill, level in needed.items())
