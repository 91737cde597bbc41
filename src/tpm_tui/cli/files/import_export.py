"""``tpm import`` and ``tpm export``."""

import io
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tpm_tui.cli.files.launch import make_file
from tpm_tui.cli.input import shell_completion
from tpm_tui.cli.input.listed_records import filter_places, find_kind, shown_columns, tree_order
from tpm_tui.cli.input.options import TypedPath, file_option, pass_invocation
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.cli.records.confirmation_of_touched_needs import yes_option
from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.text.dates import InputContext, moment_text
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time import clock
from tpm_tui.safe_text import safe

if TYPE_CHECKING:
    from tpm_tui.exchange.common.import_result import ImportResult
    from tpm_tui.store.store import Store

#: So many records that would be made or changed are named by a dry run.
MAX_PREVIEW_ROWS = 20


@click.command("import")
@click.argument("format_", metavar="FORMAT", shell_complete=shell_completion.complete_import_formats)
@click.argument("path", metavar="PATH", type=TypedPath(allow_dash=True))
@file_option
@click.option(
    "--kind",
    default="item",
    show_default=True,
    help="The kind of record, for csv.",
    shell_complete=shell_completion.complete_kinds,
)
@click.option(
    "--map", "pairs", metavar="COLUMN=FIELD", multiple=True, help="Which field a column fills; may be repeated."
)
@click.option("--dry-run", is_flag=True, help="Say what would come, and write nothing.")
@click.option("--strict", is_flag=True, help="One refused row refuses all.")
@yes_option
@click.option("--compare", is_flag=True, help="Of mspdi: the tasks whose dates differ here, and why; writes nothing.")
@click.option("--json", "as_json", is_flag=True, help="The counts and refusals as an object.")
@pass_invocation
def import_command(
    invocation: Invocation,
    format_: str,
    path: str,
    kind: str,
    pairs: Sequence[str],
    dry_run: bool,
    strict: bool,
    yes: bool,
    compare: bool,
    as_json: bool,
) -> int:
    """Bring records in from PATH, or from stdin where it is -.

    Records that came before are updated, not doubled. A workspace that does not exist is made. One tpm undo takes the
    whole import back. Refused rows go to stderr with their line and reason; if some came in, that is no failure. What a
    need touches that is to say something else is said before; at a terminal that needs y, or --yes.
    """
    from tpm_tui.domain.cancellation_of_long_work import Cancelled
    from tpm_tui.exchange.format_registry import brings_items
    from tpm_tui.exchange.import_file import import_file
    from tpm_tui.reports.quality.import_trust import import_trust

    source = io.BytesIO(sys.stdin.buffer.read()) if path == "-" else Path(path)
    if compare:
        return _compare(invocation, format_, source, as_json)
    with _destination(invocation, dry_run) as (store, keep):
        store.load()
        try:
            with streams.progress_percent() as progress:
                take = partial(
                    import_file, store, format_, source, strict=strict, mapping=_mapping(pairs),
                    kind=find_kind(kind).name, progress=progress,
                )  # fmt: skip
                if format_ == "json" or (format_ == "csv" and find_kind(kind).name == "requirement"):
                    _confirm_touched(store, take(dry_run=True).reworked, ask=not (yes or dry_run))
                    if isinstance(source, io.BytesIO):
                        source.seek(0)
                outcome = take(dry_run=dry_run)
        except Cancelled:
            raise ValidationError("the import was stopped; nothing was written") from None
        failed = outcome.failed or (strict and bool(outcome.refused))
        if not failed:
            keep()
        of_items = outcome.written and brings_items(format_, kind)
        trust = import_trust(store.plan, store.context) if of_items else []
    _report(outcome, dry_run, as_json, trust)
    return 1 if failed else 0


def _confirm_touched(store: "Store", needs: Sequence[str], ask: bool) -> None:
    """Say what needs touch that are to say something else; ValidationError where the answer at the terminal is no."""
    from tpm_tui.commands.scope.touched_records import touched_text

    text = touched_text(store.plan, store.context, "requirement", needs) if needs else ""
    if not text:
        return
    streams.write_notice(text)
    if ask and streams.is_interactive() and not streams.ask_yes_no("Keep the change?"):
        raise ValidationError("nothing was changed")


