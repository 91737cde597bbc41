"""Waits at hand-offs: work that one function has finished and the next has not yet begun."""

from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from tpm_tui.planning.flow.percentiles import nearest_rank


class HandOff(Struct, frozen=True):
    """Work that passes from one function to another. ``taken`` is None while nobody has begun; clock minutes."""

    item: str
    giver: str
    receiver: str
    released: int
    taken: int | None = None


class HandOffWait(Struct, frozen=True):
    """The waits between two functions: ``p50`` and ``p85`` in minutes of those that are over, None where none is."""

    giver: str
    receiver: str
    over: int
    p50: int | None
    p85: int | None
    waiting: tuple[str, ...]
    """items that wait now, longest first"""
    total: int
    """minutes waited, those that still wait included"""


def hand_off_waits(hand_offs: Iterable[HandOff], now: int) -> list[HandOffWait]:
    """Waits by pair of functions, most minutes first. What was begun before it was released did not wait."""
    pairs: dict[tuple[str, str], list[HandOff]] = defaultdict(list)
    for hand_off in hand_offs:
        if hand_off.giver != hand_off.receiver and hand_off.released <= now:
            pairs[hand_off.giver, hand_off.receiver].append(hand_off)
    result = []
    for (giver, receiver), entries in pairs.items():
        over = [max(entry.taken - entry.released, 0) for entry in entries if entry.taken is not None]
        waiting = sorted((entry.released, entry.item) for entry in entries if entry.taken is None)
        total = sum(over) + sum(now - released for released, _ in waiting)
        result.append(
            HandOffWait(
                giver, receiver, len(over), nearest_rank(over, 50), nearest_rank(over, 85),
                tuple(item for _, item in waiting), total,
            )
        )  # fmt: skip
    return sorted(result, key=lambda wait: (-wait.total, wait.giver, wait.receiver))
