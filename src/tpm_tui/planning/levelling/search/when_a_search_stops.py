"""How long a search may go on: a number of schedules, or until it is told to stop."""

from collections.abc import Callable
from enum import StrEnum


class StoppedBy(StrEnum):
    """Why a search ended."""

    OPTIMAL = "optimal"
    SCHEDULES = "schedules"
    SECONDS = "seconds"
    CANCELLED = "cancelled"
    NOTHING_TO_DO = "nothing to do"


class SearchStopped(Exception):
    """The search is over; `reason` says why. The best so far is kept."""

    def __init__(self, reason: StoppedBy) -> None:
        super().__init__(reason.value)
        self.reason = reason


class SearchBudget:
    """Counts schedules as the literature does: one for each start of all activities, parts of a list as fractions."""

    def __init__(self, schedules: int | None, stop: Callable[[], StoppedBy | None] | None = None) -> None:
        self.schedules = schedules
        self.spent = 0.0
        self.stop = stop

    def affordable(self, wanted: int, schedules: int) -> int:
        """How many of the wanted things, each so many schedules, may be made; raises SearchStopped where none may."""
        if self.schedules is None:
            return wanted
        count = int((self.schedules - self.spent) // schedules)
        if not count:
            raise SearchStopped(StoppedBy.SCHEDULES)
        return min(wanted, count)

    def spend(self, schedules: float = 1.0) -> None:
        """Account for schedules about to be made; raises SearchStopped where they may not be made any more."""
        if self.schedules is not None and self.spent + schedules > self.schedules:
            raise SearchStopped(StoppedBy.SCHEDULES)
        reason = self.stop() if self.stop is not None else None
        if reason is not None:
            raise SearchStopped(reason)
        self.spent += schedules
