"""A new file: its tables, and the few records every workspace starts with."""

import os
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from tpm_tui.domain.kinds import PROGRAMME_ID
from tpm_tui.store import schema
from tpm_tui.store.errors import StoreError
from tpm_tui.store.journal import FIRST
from tpm_tui.store.opening import connect, examine

if TYPE_CHECKING:
    from tpm_tui.store.store import Store

#: Name and group of each workflow state, in order.
WORKFLOW = (
    ("backlog", "todo"), ("ready", "todo"), ("doing", "active"), ("review", "active"), ("blocked", "active"),
    ("done", "done"), ("dropped", "done"),
)  # fmt: skip


def make(path: Path, _now: Callable[[], datetime]) -> None:
    """Create the file with its tables. StoreError if a file with content is there already or none can be made."""
    if path.exists() and not examine(path).empty:
        raise StoreError(f"{path} exists already; open it with: tpm {path}")
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_WRONLY, 0o644)
        os.close(descriptor)
    except OSError as error:
        raise StoreError(f"{path} cannot be made: {error.strerror}") from None
    connection = connect(path, readonly=False)
    try:
        connection.execute("BEGIN IMMEDIATE")
        schema.create(connection)
        connection.execute("COMMIT")
    finally:
        connection.close()


def fill(store: "Store", name: str, start: date | None) -> None:
    """The programme's own record, a calendar and the workflow; fixed ids, so that two copies mean the same ones."""
    begin = datetime.combine(start or store.words.today, time(0))
    with store.transaction("Make the file", FIRST) as tx:
        tx.add_stored("calendar", {"name": "Standard"}, id_="calendar")
        for order, (state, group) in enumerate(WORKFLOW, start=1):
            tx.add_stored("state", {"name": state, "group": group, "order": order}, id_=f"state-{state}")
        values = {"name": name, "start": begin.isoformat(timespec="minutes"), "calendar": "calendar"}
        tx.add_stored("programme", values, id_=PROGRAMME_ID)
