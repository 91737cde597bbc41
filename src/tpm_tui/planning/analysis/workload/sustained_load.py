"""How long people can keep this up: hours a week over a rolling four weeks, on call, and rest between.

Limits by default: over 48 h a week warns [stricter than Directive 2003/88/EC, which averages four months], 55 h is an
alarm [WHO/ILO 2021]; an incident costs six hours, a quarter of the time on call and two incidents a shift are the most
[Beyer et al. 2016, Site Reliability Engineering, ch. 11]; eleven hours of rest a day [Directive 2003/88/EC, art. 3].

Days and clock minutes are counted from 1970-01-01.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from fractions import Fraction
from itertools import accumulate

from msgspec import Struct, field

from tpm_tui.domain.time.intervals import MINUTES_PER_DAY

WEEK_DAYS = 7


class LoadLevel(IntEnum):
    """How sustained load stands against the limits; the greater, the worse."""

    OK = 0
    WARNING = 1
    ALARM = 2


class LoadLimits(Struct, frozen=True):
    """Limits of sustained load: minutes of work a week, days of the rolling window, and the rest as named."""

    warning: int = 48 * 60
    alarm: int = 55 * 60
    window: int = 28
    incident: int = 6 * 60
    """minutes of work that an incident counts as"""
    on_call: Fraction = Fraction(1, 4)
    incidents_a_shift: int = 2
    rest: int = 11 * 60
    """clock minutes between an evening incident and the next start of work"""

    def level(self, minutes_a_week: Fraction) -> LoadLevel:
        """Over the warning limit warns; the alarm limit itself is an alarm."""
        if minutes_a_week >= self.alarm:
            return LoadLevel.ALARM
        return LoadLevel.WARNING if minutes_a_week > self.warning else LoadLevel.OK


class IncidentWork(Struct, frozen=True):
    """An incident that a person worked on: clock minutes of its start and, where it is known, its end."""

    start: int
    end: int | None = None


class PersonRecord(Struct, frozen=True):
    """What is known of one person's work.

    ``logged`` and ``planned`` are minutes by day; ``hours`` the first and last minute of work, on the clock, of each
    day they work; ``shifts`` their times on call, start and end on the clock.
    """

    person: str
    team: str = ""
    logged: Mapping[int, int] = field(default_factory=dict)
    planned: Mapping[int, int] = field(default_factory=dict)
    hours: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    incidents: Sequence[IncidentWork] = ()
    shifts: Sequence[tuple[int, int]] = ()


class ShortRest(Struct, frozen=True):
    """An evening incident with too little rest behind it: clock minutes of its end and of the next start of work."""

    incident_end: int
    next_start: int

    @property
    def minutes(self) -> int:
        return self.next_start - self.incident_end


class SustainedLoad(Struct, frozen=True):
    """One person over the windows that end from day ``first`` on. ``weekly[i]`` are minutes a week in the one that ends
    with day ``first + i``."""

    person: str
    team: str
    first: int
    weekly: tuple[Fraction, ...]
    level: LoadLevel
    on_call: Fraction | None
    """the most of any window that is on call, as a share; None where no rota is kept"""
    is_on_call_too_much: bool
    busiest_shift: int | None
    """most incidents in one shift of these days; None where no rota is kept"""
    has_too_many_incidents: bool
    short_rests: tuple[ShortRest, ...]

    @property
    def peak(self) -> Fraction:
        """Most minutes a week of any window."""
        return max(self.weekly, default=Fraction(0))

    @property
    def peak_day(self) -> int:
        """The last day of the first window that has the peak."""
        return self.first + (self.weekly.index(self.peak) if self.weekly else 0)

    def highest_around(self, days: range) -> Fraction:
        """Most minutes a week of any window that has one of these days in it; ``days`` are as many as a window has."""
        around = self.weekly[max(days.start - self.first, 0) : max(days.stop - self.first + len(days) - 1, 0)]
        return max(around, default=Fraction(0))

    @property
    def is_strained(self) -> bool:
        """Whether any limit is passed."""
        return bool(self.level or self.is_on_call_too_much or self.has_too_many_incidents or self.short_rests)


class TeamLoad(Struct, frozen=True):
    """A team: its people, minutes a week of the average member at the team's peak, and how many are at what level."""

    team: str
    people: int
    peak: Fraction
    warnings: int
    alarms: int
    strained: int


