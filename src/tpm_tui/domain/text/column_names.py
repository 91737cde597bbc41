"""The words that columns go by: in filters, in settings, on the command line."""

from collections.abc import Mapping

from tpm_tui.domain.fields import Column

#: Words people use for a field, by the field's name where a kind has it.
COLUMN_ALIASES = {
    "due": "deadline", "who": "owner", "tag": "tags", "state": "status", "prio": "priority", "p": "priority",
    "ws": "workstream", "is": "status", "est": "estimate", "func": "function", "item": "items", "done": "done_share",
}  # fmt: skip


def normalised_column_name(text: str) -> str:
    """A word for a column as :func:`column_names` has it, whatever its case, with blanks, dashes or underscores."""
    return text.strip().lower().replace("-", "_").replace(" ", "_")


def column_names(columns: Mapping[str, Column]) -> dict[str, str]:
    """Every word that a column goes by, and its name: the name, what people say for it, its label where no other has
    the same."""
    labels = [normalised_column_name(c.label) for c in columns.values()]
    names = {word: name for word, name in zip(labels, columns, strict=True) if labels.count(word) == 1}
    names |= {word: name for word, name in COLUMN_ALIASES.items() if name in columns}
    return names | {name: name for name in columns}
