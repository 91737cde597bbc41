"""Amounts of a table as people and programs write them: with a currency, spaces, a comma or a point."""

from collections.abc import Sequence

from tpm_tui.exchange.common.notations.decimal_marks import decimal_mark, read_number
from tpm_tui.exchange.csv.records_from_rows import MappedTable


def read_amounts(table: MappedTable, places: Sequence[int], among_commas: bool) -> None:
    """Let each cell at these places say its bare number, all by one decimal mark; what is no number stays.

    ``among_commas``: the columns are not parted by commas, so that what could be either mark is taken as one.
    """
    mark = decimal_mark((cells[place] for _, cells in table.rows for place in places), among_commas)
    for _, cells in table.rows:
        for place in places:
            number = read_number(cells[place], mark)
            if number is not None:
                cells[place] = f"{number:f}"
