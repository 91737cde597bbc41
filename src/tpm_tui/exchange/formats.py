"""The formats that come in and go out, and the two calls that every caller uses: :func:`import_file` and
:func:`export_file`.

A format is a module, imported when it is first used. One that reads has ``read(source, options, plan, steps)``, which
returns what the file says, and ``draft(parsed, plan, words, new_id, steps)``, which returns what that would change. One
that writes has ``write(plan, out, options)``. Adding a format is a module and a line here.
"""

import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import IO, Any

from tpm_tui.domain.entry import Refused
from tpm_tui.exchange import source as sources
from tpm_tui.exchange.draft import Draft, File, apply
from tpm_tui.exchange.mapping import Options
from tpm_tui.exchange.outcome import Cancelled, Mapped, Outcome, Progress, Steps


@dataclass(frozen=True, slots=True)
class Format:
    """``label`` in words; the modules that read and write it (empty: it does not); extensions of its files."""

    label: str
    reader: str = ""
    writer: str = ""
    extensions: tuple[str, ...] = ()

    @property
    def reads(self) -> bool:
        return bool(self.reader)

    @property
    def writes(self) -> bool:
        return bool(self.writer)


FORMATS: dict[str, Format] = {
    "jira": Format("Jira, as exported to CSV", reader="jira", extensions=(".csv",)),
    "csv": Format("CSV of one kind of record", reader="table_csv", writer="csv_out", extensions=(".csv", ".tsv")),
    "json": Format("JSON of the whole file", reader="json_read", writer="json_out", extensions=(".json",)),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to write: a kind, some of its records in order (None: all), some of its fields (None: all that are shown);
    the journal, where the format can hold it. ``journal`` holds (entry, edits), oldest first."""

    kind: str = "item"
    ids: Sequence[str] | None = None
    fields: Sequence[str] | None = None
    journal: Sequence[tuple[Any, Sequence[Any]]] | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


def _module(format_: str, way: str) -> Any:
    found = FORMATS.get(format_)
    name = found and (found.reader if way == "read" else found.writer)
    if not name:
        able = ", ".join(n for n, f in FORMATS.items() if (f.reads if way == "read" else f.writes))
        raise Refused(f"there is no format {format_[:40]!r} to {way}; there are {able}")
    return import_module(f"tpm_tui.exchange.{name}")


def import_file(
    store: File,
    format_: str,
    where: str | Path | IO[str] | IO[bytes],
    *,
    dry_run: bool = False,
    strict: bool = False,
    mapping: Mapping[str, str] | None = None,
    kind: str = "item",
    progress: Progress | None = None,
) -> Outcome:
    """Bring a file in, as one transaction that one undo takes back.

    With ``dry_run`` nothing is written and the outcome is what would come. With ``strict`` one refusal refuses all.
    Raises Cancelled if ``progress`` says to stop; nothing is written then. A file that cannot be read at all is a
    refusal at line 0. Refused if the format is unknown. StoreError if the store cannot be written.
    """
    module = _module(format_, "read")
    if not store.plan.complete:
        store.load()
    draft: Draft | None = None
    try:
        source = sources.read(where)
        lines = source.text.count("\n") + 1
        steps = Steps(progress, 3 * lines)
        steps.reach(0)
        parsed = module.read(source, Options(mapping or {}, kind), store.plan, steps)
        if dry_run:
            numbers = count(1)
            draft = module.draft(parsed, store.plan, store.words, lambda: f"new-{next(numbers)}", steps)
            return draft.outcome(False, nothing=strict and bool(draft.refused))
        steps.reach(lines)
        with store.transaction(f"Import {source.name}", "import") as tx:
            draft = module.draft(parsed, tx.plan, store.words, tx.new_id, steps)
            steps.reach(2 * lines)
            if strict and draft.refused:
                return draft.outcome(False, nothing=True)
            apply(draft, tx, steps)
        steps.reach(3 * lines)
        return draft.outcome(bool(draft.changes))
    except Refused as problem:
        refused = tuple(sorted(draft.refused)) if draft is not None else ()
        return Outcome(refused=((0, problem.reason), *refused))


def preview(
    store: File,
    format_: str,
    where: str | Path | IO[str] | IO[bytes],
    *,
    mapping: Mapping[str, str] | None = None,
    kind: str = "item",
    progress: Progress | None = None,
) -> Outcome:
    """What :func:`import_file` would do, without doing it."""
    return import_file(store, format_, where, dry_run=True, mapping=mapping, kind=kind, progress=progress)


def export_file(store: File, format_: str, where: str | Path | IO[str], wanted: Wanted | None = None) -> None:
    """Write a file out, whole or not at all. Refused, in one line, if it cannot be written or the format is unknown."""
    module = _module(format_, "write")
    if not store.plan.complete:
        store.load()
    wanted = wanted or Wanted()
    if not isinstance(where, str | Path):
        module.write(store.plan, where, wanted)
        return
    path = Path(where)
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}") from None
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as out:
            module.write(store.plan, out, wanted)
        mask = os.umask(0)
        os.umask(mask)
        beside.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~mask)
        beside.replace(path)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}") from None
    finally:
        with suppress(OSError):
            beside.unlink()


__all__ = [
    "FORMATS",
    "Cancelled",
    "Format",
    "Mapped",
    "Outcome",
    "Progress",
    "Wanted",
    "export_file",
    "import_file",
    "preview",
]
