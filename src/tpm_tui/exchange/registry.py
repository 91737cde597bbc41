"""The formats that come in and go out, and the two calls that every caller uses: :func:`import_file` and
:func:`export_file`.

A format is a module, imported when it is first used. One that reads has ``read(source, options, plan, steps)``, which
returns what the file says, and ``draft(parsed, plan, words, new_id, steps)``, which returns what that would change; it
may have ``restore(parsed, store, steps)``, which fills a new file by itself and returns the draft or None, and
``targets(plan, kind)``, what a person may map a column to. One that writes has ``write(plan, words, out, wanted)``.
Adding a format is a module and a line here.
"""

import gc
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from io import TextIOWrapper
from itertools import count
from pathlib import Path
from typing import IO, Any

from tpm_tui.domain.cancellation import Cancelled, ProgressCallback, ProgressReporter
from tpm_tui.domain.plan.plan import Edit, Plan
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.exchange.common import source as sources
from tpm_tui.exchange.common.change_set import ChangeSet, ExchangeStore, apply_changes
from tpm_tui.exchange.common.column_mapping import ImportOptions
from tpm_tui.exchange.common.export_options import ExportOptions, JournalTransaction
from tpm_tui.exchange.common.import_result import ColumnMapping, ImportResult


@dataclass(frozen=True, slots=True)
class ExchangeFormat:
    """``label`` in words; the modules that read and write it (empty: it does not); extensions of its files; whether it
    holds the ``whole`` file, what was deleted included."""

    label: str
    reader: str = ""
    writer: str = ""
    extensions: tuple[str, ...] = ()
    whole: bool = False

    @property
    def reads(self) -> bool:
        return bool(self.reader)

    @property
    def writes(self) -> bool:
        return bool(self.writer)


FORMATS: dict[str, ExchangeFormat] = {
    "jira": ExchangeFormat("Jira, as exported to CSV", reader="jira", extensions=(".csv",)),
    "csv": ExchangeFormat(
        "CSV of one kind of record", reader="table_csv", writer="csv_out", extensions=(".csv", ".tsv")
    ),
    "json": ExchangeFormat(
        "JSON of the whole file", reader="json_read", writer="json_out", extensions=(".json",), whole=True
    ),
    "mspdi": ExchangeFormat("MS Project XML", reader="mspdi_read", writer="mspdi_out", extensions=(".xml",)),
    "schedule": ExchangeFormat("CSV of the schedule: dates and slack", writer="schedule_csv", extensions=(".csv",)),
    "taskjuggler": ExchangeFormat("TaskJuggler project", writer="taskjuggler", extensions=(".tjp",)),
    "mermaid": ExchangeFormat("Mermaid Gantt chart", writer="mermaid", extensions=(".mmd",)),
    "icalendar": ExchangeFormat("iCalendar", writer="icalendar", extensions=(".ics",)),
}


def _module(format_: str, way: str) -> Any:
    found = FORMATS.get(format_)
    name = found and (found.reader if way == "read" else found.writer)
    if not name:
        able = ", ".join(n for n, f in FORMATS.items() if (f.reads if way == "read" else f.writes))
        raise ValidationError(f"there is no format {format_[:40]!r} to {way}; there are {able}")
    return import_module(f"tpm_tui.exchange.{name}")


def import_file(
    store: ExchangeStore,
    format_: str,
    where: str | Path | IO[str] | IO[bytes],
    *,
    dry_run: bool = False,
    strict: bool = False,
    mapping: Mapping[str, str] | None = None,
    kind: str = "item",
    progress: ProgressCallback | None = None,
) -> ImportResult:
    """Bring a file in, as one transaction that one undo takes back.

    With ``dry_run`` nothing is written and the outcome is what would come. With ``strict`` one refusal refuses all.
    Raises Cancelled if ``progress`` says to stop; nothing is written then. A file that cannot be read at all is a
    refusal at line 0. Refused if the format is unknown. StoreError if the store cannot be written.
    """
    module = _module(format_, "read")
    if not store.plan.complete:
        store.load()
    with _without_collecting():
        return _import(store, module, where, ImportOptions(mapping or {}, kind), dry_run, strict, progress)


