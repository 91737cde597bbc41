"""Whom or what a report is for, by the words behind ``--for``."""

from datetime import date

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import ValidationError


def stand_up_function(_plan: Plan, recipient: str, _today: date) -> str:
    """``qa`` of ``function:qa``; empty where it is of everybody. ValidationError where it names no function."""
    if not recipient:
        return ""
    scope, _, name = recipient.partition(":")
    choices = ", ".join(map(str, KINDS["item"].column("function").field.choices))
    if scope != "function":
        raise ValidationError("a stand-up is of everybody, or of a function, as in: --for function:qa")
    if name not in choices.split(", "):
        raise ValidationError(f"there is no function {name[:40]!r}; there are {choices}")
    return name


def letter_reader(plan: Plan, recipient: str, today: date) -> tuple[str, str]:
    """``("stakeholder", id)`` or ``("function", name)``. ValidationError where the words are neither."""
    if recipient.startswith("function:"):
        return "function", stand_up_function(plan, recipient, today)
    words = "a letter is for somebody; say for whom, as in: --for S-3, or --for function:qa"
    return "stakeholder", _named(plan, "stakeholder", recipient, words)


def reviewed_sprint(plan: Plan, recipient: str, today: date) -> str:
    """Id of the sprint with that key, else of the one that began last. ValidationError where there is none."""
    if recipient:
        return _named(plan, "sprint", recipient, "")
    table = plan["sprint"]
    begun = [i for i in table.ids if table.value(i, "start") and str(table.value(i, "start"))[:10] <= today.isoformat()]
    if not begun:
        raise ValidationError('no sprint has begun; add one with: tpm add sprint "Sprint 1" start=mon end=+2w')
    return max(begun, key=lambda id_: (str(table.value(id_, "start")), id_))


def recommended_decision(plan: Plan, recipient: str, _today: date) -> str:
    """Id of the decision. ValidationError where the words are none."""
    words = "a recommendation is for a decision; say for which, as in: --for D-7"
    return _named(plan, "decision", recipient, words)


def reported_incident(plan: Plan, recipient: str, _today: date) -> str:
    """Id of the incident. ValidationError where the words are none."""
    words = "an incident report is for an incident; say for which, as in: --for I-4"
    return _named(plan, "incident", recipient, words)


def _named(plan: Plan, kind: str, key: str, missing: str) -> str:
    """Id of a record by its key; ``missing`` is said where no key is given."""
    if not key:
        raise ValidationError(missing)
    record = plan.find_key(key)
    if record is None or record[0] != kind:
        raise ValidationError(f"there is no {KINDS[kind].label.lower()} {key[:40]!r}; see: tpm ls {kind}")
    return record[1]
