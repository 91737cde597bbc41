"""``tpm ls``."""

import json
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

import click

from tpm_tui.cli.input import listed_records, shell_completion
from tpm_tui.cli.input.filter_command import FilterCommand
from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.invocation import FileSnapshot, Invocation
from tpm_tui.cli.output import record_json, streams
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text import field_values
from tpm_tui.presentation import presentation_of
from tpm_tui.store.lazy_plan import JsonObjects, start_json_query


@click.command("ls", cls=FilterCommand)
@click.argument("kind", required=False, shell_complete=shell_completion.complete_kinds)
@click.argument("words", metavar="[FILTER]", nargs=-1)
@file_option
@click.option("--json", "as_json", is_flag=True, help="An array of objects with every field.")
@click.option("--sort", metavar="FIELDS", help="Order, as in status,-due; a minus turns a field round.")
@click.option("--columns", metavar="FIELDS", help="Columns, as in key,title,owner.")
@click.option("--view", metavar="NAME", help="Filter, order and columns of a saved view.")
@click.option("--limit", metavar="N", type=click.IntRange(min=0), help="At most so many records.")
@pass_invocation
def ls_command(
    invocation: Invocation,
    kind: str | None,
    words: Sequence[str],
    as_json: bool,
    sort: str | None,
    columns: str | None,
    view: str | None,
    limit: int | None,
) -> None:
    """List the records of a KIND (items, where none is named) that fit a FILTER.

    A filter is what the workspace takes too: status:open owner:ana,bob due<2w -tag:x "free text".
    Items come in the order of the backlog. The field blocked_days is for how many working days an item is blocked.
    """
    asked = ListRequest(kind, " ".join(words), sort, _split(columns), limit)
    with invocation.snapshot() as snapshot:
        if view is not None:
            asked = _seen_through(view, asked, snapshot)
        kind, filter_ = _kind_and_filter(asked.kind, asked.filter)
        if kind == "item" and any("blocked_days" in text for text in (filter_, asked.sort or "", *asked.columns)):
            snapshot = _with_block_ages(snapshot)
        whole = as_json and not asked.columns and not filter_.strip() and limit is None
        written = start_json_query(snapshot.plan, kind) if whole else None
        places, depths = _chosen(snapshot, kind, filter_, asked)
        if as_json:
            pieces = _json(snapshot, kind, places, asked.columns, written)
        else:
            usual = invocation.configured_columns(snapshot.sheet, kind)
            lines = _table(snapshot, kind, places, depths, asked.columns or usual)
    if as_json:
        streams.write_chunks(pieces)
    else:
        streams.write_lines(lines)


def _with_block_ages(snapshot: FileSnapshot) -> FileSnapshot:
    """The file with the age of the items' blocks, which planning adds."""
    from tpm_tui.domain.query.sheet_of_records import Sheet
    from tpm_tui.planning.schedule_columns import block_column

    plan, context = snapshot.plan, snapshot.context
    return FileSnapshot(snapshot.store, Sheet(plan, context, block_column(plan, context)))


class ListRequest(NamedTuple):
    """What was typed; None or empty where it was left open."""

    kind: str | None
    filter: str
    sort: str | None
    columns: Sequence[str]
    limit: int | None


def _split(text: str | None) -> list[str]:
    return [word for word in (text or "").split(",") if word.strip()]


def _chosen(snapshot: FileSnapshot, kind: str, filter_: str, asked: ListRequest) -> tuple[list[int], list[int]]:
    """The places of the records in order, and how deep each lies in the tree where that is shown."""
    sheet = snapshot.sheet
    depths: list[int] = []
    if kind == "item" and asked.sort is None:
        places, depths = listed_records.tree_order(sheet)
    else:
        places = list(range(len(sheet.table(kind))))
    if filter_.strip():
        places, depths = listed_records.filter_places(sheet, kind, filter_, places), []
    order = asked.sort if asked.sort is not None else presentation_of(kind).sort
    if order:
        places = listed_records.sort_places(sheet, kind, order, places)
    return places[: asked.limit], depths


def _json(
    snapshot: FileSnapshot,
    kind: str,
    places: Sequence[int],
    columns: Sequence[str],
    written: Callable[[], JsonObjects | None] | None,
) -> Iterator[str]:
    sheet = snapshot.sheet
    if columns:
        names = list(dict.fromkeys(["key", "id", *listed_records.shown_columns(sheet, kind, columns)]))
    else:
        names = record_json.json_field_order(sheet, kind)
    return record_json.json_records(sheet, kind, names, places, written)


def _seen_through(view: str, asked: ListRequest, snapshot: FileSnapshot) -> ListRequest:
    """What a saved view says, with what was typed put over it: filters together, order and columns instead."""
    row = snapshot.plan["view"].row(field_values.resolve_reference("view", view, snapshot.plan))
    saved, typed = str(row["filter"]).strip(), " ".join(filter(None, (asked.kind, asked.filter))).strip()
    return ListRequest(
        str(row["kind"]),
        f"({saved}) ({typed})" if saved and typed else saved or typed,
        asked.sort if asked.sort is not None else str(row["sort"]) or None,
        asked.columns or json.loads(str(row["columns"])),
        asked.limit,
    )


def _kind_and_filter(kind: str | None, filter_: str) -> tuple[str, str]:
    """The kind meant; where the first word is none but reads as a filter, items that fit it."""
    if kind is None:
        return "item", filter_
    if any(mark in kind for mark in ':<>="( ') or kind.startswith("-"):
        return "item", f"{kind} {filter_}"
    return listed_records.find_kind(kind).name, filter_


def _table(
    snapshot: FileSnapshot, kind: str, places: Sequence[int], depths: Sequence[int], chosen: Sequence[str]
) -> list[str]:
    from tpm_tui.domain.query.sums import column_sums
    from tpm_tui.reports.renderers.terminal import format_table
    from tpm_tui.safe_text import safe

    sheet, plan, context = snapshot.sheet, snapshot.plan, snapshot.context
    columns = [sheet.columns(kind)[name] for name in listed_records.shown_columns(sheet, kind, chosen)]
    made = []
    for column in columns:
        values = sheet.values(kind, column.name)
        shown = {v: safe(field_values.show_stored(column, v, plan, context)) for v in {values[p] for p in places}}
        texts = [shown[values[p]] for p in places]
        if kind == "item" and column.name in ("estimate", "waits"):
            ids = sheet.table(kind).ids
            texts = [safe(sheet.text(kind, ids[p], column.name)) for p in places]
        if depths and column.name == KINDS[kind].title:
            texts = ["  " * depth + text for depth, text in zip(depths, texts, strict=False)]
        made.append(texts)
    sums = column_sums(sheet, kind, [column.name for column in columns], places)
    if sums and len(places) > 1:
        made = [[*texts, sums.get(column.name, "")] for column, texts in zip(columns, made, strict=True)]
        made[0][-1] = made[0][-1] or "sum"
    numbers = [c.type in (int, float, Decimal) and not c.ref for c in columns]
    return format_table([c.label for c in columns], list(zip(*made, strict=True)), numbers, streams.terminal_width())
