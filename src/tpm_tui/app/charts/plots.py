"""Charts drawn with characters: curves in braille, bars in eighths, densities in shades.

Pure: numbers in, lines of text out.
"""

from collections.abc import Sequence

_BRAILLE_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_COLUMNS = " ▁▂▃▄▅▆▇█"
_SHADES = " ░▒▓█"


def line_chart(points: Sequence[tuple[float, float]], cells: int, lines: int) -> list[str]:
    """A line through points with x and y from 0 to 1, in ``lines`` rows of ``cells`` braille characters, top first."""
    wide, tall = cells * 2, lines * 4
    grid = [[0] * cells for _ in range(lines)]

    def dot(x: int, y: int) -> None:
        if 0 <= x < wide and 0 <= y < tall:
            row = tall - 1 - y
            grid[row // 4][x // 2] |= _BRAILLE_DOTS[row % 4][x % 2]

    last: tuple[int, int] | None = None
    for px, py in points:
        x, y = round(px * (wide - 1)), round(py * (tall - 1))
        if last is not None:
            steps = max(abs(x - last[0]), abs(y - last[1]), 1)
            for step in range(steps + 1):
                dot(last[0] + (x - last[0]) * step // steps, last[1] + (y - last[1]) * step // steps)
        dot(x, y)
        last = x, y
    return ["".join(chr(0x2800 + bits) if bits else " " for bits in row) for row in grid]


def bar_chart(share: float, cells: int) -> str:
    """A bar of 0 to 1 of so many cells, to an eighth of one; blanks after it."""
    eighths = round(max(0.0, min(1.0, share)) * cells * 8)
    whole, rest = divmod(eighths, 8)
    return ("█" * whole + (_EIGHTHS[rest] if rest else "")).ljust(cells)


def column_chart(shares: Sequence[float], lines: int) -> list[str]:
    """Upright bars of 0 to 1, one a cell, in ``lines`` rows, top first."""
    heights = [round(max(0.0, min(1.0, share)) * lines * 8) for share in shares]
    return [
        "".join(_COLUMNS[max(0, min(8, height - 8 * row))] for height in heights) for row in range(lines - 1, -1, -1)
    ]


def histogram(values: Sequence[float], low: float, high: float, bins: int) -> list[int]:
    """How many values lie in each of so many even bins from low to high."""
    counts = [0] * bins
    span = (high - low) or 1.0
    for value in values:
        counts[min(bins - 1, max(0, int((value - low) / span * bins)))] += 1
    return counts


def density_plot(points: Sequence[tuple[float, float]], cells: int, lines: int) -> list[str]:
    """How many points (x and y from 0 to 1) lie in each cell, as shades, top first."""
    grid = [[0] * cells for _ in range(lines)]
    for x, y in points:
        row = lines - 1 - min(lines - 1, max(0, int(y * lines)))
        grid[row][min(cells - 1, max(0, int(x * cells)))] += 1
    most = max((n for row in grid for n in row), default=0) or 1
    # by the root: a single point shall be seen beside a crowd
    return ["".join(_SHADES[0 if not n else max(1, round((n / most) ** 0.5 * 4))] for n in row) for row in grid]


__all__ = ["bar_chart", "column_chart", "density_plot", "histogram", "line_chart"]
