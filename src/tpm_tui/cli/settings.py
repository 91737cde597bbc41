"""What the person's configuration means for the command line: date style, working day, author."""

from tpm_tui.store.store import Store


def prepare(store: Store) -> None:
    """Give an open store the words that typed text is read against."""
