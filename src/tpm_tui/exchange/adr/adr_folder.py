"""A folder of decision records: what is in it, and how changed ones go back, file by file."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from tpm_tui.exchange.adr.adr_document import AdrDocument, read_adr

_NAME = re.compile(r"(\d+)[-_ ].*\.(?:md|markdown)$", re.IGNORECASE)

LARGEST = 4 * 1024 * 1024
"""Bytes of a record that are read: what is larger is none."""


class AdrFile(Struct, frozen=True):
    """A record in a folder: its file's name, its number, what it says, and the digest of the bytes that were read."""

    name: str
    number: int
    document: AdrDocument
    digest: str


class RefusedFile(Struct, frozen=True):
    """A file that was not read, or not written, and why."""

    name: str
    reason: str


def digest_of(data: bytes) -> str:
    """A fingerprint of a file's bytes."""
    return hashlib.sha256(data).hexdigest()


def read_folder(folder: Path) -> tuple[list[AdrFile], list[RefusedFile]]:
    """The records of a folder by number, and the files with a number that could not be read.

    Files whose name has no number before a dash (an index, a template), other kinds of file, and gaps between the
    numbers are as they should be. OSError where the folder cannot be read.
    """
    read, refused = [], []
    for path in sorted(folder.iterdir()):
        match = _NAME.match(path.name)
        if match is None or not path.is_file():
            continue
        try:
            if path.stat().st_size > LARGEST:
                raise ValueError(f"it is larger than {LARGEST // 1024 // 1024} MB")
            data = path.read_bytes()
            text = data.decode("utf-8")
            if "\0" in text:
                raise ValueError("it is no text")
        except UnicodeDecodeError:
            refused.append(RefusedFile(path.name, "it is not UTF-8"))
        except (OSError, ValueError) as error:
            refused.append(RefusedFile(path.name, getattr(error, "strerror", None) or str(error)))
        else:
            read.append(AdrFile(path.name, int(match[1]), read_adr(text), digest_of(data)))
    return sorted(read, key=lambda file: (file.number, file.name)), refused


class AdrWrite(Struct, frozen=True):
    """A record to be written: ``digest`` of the bytes that it was read from, None for a new file."""

    name: str
    text: str
    digest: str | None


def write_folder(folder: Path, files: Iterable[AdrWrite], mode: int = 0o644) -> tuple[list[str], list[RefusedFile]]:
    """Write records into a folder, each at once; the names of those that changed, and those that were refused.

    A file is written only while it still is what was read (or, a new one, not there), or not there at all in another
    folder than the one it came from; one that already says the same is left alone. A new one has
    the ``mode``. OSError where the folder cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written, refused = [], []
    for file in files:
        path = folder / file.name
        if Path(file.name).name != file.name:
            refused.append(RefusedFile(file.name, "a record lies in the folder itself"))
            continue
        data = file.text.encode("utf-8")
        try:
            there = path.read_bytes() if path.exists() else None
            if there == data:
                continue
            if there is not None and digest_of(there) != file.digest:
                reason = "it has changed since it was read: import it first" if file.digest else "there is such a file"
                refused.append(RefusedFile(file.name, reason))
                continue
            _write(path, data, mode)
            written.append(file.name)
        except OSError as error:
            refused.append(RefusedFile(file.name, error.strerror or str(error)))
    return written, refused


def _write(path: Path, data: bytes, new_mode: int) -> None:
    """Replace a file by one that is whole."""
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".adr-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        mode = path.stat().st_mode & 0o777 if path.exists() else new_mode
        Path(beside).chmod(mode)
        Path(beside).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(beside).unlink()
        raise
