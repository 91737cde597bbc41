"""What an MS Project file says of the project as a whole, and the baselines taken of it."""

from collections.abc import Callable, Mapping

from tpm_tui.domain.kinds import PROGRAMME_ID
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.domain.values.amounts import amount_text
from tpm_tui.exchange.common.change_set import PENDING_KEY, ChangeSet, StoredValues
from tpm_tui.exchange.schedules.mspdi.importer.calendar_records import CalendarImporter
from tpm_tui.exchange.schedules.mspdi.project_data import MspdiProject


def stored_instant(minute: int | None) -> str | None:
    """An instant as records keep it."""
    return None if minute is None else to_datetime(minute).isoformat(timespec="minutes")


def project_start(file: MspdiProject) -> int | None:
    """When a project starts: where it does not say, with its first task."""
    return (
        file.start
        if file.start is not None
        else min((t.start for t in file.tasks if t.start is not None), default=None)
    )


def set_programme(
    change_set: ChangeSet,
    file: MspdiProject,
    calendars: CalendarImporter,
    status_date: Callable[[], int | None],
    *,
    fresh: bool,
) -> None:
    """Start, calendar, status date and slack limit, in a plan without items; elsewhere say what was kept."""
    start = project_start(file)
    if not fresh:
        kept = change_set.plan.programme("start")
        if start is not None and kept is not None and str(kept) != stored_instant(start):
            change_set.notes.append(f"the programme keeps its start, {kept}; the file says {stored_instant(start)}")
        if file.status_date is not None and change_set.plan.programme("status_date") != stored_instant(
            file.status_date
        ):
            change_set.notes.append(
                f"the status date is not taken over; the file says {stored_instant(file.status_date)}"
            )
        if calendars.programme_content != calendars.default:
            change_set.notes.append("the programme keeps its calendar; tasks on the file's are given that one")
        return
    values: StoredValues = {
        "calendar": calendars.programme,
        "slack_limit": max(file.critical_slack_limit * file.minutes_per_day, 0),
    }
    if start is not None:
        values["start"] = stored_instant(start)
    if file.currency.strip():
        values["currency"] = file.currency.strip()
    values["status_date"] = stored_instant(status_date())
    change_set.set("programme", PROGRAMME_ID, values)


def add_baselines(change_set: ChangeSet, file: MspdiProject, items: Mapping[int, str]) -> None:
    """Each baseline with what it says of the tasks that came. One that is here already stays as it was taken."""
    table = change_set.plan["baseline"]
    have = {str(name).lower() for name in table.columns["name"]}
    made: dict[int, str] = {}
    kept: set[str] = set()
    for task in file.tasks:
        item = items.get(task.uid)
        if item is None or (item not in change_set.changes and item not in change_set.plan["item"]):
            continue
        for baseline in task.baselines:
            if baseline.start is None and baseline.finish is None:
                continue
            name = f"Baseline {baseline.number}" if baseline.number else "Baseline"
            if baseline.number not in made and name.lower() in have:
                kept.add(name)
                continue
            if baseline.number not in made:
                made[baseline.number] = change_set.add("baseline", {"name": name})
            known = item in change_set.plan["item"]
            change_set.add(
                "baseline_entry",
                {
                    "baseline": made[baseline.number],
                    "item_id": item,
                    "item_key": change_set.plan.value("item", item, "key") if known else PENDING_KEY,
                    "title": str(change_set.value("item", item, "title")),
                    "start": stored_instant(baseline.start),
                    "finish": stored_instant(baseline.finish),
                    "work": baseline.work if baseline.work is not None else baseline.duration,
                    "cost": None if baseline.cost is None else amount_text(baseline.cost),
                },
            )
    change_set.notes += [
        f"{name} is here already and stays as it is: a baseline is never changed" for name in sorted(kept)
    ]
