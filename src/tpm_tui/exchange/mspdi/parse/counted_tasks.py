"""``1 task is …``, ``3 tasks are …``: sentences about tasks, counted."""

_OF_ONE = {"are": "is", "were": "was", "have": "has", "lie": "lies", "stand": "stands"}


def tasks_that(count: int, what: str) -> str:
    """The sentence for so many tasks; ``what`` begins with a verb in the plural."""
    if count != 1:
        return f"{count} tasks {what}"
    verb, _, rest = what.partition(" ")
    return f"1 task {_OF_ONE.get(verb, verb)} {rest}"
