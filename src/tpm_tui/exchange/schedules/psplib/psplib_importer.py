"""Brings a PSPLIB instance in: resources become pools, jobs items with assignments to them."""

from tpm_tui.domain.cancellation_of_long_work import ProgressReporter
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.exchange.common.change_set import ChangeSet
from tpm_tui.exchange.common.remembered_column_mapping import ImportOptions
from tpm_tui.exchange.common.source_text import SourceText
from tpm_tui.exchange.common.validation import validate_changes
from tpm_tui.exchange.schedules.psplib.instance import PsplibInstance, parse_psplib
from tpm_tui.exchange.schedules.psplib.period_plan import add_items, named_records


def read(source: SourceText, _options: ImportOptions, _plan: Plan, _steps: ProgressReporter) -> PsplibInstance:
    """The instance of a file. ValidationError if it is none."""
    return parse_psplib(source.text)


def draft(parsed: PsplibInstance, change_set: ChangeSet, steps: ProgressReporter) -> None:
    """What an instance would change in a plan."""
    change_set.main = "item"
    pools = named_records(change_set, "pool", {name: {"capacity": units} for name, units in parsed.capacities.items()})
    ids = add_items(change_set, {name: (duration, {}) for name, duration, _ in parsed.jobs}, parsed.links)
    c = change_set.plan["assignment"].columns
    have = set(zip(c["item"], c["pool"], c["units"], strict=True))
    for name, _, demands in parsed.jobs:
        for resource, units in demands.items():
            if (ids[name], pools[resource], 100 * units) not in have:
                change_set.add("assignment", {"item": ids[name], "pool": pools[resource], "units": 100 * units})
        steps.advance()
    validate_changes(change_set)
