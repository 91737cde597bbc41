"""The charts of a document as one picture (SVG), below each other; what records hold is made safe and escaped."""

from xml.sax.saxutils import escape

from msgspec import Struct

from tpm_tui.domain.text.wrapping import wrap_text
from tpm_tui.reports.document import BarChart, Chart, CurveChart, Document, HeatMap, Histogram, TimelineChart, Tone
from tpm_tui.safe_text import fit, safe

#: The right margin and the height of a line in user units, which a viewer takes for pixels.
_RIGHT, _LINE = 40, 20
#: Bars that a chart has at most.
_MAX_BARS = 20
_HISTOGRAM_HEIGHT, _MAP_HEIGHT = 180, 300
#: Width of a letter of a note, of which most are narrower, and lines of a note.
_LETTER, _MOST_NOTE_LINES = 7, 3
#: Width of what stands beside a marker.
_MARKER_WORDS = 64

_BLUE, _RED, _GREEN, _GREY, _FAINT = "#1565c0", "#c62828", "#2e7d32", "#666", "#ddd"
_COLOURS = {Tone.NEUTRAL: _BLUE, Tone.BAD: _RED, Tone.GOOD: _GREEN}


class _Layout(Struct, frozen=True):
    """Sizes: the picture's width, its left margin, the width for the name beside a bar and its cells, a curve's
    height."""

    width: int
    left: int
    names: int
    name_cells: int
    curve: int

    @property
    def inside(self) -> int:
        return self.width - self.left - _RIGHT


#: A picture of its own, and a chart beside the text of a page.
_WIDE, _BESIDE = _Layout(960, 90, 330, 44, 320), _Layout(560, 44, 210, 29, 170)


class _Picture:
    """Parts of a picture, from top to bottom; ``y`` is where the next one begins."""

    def __init__(self, layout: _Layout) -> None:
        self.layout = layout
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
        self.text(self.layout.left, self.y, title, size=17)
        letters = int((self.layout.width - self.layout.left) / _LETTER)
        for line in wrap_text(safe(note), letters, most=_MOST_NOTE_LINES, ending="…"):
            self.y += 18
            self.text(self.layout.left, self.y, line, fill=_GREY)
        self.y += 22

    def render(self, title: str = "", description: str = "") -> str:
        """As a file of its own, or with a title and a description as part of a page, which reads both aloud."""
        if title:
            names = f"<title>{escape(safe(title))}</title><desc>{escape(safe(description))}</desc>"
            head: tuple[str, ...] = (
                f'<svg role="img" viewBox="0 0 {self.layout.width} {self.y:g}" font-family="sans-serif">{names}',
            )
            return "\n".join([*head, *self.parts, "</svg>"])
        wide = self.layout.width
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {self.y:g}" font-family="sans-serif">',
            f'<rect width="{wide}" height="{self.y:g}" fill="#fff"/>',
        )
        return "\n".join([*head, *self.parts, "</svg>", ""])


def render_svg(document: Document) -> str:
    """The picture, a text that depends on nothing but the document; blocks that are no charts are left out."""
    picture = _Picture(_WIDE)
    for block in document.blocks:
        if isinstance(block, Chart):
            _draw(picture, block)
    return picture.render()


def svg_of_page(chart: Chart) -> str:
    """One chart as part of an HTML page, with what it shows in words for who cannot see it."""
    picture = _Picture(_BESIDE)
    _draw(picture, chart)
    words = [chart.note]
    if isinstance(chart, TimelineChart):
        words += [row.words for row in chart.rows]
    elif isinstance(chart, CurveChart | Histogram):
        words += [marker.text for marker in chart.markers]
    elif isinstance(chart, BarChart):
        words += [f"{bar.name} {bar.figure}" for bar in chart.bars[:_MAX_BARS]]
    return picture.render(chart.title, ". ".join(words))


def _draw(picture: _Picture, chart: Chart) -> None:
    if isinstance(chart, BarChart):
        _bars(picture, chart)
    elif isinstance(chart, CurveChart):
        _curve(picture, chart)
    elif isinstance(chart, Histogram):
        _histogram(picture, chart)
    elif isinstance(chart, HeatMap):
        _heat_map(picture, chart)
    else:
        _timeline(picture, chart)


def _timeline(picture: _Picture, chart: TimelineChart) -> None:
    """A row each: its name, a bar from P50 to P80, a diamond where it is due."""
    picture.heading(chart.title, chart.note)
    left, wide, top = (
        picture.layout.left + picture.layout.names,
        picture.layout.inside - picture.layout.names,
        picture.y,
    )
    bottom = top + _LINE * len(chart.rows)
    for share, text in chart.x_labels:
        x = round(left + wide * share, 1)
        picture.line(x, top, x, bottom)
        picture.text(x, bottom + 18, text, fill=_GREY, anchor="end" if share == 1 else "middle")
    for row in chart.rows:
        colour, middle = _COLOURS[row.tone], picture.y + _LINE / 2
        picture.text(picture.layout.left, middle + 5, fit(safe(row.name), picture.layout.name_cells).rstrip())
        picture.rectangle(left + wide * row.p50, middle - 4, max(wide * (row.p80 - row.p50), 3), 8, colour)
        if row.target is not None:
            x = round(left + wide * row.target, 1)
            points = f"{x},{middle - 8:g} {x + 8:g},{middle:g} {x},{middle + 8:g} {x - 8:g},{middle:g}"
            picture.parts.append(f'<polygon points="{points}" fill="#fff" stroke="#000" stroke-width="2"/>')
        picture.y += _LINE
    picture.y += 34


