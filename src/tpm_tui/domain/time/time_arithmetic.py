"""What a calendar does with durations where they add up in its working time, for single instants and for vectors."""

from typing import Any, ClassVar


class AdditiveTime:
    """Finishes are starts and durations added up in working time; where they are not, `additive` is false."""

    __slots__ = ()
    additive: ClassVar[bool] = True

    def add(self, instant: Any, work: Any) -> Any:
        """The instant that so much work after (or, negative, before) an instant reaches."""
        raise NotImplementedError

    def finish_work(self, start_work: Any, duration: Any) -> Any:
        """Working time at the finish of work of that duration, from the working time at its start."""
        return start_work + duration

    def start_work(self, finish_work: Any, duration: Any) -> Any:
        """Working time at the latest start from which work of that duration is done by a finish."""
        return finish_work - duration

    def shift(self, instant: Any, work: Any) -> Any:
        """`add`, of a lag: hours alone, whoever works in them."""
        return self.add(instant, work)

    def start_reaching(self, finish: Any, work: Any) -> Any:
        """The start from which so much work is done by a finish, or first done after it."""
        return self.add(finish, -work)
