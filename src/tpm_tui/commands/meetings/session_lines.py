"""A line said in a session, as fast as people talk: ``n The ledger balances @dana !must``."""

import re

from msgspec import Struct

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.kinds.scope.requirements import MOSCOW_PRIORITIES
from tpm_tui.domain.text.field_values import ValidationError

#: The letter that begins a line -> the type of requirement, or the kind of record, that it makes.
LETTERS = {
    "n": "need", "c": "constraint", "q": "question", "a": "assumption", "t": "action", "l": "lesson", "i": "issue",
    "w": "cause", "o": "option",
}  # fmt: skip
#: The kinds of record that a line makes.
SESSION_KINDS = ("requirement", *(word for word in LETTERS.values() if word in KINDS))
#: ``w`` is the cause of the cause that was said last, ``w1`` one of the problem itself, ``w2`` one of a first cause …
_DEPTH = re.compile(r"w([1-9])", re.IGNORECASE)

_WHO = re.compile(r"(?:^|\s)@([\w.-]+)")
_PRIORITY = re.compile(r"(?:^|\s)!([\w'’-]+)")
_DUE = re.compile(r"(?:^|\s)(?:by|due):(\S+)")
_FROM, _TO, _MOST = (re.compile(rf"(?:^|\s){word}:(\S+)") for word in ("from", "to", "max"))
_BINDS = re.compile(r"(?:^|\s)binds:(\S+)", re.IGNORECASE)
_AGAINST = re.compile(r"(?:^|\s)vs:(\S+)")
_PRIORITIES = {"wont": "won't", **{word: word for word in MOSCOW_PRIORITIES}}


class SessionLine(Struct, frozen=True):
    """What a line says: ``type`` is a value of `LETTERS`; the other words are as typed, or empty: ``first`` and
    ``last`` day and the ``most`` of a constraint, ``binds`` where it is to bind nothing, and what it collides with
    (``against``)."""

    type: str
    text: str
    who: str = ""
    priority: str = ""
    due: str = ""
    first: str = ""
    last: str = ""
    most: str = ""
    binds: str = ""
    against: str = ""
    depth: int = 0
    """of a cause: how many whys it lies below the problem, from 1; 0 where that was not said"""


def parse_session_line(line: str) -> SessionLine:
    """Take a line apart. A line without a letter is a need. ValidationError says what is wrong with it, as
    a letter that means nothing."""
    text = line.strip()
    letter, _, rest = text.partition(" ")
    type_ = "need"
    depth = 0
    if (said := _DEPTH.fullmatch(letter)) and rest.strip():
        type_, text, depth = "cause", rest, int(said[1])
    elif letter.lower() in LETTERS and rest.strip():
        type_, text = LETTERS[letter.lower()], rest
    elif len(letter) == 1 and letter.isascii() and letter.isalpha() and rest.strip():
        known = ", ".join(f"{one} {word}" for one, word in LETTERS.items())
        raise ValidationError(f"no line begins with the letter {letter!r}; the letters are {known}")
    who = _only(_WHO, text, "@who")
    word = _only(_PRIORITY, text, "!priority").lower().replace("’", "'")
    due, first, last = _only(_DUE, text, "by:date"), _only(_FROM, text, "from:date"), _only(_TO, text, "to:date")
    most, against = _only(_MOST, text, "max:number"), _only(_AGAINST, text, "vs:key")
    if word and word not in _PRIORITIES:
        raise ValidationError(f"there is no priority !{word}; say !{', !'.join(MOSCOW_PRIORITIES)}")
    binds = _only(_BINDS, text, "binds:no").casefold()
    if binds not in ("", "no"):
        raise ValidationError(f"binds:{binds} says nothing: binds:no is a constraint that binds nothing")
    for pattern in (_WHO, _PRIORITY, _DUE, _FROM, _TO, _MOST, _BINDS, _AGAINST):
        text = pattern.sub(" ", text)
    text = " ".join(text.split())
    if not text:
        raise ValidationError("the line says nothing; type what was said, as in: n The ledger balances @dana !must")
    _require_fitting(
        type_, {"@": who, "by:": due, "from:": first, "to:": last, "max:": most, "binds:": binds, "vs:": against}
    )
    return SessionLine(type_, text, who, _PRIORITIES.get(word, ""), due, first, last, most, binds, against, depth)


#: What a line says beside its text -> the types of line that can keep it.
_FITTING = {
    "@": ("need", "constraint", "question", "assumption", "action", "issue"),
    "by:": ("constraint", "assumption", "action", "issue"),
    **dict.fromkeys(("from:", "to:", "max:", "binds:", "vs:"), ("constraint",)),
}


def _require_fitting(type_: str, said: dict[str, str]) -> None:
    """ValidationError where a line says what its type cannot keep, or binds in two ways."""
    for sign, word in said.items():
        if word and type_ not in _FITTING[sign]:
            fitting = " or ".join(_FITTING[sign])
            article = "an" if type_[0] in "aeiou" else "a"
            raise ValidationError(f"{article} {type_} cannot keep {sign}{word}: say it of {fitting}, or leave it away")
    binding = [sign for sign in ("by:", "from:", "max:", "binds:") if said[sign]]
    if type_ == "constraint" and len(binding) > 1:
        raise ValidationError(f"a constraint binds in one way: {' or '.join(binding)}; say the other in its own line")
    if said["to:"] and not said["from:"]:
        raise ValidationError("to: ends what from: begins, as in: c Freeze from:18dec to:4jan; a last day alone is by:")


def _only(pattern: re.Pattern[str], text: str, what: str) -> str:
    words = pattern.findall(text)
    if len(words) > 1:
        raise ValidationError(f"the line says {what} {len(words)} times: {', '.join(words)}")
    return str(words[0]) if words else ""
