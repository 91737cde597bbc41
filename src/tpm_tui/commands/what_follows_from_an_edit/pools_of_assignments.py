"""The pool that an assignment names: with so many of it before its name, and made where it is not there yet."""

import re
from collections.abc import Mapping
from decimal import Decimal
from math import ceil
from typing import Any

from tpm_tui.commands.what_follows_from_an_edit.edit_rules import EditRules, Values
from tpm_tui.domain.kinds.schedule.items import FUNCTIONS
from tpm_tui.domain.text.field_values import NewReference, resolve_or_new
from tpm_tui.store.transaction import Transaction

_ONE = 100
"""Percent of one place of a pool."""

_SEVERAL_OF = re.compile(r"(?P<count>\d+(?:[.,]\d{1,2})?) of (?P<pool>\S.*)")


def several_of(word: str) -> tuple[int, str] | None:
    """``3 of backend`` as percent and the name of the pool, ``1.5 of backend`` as 150; None for a mere name."""
    said = _SEVERAL_OF.fullmatch(word.strip())
    return None if said is None else (round(_ONE * Decimal(said["count"].replace(",", "."))), said["pool"])


def _with_pool(tx: Transaction, _id: str | None, values: Mapping[str, Any]) -> Values:
    """The values of an assignment with so many of a pool as the pool and its units, and the pool made where it is not
    there yet: as large as they ask."""
    filled = dict(values)
    several = several_of(filled["pool"]) if isinstance(filled.get("pool"), NewReference) else None
    if several is not None:
        filled["units"] = several[0]
        filled["pool"] = resolve_or_new("pool", several[1], tx.plan)
    name, units = filled.get("pool"), filled.get("units")
    if isinstance(name, NewReference) and isinstance(units, int):
        function = name.lower() if name.lower() in FUNCTIONS else None
        filled["pool"] = tx.add("pool", name=str(name), function=function, capacity=max(ceil(units / _ONE), 1))
        tx.created_by_reference.append(("pool", str(filled["pool"])))
    return filled


EDIT_RULES = {"assignment": EditRules(to_add=_with_pool, to_change=_with_pool)}
