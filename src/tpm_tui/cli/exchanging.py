"""``tpm import`` and ``tpm export``."""

import io
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tpm_tui.cli import completing, output
from tpm_tui.cli.choosing import kind_named, matching, shown_columns, tree_order
from tpm_tui.cli.options import file_option, pass_session
from tpm_tui.cli.session import Session
from tpm_tui.cli.starting import make
from tpm_tui.domain.entry import Refused
from tpm_tui.domain.sheet import Sheet

if TYPE_CHECKING:
    from tpm_tui.exchange.outcome import Outcome
    from tpm_tui.store.store import Store

#: So many records that would be made or changed are named by a dry run.
SHOWN = 20


@click.command("import")
@click.argument("format_", metavar="FORMAT", shell_complete=completing.readable)
@click.argument("path", metavar="PATH", type=click.Path(allow_dash=True))
@file_option
@click.option(
    "--kind", default="item", show_default=True, help="The kind of record, for csv.", shell_complete=completing.kinds
)
@click.option(
    "--map", "pairs", metavar="COLUMN=FIELD", multiple=True, help="Which field a column fills; may be repeated."
)
@click.option("--dry-run", is_flag=True, help="Say what would come, and write nothing.")
@click.option("--strict", is_flag=True, help="One refused row refuses all.")
@click.option("--json", "as_json", is_flag=True, help="The counts and refusals as an object.")
@pass_session
def import_(
    session: Session,
    format_: str,
    path: str,
    kind: str,
    pairs: Sequence[str],
    dry_run: bool,
    strict: bool,
    as_json: bool,
) -> int:
    """Bring records in from PATH, or from stdin where it is -.

    Records that came before are updated, not doubled. A workspace that does not exist is made. One tpm undo takes the
    whole import back. Refused rows go to stderr with their line and reason; if some came in, that is no failure.
    """
    from tpm_tui.exchange.formats import Cancelled, import_file

    source = io.BytesIO(sys.stdin.buffer.read()) if path == "-" else Path(path)
    with _destination(session, dry_run) as (store, keep):
        store.load()
        try:
            with output.percent() as progress:
                outcome = import_file(
                    store, format_, source, dry_run=dry_run, strict=strict, mapping=_mapping(pairs),
                    kind=kind_named(kind).name, progress=progress,
                )  # fmt: skip
        except Cancelled:
            raise Refused("the import was stopped; nothing was written") from None
        failed = outcome.failed or (strict and bool(outcome.refused))
        if not failed:
            keep()
    _report(outcome, dry_run, as_json)
    return 1 if failed else 0


@contextmanager
def _destination(session: Session, dry_run: bool) -> "Iterator[tuple[Store, Callable[[], None]]]":
    """The store to import into. One that is not there is made, and stays only if the function given is called."""
    path = session.path()
    if path.exists():
        with session.store() as store:
            yield store, lambda: None
        return
    wanted = False

    def keep() -> None:
        nonlocal wanted
        wanted = not dry_run

    with tempfile.TemporaryDirectory() as folder:
        chosen = Path(folder) / path.name if dry_run else path
        make(chosen)
        try:
            session.file = str(chosen)
            with session.store() as store:
                yield store, keep
        finally:
            session.file = str(path)
            if not wanted:
                chosen.unlink(missing_ok=True)


def _mapping(pairs: Sequence[str]) -> dict[str, str] | None:
    found: dict[str, str] = {}
    for pair in pairs:
        column, sign, name = pair.rpartition("=")
        if not sign or not column:
            raise click.UsageError(f"--map {pair}: write COLUMN=FIELD, as in --map Summary=title")
        found[column] = name
    return found or None


def _report(outcome: "Outcome", dry_run: bool, as_json: bool) -> None:
    """Counts on stdout; refusals, and what a preview shows, on stderr."""
    if dry_run and not as_json:
        for column in outcome.columns:
            times = f" ({column.columns} columns)" if column.columns > 1 else ""
            output.note(f"{column.header}{times}: {column.label or 'ignored'}")
        for what, records, many in (
            ("create", outcome.making, outcome.created),
            ("update", outcome.changing, outcome.updated),
        ):
            for record in records[:SHOWN]:
                fields = f": {', '.join(record.fields)}" if record.fields else ""
                called = " ".join(filter(None, (record.key, record.title)))
                where = f"line {record.line}: " if record.line else ""
                output.note(f"would {what} {where}{called}{fields}")
            if many > SHOWN:
                output.note(f"would {what} {many - SHOWN} more")
    for line, reason in outcome.refused:
        output.note(f"line {line}: {reason}" if line else reason)
    for text in outcome.notes:
        output.note(text)
    if as_json:
        output.write_json(outcome.to_json())
    else:
        output.line(f"created {outcome.created}, updated {outcome.updated}, refused {len(outcome.refused)}")


def _sheet(store: "Store", kind: str, dated: bool) -> Sheet:
    """The records; with ``dated``, items with the dates of the schedule, as far as the plan has one."""
    if not dated or kind != "item":
        return Sheet(store.plan, store.words)
    from tpm_tui.planning.columns import schedule_columns
    from tpm_tui.planning.refusing import schedule_or_refuse

    try:
        schedule_or_refuse(store.plan, store.words)
    except Refused:
        return Sheet(store.plan, store.words)
    return Sheet(store.plan, store.words, schedule_columns(store.plan, store.words))


@click.command()
@click.argument("format_", metavar="FORMAT", shell_complete=completing.writable)
@click.argument("path", metavar="[PATH]", default="-", type=click.Path(allow_dash=True))
@file_option
@click.option(
    "--kind", default="item", show_default=True, help="The kind of record, for csv.", shell_complete=completing.kinds
)
@click.option("--filter", "filter_", metavar="FILTER", help="Only the records that fit, for csv and charts.")
@click.option("--columns", metavar="FIELDS", help="Only these fields, for csv, as in key,title,owner.")
@click.option("--journal", is_flag=True, help="The whole history too, for json.")
@pass_session
def export(
    session: Session, format_: str, path: str, kind: str, filter_: str | None, columns: str | None, journal: bool
) -> None:
    """Write records to PATH, or to stdout where it is - or not given.

    csv is one kind of record, json the whole file, to be imported again without loss; schedule is the dates as CSV;
    mspdi, taskjuggler, mermaid and icalendar are the plan for other programs.
    """
    from tpm_tui.exchange.formats import export_file

    name = kind_named(kind).name
    with session.store() as store:
        store.load()
        sheet = _sheet(store, name, dated=columns is not None or bool(filter_))
        table = sheet.table(name)
        places = tree_order(sheet)[0] if name == "item" else list(range(len(table)))
        if filter_:
            places = matching(sheet, name, filter_, places)
        fields = shown_columns(sheet, name, columns.split(",")) if columns else None
        ids = [table.ids[p] for p in places]
        target = path if path != "-" else io.StringIO(newline="")
        export_file(store, format_, target, kind=name, ids=ids, fields=fields, journal=journal)
    if isinstance(target, io.StringIO):
        output.write_bytes(target.getvalue().encode())
