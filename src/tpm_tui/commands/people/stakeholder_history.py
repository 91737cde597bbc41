"""Everything about stakeholders that the journal knows too: where they stood, and what was promised and moved."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from msgspec import Struct
from msgspec.structs import replace

from tpm_tui.commands.schedule.finish_attribution import past_plan
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.planning.people.engagement import engagement_history
from tpm_tui.planning.people.promises_to_and_by_stakeholders import promise_ledger
from tpm_tui.planning.people.supplier_promises import supplied_items
from tpm_tui.planning.promise.how_often_target_dates_moved import SignedEdits
from tpm_tui.reports.people.stakeholder_changes import stakeholder_changes
from tpm_tui.reports.people.stakeholder_review import StakeholderReview
from tpm_tui.store.store import Store

#: Days that "this week" looks back.
WEEK = 7


class StakeholderHistory(Struct, frozen=True):
    """What reviews read of the journal, and the plan a week ago."""

    engagement: Sequence[SignedEdits]
    promised: Sequence[SignedEdits]
    before: Plan
    since: datetime


def read_stakeholder_history(store: Store) -> StakeholderHistory:
    """StoreError if it cannot be read."""
    engagement, promised = (
        [(entry.time, entry.author, edits) for entry, edits in store.changes_of(kind, *fields)]
        for kind, fields in (("stakeholder", ("engagement", "desired")), ("item", ("promised",)))
    )
    past = past_plan(store, datetime.combine(store.context.today - timedelta(days=WEEK), time()), with_edits=False)
    return StakeholderHistory(engagement, promised, past.plan, past.since)


def stakeholder_review(
    plan: Plan, context: InputContext, history: StakeholderHistory, stakeholder: str
) -> StakeholderReview:
    """Of one stakeholder today."""
    due = Sheet(plan, context).value("stakeholder", stakeholder, "contact_due")
    ours, theirs = (promise_ledger(plan, stakeholder, side, context.today) for side in (False, True))
    then = replace(context, today=history.since.date())
    return StakeholderReview(
        stakeholder,
        None if due is None else str(due),
        tuple(engagement_history(history.engagement, stakeholder)),
        ours,
        theirs,
        tuple(supplied_items(plan, stakeholder, history.promised, context.today)),
        tuple(stakeholder_changes(plan, history.before, context, then, stakeholder)),
    )
