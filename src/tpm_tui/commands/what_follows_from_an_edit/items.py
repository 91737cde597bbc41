"""What follows from edits of items: their rank, dates of the work, the limits of their state."""

from collections.abc import Mapping
from typing import Any

from tpm_tui.commands.delivery import state_change
from tpm_tui.commands.quality.gates import add_definition_of_done
from tpm_tui.commands.schedule import rank
from tpm_tui.commands.schedule.constraint_day_to_clock_time import implied_constraint_date
from tpm_tui.commands.schedule.effort_types import implied_effort_driven
from tpm_tui.commands.what_follows_from_an_edit.edit_rules import EditRules, Values
from tpm_tui.domain.derived.waits_and_blocks import implied_mark
from tpm_tui.domain.record_rules import open_checks_problem
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.transaction import Transaction


def place_item(tx: Transaction, values: Mapping[str, Any], after: str | None, parent: str | None) -> Values:
    """The values of a new item with its place: after one (and beside it), or last below ``parent``, whose workstream
    it is in."""
    placed = dict(values)
    if after is not None and "parent" not in placed:
        placed["parent"] = tx.plan.value("item", after, "parent")
    elif parent is not None:
        placed["parent"] = parent
    above = placed.get("parent")
    if above and "workstream" not in placed:
        placed["workstream"] = tx.plan.value("item", str(above), "workstream")
    placed.setdefault("rank", rank.sibling_rank_after(tx, above, after))
    return placed


def _to_add(tx: Transaction, _id: str | None, values: Mapping[str, Any]) -> Values:
    filled = {**values, **implied_constraint_date(tx.plan, {}, values)}
    filled = implied_effort_driven("", filled) | filled
    state_change.require_wip_limits(tx.plan, None, filled)
    return filled | implied_mark({}, filled, tx.now)


def _added(tx: Transaction, id_: str, values: Mapping[str, Any]) -> None:
    add_definition_of_done(tx, id_)
    implied: Values = {}
    if "status" in values:
        # what is added in a state has the dates that it would have got by being moved there
        implied = state_change.implied_actual_dates(tx, id_, values)
    elif "actual_finish" not in values:
        implied = state_change.implied_by_progress(tx, id_, values)
    if unsaid := {name: value for name, value in implied.items() if name not in values}:
        tx.set("item", id_, **unsaid)
    row = tx.plan["item"].row(id_)
    if row["status"] != "dropped" and row["actual_finish"] and (problem := open_checks_problem(tx.plan, id_)):
        raise ValidationError(problem, "status" if "status" in values else "progress")


def _to_change(tx: Transaction, id_: str, values: Mapping[str, Any]) -> Values:
    filled = dict(values)
    if {"status", "function"} & values.keys():
        state_change.require_wip_limits(tx.plan, id_, values)
    if "status" in values:
        filled = {**state_change.implied_actual_dates(tx, id_, values), **filled}
    elif "actual_finish" not in values:
        filled = {**state_change.implied_by_progress(tx, id_, values), **filled}
    if values.get("estimate") is not None:
        filled.setdefault("estimate_basis", "estimated")
    if "parent" in values and values["parent"] != tx.plan.value("item", id_, "parent"):
        filled.setdefault("rank", rank.sibling_rank_after(tx, values["parent"], None))
    if {"constraint", "constraint_date"} & values.keys():
        filled |= implied_constraint_date(tx.plan, tx.plan["item"].row(id_), filled)
    if "effort_type" in values:
        filled = implied_effort_driven(str(tx.plan.value("item", id_, "effort_type")), values) | filled
    return filled


EDIT_RULES = {"item": EditRules(to_add=_to_add, to_change=_to_change, added=_added)}
