"""The promise of a programme as the documented facts of ``tpm promise --json`` and as a document."""

from collections.abc import Sequence
from typing import Any

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.codec import stored_day
from tpm_tui.planning.promise.forecast_that_promises_rest_on import BASIS_WORDS
from tpm_tui.planning.promise.how_often_target_dates_moved import PushOut
from tpm_tui.planning.promise.promise import Promise
from tpm_tui.reports.document import Block, Document, Heading, Paragraph, ReportTable
from tpm_tui.reports.phrases import moves_text
from tpm_tui.reports.schedule.forecast.forecast_dates import deadline_iso, finish_date, finish_day_text, minute_iso

#: Trade-offs in the order in which they are said, and the field of the programme that holds each.
TRADE_OFFS = ("scope", "time", "cost")


def state_facts(promise: Promise) -> dict[str, Any] | None:
    """``rag`` (by hand where that stands), ``by_rule``, ``rule`` in words and ``figures``; ``watermelon``: green by
    hand, red by rule. None without a target."""
    if promise.state is None or promise.figures is None or promise.shown_state is None:
        return None
    figures = promise.figures
    return {
        "rag": promise.shown_state.value,
        "by_rule": promise.state.value,
        "rule": [reason.text for reason in promise.reasons],
        "figures": {
            "probability": round(figures.probability, 6),
            "cost_p80": None if figures.cost_p80 is None else round(figures.cost_p80, 2),
            "budget": figures.budget,
            "severe_incidents": list(figures.severe_incidents),
            "unmet_needs": list(figures.unmet_needs),
        },
        "override": None
        if promise.override is None
        else {
            "state": promise.override.value,
            "reason": promise.override_reason,
            "until": promise.override_until and promise.override_until.isoformat(),
        },
        "watermelon": promise.is_watermelon,
        "basis": promise.basis.value,
        "skipped": list(promise.skipped),
    }


def promise_facts(plan: Plan, promise: Promise, parts: Sequence[Promise], moves: Sequence[PushOut]) -> dict[str, Any]:
    """Everything about the promise; times are local ISO, probabilities from 0 to 1, push-outs in calendar days.
    ``basis`` says whether the probability is the one with people, or by logic alone."""
    sponsor = plan.programme("sponsor")
    types = plan["item"].columns["type"]
    milestones = {id_ for id_, type_ in zip(plan["item"].ids, types, strict=True) if type_ == "milestone"}
    items = [part for part in parts if part.kind == "item"]
    return {
        **_facts(promise),
        "budget": None if plan.programme("budget") is None else float(str(plan.programme("budget"))),
        "sponsor": None if sponsor is None else str(plan.value("stakeholder", str(sponsor), "key")),
        "trade_offs": {name: str(plan.programme(f"trade_off_{name}") or "") or None for name in TRADE_OFFS},
        "push_outs": [
            {
                "when": move.when.isoformat(timespec="seconds"),
                "who": move.who,
                "from": move.before.isoformat(),
                "to": move.after.isoformat(),
                "days": move.days,
            }
            for move in moves
        ],
        "milestones": [_facts(part) for part in items if part.id in milestones],
        "dated": [_facts(part) for part in items if part.id not in milestones],
        "workstreams": [_facts(part) for part in parts if part.kind == "workstream"],
    }


def _facts(promise: Promise) -> dict[str, Any]:
    return {
        "key": promise.key,
        "name": promise.name,
        "target": None if promise.target is None else deadline_iso(promise.target),
        "target_from": promise.target_from or None,
        "probability": None if promise.probability is None else round(promise.probability, 6),
        "basis": promise.basis.value,
        "p50": None if promise.p50 is None else minute_iso(promise.p50),
        "p80": None if promise.p80 is None else minute_iso(promise.p80),
        "assumed": promise.assumed,
        "state": state_facts(promise),
        "no_state": promise.why_no_state or None,
    }


def promise_line(promise: Promise, context: InputContext) -> str:
    """``AMBER Cut-over 26 Mar: 62%, P80 2 Apr by logic``; what is missing where there is no target or no forecast:
    ``No target date is set: Cut-over P80 2 Apr by logic``."""
    if promise.p80 is None:
        due = "" if promise.target is None else f" {finish_day_text(promise.target, context)}"
        return f"No forecast for {promise.name}{due}: {promise.why_no_state}"
    assumed = f", {promise.assumed} assumed" if promise.assumed else ""
    p80 = f"P80 {finish_day_text(promise.p80, context)} {BASIS_WORDS[promise.basis]}{assumed}"
    if promise.target is None or promise.probability is None or promise.shown_state is None:
        return f"No target date is set: {promise.name} {p80}"
    target = finish_day_text(promise.target, context)
    by_hand = " (by hand)" if promise.override else ""
    return f"{promise.shown_state.name}{by_hand} {promise.name} {target}: {promise.probability:.0%}, {p80}"


