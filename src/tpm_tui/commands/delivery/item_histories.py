"""How each item went through the workflow, read from a file."""

from tpm_tui.domain.kinds import KINDS
from tpm_tui.planning.flow.history.state_history import StateHistories
from tpm_tui.store.store import Store


def read_item_histories(store: Store, until: int | None = None) -> StateHistories:
    """The states of each item from its creation on, up to a sequence number or to the last transaction: as the file
    keeps them, else from its journal. StoreError if the file cannot be read."""
    histories = StateHistories()
    kept = store.item_histories(until)
    if kept is not None:
        histories.take(kept)
    else:
        extend_item_histories(histories, store, 0, until)
    return histories


def extend_item_histories(histories: StateHistories, store: Store, after: int, until: int | None) -> bool:
    """Take in what the journal says from after one sequence number to another; False, and nothing is taken in, where
    what was read before no longer holds. StoreError if the file cannot be read."""
    whole, changes = store.state_changes(after, until)
    if after and whole:
        return False
    histories.extend(changes, str(KINDS["item"].column("status").default))
    return True
