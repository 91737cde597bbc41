"""The names of keys: as Textual knows them, and as help and footer write them."""

import os
import unicodedata
from functools import cache

from tpm_tui.charset import can_show, original_environ

#: Characters whose key Textual names otherwise than Unicode does.
_TEXTUAL_NAMES = {
    "@": "at", "_": "underscore", "-": "minus", "+": "plus", "/": "slash", "<": "less_than_sign",
    ">": "greater_than_sign",
}  # fmt: skip

_KEY_SYMBOLS = {
    "enter": "⏎", "escape": "esc", "question_mark": "?", "space": "space", "pagedown": "pgdn", "pageup": "pgup",
    "down": "↓", "up": "↑", "left": "←", "right": "→", "f1": "F1",
}  # fmt: skip


def textual_key(key: str) -> str:
    """A key as Textual names it: ``?`` is ``question_mark``; names of more than one character stand as they are."""
    if len(key) != 1 or key.isalnum():
        return key
    return _TEXTUAL_NAMES.get(key) or unicodedata.name(key).lower().replace("-", "_").replace(" ", "_")


def key_name(key: str) -> str:
    """A key as help and footer write it; in full where the terminal cannot show its sign, which a plain one in its
    place (< for ⏎) would make another key's."""
    name = _KEY_SYMBOLS.get(key, key)
    return name if name.isascii() or _displayable(name) else key


@cache
def _displayable(name: str) -> bool:
    return can_show(name, original_environ(os.environ))
