"""How long a task takes by those assigned to it: their work at their units, each on their own calendar.

MS Project lets people work in the hours that their calendar and the task's share; the task is done when the last of
them is. A fixed duration, and a task that ignores resource calendars, counts on its own hours alone.
"""

from collections.abc import Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from tpm_tui.domain.time.joint_calendar import joint_calendar
from tpm_tui.domain.time.work_calendar import STANDARD_CALENDAR, WorkCalendar
from tpm_tui.exchange.schedules.mspdi.project_data import MspdiAssignment, MspdiProject, MspdiTask
from tpm_tui.planning.model.calendars import shared_hours

_FIXED_DURATION = 1
_ROUNDING = 2
"""Minutes by which work, in whole minutes, may miss the duration that it is of."""


class TaskEffort(Struct, frozen=True):
    """``calendar``: what a task counts on; ``duration`` and ``remaining`` in minutes on it; ``times``: by assignment,
    how long each works, where they are not all as long."""

    calendar: WorkCalendar
    duration: int | None
    remaining: int | None
    times: dict[int, Fraction] | None = None


class TaskEfforts:
    """Efforts of the tasks of a file."""

    def __init__(self, file: MspdiProject) -> None:
        self._file = file
        self._hours = {uid: known.calendar for uid, known in file.calendars.items() if known.calendar is not None}
        first = next(iter(self._hours.values()), STANDARD_CALENDAR)
        self.default = self._hours.get(-1 if file.calendar_uid is None else file.calendar_uid, first)
        self._resources = {resource.uid: resource for resource in file.resources if resource.type == 1}
        self._parents = {task.parent_uid for task in file.tasks}
        self._assignments: dict[int, list[MspdiAssignment]] = {}
        for assignment in file.assignments:
            if assignment.resource_uid in self._resources and assignment.units > 0:
                self._assignments.setdefault(assignment.task_uid, []).append(assignment)

    def workers(self, task: MspdiTask) -> list[MspdiAssignment]:
        """Assignments of people and pools that work on a task."""
        return self._assignments.get(task.uid, [])

    def hours_of(self, resource: int) -> WorkCalendar:
        """The calendar of a resource."""
        uid = self._resources[resource].calendar_uid
        return self.default if uid is None else self._hours.get(uid, self.default)

    def is_moved(self, task: MspdiTask) -> bool:
        """Whether a task's dates follow from the hours of those who work on it."""
        stays = task.elapsed or task.type == _FIXED_DURATION or task.ignore_resource_calendar
        return bool(self.workers(task)) and not stays and task.uid not in self._parents and not task.milestone

    def of(self, task: MspdiTask) -> TaskEffort:
        """What a task takes. Where what its duration says and what the work says differ, the one that leads from the
        file's start to the file's finish counts, else the work."""
        own = None if task.calendar_uid is None else self._hours.get(task.calendar_uid)
        said = TaskEffort(own or self.default, task.duration, task.remaining_duration)
        if not self.is_moved(task):
            return said
        workers = self.workers(task)
        hours = [self.hours_of(worker.resource_uid) for worker in workers]
        if own is not None:
            hours = [shared_hours(own, theirs) for theirs in hours]
        said = replace(said, calendar=joint_calendar([(calendar, Fraction(1)) for calendar in hours]))
        times = [_time(worker.work, worker.units) for worker in workers]
        if None in times or task.manual:
            return said
        whole = Fraction(task.duration or 0)
        known = [whole if time is None or abs(time - whole) < _ROUNDING else time for time in times]
        longest = max(known)
        worked = TaskEffort(
            joint_calendar([(calendar, time / longest) for calendar, time in zip(hours, known, strict=True)]),
            _whole(longest),
            task.remaining_duration if longest == whole else _remaining(task, workers),
            {worker.uid: time for worker, time in zip(workers, known, strict=True)} if len(set(known)) > 1 else None,
        )
        if self._leads_to_finish(task, said):
            return said
        alone = set(hours) <= {own or self.default}
        return said if alone and not self._leads_to_finish(task, worked) else worked

    def _leads_to_finish(self, task: MspdiTask, effort: TaskEffort) -> bool:
        if task.start is None or task.finish is None or effort.duration is None:
            return False
        if task.actual_start is not None and not effort.calendar.additive:
            return False
        calendar = effort.calendar
        reached = calendar.add(task.start, effort.duration)
        return calendar.work_at(reached) == calendar.work_at(task.finish)


def _time(work: int | None, units: float) -> Fraction | None:
    """Minutes that somebody works at their units; None where the file says no work."""
    return Fraction(work * 100, round(units * 100)) if work and round(units * 100) else None


def _whole(minutes: Fraction) -> int:
    return -(-minutes.numerator // minutes.denominator)


def _remaining(task: MspdiTask, workers: Sequence[MspdiAssignment]) -> int | None:
    left = [_time(worker.remaining_work, worker.units) or Fraction(0) for worker in workers]
    said = task.remaining_duration if any(worker.remaining_work is None for worker in workers) else None
    return _whole(max(left)) if said is None else said
