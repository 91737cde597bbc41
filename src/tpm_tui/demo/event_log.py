"""The diary of the demo programme: what who did on which day, played through a file's one door."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from tpm_tui.demo.working_days import WorkingDays

if TYPE_CHECKING:
    from tpm_tui.store.store import Store, Transaction

EventStep = Callable[["Transaction"], None]

#: Order of what happens within a day: things are made before they are started, and checked before they are done.
ADD, LINK, PLAN, START, WORK, CHECK, FINISH, REVIEW = range(8)

_EVENING = time(18, 15)
_OPENS, _CLOSES = 8 * 60 + 25, 17 * 60 + 50


@dataclass(slots=True)
class Event:
    """One transaction to come."""

    day: date
    phase: int
    order: int
    author: str
    label: str
    verb: str
    clock: time | None
    steps: list[EventStep] = field(default_factory=list)


class ReplayClock:
    """What the file takes for now while the diary is played."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment.astimezone()

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, moment: datetime) -> None:
        """Move to a local moment, or just past the present one if that is later: time never runs back."""
        self.moment = max(moment.astimezone(), self.moment + timedelta(seconds=1))


class EventLog:
    """Notes by day. What one person does on one day under one label is one transaction, as a person would batch it."""

    def __init__(self, days: WorkingDays, rng: random.Random) -> None:
        self.days = days
        self._rng = rng
        self._notes: dict[tuple[date, int, str, str], Event] = {}

    def note(
        self,
        offset: int,
        author: str,
        label: str,
        step: EventStep,
        verb: str,
        *,
        phase: int = WORK,
        clock: time | None = None,
    ) -> None:
        """Put down what happens on a working day; ``clock`` is given where the hour matters."""
        day = self.days.day(min(offset, -1))
        place = (day, phase, author, label)
        if place not in self._notes:
            self._notes[place] = Event(day, phase, len(self._notes), author, label, verb, clock)
        self._notes[place].steps.append(step)

    def play(self, store: "Store", clock: ReplayClock, evening: Callable[["Store", date], None] | None = None) -> None:
        """Carry out every note, each in a transaction signed by its author at its time; then each day's evening."""
        timed = self._timed()
        for place, (moment, note) in enumerate(timed):
            clock.forward(moment)
            store.author = note.author
            with store.transaction(note.label, note.verb) as tx:
                for step in note.steps:
                    step(tx)
            last = place + 1 == len(timed) or timed[place + 1][1].day != note.day
            if evening is not None and last:
                clock.forward(datetime.combine(note.day, _EVENING))
                evening(store, note.day)

    def _timed(self) -> list[tuple[datetime, Event]]:
        """Notes with their moments: spread over the working day in order, unless their hour is given."""
        by_day: dict[date, list[Event]] = {}
        for note in self._notes.values():
            by_day.setdefault(note.day, []).append(note)
        timed: list[tuple[datetime, Event]] = []
        for day, notes in by_day.items():
            free = sorted((n for n in notes if n.clock is None), key=lambda n: (n.phase, n.order))
            room = (_CLOSES - _OPENS) / max(len(free), 1)
            for place, note in enumerate(free):
                minutes = _OPENS + (place + self._rng.random() * 0.9) * room
                timed.append((datetime.combine(day, time(0)) + timedelta(seconds=int(minutes * 60)), note))
            timed += [(datetime.combine(day, n.clock), n) for n in notes if n.clock is not None]
        timed.sort(key=lambda pair: (pair[0], pair[1].phase, pair[1].order))
        return timed
