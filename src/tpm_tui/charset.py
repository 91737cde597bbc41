"""What the terminal can show: whether it reads UTF-8, and plain ASCII for what it cannot.

Drawing is done in Unicode throughout; only the stream that leads to the terminal knows better. Each character that the
terminal's character set lacks is drawn by as many plain ones as it has cells, so that nothing shifts.
"""

import codecs
import unicodedata
from collections.abc import Mapping
from io import TextIOWrapper
from typing import Any

from tpm_tui.safe_text import width

ERRORS = "tpm.plain"

_PLAIN: dict[str, str] = {}
for _plain, _drawn in {
    "-": "─━╌╍┄┅┈┉╴╶╸╺═╼╾‐‑‒–—―−▁▔▱⎯¯",
    "|": "▍▎│┃╎╏┆┇┊┋╵╷╹╻║╽╿▏▕▌▐❘¦",
    "[": "▟▛",
    "]": "▙▜",
    "#": "▉▊▋█▓▇▆▅▰■▮",
    ":": "▒░▃▄▀▂⋮┊",
    "*": "●◉★⬤✱✶",
    "o": "○◌◯◎°º",
    "+": "◆◇✚⊕⊞┼",
    ">": "≥▸▶►▷→⇒⇢›»⮕❯➤",
    "/": "÷",
    "S": "Σ",
    "E": "€",
    "F": "₣",
    "L": "£₤",
    "R": "₹₽",
    "Y": "¥",
    "P": "Π",
    "d": "δΔ",
    "<": "≤◂◀◄◁←⇐⇠‹«❮⏎↵",
    "^": "▴▲△↑⇧⌃",
    "v": "▾▼▽↓⇩⌄",
    "x": "✗✘×✕⊗☒",
    "y": "✓✔☑",
    "!": "⚑⚠‼",
    ".": "…·•∙⋅",
    "'": "‘’‚`´′",
    '"': "“”„″",
    "~": "≈∼±",
    "=": "≡",
    "%": "‰",
}.items():
    _PLAIN.update(dict.fromkeys(_drawn, _plain))
del _plain, _drawn

#: Letters that are no Latin ones with an accent, each as one letter, since each takes one cell.
_LETTERS = ("абвгдеёжзийклмнопрстуфхцчшщъыьэюяßłøđæœ", "abvgdeezzijklmnoprstufhccss'y'euaslodao")
_PLAIN.update(zip(*_LETTERS, strict=True))
_PLAIN.update(zip(*(letters.upper() for letters in (_LETTERS[0].replace("ß", "ẞ"), _LETTERS[1])), strict=True))


def _plain_char(char: str) -> str:
    """One character as ASCII in as many cells as it takes."""
    known = _PLAIN.get(char)
    if known:
        return known
    code = ord(char)
    if 0x2801 <= code <= 0x28FF:  # a curve drawn in dots
        return "*"
    if 0x2500 <= code <= 0x257F:  # the box drawing left over: corners, tees, crossings
        return "+"
    cells = width(char)
    base = unicodedata.normalize("NFKD", char)[:1]
    if base.isascii() and base.isprintable() and cells == 1:
        return base
    return "?" * cells


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_plain_char, error.object[error.start : error.end])), error.end


codecs.register_error(ERRORS, _replace)


def original_environ(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment as the user set it: Python itself changes ``LC_CTYPE`` to UTF-8 where the locale is ``C``."""
    environment = dict(environ)
    if environ.get("LC_CTYPE") in ("C.UTF-8", "C.utf8", "UTF-8"):
        try:
            with open("/proc/self/environ", "rb") as file:
                begun = dict(part.partition(b"=")[::2] for part in file.read().split(b"\0"))
        except OSError:
            return environment
        if b"LC_CTYPE" not in begun:
            del environment["LC_CTYPE"]
    return environment


def charset(environ: Mapping[str, str]) -> str:
    """The character set that the locale names, as Python calls it: ``utf-8``, ``ascii``, ``iso8859-1`` …

    A locale that is not set at all says nothing, and terminals of today read UTF-8; ``C`` and ``POSIX`` say ASCII.
    """
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        locale = environ.get(name)
        if not locale:
            continue
        if locale in ("C", "POSIX"):
            return "ascii"
        named = locale.partition("@")[0].partition(".")[2] or ("utf-8" if locale.lower() == "utf-8" else "iso8859-1")
        try:
            return codecs.lookup(named).name
        except LookupError:
            return "ascii"
    return "utf-8"


def can_show(text: str, environ: Mapping[str, str]) -> bool:
    """Whether the terminal's character set has all of a text."""
    try:
        text.encode(charset(environ))
    except UnicodeEncodeError:
        return False
    return True


def encode_for_terminal(stream: Any, environ: Mapping[str, str]) -> None:
    """Make a text stream to the terminal send what its character set has, and plain ASCII for the rest.

    A stream that is no ordinary text file (as under a test) is left alone.
    """
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding=charset(environ), errors=ERRORS)
