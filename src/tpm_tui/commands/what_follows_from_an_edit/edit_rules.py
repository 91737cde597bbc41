"""What a kind adds to the edits of its records, beyond the values that are given."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.store.transaction import Transaction

Values = dict[str, Any]


def _as_given(_tx: Transaction, _id: str | None, values: Mapping[str, Any]) -> Values:
    return dict(values)


def _nothing(_tx: Transaction, _id: str, _values: Mapping[str, Any]) -> None:
    pass


def _not_refused(_plan: Plan, _ids: Sequence[str]) -> str | None:
    return None


class EditRules(Struct, frozen=True):
    """``to_add`` and ``to_change`` complete the values of a new record (id None) and of one that changes; ``added``
    does what follows once a record is there; ``deletion_refusal`` says why records cannot be deleted.

    All but the last raise ValidationError where the values cannot be.
    """

    to_add: Callable[[Transaction, str | None, Mapping[str, Any]], Values] = _as_given
    to_change: Callable[[Transaction, str, Mapping[str, Any]], Values] = _as_given
    added: Callable[[Transaction, str, Mapping[str, Any]], None] = _nothing
    deletion_refusal: Callable[[Plan, Sequence[str]], str | None] = _not_refused
