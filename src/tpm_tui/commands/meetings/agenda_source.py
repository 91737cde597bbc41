"""What the agenda of a meeting is made of, read from a file: the plan now and at the last meeting of its type."""

from datetime import datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.reports.meetings.agenda_evidence import AgendaSource
from tpm_tui.store.store import Store

if TYPE_CHECKING:
    from tpm_tui.planning.analysis.finish_attribution import Attribution, PastPlan
    from tpm_tui.planning.flow.flow_of_plan import PlanFlow

#: How many days a first meeting of a type looks back.
_FIRST_STAND_UP_DAYS, _FIRST_MEETING_DAYS = 1, 14


def agenda_source(store: Store, plan: Plan, context: InputContext, meeting: str) -> AgendaSource:
    """Read what the agenda of a meeting needs; it takes as long as the journal is. StoreError if it cannot be read.

    What only some agendas open with is read from the store when the agenda is made.
    """
    from tpm_tui.commands.schedule.finish_attribution import past_plan
    from tpm_tui.commands.scope.journal_of_needs_issues_and_sprints import impediments_of

    past = past_plan(store, last_meeting(plan, meeting, context), with_edits=False)
    return AgendaSource(
        plan, past.plan, context, meeting, past.since,
        impediments=cache(lambda: impediments_of(store, plan, context.today)),
        flow=cache(lambda: _flow_since(store, plan, past)),
        attribution=lambda: _attribution_since(plan, context, past),
        requests=lambda: _requests(plan, context),
    )  # fmt: skip


def _flow_since(store: Store, plan: Plan, past: "PastPlan") -> "PlanFlow":
    from tpm_tui.commands.delivery.item_histories import read_item_histories
    from tpm_tui.domain.time import clock
    from tpm_tui.domain.time.instants import to_day_number, to_minute
    from tpm_tui.planning.flow.flow_figures import DayWindow
    from tpm_tui.planning.flow.flow_of_plan import plan_flow

    window = DayWindow(to_day_number(past.since.date()))
    return plan_flow(plan, read_item_histories(store), to_minute(clock.to_local(clock.now())), window)


def _attribution_since(plan: Plan, context: InputContext, past: "PastPlan") -> "Attribution | None":
    from tpm_tui.planning.analysis.finish_attribution import attribute

    before = replace(context, today=past.since.date())
    try:
        return attribute(past.plan, plan, context, context_before=before, detail=False, parts_only=True)
    except ValueError:
        return None  # one of the two plans has no dates


def _requests(plan: Plan, context: InputContext) -> dict[str, str]:
    """Id of each open request for change -> what it would do to the plan, in words."""
    from tpm_tui.commands.scope.agreement import REQUEST
    from tpm_tui.commands.scope.change_requests import try_request
    from tpm_tui.reports.schedule.change_effect_text import effect_summary

    said = {}
    for id_ in plan["issue"].ids:
        row = plan["issue"].row(id_)
        if row["type"] == REQUEST and row["status"] == "open" and (row["what_if"] or row["wording"]):
            try:
                tried = try_request(plan, context, id_)
                said[id_] = effect_summary(plan, tried.plan, context, tried.effect)
            except ValidationError as error:
                said[id_] = f"its changes do not fit the plan: {error.reason}"
    return said


def last_meeting(plan: Plan, meeting: str, context: InputContext) -> datetime:
    """When the last meeting of the same type was held, before this one and today; without one, some days ago."""
    table = plan["meeting"]
    type_, at = table.value(meeting, "type"), str(table.value(meeting, "at") or f"{context.today}T23:59")
    limit = min(at, f"{context.today}T23:59")
    held = [
        str(table.value(id_, "at"))
        for id_ in table.ids
        if id_ != meeting and table.value(id_, "type") == type_ and table.value(id_, "at") is not None
    ]
    before = [moment for moment in held if moment < limit]
    if before:
        return datetime.fromisoformat(max(before))
    days = _FIRST_STAND_UP_DAYS if type_ == "stand-up" else _FIRST_MEETING_DAYS
    return datetime.combine(context.today - timedelta(days=days), time())
