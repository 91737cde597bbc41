"""MS Project files made from networks, and plans brought in from them."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tpm_tui.domain.time.work_calendar import ROUND_THE_CLOCK
from tpm_tui.exchange.common.import_result import ImportResult
from tpm_tui.exchange.import_file import import_file
from tpm_tui.exchange.schedules.mspdi.project_data import MspdiCalendar, MspdiLink, MspdiProject, MspdiTask
from tpm_tui.exchange.schedules.mspdi.serialise import serialise_mspdi
from tpm_tui.planning.model.network import LagUnit, Network
from tpm_tui.store.store import Store


def as_mspdi(network: Network) -> MspdiProject:
    """A network whose positions are in outline order, as a file would say it; UIDs are positions plus one."""
    file = MspdiProject(start=network.plan_start, calendar_uid=1 + network.plan_calendar)
    for number, calendar in enumerate(network.calendars, start=1):
        file.calendars[number] = MspdiCalendar(
            uid=number, name=f"Calendar {number}", base=True, base_uid=None, calendar=calendar
        )
    level: list[int] = []
    for position in range(len(network)):
        up = network.parent[position]
        level.append(1 if up < 0 else level[up] + 1)
        elapsed = network.calendar_of(position) is ROUND_THE_CLOCK
        begun = network.actual_start[position] is not None
        happened = begun and network.milestone[position]
        links = [
            MspdiLink(
                predecessor_uid=link.predecessor + 1,
                type=int(link.type),
                lag=link.lag,
                elapsed=link.unit == LagUnit.ELAPSED,
                percent=link.unit == LagUnit.PERCENT,
            )
            for link in network.links
            if link.successor == position
        ]
        file.tasks.append(
            MspdiTask(
                uid=position + 1,
                name=f"Task {position}",
                parent_uid=None if up < 0 else up + 1,
                outline_level=level[position],
                milestone=network.milestone[position],
                duration=network.duration[position],
                elapsed=elapsed,
                actual_start=network.actual_start[position],
                # a milestone that has begun has happened
                actual_finish=network.actual_start[position] if happened else network.actual_finish[position],
                remaining_duration=network.remaining[position] if begun else None,
                percent_complete=network.progress[position],
                constraint=network.constraint[position],
                constraint_date=_at_an_hour(network.constraint_date[position]),
                deadline=network.deadline[position],
                calendar_uid=None if network.calendar[position] < 0 or elapsed else network.calendar[position] + 1,
                links=tuple(links),
            )
        )
    return file


def _at_an_hour(when: int | None) -> int | None:
    """Not at midnight, which records keep for a day without an hour."""
    return when + 480 if when is not None and when % 1440 == 0 else when


def text_of(file: MspdiProject) -> str:
    out = io.StringIO()
    serialise_mspdi(file, out)
    return out.getvalue()


@contextmanager
def imported(source: MspdiProject | Path | str) -> Iterator[tuple[Store, ImportResult]]:
    """A new workspace that a file was brought into: the file's data, its path or its text."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.db"
        with Store.create(path, name="Plan", durable=False) as store:
            text = text_of(source) if isinstance(source, MspdiProject) else source
            where = text if isinstance(text, Path) else io.StringIO(text)
            yield store, import_file(store, "mspdi", where)
