"""A table as CSV (RFC 4180). Cells that a spreadsheet would take for a formula are guarded."""

import csv
import io

from tpm_tui.reports.document import Cell, ReportTable

#: What begins a formula in a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def render_csv(table: ReportTable) -> str:
    """The headers and the rows; numbers and flags as Python writes them, nothing of them guarded."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.headers)
    writer.writerows([_guarded(cell) for cell in row] for row in table.rows)
    return out.getvalue()


def _guarded(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip("'").startswith(_FORMULA) else cell