def _compare(invocation: Invocation, format_: str, source: "io.BytesIO | Path", as_json: bool) -> int:
    """Say which tasks of an MS Project file lie elsewhere here than in it, and why; no workspace is opened."""
    from tpm_tui.exchange.schedules.mspdi.importer.why_dates_differ_from_ms_project import compare_dates
    from tpm_tui.exchange.schedules.mspdi.parse.project import parse_mspdi

    if format_ != "mspdi":
        raise ValidationError("--compare is for mspdi: only MS Project's files carry the dates of their own program")
    try:
        compared, differences = compare_dates(parse_mspdi(source))
    except OSError as error:
        raise ValidationError(f"{source} cannot be read: {error.strerror}") from None
    if as_json:
        names = ("uid", "name", "start", "finish", "file_start", "file_finish", "reason")
        rows = [
            {name: value.isoformat(timespec="minutes") if isinstance(value, datetime) else value
             for name in names for value in [getattr(difference, name)]}
            for difference in differences
        ]  # fmt: skip
        streams.write_json({"compared": compared, "differing": len(rows), "tasks": rows})
        return 0
    have = "has" if len(differences) == 1 else "have"
    lines = [f"{len(differences)} of {counted(compared, 'task')} {have} other dates here than in the file"]
    config = invocation.config()
    context = InputContext(clock.today(), date_style="short" if config is None else config.date_style)
    for one in differences:
        here, there = (
            f"{moment_text(first, context)} to {moment_text(last, context)}"
            for first, last in ((one.start, one.finish), (one.file_start, one.file_finish))
        )
        lines.append(f"task {one.uid} {safe(one.name)}: {here} here, {there} in the file; {one.reason}")
    streams.write_lines(lines)
    return 0


@contextmanager
def _destination(invocation: Invocation, dry_run: bool) -> "Iterator[tuple[Store, Callable[[], None]]]":
    """The store to import into. One that is not there is made, and stays only if the function given is called."""
    path = invocation.path()
    if path.exists():
        with invocation.store() as store:
            yield store, lambda: None
        return
    to_write = False

    def keep() -> None:
        nonlocal to_write
        to_write = not dry_run

    with tempfile.TemporaryDirectory() as folder:
        chosen = Path(folder) / path.name if dry_run else path
        make_file(chosen)
        try:
            invocation.file = str(chosen)
            with invocation.store() as store:
                yield store, keep
        finally:
            invocation.file = str(path)
            if not to_write:
                chosen.unlink(missing_ok=True)


def _mapping(pairs: Sequence[str]) -> dict[str, str] | None:
    mapping: dict[str, str] = {}
    for pair in pairs:
        column, sign, name = pair.rpartition("=")
        if not sign or not column:
            raise click.UsageError(f"--map {pair}: write COLUMN=FIELD, as in --map Summary=title")
        mapping[column] = name
    return mapping or None


def _report(outcome: "ImportResult", dry_run: bool, as_json: bool, trust: Sequence[str]) -> None:
    """Counts on stdout; refusals, and what a preview shows, on stderr."""
    if dry_run and not as_json:
        for column in outcome.columns:
            times = f" ({column.columns} columns)" if column.columns > 1 else ""
            streams.write_notice(f"{column.header}{times}: {column.label or 'ignored'}")
        for what, records, many in (
            ("create", outcome.to_create, outcome.created),
            ("update", outcome.to_update, outcome.updated),
        ):
            for record in records[:MAX_PREVIEW_ROWS]:
                fields = f": {', '.join(record.fields)}" if record.fields else ""
                called = " ".join(filter(None, (record.key, record.title)))
                where = f"line {record.line}: " if record.line else ""
                streams.write_notice(f"would {what} {where}{called}{fields}")
            if many > MAX_PREVIEW_ROWS:
                streams.write_notice(f"would {what} {many - MAX_PREVIEW_ROWS} more")
    for line, reason in outcome.refused:
        streams.write_notice(f"line {line}: {reason}" if line else reason)
    for text in outcome.notes:
        streams.write_notice(text)
    for header, filled in outcome.ignored:
        streams.write_notice(
            f"column {header} is not taken over: {filled} {'row fills' if filled == 1 else 'rows fill'} it"
        )
    if as_json:
        streams.write_json(outcome.to_json())
    else:
        streams.write_line(f"created {outcome.created}, updated {outcome.updated}, {outcome.refused_text}")
        _close(outcome, trust)


