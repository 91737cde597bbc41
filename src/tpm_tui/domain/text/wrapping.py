"""Sentences in lines of so many cells, amounts whole."""

import re
from textwrap import wrap

#: Stands for a blank at which no line ends, while lines are made.
_UNBROKEN = "\uf8ff"
#: The blank between thousands, and that before a unit.
_WITHIN_AMOUNT = re.compile(r"(?<=\d) (?=\d{3}(?!\d)|[hd]\b|%)")


def wrap_text(
    text: str,
    cells: int,
    *,
    first: str = "",
    rest: str = "",
    most: int | None = None,
    ending: str = " …",
    at_hyphens: bool = True,
) -> list[str]:
    """The lines of a text, none wider than ``cells`` and none for an empty one: an amount, spaces between its thousands
    and its unit behind it, stays in one. ``first`` and ``rest`` stand before the first line and the others; of more
    than ``most`` lines the last one kept has the ``ending``."""
    lines = wrap(
        _WITHIN_AMOUNT.sub(_UNBROKEN, text),
        cells,
        initial_indent=first,
        subsequent_indent=rest,
        max_lines=most,
        placeholder=ending,
        break_on_hyphens=at_hyphens,
    )
    return [line.replace(_UNBROKEN, " ") for line in lines]
