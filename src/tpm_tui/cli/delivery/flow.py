"""``tpm flow``: cycle time, throughput, cumulative flow and the bottleneck."""

from collections.abc import Sequence

import click

from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams


@click.command("flow")
@click.argument("words", metavar="[FILTER]", nargs=-1)
@file_option
@click.option("--since", metavar="DATE", help="Only what was finished from that day on.")
@click.option("--until", metavar="DATE", help="Only what was finished up to that day.")
@click.option("--json", "as_json", is_flag=True, help="An object with every figure, the items' included.")
@pass_invocation
def flow_command(
    invocation: Invocation, words: Sequence[str], since: str | None, until: str | None, as_json: bool
) -> None:
    """How items flow through the workflow, and where they wait.

    FILTER is that of tpm ls. Cycle time is from the first start to the last finish, its percentiles by nearest rank.
    """
    from tpm_tui.commands.delivery.item_histories import read_item_histories
    from tpm_tui.domain.time import clock
    from tpm_tui.domain.time.instants import to_minute
    from tpm_tui.planning.delivery.action_effect import action_effects, effect_text
    from tpm_tui.planning.flow.flow_of_plan import plan_flow
    from tpm_tui.planning.flow.history.day_window import parse_window
    from tpm_tui.planning.flow.history.working_day_count import WorkingDayCount
    from tpm_tui.planning.model.calendars import programme_calendar
    from tpm_tui.reports.delivery.flow import effect_facts, flow_facts, flow_lines, item_objects

    with invocation.snapshot() as reading:
        plan = reading.plan
        window = parse_window(since, until, reading.context)
        chosen = None
        if words:
            from tpm_tui.cli.input.listed_records import filter_places

            table = reading.sheet.table("item")
            places = filter_places(reading.sheet, "item", " ".join(words), range(len(table)))
            chosen = {table.ids[place] for place in places}
        now = to_minute(clock.to_local(clock.now()))
        flow = plan_flow(plan, read_item_histories(reading.store), now, window, chosen)
        effects = action_effects(plan, [item for item in flow.items if item.finished is not None])
        lines = [] if as_json else [*flow_lines(flow), *map(effect_text, effects)]
        is_working = programme_calendar(plan).is_working
    if as_json:
        items = ", ".join(item_objects(flow, WorkingDayCount(is_working)))
        rest = streams.json_text({**flow_facts(flow), "effects": effect_facts(effects)})
        streams.write_document(f'{{"items": [{items}], {rest[1:]}\n', is_json=True)
    else:
        streams.write_lines(lines)
