"""What is refused in the scores of a decision and in their scale."""

from collections.abc import Mapping
from typing import Any

from tpm_tui.commands.risks_issues_decisions.decisions import require_scale_of_scores, require_score_on_scale
from tpm_tui.commands.what_follows_from_an_edit.edit_rules import EditRules, Values
from tpm_tui.store.transaction import Transaction


def _score(tx: Transaction, id_: str | None, values: Mapping[str, Any]) -> Values:
    require_score_on_scale(tx.plan, id_, values)
    return dict(values)


def _scale(tx: Transaction, id_: str | None, values: Mapping[str, Any]) -> Values:
    require_scale_of_scores(tx.plan, id_, values)
    return dict(values)


EDIT_RULES = {
    "score": EditRules(to_add=_score, to_change=_score),
    "decision": EditRules(to_add=_scale, to_change=_scale),
}
