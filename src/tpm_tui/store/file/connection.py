"""Opening a file: what it is, whether it can be written, and one clear line where something is wrong."""

import os
import sqlite3
import stat
from pathlib import Path

from msgspec import Struct

from tpm_tui.store.errors import FileLockedError, FormatError, StoreError
from tpm_tui.store.file.header import FileHeader
from tpm_tui.store.tables.schema import APPLICATION_ID, SCHEMA_VERSION

#: How long to wait for another program's lock, in seconds.
LOCK_TIMEOUT = 5.0

#: Why a rollback journal: one file stays one file, and SQLite 3.7.0 to 3.51.2 can corrupt a write-ahead log that two
#: processes write.
PRAGMAS = ("journal_mode = DELETE", "synchronous = FULL", "cache_spill = OFF", "foreign_keys = ON")

#: In the header's version bytes: the file is written through a write-ahead log.
_WAL = 2


class FileInfo(Struct, frozen=True):
    """What was found at a path. ``readonly`` says why it cannot be written, or is empty; ``empty``: no bytes yet;
    ``wal``: its header asks for a write-ahead log."""

    readonly: str
    empty: bool
    identity: tuple[int, int]
    wal: bool = False


def inspect_file(path: Path) -> FileInfo:
    """Look at a file before SQLite does, without writing. StoreError if it is nothing this program can open."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise StoreError(f"{path} is not a file")
        held = FileHeader(path)
    except FileNotFoundError:
        raise StoreError(f"{path} does not exist; make it with: tpm new {path}") from None
    except (OSError, ValueError) as error:
        raise StoreError(f"{path} cannot be opened: {getattr(error, 'strerror', None) or error}") from None
    try:
        header = held.read()
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}") from None
    finally:
        held.close()
    if not header:
        return FileInfo("", True, held.identity)
    if not header.startswith(b"SQLite format 3\0") or len(header) < 100:
        raise FormatError(f"{path} is not a tpm file; nothing was changed")
    if int.from_bytes(header[68:72]) != APPLICATION_ID:
        raise FormatError(f"{path} is an SQLite file of another program; nothing was changed")
    version = int.from_bytes(header[60:64])
    readonly = ""
    if version > SCHEMA_VERSION:
        readonly = newer_format_reason(version)
    elif not os.access(path, os.W_OK):
        readonly = "the file is write-protected"
    elif not os.access(path.parent, os.W_OK):
        readonly = "its folder is write-protected"
    return FileInfo(readonly, False, held.identity, wal=header[18] == _WAL)


def newer_format_reason(version: int) -> str:
    """Why a file of that format is not written."""
    return f"it was written by a newer tpm (format {version}, this one knows {SCHEMA_VERSION}); upgrade to edit"


def open_connection(path: Path, readonly: bool, wal: bool = False) -> sqlite3.Connection:
    """A connection with every pragma set and no transaction open. StoreError if the file is damaged or busy.

    ``wal``: the file says it has a write-ahead log. That is turned off for writing. For reading, SQLite would have to
    make files beside it; where the log is empty and cannot matter, it reads without.
    """
    # SQLite names a journal after the file itself, not after a link to it.
    path = path.resolve()
    query = f"mode={'ro' if readonly else 'rw'}"
    if readonly and wal and not _size(path.with_name(path.name + "-wal")):
        query += "&immutable=1"
    connection: sqlite3.Connection | None = None
    try:
        connection = sqlite3.connect(
            f"{path.as_uri()}?{query}",
            uri=True,
            isolation_level=None,
            timeout=LOCK_TIMEOUT,
            check_same_thread=False,
        )
        for pragma in PRAGMAS:
            if not (readonly and pragma.startswith("journal_mode")):
                connection.execute(f"PRAGMA {pragma}").fetchone()
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if connection is not None:
            connection.close()
        if readonly and ("readonly" in str(error) or "unable to open" in str(error)) and _unfinished(path):
            raise StoreError(
                f"{path.name} was being written when that broke off, and cannot be put right in a place that is"
                " write-protected; copy it, with the files named like it, to another folder and open it there"
            ) from None
        raise to_store_error(error, path) from None
    return connection


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _unfinished(path: Path) -> bool:
    return any(_size(path.with_name(path.name + ending)) for ending in ("-journal", "-wal"))


def require_complete(connection: sqlite3.Connection, path: Path) -> None:
    """StoreError unless the file holds what a finished `tpm new` leaves: a file whose making broke off has rolled back
    to nothing, or was damaged."""
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        raise StoreError(f"{path} is empty; make a workspace of it with: tpm new {path}")
    if not {"meta", "counter", "tombstone", "alias", "txn", "edit"} <= tables:
        raise FormatError(_damaged(path))


def _damaged(path: Path) -> str:
    return f"{path.name} is damaged; restore a backup, or save what can be read with: tpm doctor {path}"


def to_store_error(error: sqlite3.Error | UnicodeDecodeError, path: Path) -> StoreError:
    """The one line for what SQLite said; it says it undecodably where damage hit a name."""
    text = str(error)
    if "locked" in text or "busy" in text:
        return FileLockedError(f"{path.name} is being written by another program; nothing was changed, try again")
    if isinstance(error, UnicodeDecodeError) or "malformed" in text or "UTF-8" in text or "not a database" in text:
        return FormatError(_damaged(path))
    if "disk is full" in text:
        return StoreError(f"the disk is full; {path.name} was not changed")
    if "readonly" in text or "unable to open" in text:
        return StoreError(f"{path.name} cannot be written here; nothing was changed")
    return StoreError(f"{path.name}: {text}; nothing was changed")
