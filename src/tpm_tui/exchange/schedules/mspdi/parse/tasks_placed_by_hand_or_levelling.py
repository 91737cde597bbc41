"""Tasks that MS Project places otherwise than by links and constraints: by levelling, by hand, below such a summary."""

from collections import Counter
from collections.abc import Callable, Set

from msgspec.structs import replace

from tpm_tui.domain.time.work_calendar import WorkCalendar
from tpm_tui.exchange.schedules.mspdi.parse.sentences_counting_tasks import tasks_that
from tpm_tui.exchange.schedules.mspdi.project_data import MspdiProject, MspdiTask
from tpm_tui.planning.model.network import Constraint

_DAYS_OFF = "are scheduled by hand across days off: they take the time from their start to their finish as it is"
_LEVELLED = "were delayed by levelling: not before the start in the file"
_UNDATED = "were delayed by levelling, without a start in the file: the delay is left out"
_BELOW = "lie in summaries that are scheduled by hand: not before the start of those"


def hold_dates(
    file: MspdiProject,
    summaries: Set[int],
    levelled: Set[int],
    calendar_of: Callable[[MspdiTask], WorkCalendar],
    wrong: Callable[[str, str], None],
) -> None:
    """Say by constraints and elapsed time what holds their dates; ``summaries`` and ``levelled`` are UIDs."""
    by_hand: dict[int, int] = {}  # UID of a task -> the latest start of the summaries by hand that it lies in
    counts: Counter[str] = Counter()
    for at, task in enumerate(file.tasks):
        above = by_hand.get(task.parent_uid) if task.parent_uid is not None else None
        if task.uid in summaries:
            own = task.start if task.manual and task.active else None
            held = max((minute for minute in (above, own) if minute is not None), default=None)
            if held is not None:
                by_hand[task.uid] = held
            continue
        if task.actual_start is not None:
            continue
        if task.start is None:
            counts[_UNDATED] += task.uid in levelled
            continue
        if task.manual:
            placed = _across_days_off(task, calendar_of(task))
            counts[_DAYS_OFF] += placed is not None
        else:
            placed = replace(task, levelled_start=task.start) if task.uid in levelled else None
            counts[_LEVELLED] += placed is not None
            if above is not None and task.constraint == Constraint.ASAP:
                placed = replace(placed or task, constraint=int(Constraint.SNET), constraint_date=above)
                counts[_BELOW] += 1
        if placed is not None:
            file.tasks[at] = placed
    for what, count in counts.items():
        if count:
            wrong("tasks", tasks_that(count, what))


def _across_days_off(task: MspdiTask, calendar: WorkCalendar) -> MspdiTask | None:
    """A task by hand in elapsed time, where it starts in no working time; None where the calendar can hold it."""
    if task.start is None or task.finish is None or task.elapsed or task.finish <= task.start:
        return None
    if calendar.next_working(task.start) == task.start:
        return None
    return replace(task, elapsed=True, duration=task.finish - task.start, remaining_duration=None)
