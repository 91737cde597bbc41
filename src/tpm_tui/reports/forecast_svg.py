"""A forecast as one picture (SVG): every chart of the forecast view, below each other.

A text that depends on nothing but the forecast; what records hold is made safe and escaped.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.reports.forecast import convergence_text, minute_date
from tpm_tui.safe import fit, safe

if TYPE_CHECKING:
    from tpm_tui.planning.montecarlo.result import FinishDistribution, SimulationResult
    from tpm_tui.planning.montecarlo.risk_model import RiskModel

WIDTH, LEFT, RIGHT = 960, 90, 40
INSIDE = WIDTH - LEFT - RIGHT
#: Room for the name beside a bar, and the height of its line.
NAMES, LINE = 330, 20
#: Bars that a chart has at most.
MAX_BARS = 20
BINS, ROWS = 60, 24

BLUE, RED, GREEN, GREY, FAINT = "#1565c0", "#c62828", "#2e7d32", "#666", "#ddd"

#: A bar: its name, its length from -1 to 1, its figure, its colour.
Bar = tuple[str, float, str, str]


class SvgDocument:
    """Parts of a picture, from top to bottom; ``y`` is where the next one begins."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.y = 30.0

    def text(self, x: float, y: float, text: str, *, fill: str = "#000", size: int = 13, anchor: str = "start") -> None:
        self.parts.append(
            f'<text x="{x:g}" y="{y:g}" fill="{fill}" font-size="{size}" text-anchor="{anchor}">{escape(text)}</text>'
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str = FAINT, dashed: bool = False) -> None:
        dash = ' stroke-dasharray="3 3"' if dashed else ""
        self.parts.append(f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{colour}"{dash}/>')

    def rectangle(self, x: float, y: float, wide: float, tall: float, colour: str, opacity: float = 1.0) -> None:
        shade = f' fill-opacity="{opacity:.2f}"' if opacity < 1 else ""
        self.parts.append(
            f'<rect x="{round(x, 1):g}" y="{round(y, 1):g}" width="{round(wide, 1):g}" height="{round(tall, 1):g}" '
            f'fill="{colour}"{shade}/>'
        )

    def head(self, title: str, note: str = "") -> None:
        self.text(LEFT, self.y, title, size=17)
        if note:
            self.text(LEFT, self.y + 18, note, fill=GREY)
        self.y += 40 if note else 22

    def bars(self, title: str, note: str, bars: Sequence[Bar]) -> None:
        """Bars from a middle line where any of them goes left, else from the left."""
        if not bars:
            return
        self.head(title, note)
        both = any(length < 0 for _, length, _, _ in bars)
        room = INSIDE - NAMES - 70
        zero = LEFT + NAMES + (room / 2 if both else 0)
        for name, length, figure, colour in bars[:MAX_BARS]:
            wide = abs(length) * (room / 2 if both else room)
            self.text(LEFT, self.y + 12, fit(safe(name), 44).rstrip())
            self.rectangle(zero - wide if length < 0 else zero, self.y + 2, max(wide, 0.5), LINE - 6, colour)
            self.text(LEFT + NAMES + room + 8, self.y + 12, figure)
            self.y += LINE
        if len(bars) > MAX_BARS:
            self.text(LEFT, self.y + 12, f"and {len(bars) - MAX_BARS} more", fill=GREY)
            self.y += LINE
        self.y += 34

    def done(self) -> str:
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {self.y:g}" font-family="sans-serif">',
            f'<rect width="{WIDTH}" height="{self.y:g}" fill="#fff"/>',
        )
        return "\n".join([*head, *self.parts, "</svg>", ""])


