"""Which records of a kind, in which order, with which columns."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import compress
from typing import Any

from tpm_tui.cli.output.streams import write_notice
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS, Kind
from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.domain.text.column_lookup import find_column
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.codec import Stored
from tpm_tui.presentation import presentation_of

#: Columns where none are chosen and none are usual.
_MOST_COLUMNS = 8


def find_kind(word: str) -> Kind:
    """The kind meant by its name, its plural or its label, whatever their case. ValidationError if there is none."""
    wanted = word.strip().lower().replace("-", " ").replace("_", " ")
    for kind in KINDS.values():
        if wanted in (kind.name.replace("_", " "), kind.plural.lower(), kind.label.lower(), f"{kind.label.lower()}s"):
            return kind
    import difflib

    near = difflib.get_close_matches(wanted.replace(" ", "_"), KINDS, n=1)
    hint = f"did you mean {near[0]}?" if near else "see: tpm kinds"
    raise ValidationError(f"there is no kind of record {word[:40]!r}; {hint}")


def shown_columns(sheet: Sheet, kind: str, chosen: Sequence[str] = ()) -> list[str]:
    """Names of the columns to show: those chosen, else the usual ones of the kind, the keys that records came with from
    another program first."""
    columns = sheet.columns(kind)
    if chosen:
        return [find_column(word, columns, KINDS[kind].label).name for word in chosen]
    usual = presentation_of(kind).list_columns or presentation_of(kind).columns
    if usual:
        first = ("source_id",) if sheet.plan.has_source_keys(kind) else ()
        return [name for name in dict.fromkeys((*first, "key", *usual)) if name in columns]
    title = KINDS[kind].title
    own = [c.name for c in columns.values() if not c.field.hidden and not c.field.long and c.settable]
    return list(dict.fromkeys(["key", title, *own]))[:_MOST_COLUMNS]


def tree_order(sheet: Sheet) -> tuple[list[int], list[int]]:
    """Places of all items as the backlog shows them, each below its parent by rank, and how deep each lies."""
    position, children = sheet.table("item").position, sheet.plan.children
    places: list[int] = []
    depths: list[int] = []
    stack = [(id_, 0) for id_ in reversed(children.get(None, ()))]
    while stack:
        id_, depth = stack.pop()
        places.append(position[id_])
        depths.append(depth)
        below = children.get(id_)
        if below:
            stack.extend((child, depth + 1) for child in reversed(below))
    return places, depths


def filter_places(
    sheet: Sheet, kind: str, text: str, places: Sequence[int], write: Callable[[str], None] = write_notice
) -> list[int]:
    """The places whose records fit a filter; ``write`` is given each name in it that nothing has. FilterError if it
    cannot be read."""
    if not text.strip():
        return list(places)
    from tpm_tui.domain.query import filters, syntax
    from tpm_tui.domain.query.unknown_names import unknown_names

    node = syntax.parse_filter(text)
    fits = filters.filter_mask(node, sheet, kind)
    for sentence in unknown_names(node, sheet, kind):
        write(sentence)
    return list(compress(places, (fits[p] for p in places)))


def sort_places(sheet: Sheet, kind: str, sort: str, places: Sequence[int]) -> list[int]:
    """Places by the fields of ``status,-deadline``, a minus turning one round; records without a value come last."""
    ordered = list(places)
    for word in reversed([w.strip() for w in sort.split(",") if w.strip()]):
        column = find_column(word.lstrip("-+"), sheet.columns(kind), KINDS[kind].label)
        values, key = sheet.values(kind, column.name), _sort_key(sheet, column)
        filled = [p for p in ordered if values[p] not in (None, "", "[]")]
        empty = [p for p in ordered if values[p] in (None, "", "[]")]
        keys = {p: key(values[p]) for p in filled}
        filled.sort(key=keys.__getitem__, reverse=word.startswith("-"))
        ordered = filled + empty
    return ordered


def _sort_key(sheet: Sheet, column: Column) -> Callable[[Stored], Any]:
    """What a value is ordered by: its place among the choices, the number of a key, the name of what it points at."""
    if column.name == "key":
        return lambda v: int(str(v).rpartition("-")[2])
    if column.field.vocabulary == "state":
        states = {s: n for n, s in enumerate(sheet.plan.states)}
        return lambda v: states.get(str(v), len(states))
    if column.field.choices:
        order = {c: n for n, c in enumerate(column.field.choices)}
        return lambda v: order.get(v, len(order))
    if column.ref and not column.many:
        return lambda v: sheet.plan.label(column.ref, str(v)).lower()
    if column.type.__name__ == "ThreePoint":
        from tpm_tui.domain.values.three_point import ThreePoint

        return lambda v: ThreePoint.load(str(v)).likely
    if column.type is Decimal:
        return lambda v: Decimal(str(v))
    return lambda v: v.lower() if isinstance(v, str) else v
