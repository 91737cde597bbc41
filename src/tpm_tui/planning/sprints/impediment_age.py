"""How old an impediment is in working days, and to whom it has risen."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from tpm_tui.planning.flow.history.working_day_count import WorkingDayCount

Stretch = tuple[int, int | None]
"""Days (ordinals) on which it was raised, or opened again, and resolved; None while it is open."""


class EscalationLevel(Struct, frozen=True):
    """Who has to deal with it, and for how many working days before it rises; None: it rises no further."""

    name: str
    limit: int | None


LEVELS = (EscalationLevel("team", 2), EscalationLevel("lead", 5), EscalationLevel("sponsor", None))
"""The levels of a file that says nothing else."""


def impediment_age(stretches: Iterable[Stretch], today: int, days: WorkingDayCount) -> int:
    """Working days that have begun since it was raised, while it was open: 0 on the day itself.

    What was resolved and opened again goes on where it stood; a day that two stretches share counts once.
    """
    total = 0
    counted = 0  # the last day that has been counted
    for start, end in sorted(stretches, key=lambda stretch: stretch[0]):
        last = today if end is None else min(end, today)
        first = max(start, counted)
        if last > first:
            total += days.after(first, last)
            counted = last
    return total


def escalation_level(age: int, levels: Sequence[EscalationLevel] = LEVELS, at_least: str | None = None) -> str:
    """The level that an age has risen to: each is left when the age exceeds its limit.

    ``at_least``: a level somebody has raised it to; it never falls below. ValueError for a level there is not.
    """
    names = [level.name for level in levels]
    if at_least is not None and at_least not in names:
        raise ValueError(f"there is no level {at_least!r}: {', '.join(names)}")
    place = 0
    for level in levels[:-1]:
        if level.limit is None or age <= level.limit:
            break
        place += 1
    return names[max(place, names.index(at_least) if at_least is not None else 0)]
