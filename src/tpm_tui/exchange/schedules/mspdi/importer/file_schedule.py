"""The schedule that the plan of an MS Project file has here, before any of it is written."""

from msgspec.structs import replace

from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.domain.time.work_calendar import NoWorkingTimeError
from tpm_tui.exchange.schedules.mspdi.importer.file_records import file_plan
from tpm_tui.exchange.schedules.mspdi.importer.project_properties import project_start
from tpm_tui.exchange.schedules.mspdi.project_data import MspdiProject
from tpm_tui.planning.cpm.schedule import Schedule, schedule
from tpm_tui.planning.model.graph.topology import CycleError
from tpm_tui.planning.model.network import Network
from tpm_tui.planning.model.network_from_plan import network_of


def file_network(file: MspdiProject, status_date: int | None = None) -> Network:
    """The network of a file's own tasks, in file order; ``ids`` are their UIDs, inactive ones bind nothing.

    ``status_date`` is the clock minute before which nothing lies that has not begun; None: nothing is held. Raises
    NoWorkingTimeError for a calendar without working time.
    """
    begun = [task.actual_start for task in file.tasks if task.actual_start is not None]
    plan = file_plan(file, min(begun, default=None) if status_date is None else status_date)
    context = InputContext(to_datetime(project_start(file) or 0).date())
    network = network_of(plan, context, held=status_date is not None)
    return replace(network, ids=[int(str(uid)) for uid in plan["item"].columns["source_id"]], cache={})


def file_schedule(file: MspdiProject, status_date: int | None = None) -> Schedule | None:
    """The schedule of :func:`file_network`; None where it cannot be scheduled."""
    try:
        return schedule(file_network(file, status_date))
    except (CycleError, NoWorkingTimeError):
        return None  # noted where the links and the calendars are taken over
