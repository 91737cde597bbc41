"""Names in a filter that nothing has: no record is called so, no record has such a tag or key."""

from collections.abc import Iterator

from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.query.filters import check_filter, filter_mask, matching_ids, term_column
from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.domain.query.syntax import FieldTerm, FilterNode, Not, TextTerm, parse_filter

#: Values that ask whether there is any, and name nothing.
_NO_NAMES = ("", "none", "any")


def unknown_names(node: FilterNode, sheet: Sheet, kind: str) -> list[str]:
    """A sentence for each name in a filter that leads nowhere, as ``no person is called 'zzz'``, in the filter's order.

    FilterError as for `filter_mask`.
    """
    return list(dict.fromkeys(_sentences(node, sheet, kind)))


def explain_filter(text: str, sheet: Sheet, kind: str) -> str:
    """How a typed filter is understood, and which names in it nothing has. FilterError as for `check_filter`."""
    return " ─ ".join([check_filter(text, sheet, kind), *unknown_names(parse_filter(text), sheet, kind)])


def _sentences(node: FilterNode, sheet: Sheet, kind: str) -> Iterator[str]:
    if isinstance(node, Not):
        yield from _sentences(node.part, sheet, kind)
    elif isinstance(node, FieldTerm):
        if node.op != ":":
            return
        column = term_column(node, sheet, kind)
        for word in node.values:
            if (
                not _asks_whether(column, word.lower())
                and _names(column)
                and not _is_known(node, column, word, sheet, kind)
            ):
                yield _sentence(column, word, kind)
    elif not isinstance(node, TextTerm):
        for part in node.parts:
            yield from _sentences(part, sheet, kind)


def _asks_whether(column: Column, wanted: str) -> bool:
    return wanted in _NO_NAMES or (wanted in ("yes", "no") and column.name != "key")


def _names(column: Column) -> bool:
    """Whether values of a column are names: of records, or of what records share. Those of states and choices are
    refused where they are none."""
    return bool(column.ref) or column.name in ("key", "waits") or (column.many and not column.field.choices)


def _is_known(term: FieldTerm, column: Column, word: str, sheet: Sheet, kind: str) -> bool:
    """Whether a record has the name: one that the column may lead to, else one of the kind."""
    if column.ref:
        return bool(matching_ids(column.ref, word.lower(), sheet))
    return any(filter_mask(FieldTerm(term.field, ":", (word,)), sheet, kind))


def _sentence(column: Column, word: str, kind: str) -> str:
    shown = repr(word[:40])
    label = KINDS[column.ref or kind].label.lower()
    if column.ref:
        return f"no {label} is called {shown}"
    return (
        f"no {label} has the key {shown}"
        if column.name == "key"
        else f"no {label} has {shown} in its {column.label.lower()}"
    )
