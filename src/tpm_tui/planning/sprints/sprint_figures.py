"""What a sprint promised and what came of it, from the changes to its items."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import isqrt

from msgspec import Struct

DAY = 1440


class SprintChange(Struct, frozen=True):
    """How an item stands from a clock minute on.

    ``member``: it is in the sprint (an item whose status is dropped is in none); ``estimate``: minutes of work;
    ``done``: it is finished.
    """

    minute: int
    item: str
    member: bool
    estimate: int
    done: bool


class BurnUp(Struct, frozen=True):
    """The end of one day (days since 1970-01-01), or now: minutes of work in the sprint, and those done."""

    day: int
    scope: int
    done: int


class SprintFigures(Struct, frozen=True):
    """``committed``: in the sprint, and not done, when it began. At its end, or now: ``added`` came after it began,
    ``dropped`` is what was committed and is in it no longer, ``done`` what was finished in it, ``carried`` what is
    not finished. ``velocity``: minutes of work that was done, by its estimate at the end.
    """

    committed: tuple[str, ...]
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    done: tuple[str, ...]
    carried: tuple[str, ...]
    velocity: int
    burn_up: tuple[BurnUp, ...]


def sprint_figures(changes: Iterable[SprintChange], start: int, end: int, now: int) -> SprintFigures:
    """The figures of a sprint that runs from ``start`` to ``end`` (clock minutes), as of now or its end.

    Changes after the end move nothing, so a closed sprint keeps its figures. Items that came and went again in
    between, or went and came again, count as they stood at the end; the burn-up shows them while they were there. What
    was done before the sprint began is no part of it, unless it is opened again.
    """
    last = min(end, now)
    ordered = sorted(changes, key=lambda change: change.minute)
    state: dict[str, SprintChange] = {}
    for change in ordered:
        if change.minute <= start:
            state[change.item] = change
    before = {key for key, change in state.items() if change.done}
    committed = {key for key, change in state.items() if change.member and not change.done}
    burn_up: list[BurnUp] = []
    by_day: dict[int, list[SprintChange]] = defaultdict(list)
    for change in ordered:
        if start < change.minute <= last:
            by_day[change.minute // DAY].append(change)
    for day in range(start // DAY, last // DAY + 1):
        for change in by_day.get(day, ()):
            state[change.item] = change
            if not change.done:
                before.discard(change.item)
        inside = [change for key, change in state.items() if change.member and key not in before]
        burn_up.append(BurnUp(day, sum(c.estimate for c in inside), sum(c.estimate for c in inside if c.done)))
    if last < start:
        return SprintFigures((), (), (), (), (), 0, ())
    members = {key: change for key, change in state.items() if change.member and key not in before}
    finished = [key for key, change in members.items() if change.done]
    return SprintFigures(
        committed=tuple(sorted(committed)),
        added=tuple(sorted(members.keys() - committed)),
        dropped=tuple(sorted(committed - members.keys())),
        done=tuple(sorted(finished)),
        carried=tuple(sorted(key for key, change in members.items() if not change.done)),
        velocity=sum(members[key].estimate for key in finished),
        burn_up=tuple(burn_up),
    )


class VelocitySpread(Struct, frozen=True):
    """Velocity of past sprints in minutes of work: how many, mean, lowest and highest, standard deviation."""

    sprints: int
    mean: Fraction
    low: int
    high: int
    deviation: int | None
    """of a sample, whole minutes; None for a single sprint"""


def velocity_spread(velocities: Sequence[int]) -> VelocitySpread | None:
    """The spread of the velocities of closed sprints; None for none."""
    if not velocities:
        return None
    count = len(velocities)
    mean = Fraction(sum(velocities), count)
    deviation = None
    if count > 1:
        variance = sum((velocity - mean) ** 2 for velocity in velocities) / (count - 1)
        deviation = isqrt(int(variance))
    return VelocitySpread(count, mean, min(velocities), max(velocities), deviation)
