"""``1 task is …``, ``3 tasks are …``: sentences about tasks, counted."""

import re

_OF_ONE = {"are": "is", "were": "was", "have": "has", "lie": "lies", "stand": "stands"}
_MANY_OR_ONE = re.compile(r"\{([^|}]*)\|([^}]*)\}")


def tasks_that(count: int, what: str) -> str:
    """The sentence for so many tasks; ``what`` begins with a verb in the plural.

    ``{many|one}`` in it are words that depend on the number; where it begins with them, they name what is counted.
    """
    one = count == 1
    text = _MANY_OR_ONE.sub(r"\2" if one else r"\1", what)
    if what.startswith("{"):
        return f"{count} {text}"
    if not one:
        return f"{count} tasks {text}"
    verb, _, rest = text.partition(" ")
    return f"1 task {_OF_ONE.get(verb, verb)} {rest}"
