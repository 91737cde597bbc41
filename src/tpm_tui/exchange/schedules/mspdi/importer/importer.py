"""MS Project XML into records: tasks, hierarchy, links, calendars, people, assignments, baselines, actual dates.

A task is known again by its UID, kept as the item's source id. What the file says wins over what was changed here in
the fields that it carries; the rest (owners, tags, the spread of an estimate …) stays.
"""

from functools import partial

from msgspec import Struct

from tpm_tui.domain.cancellation_of_long_work import ProgressReporter
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.exchange.common.change_set import ChangeSet
from tpm_tui.exchange.common.remembered_column_mapping import ImportOptions
from tpm_tui.exchange.common.source_text import SourceText
from tpm_tui.exchange.common.validation import validate_changes
from tpm_tui.exchange.schedules.mspdi.parse.project import parse_mspdi_text
from tpm_tui.exchange.schedules.mspdi.project_data import MspdiError, MspdiProblem, MspdiProject

#: From so many known UIDs on, most of them with other titles mean another plan.
_NAMED_PLACES = 4


class MspdiDocument(Struct, frozen=True):
    """A file as read, and what it is called."""

    file: MspdiProject
    name: str
    notes: list[str]


def read(source: SourceText, _options: ImportOptions, _plan: Plan, steps: ProgressReporter) -> MspdiDocument:
    """The tasks and all else of a file. ValidationError if it is no MS Project XML."""
    if not source.text.strip():
        raise ValidationError(f"{source.name} is empty")
    try:
        file = parse_mspdi_text(source.text)
    except MspdiError as problem:
        raise ValidationError(f"{source.name} cannot be read: {problem}") from None
    steps.advance(len(file.tasks))
    return MspdiDocument(file, source.name, source.notes)


def draft(parsed: MspdiDocument, change_set: ChangeSet, steps: ProgressReporter) -> None:
    """What a file would change in a plan. ValidationError if its UIDs are those of another plan's items."""
    from tpm_tui.exchange.schedules.mspdi.importer.file_records import add_records
    from tpm_tui.exchange.schedules.mspdi.importer.file_schedule import file_schedule
    from tpm_tui.exchange.schedules.mspdi.importer.project_properties import add_baselines
    from tpm_tui.exchange.schedules.mspdi.importer.saved_and_calculated_dates import (
        assumed_status_date,
        date_differences,
    )

    file = parsed.file
    change_set.main = "item"
    change_set.notes += parsed.notes
    known = _known(parsed, change_set.plan)
    unplanned = file.status_date is not None or all(t.start is None and t.actual_start is None for t in file.tasks)
    planned = None if unplanned else file_schedule(file)
    status_date = partial(assumed_status_date, change_set, file, planned)
    ids = add_records(change_set, file, parsed.name, known, status_date, steps)
    add_baselines(change_set, file, ids)
    change_set.notes += grouped_notes([*file.problems, *unsupported_content(file)])
    change_set.notes += date_differences(file, planned, change_set.context)
    validate_changes(change_set)


def _known(parsed: MspdiDocument, plan: Plan) -> dict[int, str]:
    """UID -> item id of the tasks that came before."""
    items = plan["item"]
    by_source = {str(s): i for s, i in zip(items.columns["source_id"], items.ids, strict=True) if s}
    known = {t.uid: by_source[str(t.uid)] for t in parsed.file.tasks if str(t.uid) in by_source}
    if len(known) >= _NAMED_PLACES:
        named = {t.uid: t.name for t in parsed.file.tasks}
        same = sum(named[uid] == plan.title("item", id_) for uid, id_ in known.items())
        if same * 4 < len(known):
            raise ValidationError(
                f"the UIDs in {parsed.name} are those of items here with other titles, so it is another plan;"
                " import it into a file of its own"
            )
    return known


def unsupported_content(file: MspdiProject) -> list[MspdiProblem]:
    """What the file says of its tasks that records have no place for."""
    costs = sum(1 for t in file.tasks if t.cost or t.actual_cost)
    codes = sum(1 for t in file.tasks if t.wbs and not t.wbs.replace(".", "").isdigit())
    problems = []
    if costs:
        problems.append(
            MspdiProblem("tasks", f"the costs of {costs} tasks are not read: they follow from work and rates")
        )
    if codes:
        problems.append(
            MspdiProblem(
                "tasks", f"the work breakdown codes of {codes} tasks are not read: they follow from the outline"
            )
        )
    return problems


def grouped_notes(problems: list[MspdiProblem]) -> list[str]:
    """Problems with the same reason as one line."""
    places: dict[str, list[str]] = {}
    for where, reason in problems:
        places.setdefault(reason, []).append(where)
    notes = []
    for reason, named in places.items():
        some = ", ".join(named[:3])
        notes.append(f"{some}: {reason}" if len(named) < 4 else f"{some} and {len(named) - 3} more: {reason}")
    return notes
