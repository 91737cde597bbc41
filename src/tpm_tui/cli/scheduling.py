"""``tpm schedule``: the dates that follow from the plan, and their slack."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from tpm_tui.cli import choosing, output
from tpm_tui.cli.options import file_option, pass_session
from tpm_tui.cli.session import Reading, Session
from tpm_tui.domain import entry
from tpm_tui.domain.sheet import Sheet

if TYPE_CHECKING:
    from tpm_tui.planning.schedule import Schedule

#: Columns of the table.
SHOWN = ("key", "title", "start", "finish", "total_slack", "critical")


@click.command()
@click.argument("words", metavar="[FILTER]", nargs=-1)
@file_option
@click.option("--json", "as_json", is_flag=True, help="An array of objects, one an item.")
@pass_session
def schedule(session: Session, words: Sequence[str], as_json: bool) -> None:
    """Calculate when each item starts and finishes, and how much it can slip.

    FILTER is that of tpm ls, with the dates and the slack besides: critical:yes, finish<eom, total_slack<2d.
    """
    with session.reading() as reading:
        found = calculated(reading)
        sheet = scheduled_sheet(reading)
        places, depths = choosing.tree_order(sheet)
        filter_ = " ".join(words)
        if filter_.strip():
            places, depths = choosing.matching(sheet, "item", filter_, places), []
        if as_json:
            result: list[Any] = _objects(sheet, found, places)
        else:
            lines = _table(sheet, found, places, depths)
    if as_json:
        output.write_json(result)
    else:
        output.lines(lines)


def calculated(reading: Reading) -> "Schedule":
    """The schedule of the file. Refused, saying why, where it has none."""
    from tpm_tui.planning.refusing import schedule_or_refuse

    return schedule_or_refuse(reading.plan, reading.words)


def scheduled_sheet(reading: Reading) -> Sheet:
    """The items with their dates among the columns."""
    from tpm_tui.planning.columns import schedule_columns

    return Sheet(reading.plan, reading.words, schedule_columns(reading.plan, reading.words))


def _objects(sheet: Sheet, found: "Schedule", places: Sequence[int]) -> list[dict[str, Any]]:
    from tpm_tui.planning.bridge import left_out
    from tpm_tui.reports.why import driver_word

    plan = sheet.plan
    table = sheet.table("item")
    out, parents = left_out(plan), plan.children
    taken: dict[str, Sequence[Any]] = {
        "key": table.columns["key"],
        "name": table.columns["title"],
        "source_id": table.columns["source_id"],
        "start": sheet.values("item", "start"),
        "finish": sheet.values("item", "finish"),
        "early_start": sheet.values("item", "early_start"),
        "early_finish": sheet.values("item", "early_finish"),
        "late_start": sheet.values("item", "late_start"),
        "late_finish": sheet.values("item", "late_finish"),
        "total_slack_minutes": sheet.values("item", "total_slack"),
        "free_slack_minutes": sheet.values("item", "free_slack"),
        "critical": [bool(value) for value in sheet.values("item", "critical")],
        "summary": [id_ in parents for id_ in table.ids],
        "milestone": [kind == "milestone" for kind in table.columns["type"]],
    }
    made = []
    for place in places:
        values = {name: column[place] for name, column in taken.items()}
        values["driver"] = None if out[place] else driver_word(plan, found, place)
        made.append(values)
    return made


def _table(sheet: Sheet, found: "Schedule", places: Sequence[int], depths: Sequence[int]) -> list[str]:
    from tpm_tui.planning.bridge import left_out
    from tpm_tui.reports.why import driver_word
    from tpm_tui.safe import safe

    plan, out = sheet.plan, left_out(sheet.plan)
    columns = [sheet.columns("item")[name] for name in SHOWN]
    texts: list[list[str]] = []
    for column in columns:
        values = sheet.values("item", column.name)
        shown = {v: safe(entry.show(column, v, plan, sheet.words)) for v in {values[p] for p in places}}
        texts.append([shown[values[p]] for p in places])
    if depths:
        texts[1] = ["  " * depth + text for depth, text in zip(depths, texts[1], strict=True)]
    texts.append(["dropped" if out[p] else driver_word(plan, found, p) for p in places])
    headers = [*(c.label for c in columns), "Starts with"]
    right = [c.name == "total_slack" for c in columns]
    return output.table(headers, list(zip(*texts, strict=True)), [*right, False], output.terminal_cells())
