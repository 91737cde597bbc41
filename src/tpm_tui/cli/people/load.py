"""``tpm load``: who is asked for how much of each day."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.invocation import FileSnapshot, Invocation
from tpm_tui.cli.output import streams
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import show_date
from tpm_tui.domain.time.instants import EPOCH_ORDINAL, to_day_number
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.reports.renderers.terminal import format_table

if TYPE_CHECKING:
    from tpm_tui.planning.analysis.workload.load_by_resource_and_day import DailyResourceLoad

_BY = click.Choice(("person", "function", "skill", "workstream"))


@click.command("load")
@file_option
@click.option("--since", metavar="DATE", help="From which day; the status date, else today.")
@click.option("--until", metavar="DATE", help="To which day; the end of the plan.")
@click.option("--by", type=_BY, default="person", help="A row a person and day, or a row for those alike.")
@click.option("--json", "as_json", is_flag=True, help="An array of objects, one a row and day that has any load.")
@pass_invocation
def load_command(invocation: Invocation, since: str | None, until: str | None, by: str, as_json: bool) -> None:
    """Minutes of work that are asked for by day, against what can be worked that day.

    An item that nobody estimated counts as a day, or as what was assumed: how many of these a row rests on is said.
    Days without any load are left out, unless --since or --until is given.
    """
    with invocation.snapshot() as snapshot:
        rows = _rows(snapshot, since, until, by)
        plan = snapshot.plan
        known = {str(plan.value("item", id_, "key")): plan.shown_key("item", id_) for id_ in plan["item"].ids}
    if as_json:
        streams.write_json(rows)
        return
    shown = [
        [row["name"], show_date(date.fromisoformat(row["day"]), snapshot.context), _hours(row["minutes"]),
         _hours(row["capacity"]), _remark(row), " ".join(known[key] for key in row["items"])]
        for row in rows
    ]  # fmt: skip
    header = ["Who", "Day", "Load", "Capacity", "", "Items"]
    streams.write_lines(format_table(header, shown, [False, False, True, True, False, False], streams.terminal_width()))


def _hours(minutes: float | None) -> str:
    return "" if minutes is None else f"{minutes / 60:.1f}h"


def _remark(row: dict[str, Any]) -> str:
    over = "over" if row["capacity"] is not None and row["minutes"] > row["capacity"] else ""
    return ", ".join(filter(None, (over, f"{row['assumed']} assumed" if row["assumed"] else "")))


def _rows(snapshot: FileSnapshot, since: str | None, until: str | None, by: str) -> list[dict[str, Any]]:
    from tpm_tui.planning.analysis.workload.load_by_resource_and_day import resource_load
    from tpm_tui.planning.cpm.schedule_of_plan import validated_schedule
    from tpm_tui.planning.flow.history.day_window import parse_window

    plan, context = snapshot.plan, snapshot.context
    schedule = validated_schedule(plan, context)
    result = resource_load(plan, context)
    status = schedule.network.status_date
    begin = to_day_number(context.today) if status is None else status // MINUTES_PER_DAY
    window = parse_window(since, until, context, past=False)
    first = begin if window.since is None else window.since
    last = result.first + result.days - 1 if window.until is None else window.until
    return list(_grouped(plan, result, first, last, by, bool(since or until)))


def _grouped(
    plan: Plan, result: "DailyResourceLoad", first: int, last: int, by: str, all_days: bool
) -> Iterable[dict[str, Any]]:
    """An object a row and day that has any load, by name and day; with ``all_days`` also where there is capacity."""
    from tpm_tui.planning.analysis.workload.load_by_person_skill_or_workstream import load_rows
    from tpm_tui.planning.model.estimate_coverage import assumed_keys

    keys = plan["item"].columns["key"]
    assumed = assumed_keys(plan)
    low, high = max(first, result.first), min(last, result.first + result.days - 1)
    for row in sorted(load_rows(plan, result, by), key=lambda row: row.name):
        for day in range(low, high + 1):
            able = None if row.capacity is None else int(row.capacity[day - result.first])
            if day not in row.items and not (all_days and able):
                continue
            cell = {str(keys[place]): minutes for place, minutes in row.items.get(day, {}).items()}
            yield {
                "name": row.name,
                "day": date.fromordinal(day + EPOCH_ORDINAL).isoformat(),
                **_rounded_minutes({"minutes": sum(cell.values())}),
                "capacity": able,
                "items": _rounded_minutes(cell),
                "assumed": len(assumed & cell.keys()),
            }


def _rounded_minutes(values: Mapping[str, float]) -> dict[str, float]:
    """Minutes to the hundredth, whole ones as integers."""
    return {name: int(value) if value == int(value) else round(value, 2) for name, value in values.items()}
