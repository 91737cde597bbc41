"""The records that an MS Project file leads to: into a change set, or in memory to see when its plan has them."""

from collections.abc import Callable, Mapping
from itertools import count

from tpm_tui.domain.cancellation_of_long_work import ProgressReporter
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.kind_table import default_row
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.exchange.common.change_set import ChangeSet
from tpm_tui.exchange.common.change_set_view import ChangeSetView
from tpm_tui.exchange.schedules.mspdi.importer.calendar_records import CalendarImporter
from tpm_tui.exchange.schedules.mspdi.importer.costs_from_resources import read_costs_and_time
from tpm_tui.exchange.schedules.mspdi.importer.items_from_tasks import TaskImporter
from tpm_tui.exchange.schedules.mspdi.importer.people_from_resources import ResourceImporter
from tpm_tui.exchange.schedules.mspdi.importer.project_properties import project_start, set_programme
from tpm_tui.exchange.schedules.mspdi.project_data import MspdiProject
from tpm_tui.store.file.create import initial_records


def add_records(
    change_set: ChangeSet,
    file: MspdiProject,
    name: str,
    known: Mapping[int, str],
    status_date: Callable[[], int | None],
    steps: ProgressReporter,
) -> dict[int, str]:
    """Calendars, people, programme, tasks with their links, assignments; UID -> item id of the tasks.

    ``name`` is that of the file; ``known``: UID -> the item that came before. ``status_date`` is asked where the
    programme takes it over.
    """
    fresh = not len(change_set.plan["item"])
    calendars = CalendarImporter(change_set, file, name, fresh=fresh, again=bool(known))
    people = ResourceImporter(change_set, file, calendars, again=bool(known))
    set_programme(change_set, file, calendars, status_date, fresh=fresh)
    items = TaskImporter(change_set, file, calendars, people, dict(known))
    for task in file.tasks:
        items.take(task)
        steps.advance()
    items.finish()
    people.assign(items.ids)
    persons = {uid: id_ for uid, (kind, id_) in people.ids.items() if kind == "person"}
    read_costs_and_time(change_set, file, items.ids, persons)
    return items.ids


def file_plan(file: MspdiProject, status_date: int | None) -> Plan:
    """The plan of a file in a workspace of its own, in memory, its items in the order of the file.

    ``status_date`` is a clock minute."""
    start = project_start(file)
    begin = to_datetime(start or 0)
    numbers = count(1)
    edits = [
        Edit(kind, id_, None, {**default_row(KINDS[kind]), "id": id_, "key": id_, **values})
        for kind, id_, values in initial_records("", begin)
    ]
    change_set = ChangeSet(
        Plan.empty().applied(edits), InputContext(begin.date()), lambda: f"new-{next(numbers)}", main="item"
    )
    add_records(change_set, file, "", {}, lambda: status_date, ProgressReporter(None, len(file.tasks)))
    return ChangeSetView(change_set).plan()
