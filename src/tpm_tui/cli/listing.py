"""``tpm ls``."""

from collections.abc import Sequence

import click

from tpm_tui.cli import completing, output
from tpm_tui.cli.session import Reading, Session, file_option, pass_session


@click.command()
@click.argument("kind", required=False, shell_complete=completing.kinds)
@click.argument("words", metavar="[FILTER]", nargs=-1)
@file_option
@click.option("--json", "as_json", is_flag=True, help="An array of objects with every field.")
@click.option("--sort", metavar="FIELDS", help="Order, as in status,-due; a minus turns a field round.")
@click.option("--columns", metavar="FIELDS", help="Columns, as in key,title,owner.")
@click.option("--view", metavar="NAME", help="Filter, order and columns of a saved view.")
@click.option("--limit", metavar="N", type=click.IntRange(min=0), help="At most so many records.")
@pass_session
def ls(
    session: Session, kind: str | None, words: Sequence[str], as_json: bool, sort: str | None, columns: str | None,
    view: str | None, limit: int | None,
) -> None:  # fmt: skip
    """List the records of a KIND (items, where none is named) that fit a FILTER.

    A filter is what the workspace takes too: status:open owner:ana,bob due<2w -tag:x "free text".
    Items come in the order of the backlog.
    """
    with session.reading() as reading:
        text = _listed(reading, kind, " ".join(words), as_json, sort, _split(columns), view, limit)
    if as_json:
        output.write_bytes(text.encode())
    else:
        output.lines(text.splitlines())


def _split(text: str | None) -> list[str]:
    return [word for word in (text or "").split(",") if word.strip()]


def _listed(
    reading: Reading, kind: str | None, filter_: str, as_json: bool, sort: str | None, columns: list[str],
    view: str | None, limit: int | None,
) -> str:  # fmt: skip
    from tpm_tui.cli import choosing

    sheet = reading.sheet
    if view is not None:
        filter_, sort, columns, kind = _with_view(reading, view, filter_, sort, columns, kind)
    name, filter_ = _kind_and_filter(kind, filter_)
    table = sheet.table(name)
    places, depths = choosing.tree_order(sheet) if name == "item" and sort is None else (list(range(len(table))), [])
    if filter_.strip():
        places, depths = choosing.matching(sheet, name, filter_, places), []
    order = sort if sort is not None else choosing.ORDER.get(name)
    if order:
        places = choosing.ordered(sheet, name, order, places)
    if limit is not None:
        places = places[:limit]
    if as_json:
        from tpm_tui.cli import json_rows

        if not columns:
            return json_rows.rows(sheet, name, json_rows.order(sheet, name), places)
        chosen = choosing.shown_columns(sheet, name, columns)
        return json_rows.rows(sheet, name, list(dict.fromkeys(["key", "id", *chosen])), places)
    return "".join(
        f"{line}\n" for line in _table(reading, name, choosing.shown_columns(sheet, name, columns), places, depths)
    )


def _with_view(
    reading: Reading, view: str, filter_: str, sort: str | None, columns: list[str], kind: str | None
) -> tuple[str, str | None, list[str], str]:
    """What a saved view says, with what was typed put over it: filters together, order and columns instead."""
    import json

    from tpm_tui.domain.entry import resolve

    id_ = resolve("view", view, reading.plan)
    row = reading.plan["view"].row(id_)
    typed = f"{kind} {filter_}" if kind else filter_
    both = f"({row['filter']}) ({typed})" if str(row["filter"]).strip() and typed.strip() else f"{row['filter']}{typed}"
    saved = [str(name) for name in json.loads(str(row["columns"]))]
    return both, sort if sort is not None else str(row["sort"]) or None, columns or saved, str(row["kind"])


def _kind_and_filter(kind: str | None, filter_: str) -> tuple[str, str]:
    """The kind meant; where the first word is none but reads as a filter, items that fit it."""
    from tpm_tui.cli.choosing import kind_named

    if kind is None:
        return "item", filter_
    if any(mark in kind for mark in ':<>="( ') or kind.startswith("-"):
        return "item", f"{kind} {filter_}"
    return kind_named(kind).name, filter_


def _table(reading: Reading, kind: str, names: list[str], places: list[int], depths: list[int]) -> list[str]:
    from tpm_tui.domain import entry
    from tpm_tui.domain.kinds import KINDS
    from tpm_tui.safe import safe

    sheet, plan, words = reading.sheet, reading.plan, reading.words
    columns = [sheet.columns(kind)[name] for name in names]
    made = []
    for column in columns:
        values = sheet.values(kind, column.name)
        shown = {v: safe(entry.show(column, v, plan, words)) for v in {values[p] for p in places}}
        texts = [shown[values[p]] for p in places]
        if depths and column.name == KINDS[kind].title:
            texts = ["  " * depth + text for depth, text in zip(depths, texts, strict=False)]
        made.append(texts)
    numbers = [c.type in (int, float) and not c.ref for c in columns]
    rows = list(zip(*made, strict=True))
    return output.table([c.label for c in columns], rows, numbers, output.terminal_cells())
