"""Decisions: a row of the matrix in one line, and what was asked and decided when."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tpm_tui.commands.command import Command, CommandParam
from tpm_tui.commands.edit_summary import records_label
from tpm_tui.domain.fields import Column, Field
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.planning.risks_issues_decisions.decisions_of_plan import SCALE_FIELDS, decision_scores
from tpm_tui.store.transaction import Transaction

_ROW = Column("row", str, False, True, None, Field("Weight: scores", help="5: 8 2, a dash leaves a score out"))


def parse_row(plan: Plan, criterion: str, text: str) -> tuple[float, list[int | None]]:
    """The weight and scores of a typed row. ValidationError, saying what is wrong, for any other text."""
    decision = str(plan.value("criterion", criterion, "decision"))
    options = plan.ids_by_reference("option", "decision").get(decision, ())
    match = re.fullmatch(r"\s*(\d+(?:[.,]\d+)?)\s*:\s*((?:\d+|-)(?:\s+(?:\d+|-))*)?\s*", text)
    if match is None:
        raise ValidationError("type the weight, a colon, and a score for each option, as in 5: 8 2", "row")
    words = (match[2] or "").split()
    if len(words) != len(options):
        raise ValidationError(
            f"there are {len(options)} options, so {len(options)} scores; you typed {len(words)}", "row"
        )
    return float(match[1].replace(",", ".")), [parse_score(plan, decision, word) for word in words]


def set_row(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Set the weight of a criterion and the scores of all options on it."""
    criterion = ids[0]
    weight, scores = parse_row(tx.plan, criterion, params["row"])
    decision = str(tx.plan.value("criterion", criterion, "decision"))
    tx.set("criterion", criterion, weight=weight)
    for option, score in zip(tx.plan.ids_by_reference("option", "decision").get(decision, ()), scores, strict=True):
        set_score(tx, option, criterion, score)
    return f"{records_label(tx.plan, 'criterion', ids)}: {params['row'].strip()}"


def set_score(tx: Transaction, option: str, criterion: str, score: int | None) -> str:
    """Score an option on a criterion, None for no score; what it came to."""
    there = score_of(tx.plan, option, criterion)
    if score is None and there is not None:
        tx.delete("score", there)
    elif score is not None and there is not None:
        tx.set("score", there, score=score)
    elif score is not None:
        tx.add("score", option=option, criterion=criterion, score=score)
    said = "no score" if score is None else str(score)
    return f"{tx.plan.title('option', option)} on {tx.plan.title('criterion', criterion)}: {said}"


def parse_score(plan: Plan, decision: str, text: str) -> int | None:
    """A typed score of a decision's scale; None where nothing is typed. ValidationError for any other text."""
    if text.strip() in ("", "-"):
        return None
    low, high = score_scale(plan, decision)
    if not text.strip().isdecimal() or not low <= int(text) <= high:
        raise ValidationError(f"a score is from {low} to {high}", "score")
    return int(text)


def score_scale(plan: Plan, decision: str) -> tuple[int, int]:
    """The lowest and the highest score of a decision."""
    low, high = (int(plan.value("decision", decision, name) or 0) for name in SCALE_FIELDS)
    return low, high


def require_score_on_scale(plan: Plan, score: str | None, values: Mapping[str, Any]) -> None:
    """ValidationError where new values of a score (a new one: None) lie outside the scale of its decision."""
    if values.get("score") is None:
        return
    option = values.get("option", None if score is None else plan.value("score", score, "option"))
    decision = plan.value("option", str(option), "decision") if option in plan["option"] else None
    if decision in plan["decision"]:
        parse_score(plan, str(decision), str(values["score"]))


def require_scale_of_scores(plan: Plan, decision: str | None, values: Mapping[str, Any]) -> None:
    """ValidationError where new values of a decision (a new one: None) leave its scores outside their scale."""
    if not {"scale_low", "scale_high"} & values.keys():
        return
    ends = (
        values.get(name, None if decision is None else plan.value("decision", decision, name)) for name in SCALE_FIELDS
    )
    low, high = (
        int(KINDS["decision"].column(name).default if end is None else end)
        for name, end in zip(SCALE_FIELDS, ends, strict=True)
    )
    if low >= high:
        raise ValidationError(f"the highest score, {high}, lies above the lowest one, {low}", "scale_high")
    for key, score in [] if decision is None else decision_scores(plan, decision):
        if not low <= score <= high:
            raise ValidationError(f"{key} is {score}: change it before the scale is from {low} to {high}")


def score_of(plan: Plan, option: str, criterion: str) -> str | None:
    """The id of the score of an option on a criterion; None if there is none."""
    scores = plan.ids_by_reference("score", "option").get(option, ())
    return next((id_ for id_ in scores if plan.value("score", id_, "criterion") == criterion), None)


def decide(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Accept decisions today, for an option where one is named."""
    for id_ in ids:
        option = params.get("outcome")
        if option is not None and tx.plan.value("option", option, "decision") != id_:
            raise ValidationError(f"{tx.plan.label('option', option)} is no option of this decision", "outcome")
        values = {} if option is None else {"outcome": option}
        tx.set("decision", id_, status="accepted", decided_on=tx.context.today, at=tx.context.today, **values)
    return f"decided {records_label(tx.plan, 'decision', ids)}"


COMMANDS = (
    Command(
        "criterion.row", "Weight and scores in one line", set_row, kinds=("criterion",), needs=(1, 1),
        params=(CommandParam("row", _ROW),), group="Decisions",
    ),
    Command(
        "decision.decide", "Decided", decide, keys=("x",), kinds=("decision",), group="Decisions",
        params=(CommandParam("outcome", KINDS["decision"].column("outcome"), optional=True),),
    ),
)  # fmt: skip
