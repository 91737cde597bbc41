"""What the rows of a tracker's table would change in a plan."""

from collections.abc import Callable

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.progress_and_cancellation import ProgressReporter
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.exchange.common.change_set import ChangeSet
from tpm_tui.exchange.common.remembered_column_mapping import (
    save_mapping,
)
from tpm_tui.exchange.issue_trackers.common.tracker_table import IssueTable


def draft_issues(
    table: IssueTable, plan: Plan, context: InputContext, new_id: Callable[[], str], steps: ProgressReporter
) -> ChangeSet:
    """What an export would change in a plan."""
    from tpm_tui.exchange.issue_trackers.common.fields.relations import add_relations
    from tpm_tui.exchange.issue_trackers.common.items_from_rows import IssueImporter

    if not table.dialect.wiki:
        table.dates.today = context.today  # words that a person types, as fri or 12 mar
    change_set = ChangeSet(plan, context, new_id, main="item")
    change_set.refused += table.refused
    change_set.notes += table.notes
    for assumption in table.assumed:
        change_set.assume(assumption)
    change_set.ignored += table.ignored
    change_set.columns = table.columns
    items = IssueImporter(table, change_set)
    for line, cells in table.rows:
        items.take(line, cells)
        steps.advance()
    items.finish()
    add_relations(table, change_set, items)
    save_mapping(change_set, table.saved_mapping)
    return change_set