def _marked(day: str, assumed: int) -> str:
    """A date, and on how much that nobody estimated it rests."""
    return f"{day}, {assumed} assumed" if assumed else day


def override_text(promise: Promise, context: InputContext) -> str:
    """``Watermelon: green by hand until 1 Dec (why), red by the rule``; empty where no state stands by hand."""
    if promise.override is None or promise.override_until is None:
        return ""
    until = dates.day_text(promise.override_until, context)
    by_rule = "" if promise.state is None else f", {promise.state.value} by the rule"
    text = f"{promise.override.value} by hand until {until} ({promise.override_reason}){by_rule}"
    return f"Watermelon: {text}" if promise.is_watermelon else f"{text[:1].upper()}{text[1:]}"


def unheeded_override_text(plan: Plan, context: InputContext) -> str:
    """Why a state by hand that was given does not count; empty where none was. Of a programme without one that does."""
    state, until = plan.programme("state_override"), stored_day(plan.programme("override_until"))
    if not state:
        return ""
    if until is not None and until < context.today:
        return f"The state by hand, {state}, ended on {dates.day_text(until, context)}"
    missing = [word for word, field in (("a reason", "override_reason"), ("an end", "override_until"))
               if not plan.programme(field)]  # fmt: skip
    return f"The state by hand, {state}, does not count without {' and '.join(missing)}"


def trade_off_sentence(plan: Plan, context: InputContext) -> str:
    """``Trade-offs: scope flexible, time fixed, cost accepted, agreed by the board on 3 Nov``; empty without any."""
    agreed = [f"{name} {value}" for name in TRADE_OFFS if (value := plan.programme(f"trade_off_{name}"))]
    who, day = plan.programme("trade_off_by"), stored_day(plan.programme("trade_off_on"))
    by = f" by {who}" if who else ""
    on = f" on {dates.day_text(day, context)}" if day is not None else ""
    return f"Trade-offs: {', '.join(agreed)}{f', agreed{by}{on}' if by or on else ''}" if agreed else ""


def push_out_sentence(moves: Sequence[PushOut]) -> str:
    """``The target was moved 3 times: 21 calendar days later in all``."""
    return f"The target was {moves_text([move.days for move in moves])}"


def promise_document(
    plan: Plan, promise: Promise, parts: Sequence[Promise], moves: Sequence[PushOut], context: InputContext
) -> Document:
    """The promise, the rule's reasons, its push-outs, and the state of every part."""
    blocks: list[Block] = [Paragraph(promise_line(promise, context))]
    blocks += [Paragraph(f"  {reason.state.value}: {reason.text}") for reason in promise.reasons]
    if promise.skipped and promise.reasons:
        blocks.append(Paragraph(f"Left out of the rule: {', '.join(promise.skipped)}."))
    if not len(plan["item"]):
        blocks.append(Paragraph('Plan work with: tpm add item "First task" estimate=2d/3d/8d'))
    if promise.target is None:
        blocks.append(
            Paragraph("Set the target with: tpm set PG-1 target_date=2027-03-26, and target=T-12 for a milestone")
        )
    if promise.override is not None:
        blocks.append(Paragraph(f"{override_text(promise, context)}."))
    elif unheeded := unheeded_override_text(plan, context):
        blocks.append(Paragraph(f"{unheeded}."))
    if trade_offs := trade_off_sentence(plan, context):
        blocks.append(Paragraph(f"{trade_offs}."))
    if moves:
        blocks.append(Paragraph(f"{push_out_sentence(moves)}."))
    if parts:
        rows = [
            [
                part.key,
                part.name,
                "" if part.target is None else finish_date(part.target, context),
                "" if part.probability is None else f"{part.probability:.0%}",
                "" if part.p80 is None else _marked(finish_date(part.p80, context), part.assumed),
                part.why_no_state if part.shown_state is None else part.shown_state.value,
            ]
            for part in parts
        ]
        headers = ["Key", "Milestone or workstream", "Target", "Kept", "P80", "State"]
        blocks += [Heading("By part"), ReportTable(headers, rows, [False, False, True, True, True, False])]
    return Document("Promise", blocks)
