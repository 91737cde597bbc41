"""What is left of a resource over time: a step function between instants."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from tpm_tui.planning.levelling.problem.levelling_problem import Resource

BEGINNING = -(1 << 60)
"""Before every instant."""


class ResourceProfile:
    """The remaining capacity of one resource; negative where fixed work alone overloads it."""

    __slots__ = ("remaining", "times")

    def __init__(self, resource: Resource) -> None:
        self.times: list[int] = [BEGINNING]
        self.remaining: list[int] = [resource.capacity]
        for instant, capacity in sorted(resource.changes):
            self.times.append(instant)
            self.remaining.append(capacity)

    def copy(self) -> ResourceProfile:
        twin = ResourceProfile.__new__(ResourceProfile)
        twin.times = self.times.copy()
        twin.remaining = self.remaining.copy()
        return twin

    def clear_from(self, start: int, finish: int, units: int, least: int = 1) -> int | None:
        """None where the units are free all through [start, finish); else when they are free again after the last lack
        that meets it, for at least so long."""
        remaining, times = self.remaining, self.times
        first = bisect_right(times, start) - 1
        last = bisect_left(times, finish, first) - 1
        for place in range(last, first - 1, -1):
            if remaining[place] < units:
                return self._free_after(place, units, least)
        return None

    def _free_after(self, place: int, units: int, least: int) -> int:
        """When the units are free for at least so long, after the step at a position."""
        remaining, times = self.remaining, self.times
        count, following = len(times), place + 1
        while True:
            while following < count and remaining[following] < units:
                following += 1
            if following == count:
                raise ValueError("more units are demanded than the resource ever has")
            until, enough = following + 1, times[following] + least
            while until < count and times[until] < enough and remaining[until] >= units:
                until += 1
            if until == count or times[until] >= enough:
                return times[following]
            following = until

    def next_change(self, instant: int) -> int:
        """Where the step after the one at an instant begins."""
        place = bisect_right(self.times, instant)
        return self.times[place] if place < len(self.times) else 1 << 60

    def take(self, start: int, finish: int, units: int) -> None:
        """Take the units out of [start, finish); negative units give them back."""
        if start >= finish:
            return
        first = self._break(start)
        last = self._break(finish)
        remaining = self.remaining
        for place in range(first, last):
            remaining[place] -= units
        self._join(last)
        self._join(first)

    def take_all(self, spans: Iterable[tuple[int, int, int]]) -> None:
        """Take the units out of many (from, to, units) at once: in one pass over their ends, not one search each."""
        changes: dict[int, int] = {}
        for place in range(1, len(self.times)):
            changes[self.times[place]] = self.remaining[place] - self.remaining[place - 1]
        for start, finish, units in spans:
            if start < finish:
                changes[start] = changes.get(start, 0) - units
                changes[finish] = changes.get(finish, 0) + units
        del self.times[1:], self.remaining[1:]
        for instant, change in sorted(changes.items()):
            if change:
                self.times.append(instant)
                self.remaining.append(self.remaining[-1] + change)

    def _break(self, instant: int) -> int:
        """The position of a step that begins exactly then."""
        times = self.times
        place = bisect_left(times, instant)
        if place == len(times) or times[place] != instant:
            times.insert(place, instant)
            self.remaining.insert(place, self.remaining[place - 1])
        return place

    def _join(self, place: int) -> None:
        """Forget a step that is none any more, so that the profile stays short."""
        if self.remaining[place] == self.remaining[place - 1]:
            del self.times[place], self.remaining[place]

    def lowest(self, since: int) -> int:
        """The least remaining units from an instant on."""
        return min(self.remaining[bisect_right(self.times, since) - 1 :])

    def lacks(self, start: int, finish: int) -> Iterable[tuple[int, int, int]]:
        """(from, to, units) of the overloads within [start, finish)."""
        times, remaining = self.times, self.remaining
        for place in range(bisect_right(times, start) - 1, len(times)):
            if times[place] >= finish:
                return
            if remaining[place] < 0:
                until = times[place + 1] if place + 1 < len(times) else finish
                yield max(start, times[place]), min(finish, until), -remaining[place]
