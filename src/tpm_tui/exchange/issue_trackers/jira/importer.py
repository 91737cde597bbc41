"""Jira's CSV exports, in every language that Jira speaks."""

from tpm_tui.domain.cancellation_of_long_work import ProgressReporter
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.exchange.common.remembered_column_mapping import ImportOptions
from tpm_tui.exchange.common.source_text import SourceText
from tpm_tui.exchange.issue_trackers.common.known_tracker_exports import JIRA
from tpm_tui.exchange.issue_trackers.common.tracker_importer import draft as draft
from tpm_tui.exchange.issue_trackers.common.tracker_importer import targets as targets
from tpm_tui.exchange.issue_trackers.common.tracker_table import IssueTable, read_issue_table


def read(source: SourceText, options: ImportOptions, plan: Plan, steps: ProgressReporter) -> IssueTable:
    """The rows of an export. ``options.mapping`` overrides what the headers say, and so does a mapping remembered in
    the plan.

    Without a column of summaries nothing is taken but how the columns were understood. ValidationError if a target is
    unknown.
    """
    return read_issue_table(source, options, plan, lambda _headers: JIRA, steps)
