"""Text made safe to draw: what a record holds may come from anyone, and terminals obey what they are sent.

Storage keeps what came; only the text on its way to a terminal passes here. The result holds no control character, no
escape sequence, nothing invisible and nothing that turns the direction of writing, so its width is what it looks like.
Markup is not a matter of characters: draw the result as ``Content(...)`` or with ``markup=False``.
"""

import re
import unicodedata
from functools import lru_cache

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
ELLIPSIS = "…"
#: Accents and such that may follow one letter; the stacks that cover the lines above and below have dozens.
MARKS = 3
#: What goes between a mark and whatever happens to be drawn left of it, if the text starts with a mark.
_DOTTED_CIRCLE = "\N{DOTTED CIRCLE}"

# Letters, marks and symbols by their category that are drawn as nothing all the same.
_INVISIBLE = frozenset("\u034f\u115f\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0\ufffc")
_LETTER_A, _REGIONAL_A, _REGIONAL_Z = ord("A"), 0x1F1E6, 0x1F1FF


def _drawn(code: int) -> str:
    """What stands for one character: itself, its picture, a plain space, the replacement character, or nothing."""
    char = chr(code)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\N{SYMBOL FOR DELETE}"
    # Variants of form and colour: no width of their own in some terminals, one or two cells in others.
    if 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF or 0x1F3FB <= code <= 0x1F3FF:
        return ""
    # Pairs of these are flags, two cells wide or four; as letters they are one each everywhere.
    if _REGIONAL_A <= code <= _REGIONAL_Z:
        return chr(_LETTER_A + code - _REGIONAL_A)
    # Vowels and final consonants of Hangul that no syllable took up: letters, but no cell of their own.
    if 0x1160 <= code <= 0x11FF or 0xD7B0 <= code <= 0xD7FF:
        return REPLACEMENT
    category = unicodedata.category(char)
    # Cc, Cf, Cs, Co, Cn: controls, formats, surrogates, private use, unassigned; Zl, Zp: line and paragraph separators.
    if category[0] == "C" or category in ("Zl", "Zp") or char in _INVISIBLE:
        return REPLACEMENT
    if category == "Zs" and code != 0x3000:
        return " "
    return char


class _Drawn(dict[int, str]):
    """A table for ``str.translate`` that works out a character when it first meets it."""

    def __missing__(self, code: int) -> str:
        drawn = self[code] = _drawn(code)
        return drawn


_DRAWN = _Drawn()
# From the first combining mark on; everything before it is a letter, a sign or a symbol of its own. Said the other way
# round, as a range up to the last character takes fifty times as long to compile.
_MAY_COMBINE = re.compile("[^\x00-\u02ff]").search
_HANGUL_PARTS = re.compile("[\u1100-\u11ff]").search


def _few_marks(text: str) -> str:
    """At most three combining marks in a row, and something for a first mark to stand on."""
    kept: list[str] = []
    marks = 0
    for char in text:
        if char > "\u02ff" and unicodedata.category(char)[0] == "M":
            marks += 1
            if marks > MARKS:
                continue
            if not kept:
                kept.append(_DOTTED_CIRCLE)
        else:
            marks = 0
        kept.append(char)
    return "".join(kept)


def _slow(text: str, tabs: str, newline: str) -> str:
    """The full work on one text that is not plain."""
    text = text.replace("\r\n", "\n")
    if newline != "␊":
        text = text.replace("\n", newline)
    if tabs != "␉":
        text = text.replace("\t", tabs)
    if _HANGUL_PARTS(text):
        text = unicodedata.normalize("NFC", text)
    text = text.translate(_DRAWN)
    return _few_marks(text) if _MAY_COMBINE(text) else text


_slow_cached = lru_cache(8192)(_slow)


def safe(text: str, *, tabs: str = "␉", newline: str = "␊") -> str:
    """One line of text, safe to draw: controls as their pictures (ESC is ␛), whatever cannot be seen as �.

    ``tabs`` and ``newline`` stand for those two (a carriage return before a newline goes with it); both must be safe
    themselves, such as spaces. Accents past the third on one letter are left out, as are variation selectors, and flags
    become their two letters. The same text comes back unchanged if it is safe, so ``safe(safe(x)) == safe(x)``.
    """
    if text.isprintable() and (text.isascii() or not _MAY_COMBINE(text)):
        return text
    return (_slow_cached if len(text) < 1000 else _slow)(text, tabs, newline)


def safe_each(text: str) -> str:
    """As :func:`safe`, with a character drawn for each character, so that a cursor can stand in the text: what ``safe``
    leaves out is shown as � here.
    """
    if text.isprintable() and (text.isascii() or not _MAY_COMBINE(text)):
        return text
    drawn: list[str] = []
    marks = MARKS
    for char in text:
        marks = marks + 1 if char > "\u02ff" and unicodedata.category(char)[0] == "M" else 0
        drawn.append(_DRAWN[ord(char)] or REPLACEMENT if marks <= MARKS else REPLACEMENT)
    return "".join(drawn)


def safe_lines(text: str, *, tabs: str = "    ") -> list[str]:
    """The lines of a longer text, each safe to draw; ``\\n``, ``\\r\\n`` and a bare ``\\r`` end a line."""
    return [safe(line, tabs=tabs) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def width(text: str) -> int:
    """Cells that a safe text takes in a terminal: 2 for a wide character, 0 for a combining mark."""
    if text.isascii():
        return len(text)
    # The table that the screen itself is laid out by; loaded when the first text needs it.
    from rich.cells import cell_len

    return cell_len(text)


@lru_cache(2048)
def _is_one_cell(char: str) -> bool:
    return width(char) == 1


def is_a_cell_a_character(text: str) -> bool:
    """Whether each character of a safe text takes one cell: none is wide, and none combines with another."""
    return text.isascii() or all(map(_is_one_cell, set(text)))


def _cut(text: str, cells: int) -> str:
    """The longest beginning of a safe text that fits, never half a wide character."""
    if text.isascii():
        return text[:cells]
    from rich.cells import get_character_cell_size

    used = 0
    for position, char in enumerate(text):
        used += get_character_cell_size(char)
        if used > cells:
            return text[:position]
    return text


@lru_cache(8192)
def _fit(text: str, cells: int, align: str) -> str:
    taken = width(text)
    if taken > cells:
        text = _cut(text, cells - 1) + ELLIPSIS
        taken = width(text)
    free_cells = cells - taken
    if align == "right":
        return " " * free_cells + text
    if align == "center":
        return " " * (free_cells // 2) + text + " " * (free_cells - free_cells // 2)
    return text + " " * free_cells


def fit(text: str, cells: int, align: str = "left") -> str:
    """A safe text in exactly ``cells`` cells: padded (``align``: left, right, center) or cut with ``…``."""
    if cells <= 0:
        return ""
    if align == "left" and text.isascii() and len(text) <= cells:
        return text.ljust(cells)
    return _fit(text, cells, align)
