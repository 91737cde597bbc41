"""Which headers of a foreign table mean which fields, by words of several languages in the order of preference."""

import re
from collections.abc import Mapping, Sequence

_BRACKETED = re.compile(r"[(\[].*?[)\]]")


def header_words(header: str) -> str:
    """A header in lower case without marks, and without what stands in brackets: mostly a unit."""
    bare = _BRACKETED.sub(" ", header.lower()) if _BRACKETED.sub(" ", header).strip() else header.lower()
    return " ".join(re.sub(r"[_\W]+", " ", bare).split())


def match_headers(headers: Sequence[str], words: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Field by header in lower case: of several that mean a field, the one whose word stands first in its list."""
    by_words: dict[str, str] = {}
    for header in headers:
        by_words.setdefault(header_words(header), header.lower())
    matched: dict[str, str] = {}
    for field, names in words.items():
        free = (by_words[name] for name in names if name in by_words and by_words[name] not in matched)
        matched.update((header, field) for header in list(free)[:1])
    return matched
