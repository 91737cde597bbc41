"""A complete copy of an open file, taken while others may be writing it."""

import contextlib
import os
import sqlite3
from pathlib import Path

from tpm_tui.domain.cancellation_of_long_work import Cancelled, ProgressCallback
from tpm_tui.store.errors import StoreError

#: Pages copied between two looks at whether to stop.
PAGES_PER_STEP = 2000


def write_backup(
    connection: sqlite3.Connection, target: Path, mode: int, progress: ProgressCallback | None = None
) -> None:
    """Copy the database to a new file, whole or not at all, with the permissions of the original (``mode``).

    StoreError if the target exists or cannot be written, Cancelled if ``progress`` says to stop."""

    def report(_status: int, remaining: int, total: int) -> None:
        if progress is not None and not progress(total - remaining, total):
            raise Cancelled

    if os.path.lexists(target):
        raise StoreError(f"{target} exists already; choose another name")
    partial = target.with_name(f".tpm-{os.getpid()}.part")
    try:
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL, 0o600))
        copy = sqlite3.connect(partial)
        try:
            connection.backup(copy, pages=PAGES_PER_STEP if progress else -1, progress=report)
            # A backup put back in the place of its original must not go on under the same replica id: the numbers it
            # gives to its transactions have been given to others.
            copy.execute("DELETE FROM meta WHERE name = 'place'")
            copy.commit()
        finally:
            copy.close()
        partial.chmod(mode & 0o666)
        try:
            os.link(partial, target)
        except FileExistsError:
            raise
        except OSError:
            # A file system without hard links; the name was free a moment ago.
            partial.rename(target)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{target} cannot be written: {getattr(error, 'strerror', None) or error}") from None
    finally:
        with contextlib.suppress(OSError):
            partial.unlink()
