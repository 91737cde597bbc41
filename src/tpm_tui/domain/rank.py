"""Order keys: a text between any two others, so that moving a record changes that record alone.

Keys are fractions written in base 62 without a trailing zero digit [Figma, "Realtime editing of ordered sequences"].
"""

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_VALUE = {c: i for i, c in enumerate(DIGITS)}


def between(low: str, high: str) -> str:
    """A key after ``low`` and before ``high``; an empty text means no bound on that side.

    ValueError if ``low`` is not before ``high`` or a key holds other characters.
    """
    if high and low >= high:
        raise ValueError(f"no order key fits between {low!r} and {high!r}")
    prefix, position = "", 0
    while True:
        lower = _VALUE[low[position]] if position < len(low) else 0
        upper = _VALUE[high[position]] if high and position < len(high) else len(DIGITS)
        if lower == upper:
            prefix += DIGITS[lower]
        elif upper - lower > 1:
            return prefix + DIGITS[(lower + upper) // 2]
        else:
            prefix += DIGITS[lower]
            high = ""
        position += 1


def after(low: str) -> str:
    """A key after ``low`` that stays short however many are appended."""
    if not low:
        return "a0"
    head, tail = low[0], low[1:]
    if head < "a":
        return between(low, "")
    width = _VALUE[head] - _VALUE["a"] + 1
    number = 0
    for c in tail[:width].ljust(width, "0"):
        number = number * 62 + _VALUE[c]
    number += 1
    if number >= 62**width:
        return between(low, "") if head == "z" else DIGITS[_VALUE[head] + 1] + "0" * (width + 1)
    text = ""
    for _ in range(width):
        number, digit = divmod(number, 62)
        text = DIGITS[digit] + text
    return head + text


def spread(count: int, low: str = "") -> list[str]:
    """So many keys in rising order, all after ``low``."""
    keys = []
    for _ in range(count):
        low = after(low)
        keys.append(low)
    return keys
