"""Opening a file: what it is, whether it can be written, and one clear line where something is wrong."""

import os
import sqlite3
import stat
from dataclasses import dataclass
from pathlib import Path

from tpm_tui.store.errors import Busy, NotOurs, StoreError
from tpm_tui.store.schema import APPLICATION_ID, SCHEMA_VERSION

#: How long to wait for another program's lock, in seconds.
LOCK_WAIT = 5.0

#: Why a rollback journal: one file stays one file, and SQLite 3.7.0 to 3.51.2 can corrupt a write-ahead log that two
#: processes write.
PRAGMAS = ("journal_mode = DELETE", "synchronous = FULL", "cache_spill = OFF", "foreign_keys = ON")


@dataclass(frozen=True, slots=True)
class Found:
    """What was found at a path. ``readonly`` says why it cannot be written, or is empty; ``empty``: no bytes yet."""

    readonly: str
    empty: bool
    identity: tuple[int, int]


def examine(path: Path) -> Found:
    """Look at a file before SQLite does, without writing. StoreError if it is nothing this program can open.

    Reads the header with plain file calls, so it must come before the connection: closing any descriptor of a file
    drops the locks SQLite holds on it in this process.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        raise StoreError(f"{path} does not exist; make it with: tpm new {path}") from None
    except OSError as error:
        raise StoreError(f"{path} cannot be opened: {error.strerror}") from None
    if not stat.S_ISREG(status.st_mode):
        raise StoreError(f"{path} is not a file")
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}") from None
    identity = (status.st_dev, status.st_ino)
    if not header:
        return Found("", True, identity)
    if not header.startswith(b"SQLite format 3\0") or len(header) < 100:
        raise NotOurs(f"{path} is not a tpm file; nothing was changed")
    if int.from_bytes(header[68:72]) != APPLICATION_ID:
        raise NotOurs(f"{path} is an SQLite file of another program; nothing was changed")
    version = int.from_bytes(header[60:64])
    readonly = ""
    if version > SCHEMA_VERSION:
        readonly = f"it was written by a newer tpm (format {version}, this one knows {SCHEMA_VERSION}); upgrade to edit"
    elif not os.access(path, os.W_OK):
        readonly = "the file is write-protected"
    elif not os.access(path.parent, os.W_OK):
        readonly = "its folder is write-protected"
    return Found(readonly, False, identity)


def connect(path: Path, readonly: bool) -> sqlite3.Connection:
    """A connection with every pragma set and no transaction open. StoreError if the file is damaged or busy."""
    mode = "ro" if readonly else "rw"
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    try:
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=LOCK_WAIT, check_same_thread=False)
        for pragma in PRAGMAS:
            if not (readonly and pragma.startswith("journal_mode")):
                connection.execute(f"PRAGMA {pragma}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error as error:
        raise explained(error, path) from None
    return connection


def explained(error: sqlite3.Error, path: Path) -> StoreError:
    """The one line for what SQLite said."""
    text = str(error)
    if "locked" in text or "busy" in text:
        return Busy(f"{path.name} is being written by another program; nothing was changed, try again")
    if "malformed" in text or "not a database" in text:
        return NotOurs(f"{path.name} is damaged; restore a backup, or save what can be read with: tpm doctor {path}")
    if "disk is full" in text:
        return StoreError(f"the disk is full; {path.name} was not changed")
    if "readonly" in text or "unable to open" in text:
        return StoreError(f"{path.name} cannot be written here; nothing was changed")
    return StoreError(f"{path.name}: {text}; nothing was changed")
