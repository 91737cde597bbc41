"""The status of a decision record as people write it."""

import re

_WORDS = {
    "proposed": "proposed",
    "rejected": "rejected",
    "accepted": "accepted",
    "deprecated": "deprecated",
    "superseded": "superseded",
    "superceded": "superseded",  # as adr-tools spells it
}
_SUPERSEDED = re.compile(r"supers?c?eded by\b(.*)", re.IGNORECASE | re.DOTALL)
_NUMBER = re.compile(r"(?:ADR[- ]?|\[|\()?0*(\d{1,6})", re.IGNORECASE)


def parse_status(text: str) -> str | None:
    """The status that MADR 4 has for these words; None for words that are no such status (they stay as they are)."""
    by = _SUPERSEDED.search(text)
    match = re.match(r"\W*([A-Za-z]+)", text)
    word = _WORDS.get(match[1].casefold()) if match else None
    return "superseded" if by is not None and word in ("accepted", "superseded", "deprecated") else word


def superseded_by(text: str) -> int | None:
    """The number of the record that this one is superseded by, None where the status names none."""
    by = _SUPERSEDED.search(text)
    number = _NUMBER.search(by[1]) if by else None
    return int(number[1]) if number else None
