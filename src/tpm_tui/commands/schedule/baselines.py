"""Baselines: keep where every item lies, and what it takes and costs, under a name."""

from collections.abc import Mapping, Sequence
from typing import Any

from tpm_tui.commands.command import Command, CommandParam
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.domain.values.amounts import of_minor_units
from tpm_tui.store.transaction import Transaction


def take_baseline(tx: Transaction, _kind: str, _ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Keep start, finish, work and cost of every item that counts, under a name that no baseline has yet.

    Raises ValidationError where one has it, and where nothing is planned.
    """
    from tpm_tui.domain.derived.currency import currency_digits
    from tpm_tui.domain.derived.which_items_are_done import dropped_items
    from tpm_tui.planning.analysis.variance import planned_work
    from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
    from tpm_tui.planning.money.baseline_record import calendars_text, other_costs_text
    from tpm_tui.planning.money.planned_cost import amounts_with_descendants, planned_cost

    plan, context = tx.plan, tx.context
    table, out = plan["item"], dropped_items(plan)
    if len(table) == sum(out):
        raise ValidationError("there is nothing planned yet to take a baseline of")
    name = str(params["name"])
    for id_ in plan["baseline"].ids:
        if str(plan.value("baseline", id_, "name")).casefold() == name.casefold():
            key = plan.value("baseline", id_, "key")
            raise ValidationError(f"{key} is called {name[:40]} already: give the baseline another name", "name")
    schedule = schedule_of(plan, context)
    work, cost, digits = planned_work(plan, context), planned_cost(plan, context), currency_digits(plan)
    own = cost.own
    whole = amounts_with_descendants(plan, context, own)
    network = schedule.network
    baseline = tx.add(
        "baseline",
        name=params["name"],
        taken=tx.now,
        calendars=calendars_text(network.calendars),
        other_costs=other_costs_text(cost.other, digits),
    )
    for place, id_ in enumerate(table.ids):
        if not out[place]:
            tx.add(
                "baseline_entry",
                baseline=baseline,
                item_id=id_,
                item_key=table.columns["key"][place],
                title=table.columns["title"][place],
                start=to_datetime(schedule.start[place]),
                finish=to_datetime(schedule.finish[place]),
                work=work[place],
                cost=of_minor_units(whole[place], digits),
                own_cost=of_minor_units(own[place], digits),
                calendar=network.calendar[place] if network.calendar[place] >= 0 else network.plan_calendar,
            )
    return f"took the baseline {params['name']} of {len(table) - sum(out)} items"


COMMANDS = (
    Command(
        "baseline.take",
        "Take a baseline",
        take_baseline,
        needs=(0, 100_000),
        params=(CommandParam("name", KINDS["baseline"].column("name")),),
        group="Plan",
        synonyms=("freeze", "snapshot"),
    ),
)