def sustained_load(record: PersonRecord, first: int, last: int, limits: LoadLimits | None = None) -> SustainedLoad:
    """One person's load in each window that ends from day ``first`` to day ``last``.

    The work of a day is what is logged where there is an entry, else what is planned; incidents outside the hours of
    work come on top.
    """
    limits = limits or LoadLimits()
    begin = first - limits.window + 1
    evening = [incident for incident in record.incidents if _is_outside_hours(record, incident.start)]
    worked = [record.logged.get(day, record.planned.get(day, 0)) for day in range(begin, last + 1)]
    for incident in evening:
        if begin <= incident.start // MINUTES_PER_DAY <= last:
            worked[incident.start // MINUTES_PER_DAY - begin] += limits.incident
    sums = list(accumulate(worked, initial=0))
    windows = range(limits.window, len(sums))
    weekly = tuple(Fraction((sums[at] - sums[at - limits.window]) * WEEK_DAYS, limits.window) for at in windows)
    span = begin * MINUTES_PER_DAY, (last + 1) * MINUTES_PER_DAY
    on_call = _on_call_share(
        record.shifts, [day * MINUTES_PER_DAY for day in range(first + 1, last + 2)], limits.window
    )
    shifts = [shift for shift in record.shifts if shift[0] < span[1] and shift[1] > span[0]]
    incidents = max((_incidents_within(record.incidents, shift) for shift in shifts), default=0)
    busiest = incidents if record.shifts else None
    return SustainedLoad(
        person=record.person,
        team=record.team,
        first=first,
        weekly=weekly,
        level=max((limits.level(minutes) for minutes in weekly), default=LoadLevel.OK),
        on_call=on_call,
        is_on_call_too_much=on_call is not None and on_call > limits.on_call,
        busiest_shift=busiest,
        has_too_many_incidents=busiest is not None and busiest > limits.incidents_a_shift,
        short_rests=tuple(_short_rests(record, evening, limits.rest)),
    )


def _is_outside_hours(record: PersonRecord, instant: int) -> bool:
    hours = record.hours.get(instant // MINUTES_PER_DAY)
    return hours is None or not hours[0] <= instant < hours[1]


def _on_call_share(shifts: Sequence[tuple[int, int]], ends: Iterable[int], days: int) -> Fraction | None:
    """The most on call of any window of so many days that ends at one of these clock minutes, as a share."""
    if not shifts:
        return None
    length, ordered = days * MINUTES_PER_DAY, sorted(shifts)
    return max((Fraction(_minutes_within(ordered, end - length, end), length) for end in ends), default=Fraction(0))


def _minutes_within(ordered: Iterable[tuple[int, int]], begin: int, end: int) -> int:
    """Minutes of a span that lie in any shift; shifts that overlap count once."""
    covered, reached = 0, begin
    for start, finish in ordered:
        low, high = max(start, reached), min(finish, end)
        if high > low:
            covered, reached = covered + high - low, high
    return covered


def _incidents_within(incidents: Iterable[IncidentWork], shift: tuple[int, int]) -> int:
    return sum(shift[0] <= incident.start < shift[1] for incident in incidents)


def _short_rests(record: PersonRecord, evening: Iterable[IncidentWork], least: int) -> Iterable[ShortRest]:
    starts = sorted(start for start, _ in record.hours.values())
    for incident in evening:
        if incident.end is None:
            continue
        at = bisect_left(starts, incident.end)
        if at < len(starts) and starts[at] - incident.end < least:
            yield ShortRest(incident.end, starts[at])


def load_by_team(loads: Sequence[SustainedLoad]) -> list[TeamLoad]:
    """One row a team, the most loaded first; the people's windows must be of the same days."""
    teams: dict[str, list[SustainedLoad]] = {}
    for load in loads:
        teams.setdefault(load.team, []).append(load)
    rows = [_team_row(team, members) for team, members in teams.items()]
    return sorted(rows, key=lambda row: (-row.alarms, -row.warnings, -row.peak, row.team))


def _team_row(team: str, members: Sequence[SustainedLoad]) -> TeamLoad:
    days = zip(*(member.weekly for member in members), strict=True)
    return TeamLoad(
        team=team,
        people=len(members),
        peak=max((sum(day, Fraction(0)) / len(members) for day in days), default=Fraction(0)),
        warnings=sum(member.level is LoadLevel.WARNING for member in members),
        alarms=sum(member.level is LoadLevel.ALARM for member in members),
        strained=sum(member.is_strained for member in members),
    )
