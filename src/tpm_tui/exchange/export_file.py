"""Write a file out, whole or not at all."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any

from tpm_tui.domain.cancellation_of_long_work import Cancelled, ProgressCallback
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.exchange.common.export_options import ExportOptions, JournalTransaction
from tpm_tui.exchange.export_target import export_target, is_stream, record_export
from tpm_tui.exchange.format_registry import FORMATS, require_fitting_ending, writer_of
from tpm_tui.store.store import Store


def export_file(
    store: Store,
    format_: str,
    where: str | Path | IO[str],
    *,
    kind: str = "item",
    ids: Sequence[str] | None = None,
    fields: Sequence[str] | None = None,
    journal: bool = False,
    force: bool = False,
    progress: ProgressCallback | None = None,
) -> None:
    """Write a file out, whole or not at all. Cancelled if ``progress``, which is told no share, says to stop.

    ``force`` replaces what tpm did not write there.

    For a table: a kind, some of its records in order (None: all) and some of its fields (None: all that are shown).
    For the whole file: with its journal or without. ValidationError, in one line, if it cannot be written or the
    format, kind or a field is unknown. StoreError if the store cannot be read.
    """
    module = writer_of(format_)
    if FORMATS[format_].folder:
        if not isinstance(where, str | Path):
            raise ValidationError(f"{format_} is written into a folder: name it")
        refused = module.export_folder(store, where).refused
        if refused:
            raise ValidationError("; ".join(f"{file.name}: {file.reason}" for file in refused))
        return
    if isinstance(where, str | Path):
        require_fitting_ending(format_, Path(where))
    if not store.plan.complete:
        store.load()
    steps = [_step(entry, edits) for entry, edits in store.entries_since(0)] if journal else None
    wanted = ExportOptions(kind, ids, fields, steps, store.deleted() if FORMATS[format_].whole else ())
    if not isinstance(where, str | Path):
        module.write(store.plan, store.context, where, wanted)
        return
    with _target_file(Path(where), store.path, force, progress) as out:
        module.write(store.plan, store.context, out, wanted)


def write_document_file(path: Path, text: str, workspace: Path, force: bool = False) -> None:
    """Write a text, whole or not at all, where an export may be written; it may be read by those who may read the
    workspace. ``force`` replaces what tpm did not write there. ValidationError, in one line, if it cannot be."""
    with _target_file(path, workspace, force, None) as out:
        out.write(text)


@contextmanager
def _target_file(path: Path, workspace: Path, force: bool, progress: ProgressCallback | None) -> Iterator[IO[str]]:
    """The file to write into, refused or remembered by what stands there. ValidationError, in one line."""
    try:
        target = export_target(path, workspace, force)
        if is_stream(target):
            with _Stopping(target.open("wb"), progress) as out:
                yield out
            return
        with _replacing(target, workspace, progress) as out:
            yield out
        record_export(target)
    except OSError as error:
        raise ValidationError(f"{path} cannot be written: {error.strerror}") from None


def _step(entry: Any, edits: Sequence[Edit]) -> JournalTransaction:
    time = entry.time.isoformat(timespec="milliseconds")
    return JournalTransaction(
        entry.replica, entry.sequence, time, entry.author, entry.verb, entry.label, entry.undoes, tuple(edits)
    )


class _Stopping(TextIOWrapper):
    """A text file in UTF-8 that asks, whenever it is written to, whether to go on."""

    def __init__(self, file: IO[bytes], progress: ProgressCallback | None) -> None:
        super().__init__(file, encoding="utf-8", newline="")
        self._progress = progress

    def write(self, text: str) -> int:
        if self._progress is not None and not self._progress(0, 0):
            raise Cancelled
        return super().write(text)


@contextmanager
def _replacing(path: Path, workspace: Path, progress: ProgressCallback | None) -> Iterator[IO[str]]:
    """A text file that takes the path's place when all of it is written, and leaves it alone otherwise.

    A new one may be read by those who may read the workspace.
    """
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".tpm-")
    beside = Path(name)
    try:
        with _Stopping(os.fdopen(descriptor, "wb"), progress) as out:
            yield out
        mask = os.umask(0)
        os.umask(mask)
        beside.chmod(path.stat().st_mode & 0o777 if path.exists() else workspace.stat().st_mode & 0o666 & ~mask)
        beside.replace(path)
    finally:
        with suppress(OSError):
            beside.unlink()
