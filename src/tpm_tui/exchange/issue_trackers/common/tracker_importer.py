"""What the rows of a tracker's table would change in a plan."""

from tpm_tui.domain.cancellation_of_long_work import ProgressReporter
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.exchange.common.change_set import ChangeSet
from tpm_tui.exchange.common.remembered_column_mapping import save_mapping
from tpm_tui.exchange.issue_trackers.common.headers import TARGET_LABELS
from tpm_tui.exchange.issue_trackers.common.tracker_table import IssueTable


def targets(_plan: Plan, _kind: str) -> dict[str, str]:
    """What a column may fill."""
    return TARGET_LABELS


def draft(table: IssueTable, change_set: ChangeSet, steps: ProgressReporter) -> None:
    """What an export would change in a plan."""
    from tpm_tui.exchange.issue_trackers.common.fields.relations import add_relations
    from tpm_tui.exchange.issue_trackers.common.items_from_rows import IssueImporter

    if not table.dialect.wiki:
        table.dates.today = change_set.context.today  # words that a person types, as fri or 12 mar
    change_set.main = "item"
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
