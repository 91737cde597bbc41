"""Bring a file in: previewed, or written as one transaction that one undo takes back."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO, Any

from tpm_tui.domain.cancellation_of_long_work import ProgressCallback, ProgressReporter
from tpm_tui.domain.journal_operations import Operation
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.exchange.common.change_set import ChangeSet, apply_changes
from tpm_tui.exchange.common.import_result import ImportResult
from tpm_tui.exchange.common.imported_checks import add_imported_checks, imported_checks
from tpm_tui.exchange.common.remembered_column_mapping import ImportOptions
from tpm_tui.exchange.common.source_text import read_source
from tpm_tui.exchange.format_registry import reader_of
from tpm_tui.store.store import Store


def import_file(
    store: Store,
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
    refusal at line 0. ValidationError if the format is unknown. StoreError if the store cannot be written.
    """
    module = reader_of(format_)
    if not store.plan.complete:
        store.load()
    with _without_collecting():
        return _import(store, module, where, ImportOptions(mapping or {}, kind), dry_run, strict, progress)


def _import(
    store: Store,
    module: Any,
    where: str | Path | IO[str] | IO[bytes],
    options: ImportOptions,
    dry_run: bool,
    strict: bool,
    progress: ProgressCallback | None,
) -> ImportResult:
    change_set = ChangeSet(store.plan, store.context, str)
    try:
        source = getattr(module, "read_source", read_source)(where)
        lines = source.text.count("\n") + 1
        steps = ProgressReporter(progress, 3 * lines)
        steps.advance_to(0)
        parsed = module.read(source, options, store.plan, steps)
        label = f"Import {source.name}"
        del source
        # what restores a file of tpm brings the checks of its items along
        restore = getattr(module, "restore", None)
        if dry_run:
            numbers = count(1)
            seen = ChangeSet(store.plan, store.context, lambda: f"new-{next(numbers)}")
            module.draft(parsed, seen, steps)
            if restore is None:
                imported_checks(seen)
            return seen.preview(nothing=strict and bool(seen.refused))
        restored: ChangeSet | None = restore(parsed, store, steps) if restore is not None else None
        if restored is not None:
            return restored.outcome(True)
        steps.advance_to(lines)
        with store.transaction(label, Operation.IMPORT) as tx:
            change_set = ChangeSet(tx.plan, store.context, tx.new_id)
            module.draft(parsed, change_set, steps)
            steps.advance_to(2 * lines)
            if strict and change_set.refused:
                return change_set.outcome(False, nothing=True)
            checks = imported_checks(change_set) if restore is None else []
            apply_changes(change_set, tx, steps)
            add_imported_checks(tx, checks)
        steps.finish()
        return change_set.outcome(bool(change_set.changes))
    except ValidationError as problem:
        return ImportResult(refused=((getattr(problem, "line", 0), problem.reason), *sorted(change_set.refused)))


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


def preview(
    store: Store,
    format_: str,
    where: str | Path | IO[str] | IO[bytes],
    *,
    mapping: Mapping[str, str] | None = None,
    kind: str = "item",
    progress: ProgressCallback | None = None,
) -> ImportResult:
    """What :func:`import_file` would do, without doing it."""
    return import_file(store, format_, where, dry_run=True, mapping=mapping, kind=kind, progress=progress)
