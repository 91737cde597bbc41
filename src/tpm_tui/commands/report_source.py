"""Reports: what of the file's history they are built of, their kinds' last dates, and keeping one as it was sent."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from tpm_tui.commands.schedule.finish_attribution import past_plan
from tpm_tui.commands.schedule.forecast.calibration import risk_transactions
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time import clock
from tpm_tui.domain.time.instants import to_minute
from tpm_tui.planning.analysis.finish_attribution import PastPlan
from tpm_tui.planning.promise.how_often_target_dates_moved import PushOut, target_push_outs
from tpm_tui.store.store import Store
from tpm_tui.store.transaction import Transaction

if TYPE_CHECKING:
    from tpm_tui.domain.plan.edits import Edit, StateChange
    from tpm_tui.planning.analysis.finish_attribution import Attribution
    from tpm_tui.planning.flow.hand_offs import HandOffWait
    from tpm_tui.planning.forecast.risk_calibration import RiskCalibration, TimedRiskEdits
    from tpm_tui.planning.montecarlo.simulation_result import SimulationResult
    from tpm_tui.planning.promise.forecast_that_promises_rest_on import PromiseForecast
    from tpm_tui.reports.builders.report_catalog import ReportKind
    from tpm_tui.reports.builders.report_facts import ReportSource
    from tpm_tui.reports.report import ReportContent
    from tpm_tui.reports.risks_issues_decisions.option_outcomes import PlanOutcome
    from tpm_tui.store.journal.journal_entries import TransactionId


class ReportHistory(Struct, frozen=True):
    """What a report reads of the journal: the plan at its beginning, moves of the target, states of items, edits of
    risks, and the last change, local."""

    past: PastPlan
    push_outs: tuple[PushOut, ...]
    states: "Sequence[StateChange]"
    risks: "Sequence[TimedRiskEdits]"
    last_change: datetime


def target_moves(store: Store) -> list[PushOut]:
    """Every move of the date that the programme is held to, oldest first: its own, else that of the milestone which is
    its target; what was undone is none. StoreError if the journal cannot be read."""
    changes = store.changes_of("programme", "target", "target_date")
    named = {str((edit.after or {}).get("target") or "") for _, edits in changes for edit in edits} - {""}
    for milestone in sorted(named):
        changes += store.history(milestone)
    edits_of: dict[TransactionId, list[Edit]] = {}
    for entry, edits in changes:
        edits_of.setdefault(entry.id, []).extend(edits)
    taken_back: set[TransactionId | None] = set()
    lasting = []
    for entry in sorted({entry.id: entry for entry, _ in changes}.values(), key=attrgetter("sequence"), reverse=True):
        if entry.undoes is None and entry.id not in taken_back:
            lasting.append((entry.time, entry.author, edits_of[entry.id]))
        elif entry.id not in taken_back:  # an undo that was undone itself takes nothing back
            taken_back.add(entry.undoes)
    return target_push_outs(reversed(lasting))


def read_report_history(store: Store, since: datetime | str, with_states: bool = True) -> ReportHistory:
    """From a local moment, or from a baseline by its id; ``with_states`` those of items, which takes a while in a large
    file. StoreError if it cannot be read."""
    ends = store.first_and_last_entry()
    last = clock.to_local(ends[1].time) if ends is not None else datetime.min
    return ReportHistory(
        past_plan(store, since, with_edits=False),
        tuple(target_moves(store)),
        store.state_changes()[1] if with_states else (),
        risk_transactions(store),
        last,
    )


def last_report_moment(plan: Plan, kind: "ReportKind", recipient: str, context: InputContext) -> datetime:
    """When the last report of that kind to the same recipient was kept; without one, so many days ago."""
    table = plan["report"]
    kept = [
        str(table.value(id_, "at"))
        for id_ in table.ids
        if table.value(id_, "type") == kind.record_type
        and table.value(id_, "recipient") == recipient
        and table.value(id_, "at") is not None
    ]
    if kept:
        return datetime.fromisoformat(max(kept))
    return datetime.combine(context.today - timedelta(days=kind.days), time())


def report_source(
    plan: Plan, context: InputContext, history: ReportHistory, forecast: "SimulationResult", held: "PromiseForecast"
) -> "ReportSource":
    """Everything that a report is built of; ``forecast`` is the one by logic, ``held`` what promises are held to."""
    from tpm_tui.planning.promise.promise import part_promises, programme_promise, promised_finish, promised_parts
    from tpm_tui.reports.builders.report_facts import ReportSource

    past, morning = history.past, datetime.combine(context.today, time())
    until = min(max(morning, history.last_change), max(morning, clock.to_local(clock.now())))

    def attribution() -> "Attribution | None":
        from tpm_tui.planning.analysis.finish_attribution import attribute

        if not len(past.plan["item"]):
            return None
        before = replace(context, today=past.since.date())
        try:
            return attribute(past.plan, plan, context, context_before=before, detail=False, parts_only=True)
        except ValueError:
            return None

    def hand_offs() -> "Sequence[HandOffWait]":
        from tpm_tui.planning.flow.flow_of_plan import plan_hand_offs
        from tpm_tui.planning.flow.history.state_history import StateHistories

        histories = StateHistories()
        histories.extend(history.states, str(KINDS["item"].column("status").default))
        return plan_hand_offs(plan, histories, to_minute(until))

    def over_risks() -> "RiskCalibration":
        from tpm_tui.planning.forecast.risk_calibration import risk_calibration

        return risk_calibration(plan, history.risks, context.today)

    def outcomes(decision: str) -> "Mapping[str | None, PlanOutcome]":
        from tpm_tui.commands.risks_issues_decisions.option_what_ifs import option_outcomes
        from tpm_tui.planning.cpm.schedule_of_plan import validated_schedule
        from tpm_tui.planning.montecarlo.risk_model import risk_model
        from tpm_tui.planning.montecarlo.simulate import simulate

        def converged(changed: Plan) -> "SimulationResult":
            validated_schedule(changed, context)
            return simulate(risk_model(changed, context), effects=False, drivers=False)

        return option_outcomes(plan, context, decision, converged)

    return ReportSource(
        plan, past.plan, Sheet(plan, context), context, past.since, until, forecast,
        programme_promise(plan, held, context.today), held.forecast, promised_finish(plan, held),
        tuple(promised_parts(plan, held)), partial(part_promises, plan, held), history.push_outs, attribution,
        hand_offs, outcomes, over_risks,
    )  # fmt: skip


def keep_report(tx: Transaction, report: "ReportContent") -> str:
    """Keep a report in the file as it was sent, with its facts; returns its id."""
    from tpm_tui.reports.builders.report_catalog import REPORT_KINDS
    from tpm_tui.reports.renderers.markdown import render_markdown
    from tpm_tui.reports.report import report_document, report_facts

    return tx.add(
        "report", title=report.title, type=REPORT_KINDS[report.kind].record_type, at=tx.now,
        recipient=report.recipient, since=report.since, text=render_markdown(report_document(tx.plan, report)),
        facts=json.dumps(report_facts(tx.plan, report), ensure_ascii=False, separators=(",", ":")),
    )  # fmt: skip
