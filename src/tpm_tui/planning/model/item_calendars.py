"""On which calendar each item counts: whose hours and whose free days move it.

An item counts on its own calendar if it names one, else on the programme's. Whoever works on it does so on their own
calendar, less the days they are away; where the item has one too, in the hours that both share. Where those of several
differ, each does their part on their own, and the item is done when the last of them is. Summaries and milestones are
no work, a fixed duration stays, and items may ignore resource calendars: nobody's holiday moves them.
"""

from fractions import Fraction

from msgspec import Struct

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.joint_calendar import joint_calendar
from tpm_tui.domain.time.work_calendar import WorkCalendar
from tpm_tui.domain.values.codec import Stored
from tpm_tui.planning.model.calendars import calendars_of, person_calendars, pool_calendars, programme_calendar
from tpm_tui.planning.model.work_assignments import ASSIGNMENT_READS, Assignee, assignees, stretches

ITEM_CALENDAR_READS = (
    *ASSIGNMENT_READS,
    ("item", "type"),
    ("item", "ignore_resource_calendars"),
    ("pool", "calendar"),
)

ONE = Fraction(1)
WorkPart = tuple[WorkCalendar, Fraction, tuple[Assignee, ...]]
"""A calendar, the share of the item's duration that is worked on it, and by whom."""


class ItemCalendars(Struct, frozen=True):
    """``calendars[0]`` is the programme's; ``index`` has one entry an item, -1 where that is the one."""

    calendars: list[WorkCalendar]
    index: list[int]


def item_calendars(plan: Plan) -> ItemCalendars:
    """The calendar of each item; equal calendars are one object. NoWorkingTimeError as :func:`calendars_of`."""
    return plan.memoised("workdays", ITEM_CALENDAR_READS, lambda: _build(plan))


class WorkCalendars:
    """The calendar on which each person or pool works on each item."""

    def __init__(self, plan: Plan) -> None:
        self._known, self._default = calendars_of(plan), programme_calendar(plan)
        self._personal, self._pools = person_calendars(plan), pool_calendars(plan)
        self._columns = plan["item"].columns

    def item(self, place: int) -> WorkCalendar:
        """The item's own, else the programme's."""
        return self._known.get(str(self._columns["calendar"][place]), self._default)

    def moves(self, place: int) -> bool:
        """Whether an item's dates follow from the hours of those who work on it."""
        c = self._columns
        return not (
            c["type"][place] == "milestone"
            or c["effort_type"][place] == "fixed duration"
            or c["ignore_resource_calendars"][place]
        )

    def is_away(self, place: int) -> bool:
        """Whether people are away from an item of fixed duration, which goes on without them."""
        c = self._columns
        return c["effort_type"][place] == "fixed duration" and not c["ignore_resource_calendars"][place]

    def of(self, place: int, kind: str, id_: str) -> WorkCalendar | None:
        """Where a person or pool works on an item; None for a pool without hours of its own."""
        if kind == "pool":
            return self._pools.get(id_)
        own: Stored = self._columns["calendar"][place]
        return self._personal.get((None if own is None else str(own), id_)) or self.item(place)


class WorkParts:
    """The work on each item, by calendar and share of its duration; the longest share first."""

    def __init__(self, plan: Plan) -> None:
        self._assignees, self._stretches = assignees(plan), stretches(plan)
        self.calendars = WorkCalendars(plan)

    def of(self, place: int) -> list[WorkPart]:
        """The parts of one item; none where nobody works on it."""
        several = self._assignees.get(place, ())
        if not several:
            return []
        whole = self._stretches.get(place, ONE)
        hours = [self.calendars.of(place, who.kind, who.id) for who in several]
        if not self.calendars.moves(place):
            hours = [self.calendars.item(place)] * len(several)
        first = next((calendar for calendar in hours if calendar is not None), self.calendars.item(place))
        if len(several) == 1 and several[0].stretch == whole:
            return [(first, ONE, tuple(several))]
        parts: dict[tuple[WorkCalendar, Fraction], list[Assignee]] = {}
        for who, calendar in zip(several, hours, strict=True):
            # a thing without hours of its own is used while people work
            parts.setdefault((calendar or first, who.stretch / whole), []).append(who)
        ordered = sorted(parts.items(), key=lambda part: -part[0][1])
        return [(calendar, share, tuple(people)) for (calendar, share), people in ordered]


def _build(plan: Plan) -> ItemCalendars:
    table, work = plan["item"], WorkParts(plan)
    default = programme_calendar(plan)
    numbers: dict[WorkCalendar, int] = {default: -1}
    made = [default]

    def number(calendar: WorkCalendar) -> int:
        if calendar not in numbers:
            numbers[calendar] = len(made)
            made.append(calendar)
        return numbers[calendar]

    by_calendar = {None: -1} | {id_: number(calendar) for id_, calendar in calendars_of(plan).items()}
    index = [by_calendar.get(id_, -1) for id_ in table.columns["calendar"]]  # type: ignore[arg-type]
    if person_calendars(plan) or pool_calendars(plan):
        known: dict[tuple[Stored, tuple[Assignee, ...]], int] = {}
        columns = table.columns
        for place, several in assignees(plan).items():
            if several and work.calendars.moves(place):
                key = (columns["calendar"][place], several)
                if key not in known:
                    known[key] = number(joint_calendar((hours, share) for hours, share, _ in work.of(place)))
                index[place] = known[key]
    return ItemCalendars(made, index)
