"""Numbers as programs and languages write them: which mark stands before the fraction is judged from a whole column."""

import re
from collections.abc import Iterable
from decimal import Decimal

_CURRENCY = re.compile(r"^[A-Z]{3}(?=[\s\d+-])|(?<=[\d\s])[A-Z]{3}$|[€$£¥₣₤₹₽]|\b(?:kr|zł|CHF|Fr)\b\.?")
_GROUPS = " '’\u00a0\u2009\u202f"
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def _bare(text: str) -> str:
    """The digits and marks of a number, a minus before them: brackets and a minus behind mean the same."""
    bare = _CURRENCY.sub("", text.strip()).strip()
    negative = (bare.startswith("(") and bare.endswith(")")) or bare.endswith(("-", "−"))
    bare = bare.strip("()").rstrip("-−").replace("−", "-")
    for letter in _GROUPS:
        bare = bare.replace(letter, "")
    return f"-{bare}" if negative and not bare.startswith("-") else bare


def decimal_mark(texts: Iterable[str], among_commas: bool = False) -> str:
    """``,`` or ``.``, as most of the numbers tell; what could be either is taken as ``.``, or with ``among_commas``
    (the columns are not parted by commas, as where a comma is the mark) as ``,``."""
    balance = 0
    for text in texts:
        bare = _bare(text)
        comma, point = bare.rfind(","), bare.rfind(".")
        if comma >= 0 and point >= 0:
            balance += 1 if comma > point else -1
        elif comma >= 0 and (bare.count(",") == 1 and len(bare) - comma != 4):
            balance += 1
        elif point >= 0 and (bare.count(".") == 1 and len(bare) - point != 4):
            balance -= 1
        elif bare.count(".") > 1:
            balance += 1
        elif bare.count(",") > 1:
            balance -= 1
    return "," if balance > 0 or (balance == 0 and among_commas) else "."


def read_number(text: str, mark: str) -> Decimal | None:
    """The number in a text whose fraction begins with that mark, currency and marks of thousands left out; None if
    it is none."""
    bare = _bare(text)
    other = "." if mark == "," else ","
    if re.search(rf"{re.escape(other)}\d{{0,2}}(?:\D|$)", bare):
        return None  # no thousands: what stands behind it is something else
    plain = bare.replace(other, "").replace(mark, ".")
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None
