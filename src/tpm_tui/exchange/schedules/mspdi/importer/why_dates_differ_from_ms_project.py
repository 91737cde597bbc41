"""Each task whose dates here are not those that MS Project saved, with the reason."""

from datetime import datetime

from msgspec import Struct

from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.exchange.schedules.mspdi.importer.file_schedule import file_schedule
from tpm_tui.exchange.schedules.mspdi.importer.saved_and_calculated_dates import dated_tasks
from tpm_tui.exchange.schedules.mspdi.project_data import MspdiProject, MspdiTask


class DateDifference(Struct, frozen=True):
    """A task with other dates here than in the file, local time, and what makes the difference."""

    uid: int
    name: str
    start: datetime
    finish: datetime
    file_start: datetime
    file_finish: datetime
    reason: str


def compare_dates(file: MspdiProject) -> tuple[int, list[DateDifference]]:
    """How many tasks carry dates in a file, and those of them that lie elsewhere here, in file order.

    Compared is the plan at the file's status date, else at its project start. Summaries are left out: they lie where
    what is below them lies. Two instants with no work of the task between them are one. ValidationError for a file that
    cannot be scheduled.
    """
    planned = file_schedule(file, file.status_date)
    if planned is None:
        raise ValidationError("the file cannot be scheduled: links run in a loop, or a calendar has no working time")
    compared = dated_tasks(file, planned)
    differing = {one.task.uid: (one.task, one.here, one.there) for one in compared if one.differs}
    return len(compared), [
        DateDifference(
            uid=task.uid,
            name=task.name,
            start=to_datetime(ours[0]),
            finish=to_datetime(ours[1]),
            file_start=to_datetime(theirs[0]),
            file_finish=to_datetime(theirs[1]),
            reason=_reason(file, task, differing.keys() - {task.uid}),
        )
        for task, ours, theirs in differing.values()
    ]


def _reason(file: MspdiProject, task: MspdiTask, others: set[int]) -> str:
    """What makes the difference, the surest first."""
    begun = task.actual_start is not None
    if task.manual:
        return "it is scheduled by hand"
    if not begun and file.status_date is not None and task.start is not None and task.start < file.status_date:
        return "it has not begun, and MS Project leaves it before the status date"
    own = {resource.uid: resource for resource in file.resources}
    assigned = [own[a.resource_uid] for a in file.assignments if a.task_uid == task.uid and a.resource_uid in own]
    if not task.ignore_resource_calendar and any(r.calendar_uid not in (None, file.calendar_uid) for r in assigned):
        return f"{assigned[0].name} works on a calendar of their own"
    if len(assigned) > 1:
        return "several people work on it, each at their own times"
    before = [link.predecessor_uid for link in task.links if link.predecessor_uid in others]
    if before:
        return f"it follows task {before[0]}, whose dates differ"
    if begun and task.actual_finish is None:
        return "it has begun: what is left of it may be split or delayed in the file"
    return "a levelling delay, a split or a work contour, which are not read, may move it"