def _close(outcome: "ImportResult", trust: Sequence[str]) -> None:
    """What can be trusted of the plan, what had to be guessed, and what to do first, with the command that does it."""
    from tpm_tui.exchange.common.import_gaps import GAPS

    for text in trust:
        streams.write_notice(text)
    for question in outcome.questions:
        streams.write_notice(f"{question.sentence}; to answer, once: --map '{question.name}=ANSWER'")
    counts = dict(outcome.findings)
    for gap in GAPS:
        if gap.name in counts:
            streams.write_notice(f"of the open items {gap.sentence(counts[gap.name])}:")
            for command in gap.commands:
                streams.write_notice(f"    {command.format(filter=gap.filter)}")


def _sheet(store: "Store", kind: str, dated: bool) -> Sheet:
    """The records; with ``dated``, items with the dates of the schedule, as far as the plan has one."""
    if not dated or kind != "item":
        return Sheet(store.plan, store.context)
    from tpm_tui.planning.cpm.schedule_of_plan import validated_schedule
    from tpm_tui.planning.schedule_columns import schedule_columns

    try:
        validated_schedule(store.plan, store.context)
    except ValidationError:
        return Sheet(store.plan, store.context)
    return Sheet(store.plan, store.context, schedule_columns(store.plan, store.context))


def _export_folder(invocation: Invocation, format_: str, path: str) -> None:
    """Write a folder file by file, and say what came of it. ValidationError where every file was refused."""
    from tpm_tui.exchange.format_registry import writer_of

    with invocation.store() as store:
        outcome = writer_of(format_).export_folder(store, path)
    for file in outcome.refused:
        streams.write_notice(f"{file.name}: {file.reason}")
    streams.write_line(f"written {len(outcome.written)}, unchanged {outcome.unchanged}, refused {len(outcome.refused)}")
    if outcome.refused and not outcome.written and not outcome.unchanged:
        raise ValidationError("nothing was written")


@click.command("export")
@click.argument("format_", metavar="FORMAT", shell_complete=shell_completion.complete_export_formats)
@click.argument("path", metavar="[PATH]", default="-", type=TypedPath(allow_dash=True))
@file_option
@click.option(
    "--kind",
    default="item",
    show_default=True,
    help="The kind of record, for csv.",
    shell_complete=shell_completion.complete_kinds,
)
@click.option("--filter", "filter_", metavar="FILTER", help="Only the records that fit, for csv and charts.")
@click.option("--columns", metavar="FIELDS", help="Only these fields, for csv, as in key,title,owner.")
@click.option("--journal", is_flag=True, help="The whole history too, for json.")
@click.option("--force", is_flag=True, help="Replace a file that tpm did not write.")
@pass_invocation
def export_command(
    invocation: Invocation,
    format_: str,
    path: str,
    kind: str,
    filter_: str | None,
    columns: str | None,
    journal: bool,
    force: bool,
) -> None:
    """Write records to PATH, or to stdout where it is - or not given.

    csv is one kind of record, json the whole file, to be imported again without loss; schedule is the dates as CSV;
    mspdi, taskjuggler, mermaid and icalendar are the plan for other programs; adr is a folder of decision records.
    """
    from tpm_tui.exchange.export_file import export_file
    from tpm_tui.exchange.format_registry import FORMATS, left_out_of

    if path != "-" and format_ in FORMATS and FORMATS[format_].folder:
        _export_folder(invocation, format_, path)
        return
    if (filter_ or columns) and format_ in FORMATS and FORMATS[format_].writes and not FORMATS[format_].some:
        able = ", ".join(known for known, other in FORMATS.items() if other.some)
        raise ValidationError(f"{format_} goes out whole: --filter and --columns are for {able}")
    name = find_kind(kind).name
    with invocation.store() as store:
        store.load()
        sheet = _sheet(store, name, dated=columns is not None or bool(filter_))
        table = sheet.table(name)
        places = tree_order(sheet)[0] if name == "item" else list(range(len(table)))
        if filter_:
            places = filter_places(sheet, name, filter_, places)
        fields = shown_columns(sheet, name, columns.split(",")) if columns else None
        ids = [table.ids[p] for p in places]
        target = path if path != "-" else io.StringIO(newline="")
        export_file(store, format_, target, kind=name, ids=ids, fields=fields, journal=journal, force=force)
        left_out = left_out_of(format_, store.plan)
    if isinstance(target, io.StringIO):
        streams.write_document(target.getvalue(), is_json=format_ == "json")
    for text in left_out:
        streams.write_notice(text)