def _import(
    store: ExchangeStore,
    module: Any,
    where: str | Path | IO[str] | IO[bytes],
    options: ImportOptions,
    dry_run: bool,
    strict: bool,
    progress: ProgressCallback | None,
) -> ImportResult:
    draft: ChangeSet = ChangeSet(store.plan, store.context, str)
    try:
        source = sources.read_source(where)
        lines = source.text.count("\n") + 1
        steps = ProgressReporter(progress, 3 * lines)
        steps.advance_to(0)
        parsed = module.read(source, options, store.plan, steps)
        label = f"Import {source.name}"
        del source
        if dry_run:
            numbers = count(1)
            seen: ChangeSet = module.draft(parsed, store.plan, store.context, lambda: f"new-{next(numbers)}", steps)
            return seen.preview(nothing=strict and bool(seen.refused))
        restore = getattr(module, "restore", None)
        restored: ChangeSet | None = restore(parsed, store, steps) if restore is not None else None
        if restored is not None:
            return restored.outcome(True)
        steps.advance_to(lines)
        with store.transaction(label, "import") as tx:
            draft = module.draft(parsed, tx.plan, store.context, tx.new_id, steps)
            steps.advance_to(2 * lines)
            if strict and draft.refused:
                return draft.outcome(False, nothing=True)
            apply_changes(draft, tx, steps)
        steps.finish()
        return draft.outcome(bool(draft.changes))
    except ValidationError as problem:
        return ImportResult(refused=((getattr(problem, "line", 0), problem.reason), *sorted(draft.refused)))


@contextmanager
def _without_collecting() -> Iterator[None]:
    """A garbage collection among a hundred thousand fresh rows finds nothing, and costs as much as reading them."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def targets(format_: str, plan: Plan, kind: str) -> dict[str, str]:
    """What a person may let a column of a table fill, with what that means; empty where a format has no columns.

    Refused if the format is unknown.
    """
    found: dict[str, str] = getattr(_module(format_, "read"), "targets", lambda _plan, _kind: {})(plan, kind)
    return found


def preview(
    store: ExchangeStore,
    format_: str,
    where: str | Path | IO[str] | IO[bytes],
    *,
    mapping: Mapping[str, str] | None = None,
    kind: str = "item",
    progress: ProgressCallback | None = None,
) -> ImportResult:
    """What :func:`import_file` would do, without doing it."""
    return import_file(store, format_, where, dry_run=True, mapping=mapping, kind=kind, progress=progress)


def export_file(
    store: ExchangeStore,
    format_: str,
    where: str | Path | IO[str],
    *,
    kind: str = "item",
    ids: Sequence[str] | None = None,
    fields: Sequence[str] | None = None,
    journal: bool = False,
    progress: ProgressCallback | None = None,
) -> None:
    """Write a file out, whole or not at all. Cancelled if ``progress``, which is told no share, says to stop.

    For a table: a kind, some of its records in order (None: all) and some of its fields (None: all that are shown).
    For the whole file: with its journal or without. Refused, in one line, if it cannot be written or the format, kind
    or a field is unknown. StoreError if the store cannot be read.
    """
    module = _module(format_, "write")
    if not store.plan.complete:
        store.load()
    steps = [_step(entry, edits) for entry, edits in store.entries_since(0)] if journal else None
    wanted = ExportOptions(kind, ids, fields, steps, store.deleted() if FORMATS[format_].whole else ())
    if not isinstance(where, str | Path):
        module.write(store.plan, store.context, where, wanted)
        return
    path = Path(where)
    try:
        with _replacing(path, progress) as out:
            module.write(store.plan, store.context, out, wanted)
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
def _replacing(path: Path, progress: ProgressCallback | None) -> Iterator[IO[str]]:
    """A text file that takes the path's place when all of it is written, and leaves it alone otherwise."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    beside = Path(name)
    try:
        with _Stopping(os.fdopen(descriptor, "wb"), progress) as out:
            yield out
        mask = os.umask(0)
        os.umask(mask)
        beside.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~mask)
        beside.replace(path)
    finally:
        with suppress(OSError):
            beside.unlink()


__all__ = [
    "FORMATS",
    "Cancelled",
    "ColumnMapping",
    "ExchangeFormat",
    "ImportResult",
    "ProgressCallback",
    "export_file",
    "import_file",
    "preview",
]