def to_svg(
    plan: Plan, problem: "RiskModel", forecast: "SimulationResult", context: InputContext, target: str = ""
) -> str:
    """The S-curve of a target (its id; of the plan where none is named), then the charts of the whole forecast."""
    names = {t.id: target_name(plan, problem, t.id) for t in problem.targets}
    programme = safe(str(plan.programme("name") or ""))
    finish = forecast.targets[target] if target else forecast.finish
    stand = f"{forecast.runs:,} iterations, seed {forecast.seed}, {forecast.shape}, {convergence_text(forecast)}"
    picture = SvgDocument()
    _curve(picture, f"{programme}: finish{f' of {names[target]}' if target else ''}", stand, finish, context)
    kept = [(names[t.id], forecast.targets[t.id].on_time or 0.0) for t in problem.targets if t.deadline is not None]
    bars = [(name, share, f"{share:.0%}", GREEN if share >= 0.8 else RED) for name, share in kept]
    picture.bars("Deadlines", "share of iterations in which each is kept", bars)
    _tornado(picture, plan, forecast)
    children = plan.children
    often = sorted(
        (i for i in forecast.items if i.criticality > 0 and i.id not in children),
        key=lambda i: (-i.criticality, -abs(i.sensitivity), i.key),
    )
    critical = [(f"{i.key} {plan.title('item', i.id)}", i.criticality, f"{i.criticality:.0%}", BLUE) for i in often]
    picture.bars(
        "Criticality", "share of iterations in which an item has no slack to the finish or to a deadline", critical
    )
    _risks(picture, plan, forecast)
    _costs(picture, forecast, str(plan.programme("currency") or ""), context)
    return picture.done()


def target_name(plan: Plan, problem: "RiskModel", target: str) -> str:
    """A milestone or dated item by key and title, a workstream by its name."""
    found = next(t for t in problem.targets if t.id == target)
    title = safe(plan.title("workstream" if found.kind == "workstream" else "item", target))
    return title if found.kind == "workstream" else f"{found.key} {title}"


def _curve(picture: SvgDocument, title: str, note: str, finish: "FinishDistribution", context: InputContext) -> None:
    picture.head(title, note)
    first, last = int(finish.instants[0]), int(finish.instants[-1])
    span, tall, top = max(last - first, 1), 320, picture.y

    def x(minute: int) -> float:
        return round(LEFT + INSIDE * (minute - first) / span, 1)

    def y(share: float) -> float:
        return round(top + tall * (1 - share), 1)

    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        picture.line(LEFT, y(share), WIDTH - RIGHT, y(share))
        picture.text(LEFT - 8, y(share) + 4, f"{share:.0%}", fill=GREY, anchor="end")
        at = first + round(span * share)
        picture.text(x(at), top + tall + 20, minute_date(at, context), fill=GREY, anchor="middle")
    points = [f"{x(first)},{y(0)}"]
    for step in range(1, 201):
        at = first + span * step // 200
        points.append(f"{x(at)},{y(finish.confidence(at))}")
    picture.parts.append(f'<polyline points="{" ".join(points)}" fill="none" stroke="{BLUE}" stroke-width="2"/>')
    for level in (10, 50, 80, 90):
        at = finish.percentile(level)
        picture.line(x(at), y(level / 100), x(at), y(0), BLUE, dashed=True)
        picture.text(x(at) + 4, y(level / 100) - 6, f"P{level} {minute_date(at, context)}")
    if finish.deadline is not None and first <= finish.deadline <= last:
        picture.line(x(finish.deadline), y(1), x(finish.deadline), y(0), RED, dashed=True)
        picture.text(x(finish.deadline) + 4, y(1) + 14, f"due {minute_date(finish.deadline, context)}", fill=RED)
    picture.y = top + tall + 64


def _tornado(picture: SvgDocument, plan: Plan, forecast: "SimulationResult") -> None:
    drives = [(f"{i.key} {plan.title('item', i.id)}", i.sensitivity, BLUE) for i in forecast.items]
    drives += [(f"{r.key} {plan.title('risk', r.id)}", r.sensitivity, RED) for r in forecast.risks]
    drives = sorted((d for d in drives if abs(d[1]) >= 0.005), key=lambda d: (-abs(d[1]), d[0]))[:MAX_BARS]
    top = abs(drives[0][1]) if drives else 1.0
    bars = [(name, value / top, f"{value:+.2f}", colour) for name, value, colour in drives]
    picture.bars("What spreads the finish", "rank correlation of each duration (blue) and risk (red) with it", bars)


