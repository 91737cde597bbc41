"""The dates that an MS Project file holds, beside those that its plan has here."""

from dataclasses import replace

from tpm_tui.domain.time.work_calendar import NoWorkingTimeError
from tpm_tui.exchange.mspdi.network import mspdi_network
from tpm_tui.exchange.mspdi.project_data import MspdiProblem, MspdiProject
from tpm_tui.planning.cpm.schedule import Schedule, schedule
from tpm_tui.planning.model.actuals_to_bounds import held_at_status_date
from tpm_tui.planning.model.network import NetworkError
from tpm_tui.planning.model.topology import CycleError


def date_differences(file: MspdiProject) -> list[MspdiProblem]:
    """The tasks that start or finish at another time here than their own program had them.

    Two instants with no work of the task between them are one. A file that cannot be scheduled as it is, or that has a
    status date, says nothing: what is not done after it moves, which is noted where it is taken over.
    """
    parents = {task.parent_uid for task in file.tasks}
    tasks = [task for task in file.tasks if task.active]
    if file.status_date is not None or not any(task.start is not None for task in tasks):
        return []
    result = file_schedule(file)
    if result is None:
        return []  # noted where the links and the calendars are taken over
    network = result.network
    apart = []
    for position, task in enumerate(tasks):
        if task.start is None or task.finish is None or task.uid in parents:
            continue
        calendar = network.calendar_of(position)
        ours, theirs = (result.start[position], result.finish[position]), (task.start, task.finish)
        if ours != theirs and tuple(map(calendar.work_at, ours)) != tuple(map(calendar.work_at, theirs)):
            apart.append(MspdiProblem(f"task {task.uid} {task.name}", "has other dates here than in the file"))
    return apart


def file_schedule(file: MspdiProject) -> Schedule | None:
    """The schedule of the active tasks as the file has them, by UID; None where it cannot be scheduled."""
    known = len(file.problems)
    try:
        return schedule(mspdi_network(file))
    except (NetworkError, CycleError, NoWorkingTimeError):
        return None
    finally:
        del file.problems[known:]  # a network is made for its dates alone


def rows_moved_by(file: Schedule, status_date: int) -> int:
    """How many tasks have other dates if what is not done is planned after a status date, a clock minute."""
    network = file.network
    parents = set(network.parent)
    work = [position not in parents for position in range(len(network))]
    dated = replace(network, status_date=status_date, cache={})
    moved = schedule(held_at_status_date(dated, work))
    return sum(
        (moved.start[position], moved.finish[position]) != (file.start[position], file.finish[position])
        for position, counts in enumerate(work)
        if counts
    )
