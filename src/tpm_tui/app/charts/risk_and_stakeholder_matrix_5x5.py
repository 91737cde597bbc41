"""The grid of five by five: risks by probability and impact, stakeholders by power and interest."""

from collections.abc import Mapping, Sequence

from tpm_tui.app.charts.gantt_canvas import StyledText
from tpm_tui.app.charts.severity_marks import severity_style
from tpm_tui.safe_text import fit, safe


def draw_matrix_5x5(
    names: Mapping[tuple[int, int], Sequence[str]], axes: tuple[str, str], *, severity: bool, cells: int
) -> list[list[StyledText]]:
    """Lines of the grid, `cells` wide: the names by (up, along), each 1 to 5, and what the two axes are.

    With `severity` a cell is marked by the product of its place, else by whether it lies in the upper right quarter.
    """
    up, along = (axis.capitalize() for axis in axes)
    wide = max(6, min(24, (cells - 16) // 5))
    lines: list[list[StyledText]] = []
    for y in range(5, 0, -1):
        tall = max(1, min(3, max(len(names.get((y, x), ())) for x in range(1, 6))))
        for n in range(tall):
            label = up if y == 5 and n == 0 else ""
            runs: list[StyledText] = [(f"{fit(label, 12)} {y if n == 0 else ' '} ", "soft")]
            for x in range(1, 6):
                share = " ".join(names.get((y, x), ())[n::tall])
                runs.append(_cell(share, y, x, first=n == 0, severity=severity, wide=wide))
            lines.append(runs)
    lines.append([(" " * 15 + "".join(str(x).center(wide) for x in range(1, 6)), "soft")])
    lines.append([(" " * 15 + along.center(wide * 5), "soft")])
    return lines


def _cell(names: str, y: int, x: int, *, first: bool, severity: bool, wide: int) -> StyledText:
    """One line of one cell: the names that fit, a mark alone in an empty one."""
    mark = {"bad": "█", "warn": "▓"}.get(severity_style(y * x), "░") if severity else "·"
    style = severity_style(y * x) if severity else ("soft" if y >= 3 and x >= 3 else "dim")
    text = f"{mark} {names}" if names or first else f"{mark} "
    return fit(safe(text), wide - 1) + " ", "strong" if names and style in ("", "dim") else style
