"""The dates that an MS Project file holds, beside those that its plan has here."""

from datetime import date, datetime, time
from typing import NamedTuple

from msgspec.structs import replace

from tpm_tui.domain.kinds import PROGRAMME_ID
from tpm_tui.domain.text.dates import InputContext, datetime_text, show_duration
from tpm_tui.domain.time.instants import to_datetime, to_minute
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.exchange.common.change_set import ChangeSet
from tpm_tui.exchange.schedules.mspdi.importer.file_schedule import file_schedule
from tpm_tui.exchange.schedules.mspdi.importer.project_properties import project_start
from tpm_tui.exchange.schedules.mspdi.parse.sentences_counting_tasks import tasks_that
from tpm_tui.exchange.schedules.mspdi.project_data import MspdiProject, MspdiTask
from tpm_tui.planning.cpm.schedule import Schedule

#: Tasks that the note names.
_NAMED = 3
#: The clock time that need not be said.
_MIDNIGHT = time()


class DatedTask(NamedTuple):
    """A task with its start and finish here and in the file, clock minutes, and which of the two are other times."""

    task: MspdiTask
    here: tuple[int, int]
    there: tuple[int, int]
    other: tuple[bool, bool]

    @property
    def differs(self) -> bool:
        """Whether the task starts or finishes at another time here."""
        return any(self.other)


def dated_tasks(file: MspdiProject, planned: Schedule) -> list[DatedTask]:
    """The active tasks that carry dates, in the order of the file, beside the file's own schedule here.

    Summaries are left out: they lie where what is below them lies. Two instants with no work of the task between them
    are one.
    """
    parents = {task.parent_uid for task in file.tasks}
    compared = []
    for place, task in enumerate(file.tasks):
        if not task.active or task.start is None or task.finish is None or task.uid in parents:
            continue
        ours, theirs = (planned.start[place], planned.finish[place]), (task.start, task.finish)
        work_at = planned.network.calendar_of(place).work_at
        starts, finishes = (work_at(one) != work_at(other) for one, other in zip(ours, theirs, strict=True))
        compared.append(DatedTask(task, ours, theirs, (starts, finishes)))
    return compared


def date_differences(file: MspdiProject, planned: Schedule | None, context: InputContext) -> list[str]:
    """A note of the tasks that start or finish at another time here than their own program had them, and by how much.

    A file that cannot be scheduled as it is, or that has a status date, says nothing: what is not done after it moves,
    which is noted where it is taken over.
    """
    if file.status_date is not None or planned is None or not any(task.start is not None for task in file.tasks):
        return []
    differing = [one for one in dated_tasks(file, planned) if one.differs]
    if not differing:
        return []
    named = "; ".join(_difference_text(one, context) for one in differing[:_NAMED])
    more = f"; {len(differing) - _NAMED} more" if len(differing) > _NAMED else ""
    note = tasks_that(len(differing), f"have other dates here than in the file: {named}{more}")
    return [f"{note} (tpm import mspdi FILE --compare says why)"]


def _difference_text(one: DatedTask, context: InputContext) -> str:
    """``task 1 Dig finishes 7 Dec 17:00, 14d later``: the ends that are elsewhere; lengths are time on the clock."""
    clock = replace(context, minutes_per_day=MINUTES_PER_DAY)
    said = [
        f"{verb} {datetime_text(to_datetime(here), context, _MIDNIGHT)},"
        f" {show_duration(abs(here - there), clock)} {'later' if here > there else 'earlier'}"
        for verb, here, there, other in zip(("starts", "finishes"), one.here, one.there, one.other, strict=True)
        if other
    ]
    return f"task {one.task.uid} {one.task.name} {' and '.join(said)}"


def assumed_status_date(change_set: ChangeSet, file: MspdiProject, planned: Schedule | None) -> int | None:
    """The file's; where work has begun and it names none, the first day, so that nothing moves from where it stands."""
    if file.status_date is not None:
        day = to_datetime(file.status_date).date()
        late = sum(
            t.actual_start is None and not t.percent_complete and not t.summary and t.start is not None
            and t.start < file.status_date for t in file.tasks
        )  # fmt: skip
        if late:
            change_set.notes.append(
                tasks_that(
                    late,
                    f"were to begin before the status date, {day}, and {{have|has}} not:"
                    " {they move|it moves} after it",
                )
            )
        return file.status_date
    start = project_start(file)
    begun = [t.actual_start for t in file.tasks if t.actual_start is not None]
    if not begun or start is None:
        return None
    # a lead may bring a task before the project's start
    first = min(start, *begun, *(planned.start if planned is not None else ()))
    note = (
        f"work has begun, but the file has no status date: {to_datetime(first).date()} is taken, so that every task "
        "keeps its dates"
    )
    today = change_set.context.today
    if planned is not None and today > to_datetime(first).date():
        moved = _moved_by(file, planned, today)
        key = change_set.plan.value("programme", PROGRAMME_ID, "key")
        note += f"; tpm set {key} status_date={today} plans what is not done after today, and moves {moved} of them"
    change_set.notes.append(note)
    return first - first % MINUTES_PER_DAY


def _moved_by(file: MspdiProject, planned: Schedule, today: date) -> int:
    """How many tasks have other dates if what is not done is planned after a day."""
    moved = file_schedule(file, to_minute(datetime.combine(today, datetime.min.time())))
    parents = {task.parent_uid for task in file.tasks}
    return (
        0
        if moved is None
        else sum(
            (moved.start[place], moved.finish[place]) != (planned.start[place], planned.finish[place])
            for place, task in enumerate(file.tasks)
            if task.active and task.uid not in parents
        )
    )
