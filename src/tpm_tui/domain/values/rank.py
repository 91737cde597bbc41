"""Order keys: a text between any two others, so that moving a record changes that record alone.

Keys are fractions written in base 62 without a trailing zero digit [Figma, "Realtime editing of ordered sequences"]:
between "a" and "a0" nothing fits, so no key made here ends in "0".
"""

RANK_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_VALUE = {c: i for i, c in enumerate(RANK_DIGITS)}


def order_key_between(low: str, high: str) -> str:
    """A key after ``low`` and before ``high``; an empty text means no bound on that side.

    ValueError if nothing fits (``low`` is not before ``high``, or ``high`` is ``low`` and zeros) or a key holds other
    characters.
    """
    if high and low >= high:
        raise ValueError(f"no order key fits between {low!r} and {high!r}")
    prefix, position, bound = "", 0, high
    while True:
        lower = _value(low[position]) if position < len(low) else 0
        upper = _value(bound[position]) if position < len(bound) else len(RANK_DIGITS)
        if upper - lower > 1:
            break
        prefix += RANK_DIGITS[lower]
        if lower != upper:
            bound = ""
        position += 1
    key = prefix + RANK_DIGITS[(lower + upper) // 2]
    if high and key >= high:
        raise ValueError(f"no order key fits between {low!r} and {high!r}")
    return key


def order_key_between_or_empty(low: str, high: str) -> str:
    """A key between the two, empty if there is none."""
    try:
        return order_key_between(low, high)
    except ValueError:
        return ""


def _value(digit: str) -> int:
    try:
        return _VALUE[digit]
    except KeyError:
        raise ValueError(f"an order key is written with letters and digits, not {digit!r}") from None


def order_key_after(low: str) -> str:
    """A key after ``low`` that stays short however many are appended. ValueError if it holds other characters.

    A letter from ``a`` on says how many digits follow it, and those count up.
    """
    if not low:
        return "a1"
    head, tail = low[0], low[1:]
    if head < "a":
        return "a1"
    width = _value(head) - _VALUE["a"] + 1
    number = 0
    for c in tail[:width].ljust(width, "0"):
        number = number * 62 + _value(c)
    number += 1
    if number % 62 == 0:
        number += 1
    if number >= 62**width:
        return order_key_between(low, "") if head == "z" else RANK_DIGITS[_VALUE[head] + 1] + "0" * width + "1"
    text = ""
    for _ in range(width):
        number, digit = divmod(number, 62)
        text = RANK_DIGITS[digit] + text
    return head + text


def order_keys_after(count: int, low: str = "") -> list[str]:
    """So many keys in rising order, all after ``low``."""
    keys = []
    for _ in range(count):
        low = order_key_after(low)
        keys.append(low)
    return keys
