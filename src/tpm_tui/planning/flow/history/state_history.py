"""The history of each item's state, kept as changes come in.

Moments are clock minutes (:mod:`tpm_tui.domain.time.work_calendar`): local, minutes since 1970-01-01T00:00.
"""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct, field

from tpm_tui.domain.plan.edits import ItemStates, StateChange
from tpm_tui.domain.time.instants import to_minute


class Block(Struct, frozen=True):
    """A stretch of time in which an item was marked as blocked; ``end`` is None while it is."""

    start: int
    end: int | None = None
    cause: str = ""


class StateHistory(Struct):
    """The states of one item: since ``minutes[n]`` it has been in ``states[n]``; the first is its creation."""

    key: str
    minutes: list[int] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def enter(self, minute: int, state: str) -> None:
        """Record a change of state. A clock that was set back does not turn the order of changes round."""
        if self.states:
            if self.states[-1] == state:
                return
            minute = max(minute, self.minutes[-1])
        self.minutes.append(minute)
        self.states.append(state)

    def block(self, minute: int, cause: str = "") -> None:
        """Mark as blocked; where it is already, the new cause counts from here."""
        self.unblock(minute)
        self.blocks.append(Block(minute, None, cause))

    def unblock(self, minute: int) -> None:
        """End the mark, if there is one."""
        if self.blocks and self.blocks[-1].end is None:
            last = self.blocks[-1]
            self.blocks[-1] = Block(last.start, max(minute, last.start), last.cause)

    def mark(self, minute: int, since: str | None, cause: str | None) -> None:
        """Take in a change of the blocked mark: its start and cause as in a ``StateChange``."""
        if since:
            self.block(to_minute(datetime.fromisoformat(since)), cause or "")
        elif since is not None:
            self.unblock(minute)
        elif cause and self.blocks and self.blocks[-1].end is None:
            self.blocks[-1] = Block(self.blocks[-1].start, None, cause)


class StateHistories:
    """Histories by item, taken from a stream of changes; what came before is never read again."""

    def __init__(self) -> None:
        self.items: dict[str, StateHistory] = {}

    def extend(self, changes: Iterable[StateChange], default_status: str) -> None:
        """Take changes in, oldest first; a new item that names no status has the default one."""
        items = self.items
        for minute, key, created, deleted, status, since, cause in changes:
            if deleted:
                items.pop(key, None)
                continue
            history = items.get(key)
            if history is None or created:
                history = items[key] = StateHistory(key)
                status = status or default_status
            if status is not None:
                states = history.states
                # nearly every change is a later one to another state: taken in without a call
                if states and states[-1] != status and minute >= history.minutes[-1]:
                    history.minutes.append(minute)
                    states.append(status)
                else:
                    history.enter(minute, status)
            if since is not None or cause is not None:
                history.mark(minute, since, cause)

    def take(self, kept: Iterable[ItemStates]) -> None:
        """Take in whole histories of items that are not there yet, each state another than the one before."""
        for key, minutes, states, marks in kept:
            history = self.items[key] = StateHistory(key, minutes, states, [])
            if sorted(minutes) != minutes:  # a clock was set back
                history.minutes, history.states = [], []
                for minute, state in zip(minutes, states, strict=True):
                    history.enter(minute, state)
            for minute, since, cause in marks:
                history.mark(minute, since, cause)
