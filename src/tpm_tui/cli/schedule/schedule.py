"""``tpm schedule``: the dates that follow from the plan, and their slack."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from tpm_tui.cli.input import listed_records
from tpm_tui.cli.input.filter_command import FilterCommand
from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.invocation import FileSnapshot, Invocation
from tpm_tui.cli.output import streams
from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.domain.text import field_values
from tpm_tui.reports.renderers.terminal import format_table

if TYPE_CHECKING:
    from tpm_tui.planning.cpm.schedule import Schedule

#: Columns of the table.
SCHEDULE_COLUMNS = ("key", "title", "start", "finish", "total_slack", "critical")


@click.command("schedule", cls=FilterCommand)
@click.argument("words", metavar="[FILTER]", nargs=-1)
@file_option
@click.option("--json", "as_json", is_flag=True, help="An array of objects, one an item.")
@pass_invocation
def schedule_command(invocation: Invocation, words: Sequence[str], as_json: bool) -> None:
    """Calculate when each item starts and finishes, and how much it can slip.

    FILTER is that of tpm ls, with the dates and the slack besides: critical:yes, finish<eom, total_slack<2d.
    """
    with invocation.snapshot() as snapshot:
        dates = schedule_or_error(snapshot)
        sheet = scheduled_sheet(snapshot)
        places, depths = listed_records.tree_order(sheet)
        filter_ = " ".join(words)
        if filter_.strip():
            places, depths = listed_records.filter_places(sheet, "item", filter_, places), []
        if as_json:
            result: list[Any] = _objects(sheet, dates, places)
        else:
            lines = _table(sheet, dates, places, depths)
    if as_json:
        streams.write_json(result)
    else:
        streams.write_lines(lines)


def schedule_or_error(snapshot: FileSnapshot) -> "Schedule":
    """The schedule of the file. ValidationError, saying why, where it has none."""
    from tpm_tui.planning.cpm.schedule_of_plan import validated_schedule

    return validated_schedule(snapshot.plan, snapshot.context)


def scheduled_sheet(snapshot: FileSnapshot) -> Sheet:
    """The items with their dates among the columns."""
    from tpm_tui.planning.schedule_columns import schedule_columns

    return Sheet(snapshot.plan, snapshot.context, schedule_columns(snapshot.plan, snapshot.context))


def _objects(sheet: Sheet, schedule: "Schedule", places: Sequence[int]) -> list[dict[str, Any]]:
    from tpm_tui.domain.derived.which_items_are_done import dropped_items
    from tpm_tui.planning.model.estimate_coverage import assumed_items
    from tpm_tui.reports.schedule.explanation_of_why_in_words import driver_text

    plan = sheet.plan
    table = sheet.table("item")
    out, parents, assumed = dropped_items(plan), plan.children, assumed_items(plan)
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
        "assumed": [id_ in assumed for id_ in table.ids],
    }
    made = []
    for place in places:
        values = {name: column[place] for name, column in taken.items()}
        values["driver"] = None if out[place] else driver_text(plan, schedule, place)
        made.append(values)
    return made


def _table(sheet: Sheet, schedule: "Schedule", places: Sequence[int], depths: Sequence[int]) -> list[str]:
    from tpm_tui.domain.derived.which_items_are_done import dropped_items
    from tpm_tui.planning.model.network_from_plan import is_levelled
    from tpm_tui.reports.schedule.explanation_of_why_in_words import driver_text
    from tpm_tui.safe_text import safe

    plan, out = sheet.plan, dropped_items(sheet.plan)
    columns = [sheet.columns("item")[name] for name in SCHEDULE_COLUMNS]
    texts: list[list[str]] = []
    for column in columns:
        values = sheet.values("item", column.name)
        shown = {v: safe(field_values.show_stored(column, v, plan, sheet.context)) for v in {values[p] for p in places}}
        texts.append([shown[values[p]] for p in places])
    start, finish = (SCHEDULE_COLUMNS.index(name) for name in ("start", "finish"))
    for row, place in enumerate(places):
        if schedule.start[place] == schedule.finish[place] and not out[place]:
            texts[start][row] = texts[finish][row]  # a moment at midnight is one day, not two
    texts[0] = [safe(plan.shown_key("item", plan["item"].ids[p])) for p in places]
    if depths:
        texts[1] = ["  " * depth + text for depth, text in zip(depths, texts[1], strict=True)]
    texts.append(["dropped" if out[p] else driver_text(plan, schedule, p) for p in places])
    by_logic = {"total_slack", "critical"} if is_levelled(plan) else set()
    headers = [f"{c.label} by logic" if c.name in by_logic else c.label for c in columns] + ["Starts with"]
    right = [c.name == "total_slack" for c in columns]
    return format_table(headers, list(zip(*texts, strict=True)), [*right, False], streams.terminal_width())
