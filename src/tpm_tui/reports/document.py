"""What a report is made of, whatever it is written as: headings, paragraphs, tables and charts.

A builder makes a :class:`Document` of facts; the renderers know documents and no report. Texts hold what records say as
it is: the renderer makes it safe for where it goes. Places on an axis are shares of it, from 0 to 1.
"""

from collections.abc import Mapping, Sequence
from enum import Enum

from msgspec import Struct, field

Cell = str | int | float | bool


class Tone(Enum):
    """What a mark says at a glance; each renderer has its colours, and never says it by colour alone."""

    NEUTRAL = "neutral"
    GOOD = "good"
    BAD = "bad"


class Heading(Struct, frozen=True):
    """``level`` 1 is that of a section."""

    text: str
    level: int = 1


class Paragraph(Struct, frozen=True):
    """One paragraph of plain text."""

    text: str


class Bullet(Struct, frozen=True):
    """``keys``: the records that it stands on; ``said_after`` those of them that the text itself does not name."""

    text: str
    said_after: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


class BulletList(Struct, frozen=True):
    """Sentences below each other."""

    bullets: Sequence[Bullet]


class ReportTable(Struct, frozen=True):
    """Rows of as many cells as there are headers. ``numeric``: which columns hold amounts, read from their ends."""

    headers: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    numeric: Sequence[bool] = ()


class Bar(Struct, frozen=True):
    """``length`` is from -1 to 1, the longest bar of the chart being 1; ``figure`` is what it says."""

    name: str
    length: float
    figure: str
    tone: Tone = Tone.NEUTRAL


class BarChart(Struct, frozen=True):
    """Named bars below each other, longest first as a rule."""

    title: str
    note: str
    bars: Sequence[Bar]


class Marker(Struct, frozen=True):
    """A dashed line at a place along the horizontal axis, up to ``y``, with what it says."""

    x: float
    y: float
    text: str
    tone: Tone = Tone.NEUTRAL


class CurveChart(Struct, frozen=True):
    """A curve through (x, y) points, and what stands at places of its axes."""

    title: str
    note: str
    points: Sequence[tuple[float, float]]
    x_labels: Sequence[tuple[float, str]]
    y_labels: Sequence[tuple[float, str]]
    markers: Sequence[Marker] = ()


class Histogram(Struct, frozen=True):
    """How many fall into each of equal intervals, from ``low`` to ``high`` as they are said."""

    title: str
    note: str
    counts: Sequence[int]
    low: str
    high: str
    markers: Sequence[Marker] = ()


class HeatMap(Struct, frozen=True):
    """How many fall into each cell, by (column, row) from the lower left; cells without any are left out."""

    title: str
    note: str
    columns: int
    rows: int
    counts: Mapping[tuple[int, int], int]
    x_labels: Sequence[tuple[float, str]] = ()
    y_labels: Sequence[tuple[float, str]] = ()


class TimelineRow(Struct, frozen=True):
    """A date that was promised (``target``) and the P50 and P80 of its forecast, as places on the axis; ``words`` say
    the same to who cannot see it."""

    name: str
    words: str
    p50: float
    p80: float
    target: float | None = None
    tone: Tone = Tone.NEUTRAL


class TimelineChart(Struct, frozen=True):
    """Rows below each other on one axis of time, and what stands at places of it."""

    title: str
    note: str
    rows: Sequence[TimelineRow]
    x_labels: Sequence[tuple[float, str]]


Chart = BarChart | CurveChart | Histogram | HeatMap | TimelineChart
Block = Heading | Paragraph | BulletList | ReportTable | Chart


class Document(Struct, frozen=True):
    """A report: its title, its blocks from top to bottom, and the titles of the records that it names, by key."""

    title: str
    blocks: Sequence[Block] = ()
    records: Mapping[str, str] = field(default_factory=dict)
