"""Draws from a reserve as lines of its resource's notes: such files have no field for what was taken from a budget.

``Drawn 2026-11-02: 120.50 by Ana Ruiz: The first storm``; people read them there, an import reads them back.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from tpm_tui.domain.values.amounts import amount_text, stored_amount

_DRAW = re.compile(r"Drawn (\d{4}-\d\d-\d\d|undated): (-?\d{1,16}(?:\.\d{1,12})?) by (.+?): (.+)")
_UNDATED, _NOBODY = "undated", "nobody named"


class NotedDraw(Struct, frozen=True):
    """What was taken from a reserve: on which day (ISO), how much, by whom, and why."""

    at: str | None
    amount: Decimal
    person: str | None
    reason: str


def with_draws(notes: str, draws: Iterable[NotedDraw]) -> str:
    """Notes with a line a draw below them. Line breaks of a reason, and colons of a name, become spaces."""
    lines = [
        f"Drawn {draw.at or _UNDATED}: {amount_text(draw.amount)}"
        f" by {' '.join((draw.person or _NOBODY).replace(':', ' ').split())}: {' '.join(draw.reason.split())}"
        for draw in draws
    ]
    return "\n".join([*([notes] if notes else []), *lines])


def split_draws(notes: str) -> tuple[str, list[NotedDraw]]:
    """The notes without the lines of draws, and these."""
    rest, draws = [], []
    for line in notes.splitlines():
        match = _DRAW.fullmatch(line.strip())
        if match is None:
            rest.append(line)
        else:
            at, amount, person, reason = match.groups()
            draws.append(
                NotedDraw(
                    None if at == _UNDATED else at,
                    stored_amount(amount),
                    None if person == _NOBODY else person,
                    reason,
                )
            )
    return ("\n".join(rest), draws) if draws else (notes, [])
