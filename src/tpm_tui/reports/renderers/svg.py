"""The charts of a document as one picture (SVG), below each other; what records hold is made safe and escaped."""

from xml.sax.saxutils import escape

from tpm_tui.reports.document import BarChart, CurveChart, Document, HeatMap, Histogram, Tone
from tpm_tui.safe import fit, safe

#: Sizes in user units, which a viewer takes for pixels.
_WIDTH, _LEFT, _RIGHT = 960, 90, 40
_INSIDE = _WIDTH - _LEFT - _RIGHT
#: Width for the name beside a bar, and the height of its line; cells of a name.
_NAMES, _LINE, _NAME_CELLS = 330, 20, 44
#: Bars that a chart has at most.
_MAX_BARS = 20
_CURVE_HEIGHT, _HISTOGRAM_HEIGHT, _MAP_HEIGHT = 320, 180, 300

_BLUE, _RED, _GREEN, _GREY, _FAINT = "#1565c0", "#c62828", "#2e7d32", "#666", "#ddd"
_COLOURS = {Tone.NEUTRAL: _BLUE, Tone.BAD: _RED, Tone.GOOD: _GREEN}


class _Picture:
    """Parts of a picture, from top to bottom; ``y`` is where the next one begins."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.y = 30.0

    def text(self, x: float, y: float, text: str, *, fill: str = "#000", size: int = 13, anchor: str = "start") -> None:
        content = escape(safe(text))
        self.parts.append(
            f'<text x="{x:g}" y="{y:g}" fill="{fill}" font-size="{size}" text-anchor="{anchor}">{content}</text>'
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str = _FAINT, dashed: bool = False) -> None:
        dash = ' stroke-dasharray="3 3"' if dashed else ""
        self.parts.append(f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{colour}"{dash}/>')

    def rectangle(self, x: float, y: float, wide: float, tall: float, colour: str, opacity: float = 1.0) -> None:
        shade = f' fill-opacity="{opacity:.2f}"' if opacity < 1 else ""
        self.parts.append(
            f'<rect x="{round(x, 1):g}" y="{round(y, 1):g}" width="{round(wide, 1):g}" height="{round(tall, 1):g}" '
            f'fill="{colour}"{shade}/>'
        )

    def heading(self, title: str, note: str = "") -> None:
        self.text(_LEFT, self.y, title, size=17)
        if note:
            self.text(_LEFT, self.y + 18, note, fill=_GREY)
        self.y += 40 if note else 22

    def render(self) -> str:
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {self.y:g}" font-family="sans-serif">',
            f'<rect width="{_WIDTH}" height="{self.y:g}" fill="#fff"/>',
        )
        return "\n".join([*head, *self.parts, "</svg>", ""])


def render_svg(document: Document) -> str:
    """The picture, a text that depends on nothing but the document; blocks that are no charts are left out."""
    picture = _Picture()
    for block in document.blocks:
        if isinstance(block, BarChart):
            _bars(picture, block)
        elif isinstance(block, CurveChart):
            _curve(picture, block)
        elif isinstance(block, Histogram):
            _histogram(picture, block)
        elif isinstance(block, HeatMap):
            _heat_map(picture, block)
    return picture.render()


def _x(share: float) -> float:
    return round(_LEFT + _INSIDE * share, 1)


def _bars(picture: _Picture, chart: BarChart) -> None:
    """Bars from a middle line where any of them goes left, else from the left."""
    if not chart.bars:
        return
    picture.heading(chart.title, chart.note)
    both = any(bar.length < 0 for bar in chart.bars)
    available = _INSIDE - _NAMES - 70
    zero = _LEFT + _NAMES + (available / 2 if both else 0)
    for bar in chart.bars[:_MAX_BARS]:
        wide = abs(bar.length) * (available / 2 if both else available)
        picture.text(_LEFT, picture.y + 12, fit(safe(bar.name), _NAME_CELLS).rstrip())
        left = zero - wide if bar.length < 0 else zero
        picture.rectangle(left, picture.y + 2, max(wide, 0.5), _LINE - 6, _COLOURS[bar.tone])
        picture.text(_LEFT + _NAMES + available + 8, picture.y + 12, bar.figure)
        picture.y += _LINE
    if len(chart.bars) > _MAX_BARS:
        picture.text(_LEFT, picture.y + 12, f"and {len(chart.bars) - _MAX_BARS} more", fill=_GREY)
        picture.y += _LINE
    picture.y += 34


def _curve(picture: _Picture, chart: CurveChart) -> None:
    picture.heading(chart.title, chart.note)
    tall, top = _CURVE_HEIGHT, picture.y

    def y(share: float) -> float:
        return round(top + tall * (1 - share), 1)

    for share, text in chart.y_labels:
        picture.line(_LEFT, y(share), _WIDTH - _RIGHT, y(share))
        picture.text(_LEFT - 8, y(share) + 4, text, fill=_GREY, anchor="end")
    for share, text in chart.x_labels:
        picture.text(_x(share), top + tall + 20, text, fill=_GREY, anchor="middle")
    points = " ".join(f"{_x(along)},{y(up)}" for along, up in chart.points)
    picture.parts.append(f'<polyline points="{points}" fill="none" stroke="{_BLUE}" stroke-width="2"/>')
    for marker in chart.markers:
        colour, limit = _COLOURS[marker.tone], marker.y == 1
        picture.line(_x(marker.x), y(marker.y), _x(marker.x), y(0), colour, dashed=True)
        below = 14 if limit else -6
        picture.text(_x(marker.x) + 4, y(marker.y) + below, marker.text, fill=colour if limit else "#000")
    picture.y = top + tall + 64


def _histogram(picture: _Picture, chart: Histogram) -> None:
    picture.heading(chart.title, chart.note)
    tall, top, wide = _HISTOGRAM_HEIGHT, picture.y, _INSIDE / len(chart.counts)
    for number, count in enumerate(chart.counts):
        height = tall * count / max(chart.counts)
        picture.rectangle(_LEFT + number * wide, top + tall - height, wide - 1, height, _BLUE)
    for number, marker in enumerate(chart.markers):
        x = _LEFT + _INSIDE * marker.x
        picture.line(x, top, x, top + tall, _COLOURS[marker.tone], dashed=True)
        picture.text(x + 4, top + 12 * (len(chart.markers) - number), marker.text)
    picture.text(_LEFT, top + tall + 18, chart.low, fill=_GREY)
    picture.text(_WIDTH - _RIGHT, top + tall + 18, chart.high, fill=_GREY, anchor="end")
    picture.y = top + tall + 56


def _heat_map(picture: _Picture, chart: HeatMap) -> None:
    picture.heading(chart.title, chart.note)
    top, tall = picture.y, _MAP_HEIGHT
    wide, height = _INSIDE / chart.columns, tall / chart.rows
    most = max(chart.counts.values())
    for (column, row), count in sorted(chart.counts.items()):
        # By the root: a single point shall be seen beside a crowd.
        shade = max(0.08, (count / most) ** 0.5)
        picture.rectangle(_LEFT + column * wide, top + tall - (row + 1) * height, wide, height, _BLUE, shade)
    for share, text in chart.y_labels:
        picture.text(_LEFT - 8, top + tall * (1 - share) + 4, text, fill=_GREY, anchor="end")
    for share, text in chart.x_labels:
        picture.text(_LEFT + _INSIDE * share, top + tall + 20, text, fill=_GREY, anchor="middle")
    picture.y = top + tall + 50
