"""A new file: its tables and the few records every workspace starts with, in one transaction."""

import os
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from tpm_tui.domain.kinds import PROGRAMME_ID
from tpm_tui.domain.values.codec import Stored
from tpm_tui.store.errors import StoreError
from tpm_tui.store.file.connection import inspect_file

if TYPE_CHECKING:
    from tpm_tui.store.transaction import Transaction

#: Name and group of each workflow state, in order.
DEFAULT_WORKFLOW = (
    ("backlog", "todo"), ("ready", "todo"), ("doing", "active"), ("review", "active"), ("blocked", "active"),
    ("done", "done"), ("dropped", "done"),
)  # fmt: skip


def reserve_path(path: Path) -> bool:
    """Make the file, still without a byte; True if it was not there. StoreError if one with content is there already,
    or none can be made."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
        return True
    except FileExistsError:
        if inspect_file(path).empty and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
            return False
        raise _exists(path) from None
    except (OSError, ValueError) as error:
        raise StoreError(f"{path} cannot be made: {getattr(error, 'strerror', None) or error}") from None


def _exists(path: Path) -> StoreError:
    return StoreError(f"{path} exists already; open it with: tpm {path}")


def insert_initial_records(tx: "Transaction", path: Path, name: str, start: date, another_was_faster: bool) -> None:
    """The programme's own record, a calendar and the workflow; fixed ids, so that two copies mean the same ones.

    StoreError if another program made the file between.
    """
    if another_was_faster:
        raise _exists(path)
    title = name or path.stem.replace("_", " ").replace("-", " ").title()
    for kind, id_, values in initial_records(title, datetime.combine(start, time(0))):
        tx.add_stored(kind, values, id_)


def initial_records(name: str, begin: datetime) -> list[tuple[str, str, dict[str, Stored]]]:
    """(kind, id, stored values) of what every workspace starts with."""
    records: list[tuple[str, str, dict[str, Stored]]] = [("calendar", "calendar", {"name": "Standard"})]
    for order, (state, group) in enumerate(DEFAULT_WORKFLOW, start=1):
        records.append(("state", f"state-{state}", {"name": state, "group": group, "order": order}))
    values: dict[str, Stored] = {"name": name, "start": begin.isoformat(timespec="minutes"), "calendar": "calendar"}
    return [*records, ("programme", PROGRAMME_ID, values)]


def release_path(path: Path) -> None:
    """Remove a file that was claimed and that nothing came into."""
    try:
        if path.stat().st_size == 0:
            path.unlink()
    except OSError:
        pass
