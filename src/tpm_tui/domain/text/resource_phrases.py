"""Limits on people and on their work in plain words: ``no more than 3 people``, ``at most 2 of backend``, ``at most 15
person-days``, ``at most 3 weeks of work``.

Only a limit of the whole binds: what else a sentence says of it makes it another thing, as people in a room.
"""

import re
from collections.abc import Sequence

from msgspec import Struct

from tpm_tui.domain.text.dates import InputContext, parse_duration


class ResourceLimit(Struct, frozen=True):
    """At most so much ``work``, in working minutes, or so many ``people`` at one time; ``group`` names whom of them: a
    pool, a team or a function; empty: everybody."""

    work: int | None = None
    people: int | None = None
    group: str = ""


_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_NUMBER = rf"(?P<number>\d+(?:[.,]\d+)?|{'|'.join(_WORDS)})"
_MOST = (
    r"(?:at (?:the )?most|(?:no|not) more than|up to|max(?:imum)?\.?(?: of)?|limited to|capped at|(?:can)?not exceed"
    r"|(?P<fewer>fewer than|less than|under)|within|only)"
)
_BEHIND = r"(?: at (?:the )?most| or (?:fewer|less)| max(?:imum)?)"
_PEOPLE = r"(?:people|persons?|men|women|ftes?|heads|members|colleagues)"
_ROLES = r"(?:people|persons?|developers?|engineers?|testers?|specialists?|experts?)"
#: What those of a function are called.
_FUNCTION_OF = {"developer": "development", "designer": "design", "tester": "qa"}
_ONE = r"(?:people|persons?|man|men|staff|developer|engineer|fte)s?"
_TIME = r"(?P<unit>hours?|h|days?|d|weeks?|w|months?)"
_AMOUNTS = tuple(
    re.compile(pattern)
    for amount in (
        rf"{_NUMBER} ?{_ONE}['’]?[- ]?{_TIME}\b",
        rf"{_NUMBER} ?{_TIME}['’]? (?:of )?(?:work|effort)\b",
        r"(?P<number>\d+(?:[.,]\d+)?) ?p(?P<unit>[dwh])\b",
    )
    for pattern in (rf"\b{_MOST} {amount}", rf"(?<![\d.,]){amount}{_BEHIND}\b")
)
_GROUP = r"(?P<group>[\w][\w .&/-]*?)"
_WHOLE = (
    r"(?: (?:of (?:work|effort)|at (?:the same|one|any|a) time|at once|in parallel|concurrently|simultaneously"
    r"|in (?:total|all)"
    r"|(?:to )?(?:work|working)(?: (?:on|for) (?:it|this|the (?:programme|project|plan)))?|altogether|overall"
    r"|(?:on|for|in) (?:it|this|everything|the (?:whole )?(?:programme|project|plan|team))|assigned|at work"
    r"|(?:is|are|be|may|can|must|will)(?: be)?))*\s*[.!]?"
)
#: What may stand before a limit of the whole.
_BEFORE = re.compile(
    r"(?:\b(?:we|you|it|this|that|the|a|whole|programme|project|plan|team|work|effort|total|staff|people|there|is|are"
    r"|be|has|have|had|get|gets|take|takes|need|needs|use|uses|must|may|can|shall|should|will|with|of|staffed|by|never"
    r"|only|us|everything|limit|capacity|consists?|work|works|working|for|on|in|all)\b|[\s:,-])*"
)
_HEADS = (
    re.compile(rf"\b{_MOST} {_NUMBER} {_PEOPLE}{_WHOLE}$"),
    re.compile(rf"\b{_MOST} {_NUMBER} (?P<group>{'|'.join(_FUNCTION_OF)})s?{_WHOLE}$"),
    re.compile(rf"\b{_MOST} {_NUMBER} {_GROUP} {_ROLES}{_WHOLE}$"),
    re.compile(rf"\b{_MOST} {_NUMBER} (?:{_PEOPLE} )?(?:of|from|in) (?:the )?{_GROUP}(?: team)?{_WHOLE}$"),
    re.compile(rf"\b{_NUMBER} {_PEOPLE}{_BEHIND}{_WHOLE}$"),
    re.compile(rf"\b{_NUMBER} of (?:the )?{_GROUP}{_BEHIND}{_WHOLE}$"),
    re.compile(rf"\b{_NUMBER} {_GROUP} {_ROLES}{_BEHIND}{_WHOLE}$"),
)
_NAMES_PEOPLE = re.compile(rf"\b(?:{_MOST} {_NUMBER} (?:\w+ )?{_PEOPLE}|\d+ {_PEOPLE}{_BEHIND})\b")
_BARE_TIME = re.compile(rf"\b{_MOST} {_NUMBER} (?P<unit>days?|weeks?)(?:{_WHOLE})$")
_TYPED_WORK = re.compile(r"(?P<number>\d+(?:[.,]\d+)?)(?:p?(?P<unit>[dwh])|(?P<days>person-days|people-days))")
_TYPED_PEOPLE = re.compile(r"(?P<number>\d+)(?:people|persons?|(?P<group>[^\W\d_].*))")
_PART = "its number is no limit of the whole: say it with max:, and name the items that it holds for"


def resource_limit(said: str, groups: Sequence[str], context: InputContext) -> ResourceLimit | str:
    """The people or the work that a sentence in small letters limits; why it limits none though it names some; empty
    where it names none. ``groups`` are the names of pools, teams and functions."""
    for pattern in _AMOUNTS:
        if match := pattern.search(said):
            if not (_BEFORE.fullmatch(said[: match.start()]) and re.fullmatch(_WHOLE, said[match.end() :])):
                return _PART
            if match["unit"].startswith("mo"):
                return "a month of work has no length of its own: say person-days"
            return _work(match["number"], match["unit"], context)
    if _BARE_TIME.search(said):
        return "say person-days where it limits the work, by and a date where it limits the time"
    for pattern in _HEADS:
        if (match := pattern.search(said)) and _BEFORE.fullmatch(said[: match.start()]):
            named = match.groupdict()
            return _people(named["number"], named.get("group") or "", bool(named.get("fewer")), groups)
    return _PART if _NAMES_PEOPLE.search(said) else ""


def typed_limit(text: str, groups: Sequence[str], context: InputContext) -> ResourceLimit | None:
    """The limit that ``15pd``, ``3w``, ``3people`` or ``2backend`` says, None for a number that is none of these;
    ValueError where it names no group."""
    word = text.casefold()
    if match := _TYPED_WORK.fullmatch(word):
        return _work(match["number"], match["unit"] or "d", context)
    match = _TYPED_PEOPLE.fullmatch(word)
    if match is None or match["group"] in ("k", "m"):
        return None
    limit = _people(match["number"], match["group"] or "", False, groups)
    if isinstance(limit, str):
        raise ValueError(limit)
    return limit


def _work(number: str, unit: str, context: InputContext) -> ResourceLimit:
    return ResourceLimit(work=parse_duration(f"{_WORDS.get(number, number)}{unit[0]}", context))


def _people(number: str, group: str, fewer: bool, groups: Sequence[str]) -> ResourceLimit | str:
    if not number.isdigit() and number not in _WORDS:
        return "people are counted whole"
    most = int(_WORDS.get(number, number)) - fewer
    if not group:
        return ResourceLimit(people=most)
    name = {name.casefold(): name for name in groups}.get(_FUNCTION_OF.get(group, group))
    return ResourceLimit(people=most, group=name) if name else f"no pool, team or function is called {group}"
