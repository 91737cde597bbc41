"""Which columns fit into a register, and how wide each of them is."""

from collections.abc import Mapping, Sequence

from tpm_tui.domain.fields import Column

#: A column, the cell it begins at, and its width.
PlacedColumn = tuple[Column, int, int]

#: Fewest cells of the flexible column, by kind: in the backlog they hold the indent and the key as well.
_MIN_WIDTHS = {"item": 33, "stakeholder": 20}

#: Columns that say more where there is room: (kind, name) -> width.
WIDE_CELLS = {("stakeholder", "engagement"): 23}

#: Columns to keep longest where the pane is narrow, by kind; for the others the first are kept longest.
_KEEP: dict[str, tuple[str, ...]] = {
    "item": ("title", "status", "deadline", "owner", "estimate"),
    "risk": (
        "title",
        "score",
        "p80_days",
        "response_p80_days",
        "days_per_1000",
        "response",
        "key",
        "owner",
        "delay",
        "chance",
    ),
    "stakeholder": ("name", "contact_due", "engagement", "quadrant", "role", "channel"),
    "person": ("name", "function", "team", "capacity", "rate", "key"),
    "cost": ("title", "planned", "committed", "actual", "category", "key"),
}

#: Formats of numbers, which stand with their ends below each other.
_NUMERIC_TYPES = frozenset({"money", "percent", "chance", "positive"})


def fit_columns(
    kind: str,
    names: Sequence[str],
    known: Mapping[str, Column],
    flexible: str,
    cells: int,
    needs: Mapping[str, int] | None = None,
) -> list[PlacedColumn]:
    """The columns that fit into so many cells, in their order; the flexible one is never left out.

    The room to spare goes to the flexible one, or, with the cells that each column's texts need, to those that need
    more than they have.
    """
    least = min(_MIN_WIDTHS.get(kind, 24), cells, (needs or {}).get(flexible, cells))
    room, sizes = cells - least, {flexible: least}
    order = _KEEP.get(kind, ())
    for name in sorted(names, key=lambda n: order.index(n) if n in order else len(order)):
        if name == flexible:
            continue
        for size in (WIDE_CELLS.get((kind, name), 0), min(known[name].field.width, 40)):
            if 0 < size < room:
                sizes[name] = size
                room -= size + 1
                break
    if needs is None:
        sizes[flexible] += room
    else:
        _widen(sizes, room, needs)
    placed: list[PlacedColumn] = []
    offset = 0
    for name in (n for n in names if n in sizes):
        placed.append((known[name], offset, sizes[name]))
        offset += sizes[name] + 1
    return placed


def _widen(sizes: dict[str, int], room: int, needs: Mapping[str, int]) -> None:
    """Widen columns to what they need, those that lack little first: a long text is cut anyway."""
    lacking = sorted((needs[name] - size, name) for name, size in sizes.items() if needs.get(name, 0) > size)
    for left, (cells, name) in zip(range(len(lacking), 0, -1), lacking, strict=True):
        given = min(cells, room // left)
        sizes[name] += given
        room -= given


def is_numeric(column: Column) -> bool:
    """Whether a column holds amounts, to be read from their ends."""
    return column.field.format in _NUMERIC_TYPES or (column.type is float and not column.field.format)
