"""Where an item stands among its siblings."""

from collections.abc import Sequence

from tpm_tui.domain.values import rank
from tpm_tui.store.transaction import Transaction


def siblings(tx: Transaction, parent: str | None) -> Sequence[str]:
    return tx.plan.children.get(parent, ())


def sibling_rank_after(tx: Transaction, parent: str | None, after: str | None) -> str:
    """An order key right after a sibling, or after the last one where none is given."""
    if after is None:
        ids = siblings(tx, parent)
        return rank.order_key_after(_rank(tx, ids[-1])) if ids else rank.order_key_after("")
    return sibling_rank_between(tx, parent, after, None)


def sibling_rank_between(tx: Transaction, parent: str | None, after: str | None, moving: str | None) -> str:
    """An order key right after ``after`` (None: first), not counting the item that moves.

    Two items may have the same key after two copies were merged, or keys that another program made may have no room
    between them; their siblings are then numbered anew.
    """
    others = [s for s in siblings(tx, parent) if s != moving]
    place = others.index(after) + 1 if after is not None else 0
    low = _rank(tx, others[place - 1]) if place else ""
    high = _rank(tx, others[place]) if place < len(others) else ""
    if not high:
        return rank.order_key_after(low)
    if low < high and (key := rank.order_key_between_or_empty(low, high)):
        return key
    for sibling, key in zip(others, rank.order_keys_after(len(others)), strict=True):
        tx.set("item", sibling, rank=key)
    return sibling_rank_between(tx, parent, after, moving)


def _rank(tx: Transaction, item: str) -> str:
    return str(tx.plan.value("item", item, "rank"))