def _risks(picture: SvgDocument, plan: Plan, forecast: "SimulationResult") -> None:
    known = [r for r in forecast.risks if r.p80_days is not None]

    def bars(value: Callable[[int], float], figure: Callable[[int], str]) -> list[Bar]:
        order = sorted((n for n in range(len(known)) if abs(value(n)) >= 0.05), key=lambda n: (-value(n), known[n].key))
        top = max((abs(value(n)) for n in order), default=1.0)
        return [
            (f"{known[n].key} {plan.title('risk', known[n].id)}", value(n) / top, figure(n),
             RED if value(n) > 0 else GREEN)
            for n in order
        ]  # fmt: skip

    picture.bars(
        "What each risk costs", "working days at P80",
        bars(lambda n: known[n].p80_days or 0.0, lambda n: f"{known[n].p80_days or 0.0:.1f}d"),
    )  # fmt: skip
    buys = bars(lambda n: known[n].response_p80_days or 0.0, lambda n: f"{known[n].response_p80_days or 0.0:.1f}d")
    picture.bars("What each response buys", "working days at P80", [(*b[:3], GREEN if b[1] > 0 else RED) for b in buys])


def _costs(picture: SvgDocument, forecast: "SimulationResult", currency: str, context: InputContext) -> None:
    """The distribution of the cost, and where date and cost fall together."""
    costs = [float(c) for c in forecast.costs]
    low, high = min(costs), max(costs)
    if low == high:
        return
    counts = [0] * BINS
    for cost in costs:
        counts[min(BINS - 1, int((cost - low) / (high - low) * BINS))] += 1
    picture.head("Cost", f"planned, with the risks that occur, {currency}".rstrip(", "))
    tall, top, wide = 180, picture.y, INSIDE / BINS
    for number, count in enumerate(counts):
        height = tall * count / max(counts)
        picture.rectangle(LEFT + number * wide, top + tall - height, wide - 1, height, BLUE)
    for level in (50, 80):
        at = forecast.cost(level)
        x = LEFT + INSIDE * (at - low) / (high - low)
        picture.line(x, top, x, top + tall, RED, dashed=True)
        picture.text(x + 4, top + 12 * (2 if level == 50 else 1), f"P{level} {at:,.0f}")
    picture.text(LEFT, top + tall + 18, f"{low:,.0f}", fill=GREY)
    picture.text(WIDTH - RIGHT, top + tall + 18, f"{high:,.0f}", fill=GREY, anchor="end")
    picture.y = top + tall + 56
    picture.head("Date and cost together", "darker where more iterations end")
    top, tall = picture.y, 300
    sample = [int(v) for v in forecast.sample]
    first, last = min(sample), max(sample)
    span = max(last - first, 1)
    cells: dict[tuple[int, int], int] = {}
    for minute, cost in zip(sample, costs, strict=True):
        place = min(BINS - 1, (minute - first) * BINS // span), min(ROWS - 1, int((cost - low) / (high - low) * ROWS))
        cells[place] = cells.get(place, 0) + 1
    most = max(cells.values())
    for (column, row), count in sorted(cells.items()):
        height = tall / ROWS
        # by the root: a single point shall be seen beside a crowd
        shade = max(0.08, (count / most) ** 0.5)
        picture.rectangle(LEFT + column * wide, top + tall - (row + 1) * height, wide, height, BLUE, shade)
    for share in (0.0, 0.5, 1.0):
        picture.text(
            LEFT - 8, top + tall * (1 - share) + 4, f"{low + (high - low) * share:,.0f}", fill=GREY, anchor="end"
        )
        at = first + round(span * share)
        picture.text(LEFT + INSIDE * share, top + tall + 20, minute_date(at, context), fill=GREY, anchor="middle")
    picture.y = top + tall + 50
