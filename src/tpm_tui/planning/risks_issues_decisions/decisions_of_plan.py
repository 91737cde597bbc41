"""The decisions of a plan: their matrices, and how long those who were asked took."""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.values.codec import stored_day
from tpm_tui.planning.flow.percentiles import nearest_rank
from tpm_tui.planning.risks_issues_decisions.decision_matrix import DecisionMatrix, MatrixResult, Scale, evaluate

#: The fields that say from where to where the scores of a decision go.
SCALE_FIELDS = ("scale_low", "scale_high")


def decision_scores(plan: Plan, decision: str) -> Iterator[tuple[str, int]]:
    """The key and the score of each score of a decision's options."""
    for option in plan.ids_by_reference("option", "decision").get(decision, ()):
        for id_ in plan.ids_by_reference("score", "option").get(option, ()):
            score = plan.value("score", id_, "score")
            if score is not None:
                yield str(plan.value("score", id_, "key")), int(score)


def decision_matrix(plan: Plan, decision: str) -> DecisionMatrix:
    """The matrix of a decision; options and criteria by their keys, in the order in which they were made."""
    row = plan["decision"].row(decision)
    options = list(plan.ids_by_reference("option", "decision").get(decision, ()))
    criteria = list(plan.ids_by_reference("criterion", "decision").get(decision, ()))
    key = {id_: str(plan.value("option", id_, "key")) for id_ in options}
    key |= {id_: str(plan.value("criterion", id_, "key")) for id_ in criteria}
    scores = {}
    for option in options:
        for id_ in plan.ids_by_reference("score", "option").get(option, ()):
            score = plan["score"].row(id_)
            if score["criterion"] in key and score["score"] is not None:
                scores[key[option], key[str(score["criterion"])]] = float(score["score"])
    low, high = row["scale_low"], row["scale_high"]
    return DecisionMatrix(
        [key[id_] for id_ in options],
        {key[id_]: float(plan.value("criterion", id_, "weight") or 0) for id_ in criteria},
        scores,
        Scale(float(low or 0), float(high or 0), row["direction"] != "lower"),
    )


def decision_result(plan: Plan, decision: str) -> MatrixResult:
    """Totals, winner, margin and flips of a decision's matrix."""
    return evaluate(decision_matrix(plan, decision))


def missing_total_text(plan: Plan, decision: str) -> str:
    """Why an option of a decision has no total: ``not scored on every criterion``."""
    criteria = plan.ids_by_reference("criterion", "decision").get(decision, ())
    if criteria and not any(plan.value("criterion", id_, "weight") for id_ in criteria):
        return "no criterion has a weight"
    return "not scored on every criterion"


class DecisionLatency(Struct, frozen=True):
    """Days from asked to decided, by whom was asked: how many decisions, median, p85; ``waiting``: days so far of
    those that are open, by key."""

    asked_of: str
    decided: int
    median_days: float | None
    p85_days: int | None
    waiting: dict[str, int]


def decision_latency(plan: Plan, today: date) -> list[DecisionLatency]:
    """The latency of each stakeholder who was asked for a decision, the slowest first."""
    done: dict[str, list[int]] = {}
    waiting: dict[str, dict[str, int]] = {}
    table = plan["decision"]
    for id_ in table.ids:
        row = table.row(id_)
        asked = stored_day(row["asked_on"])
        if asked is None:
            continue
        who = plan.title("stakeholder", str(row["asked_of"])) if row["asked_of"] is not None else ""
        decided = stored_day(row["decided_on"])
        if decided is not None:
            done.setdefault(who, []).append((decided - asked).days)
        elif row["status"] == "proposed":
            waiting.setdefault(who, {})[str(row["key"])] = (today - asked).days
    from statistics import median

    result = [
        DecisionLatency(
            who, len(days := done.get(who, [])), median(days) if days else None, nearest_rank(days, 85),
            waiting.get(who, {}),
        )
        for who in {*done, *waiting}
    ]  # fmt: skip
    return sorted(result, key=lambda entry: (-(entry.median_days or 0), entry.asked_of))


def superseding(plan: Plan, decision: str) -> list[str]:
    """The decisions that superseded one after the other, the newest last; a circle ends where it closes."""
    chain: list[str] = []
    at = plan.value("decision", decision, "superseded_by")
    while at is not None and str(at) in plan["decision"] and str(at) not in (decision, *chain):
        chain.append(str(at))
        at = plan.value("decision", str(at), "superseded_by")
    return chain


def overdue_decisions(plan: Plan, today: date) -> list[tuple[str, int]]:
    """(id, days overdue) of proposed decisions that are needed by a day that is past, the longest first."""
    table = plan["decision"]
    late = []
    for id_ in table.ids:
        needed = stored_day(table.value(id_, "needed_by"))
        if needed is not None and needed < today and table.value(id_, "status") == "proposed":
            late.append((id_, (today - needed).days))
    return sorted(late, key=lambda entry: -entry[1])
