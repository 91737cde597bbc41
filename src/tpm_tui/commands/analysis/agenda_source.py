"""What the agenda of a meeting is made of, read from a file: the plan now and at the last meeting of its type."""

from datetime import datetime, time, timedelta

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.reports.meetings.agenda_evidence import AgendaSource
from tpm_tui.store.store import Store

#: How many days a first meeting of a type looks back.
_FIRST_STAND_UP_DAYS, _FIRST_MEETING_DAYS = 1, 14


def agenda_source(store: Store, plan: Plan, context: InputContext, meeting: str) -> AgendaSource:
    """Read what the agenda of a meeting needs; it takes as long as the journal is. StoreError if it cannot be read."""
    from dataclasses import replace

    from tpm_tui.commands.analysis.attribution import past_plan
    from tpm_tui.domain.time import clock
    from tpm_tui.domain.time.instants import to_minute
    from tpm_tui.planning.analysis.attribution import attribute
    from tpm_tui.planning.flow.plan_flow import plan_flow
    from tpm_tui.planning.flow.state_history import StateHistories
    from tpm_tui.planning.model.calendars import programme_calendar
    from tpm_tui.planning.requirements.impediments import open_impediments

    past = past_plan(store, last_meeting(plan, meeting, context), with_edits=False)
    issues = [(entry.time, edits) for entry, edits in store.changes_of("issue", "status")]
    histories = StateHistories()
    histories.extend(store.state_changes()[1], str(KINDS["item"].column("status").default))
    attribution = None
    if plan.value("meeting", meeting, "type") == "retrospective":
        try:
            before = replace(context, today=past.since.date())
            attribution = attribute(past.plan, plan, context, context_before=before, detail=False)
        except ValueError:
            attribution = None  # one of the two plans has no dates
    return AgendaSource(
        plan,
        past.plan,
        context,
        meeting,
        past.since,
        tuple(open_impediments(plan, issues, programme_calendar(plan), context.today)),
        plan_flow(plan, histories, to_minute(clock.to_local(clock.now()))),
        attribution,
        _requests(plan, context) if plan.value("meeting", meeting, "type") == "steering" else {},
    )


def _requests(plan: Plan, context: InputContext) -> dict[str, str]:
    """Id of each open request for change -> what it would do to the plan, in words."""
    from tpm_tui.commands.meetings.change_requests import REQUEST, try_request
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
