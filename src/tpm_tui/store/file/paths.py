"""Paths as people type them."""

from pathlib import Path

from tpm_tui.store.errors import StoreError


def expand_path(text: str) -> Path:
    """The path that a text means, ``~`` and ``~name`` being home directories. StoreError if there is none."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise StoreError(f"{text}: there is no such home directory; write the whole path, or ./{text}") from None