def _x(picture: _Picture, share: float) -> float:
    return round(picture.layout.left + picture.layout.inside * share, 1)


def _bars(picture: _Picture, chart: BarChart) -> None:
    """Bars from a middle line where any of them goes left, else from the left."""
    if not chart.bars:
        return
    picture.heading(chart.title, chart.note)
    both = any(bar.length < 0 for bar in chart.bars)
    available = picture.layout.inside - picture.layout.names - 70
    zero = picture.layout.left + picture.layout.names + (available / 2 if both else 0)
    for bar in chart.bars[:_MAX_BARS]:
        wide = abs(bar.length) * (available / 2 if both else available)
        picture.text(picture.layout.left, picture.y + 12, fit(safe(bar.name), picture.layout.name_cells).rstrip())
        left = zero - wide if bar.length < 0 else zero
        picture.rectangle(left, picture.y + 2, max(wide, 0.5), _LINE - 6, _COLOURS[bar.tone])
        picture.text(picture.layout.left + picture.layout.names + available + 8, picture.y + 12, bar.figure)
        picture.y += _LINE
    if len(chart.bars) > _MAX_BARS:
        picture.text(picture.layout.left, picture.y + 12, f"and {len(chart.bars) - _MAX_BARS} more", fill=_GREY)
        picture.y += _LINE
    picture.y += 34


def _curve(picture: _Picture, chart: CurveChart) -> None:
    picture.heading(chart.title, chart.note)
    tall, top = picture.layout.curve, picture.y

    def y(share: float) -> float:
        return round(top + tall * (1 - share), 1)

    for share, text in chart.y_labels:
        picture.line(picture.layout.left, y(share), picture.layout.width - _RIGHT, y(share))
        picture.text(picture.layout.left - 8, y(share) + 4, text, fill=_GREY, anchor="end")
    for share, text in chart.x_labels:
        picture.text(_x(picture, share), top + tall + 20, text, fill=_GREY, anchor="middle")
    points = " ".join(f"{_x(picture, along)},{y(up)}" for along, up in chart.points)
    picture.parts.append(f'<polyline points="{points}" fill="none" stroke="{_BLUE}" stroke-width="2"/>')
    for marker in chart.markers:
        colour, limit = _COLOURS[marker.tone], marker.y == 1
        picture.line(_x(picture, marker.x), y(marker.y), _x(picture, marker.x), y(0), colour, dashed=True)
        below = 14 if limit else -6
        at, anchor = (4, "start") if limit or picture.layout.inside * marker.x < _MARKER_WORDS else (-4, "end")
        fill = colour if limit else "#000"
        picture.text(_x(picture, marker.x) + at, y(marker.y) + below, marker.text, fill=fill, anchor=anchor)
    picture.y = top + tall + 64


def _histogram(picture: _Picture, chart: Histogram) -> None:
    picture.heading(chart.title, chart.note)
    tall, top, wide = _HISTOGRAM_HEIGHT, picture.y, picture.layout.inside / len(chart.counts)
    for number, count in enumerate(chart.counts):
        height = tall * count / max(chart.counts)
        picture.rectangle(picture.layout.left + number * wide, top + tall - height, wide - 1, height, _BLUE)
    for number, marker in enumerate(chart.markers):
        x = picture.layout.left + picture.layout.inside * marker.x
        picture.line(x, top, x, top + tall, _COLOURS[marker.tone], dashed=True)
        picture.text(x + 4, top + 12 * (len(chart.markers) - number), marker.text)
    picture.text(picture.layout.left, top + tall + 18, chart.low, fill=_GREY)
    picture.text(picture.layout.width - _RIGHT, top + tall + 18, chart.high, fill=_GREY, anchor="end")
    picture.y = top + tall + 56


def _heat_map(picture: _Picture, chart: HeatMap) -> None:
    picture.heading(chart.title, chart.note)
    top, tall = picture.y, _MAP_HEIGHT
    left, inside = picture.layout.left, picture.layout.inside
    wide, height = inside / chart.columns, tall / chart.rows
    most = max(chart.counts.values())
    for (column, row), count in sorted(chart.counts.items()):
        # By the root: a single point shall be seen beside a crowd.
        shade = max(0.08, (count / most) ** 0.5)
        picture.rectangle(left + column * wide, top + tall - (row + 1) * height, wide, height, _BLUE, shade)
    for share, text in chart.y_labels:
        picture.text(left - 8, top + tall * (1 - share) + 4, text, fill=_GREY, anchor="end")
    for share, text in chart.x_labels:
        picture.text(left + inside * share, top + tall + 20, text, fill=_GREY, anchor="middle")
    picture.y = top + tall + 50
