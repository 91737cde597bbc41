"""Which columns fit into a register, and how wide each of them is."""

from collections.abc import Mapping, Sequence

from tpm_tui.domain.fields import Column
from tpm_tui.presentation import presentation_of

#: A column, the cell it begins at, and its width.
PlacedColumn = tuple[Column, int, int]

#: Formats of numbers, which stand with their ends below each other.
_NUMERIC_TYPES = frozenset({"money", "percent", "chance", "positive", "weight"})
#: Most of a register's cells that its longest title may claim before other columns are shown.
_TITLE_SHARE = 0.75


def fit_columns(
    kind: str,
    names: Sequence[str],
    known: Mapping[str, Column],
    flexible: str,
    cells: int,
    needs: Mapping[str, int] | None = None,
    widths: Mapping[str, int] | None = None,
) -> list[PlacedColumn]:
    """The columns that fit into so many cells, in their order; the flexible one is never left out.

    With ``needs``, the cells that each column's texts take, titles are read whole before lesser columns are shown, no
    column takes more than it needs while others lack room, and what is to spare goes to those that need more than
    they have. Without, all of it goes to the flexible one. ``widths`` are those of columns whose values ask for
    another one than declared.
    """
    shown = presentation_of(kind)
    # A table that has no size yet has no cell beside its margin.
    cells = max(cells, 0)
    declared = {name: min(known[name].field.width, 40) for name in names}
    least = min(shown.title_width, cells, (needs or {}).get(flexible, cells))
    if needs is not None:
        least = max(least, min(needs.get(flexible, 0), int(cells * _TITLE_SHARE)))
    free_cells, sizes = cells - least, {flexible: least}
    order = shown.kept_columns
    for name in sorted(names, key=lambda n: order.index(n) if n in order else len(order)):
        if name == flexible:
            continue
        own = (widths or {}).get(name, 0)
        needed = (needs or {}).get(name, cells)
        for size in (own,) if own else (min(shown.wide_columns.get(name, 0), needed), min(declared[name], needed)):
            if 0 < size < free_cells:
                sizes[name] = size
                free_cells -= size + 1
                break
    if needs is None:
        sizes[flexible] += free_cells
    else:
        _widen(
            sizes, _widen(sizes, free_cells, needs), {name: size for name, size in declared.items() if name != flexible}
        )
    placed: list[PlacedColumn] = []
    offset = 0
    for name in (n for n in names if n in sizes):
        placed.append((known[name], offset, sizes[name]))
        offset += sizes[name] + 1
    return placed


def _widen(sizes: dict[str, int], free_cells: int, needs: Mapping[str, int]) -> int:
    """Widen columns to what they need, those that lack little first: a long text is cut anyway. The room left over."""
    lacking = sorted((needs[name] - size, name) for name, size in sizes.items() if needs.get(name, 0) > size)
    for left, (cells, name) in zip(range(len(lacking), 0, -1), lacking, strict=True):
        given = min(cells, free_cells // left)
        sizes[name] += given
        free_cells -= given
    return free_cells


#: Cells of a column without a value, and the most that names of states are widened to.
EMPTY_WIDTH, WIDEST_STATE = 4, 20


def state_width(names: Sequence[str], least: int, spare: int = 0) -> int:
    """Cells for the names of states, marks aside: as few as tell them apart where they are cut, from ``least`` on, and
    for whole names as many as are to spare."""
    longest = max(map(len, names), default=0)
    whole = min(longest, WIDEST_STATE, least + spare)
    for cells in range(max(least, whole), max(least, min(longest, WIDEST_STATE)) + 1):
        shown = [name if len(name) <= cells else name[: cells - 1] for name in names]
        if len(set(shown)) == len(set(names)):
            return cells
    return max(least, min(longest, WIDEST_STATE))


def is_numeric(column: Column) -> bool:
    """Whether a column holds amounts, to be read from their ends."""
    return column.field.format in _NUMERIC_TYPES or (column.type is float and not column.field.format)
