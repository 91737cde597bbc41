"""Work that several do side by side, each on their own calendar."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import ClassVar

from tpm_tui.domain.time.work_calendar import WorkCalendar

CalendarShare = tuple[WorkCalendar, Fraction]
"""A calendar, and the share of the duration (0 < share <= 1) that is worked on it."""


class JointCalendar(WorkCalendar):
    """Each share of a duration is worked on its own calendar; the work starts with the first and finishes with the
    last, as a task with several resources does in MS Project.

    Its hours are those in which anybody works. Durations do not add up in them: that two days are done by Friday says
    nothing about where one day ends, so `additive` is false and finishes come from :meth:`add` or :meth:`finish_work`.
    """

    __slots__ = ("_parts", "shares")
    additive: ClassVar[bool] = False

    def __init__(self, shares: Iterable[CalendarShare]) -> None:
        self.shares: tuple[CalendarShare, ...] = tuple(shares)
        self._parts = [(calendar, share.numerator, share.denominator) for calendar, share in self.shares]
        calendars = [calendar for calendar, _ in self.shares]
        week = [[hours for calendar in calendars for hours in calendar.week[day]] for day in range(7)]
        changed = {day for calendar in calendars for day in calendar.exceptions}
        super().__init__(
            week, {day: [hours for calendar in calendars for hours in calendar.intervals(day)] for day in changed}
        )
        self._hash = hash(frozenset(self.shares))

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, JointCalendar) and set(self.shares) == set(other.shares))

    def __hash__(self) -> int:
        return self._hash

    def add(self, minute: int, work: int) -> int:
        """Forward, the instant at which the last share is done; backward, that at which the first must start."""
        if work > 0:
            return max([calendar.add(minute, -(-work * part // whole)) for calendar, part, whole in self._parts])
        if work < 0:
            return min([calendar.add(minute, work * part // whole) for calendar, part, whole in self._parts])
        return minute

    def finish_work(self, start_work: int, duration: int) -> int:
        return self.work_at(self.add(self.start_of(start_work), duration))

    def start_work(self, finish_work: int, duration: int) -> int:
        return self.work_at(self.add(self.end_of(finish_work), -duration))

    def shift(self, minute: int, work: int) -> int:
        return super().add(minute, work)

    def start_reaching(self, finish: int, work: int) -> int:
        """A start from which one share is done at the finish or, where nobody works on it then, after it."""
        if not work:
            return finish
        starts: list[int] = []
        for calendar, part, whole in self._parts:
            done = calendar.work_at(finish)
            over = calendar.end_of(done) != finish
            starts.append(calendar.start_of(done + over + (-work * part // whole)))
        return min(starts)

    def interval_bounds_of(
        self, works: Sequence[int], lengths: Sequence[int], *, early: bool
    ) -> tuple[array[int], array[int]]:
        starts = [self.start_of(work) if length or early else self.end_of(work)
                  for work, length in zip(works, lengths, strict=True)]  # fmt: skip
        return array("q", starts), array("q", map(self.add, starts, lengths))


def joint_calendar(shares: Iterable[CalendarShare]) -> WorkCalendar:
    """The calendar of some shares of a duration: the only one, or all side by side; of one calendar the longest."""
    longest: dict[WorkCalendar, Fraction] = {}
    for calendar, share in shares:
        longest[calendar] = max(share, longest.get(calendar, share))
    return next(iter(longest)) if len(longest) == 1 else JointCalendar(longest.items())
