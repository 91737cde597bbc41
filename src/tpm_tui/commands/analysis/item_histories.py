"""How each item went through the workflow, read from a file."""

from tpm_tui.domain.kinds import KINDS
from tpm_tui.planning.flow.history.state_history import StateHistories
from tpm_tui.store.store import Store


def read_item_histories(store: Store) -> StateHistories:
    """The states of each item from its creation on. StoreError if the file cannot be read."""
    histories = StateHistories()
    histories.extend(store.state_changes()[1], str(KINDS["item"].column("status").default))
    return histories
