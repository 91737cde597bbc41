"""A forecast to take out: the S-curves as a picture (SVG) and every figure as a table (CSV).

Both are texts that depend on nothing but the forecast. Cells that a spreadsheet would take for a formula are guarded,
text in the picture is escaped.
"""

import csv
import io
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from tpm_tui.domain import dates
from tpm_tui.domain.calendar import moment_of
from tpm_tui.domain.dates import Words
from tpm_tui.domain.plan import Plan
from tpm_tui.reports.forecast import moment
from tpm_tui.safe import safe

if TYPE_CHECKING:
    from tpm_tui.planning.forecast import Finish, Forecast
    from tpm_tui.planning.uncertainty import Problem

WIDTH, HEIGHT = 960, 540
LEFT, TOP, RIGHT, BOTTOM = 70, 60, 30, 60

#: What begins a formula in a spreadsheet.
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def to_csv(plan: Plan, problem: "Problem", forecast: "Forecast", _words: Words) -> str:
    """One figure a row: ``what, key, title, measure, value``; dates ISO, days of eight hours, shares from 0 to 1."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["what", "key", "title", "measure", "value"])

    def row(what: str, key: str, title: str, measure: str, value: Any) -> None:
        if value is not None:
            writer.writerow([what, key, _cell(title), measure, value])

    def finish(what: str, key: str, title: str, of: "Finish") -> None:
        for level in range(5, 100, 5):
            row(what, key, title, f"p{level}", moment(of.percentile(level)))
        row(what, key, title, "mean", moment(of.mean))
        row(what, key, title, "deterministic", moment(of.deterministic))
        row(what, key, title, "on_time", None if of.on_time is None else round(of.on_time, 4))

    for name, value in (("runs", forecast.runs), ("seed", forecast.seed), ("converged", bool(forecast.converged))):
        row("forecast", "", "", name, value)
    finish("plan", "", str(plan.programme("name") or ""), forecast.finish)
    for target in problem.targets:
        kind = "workstream" if target.kind == "workstream" else "item"
        finish(target.kind, target.key, plan.title(kind, target.id), forecast.targets[target.id])
    for item in forecast.items:
        title = plan.title("item", item.id)
        row("item", item.key, title, "criticality_index", round(item.criticality, 4))
        row("item", item.key, title, "sensitivity", round(item.sensitivity, 4))
    for risk in forecast.risks:
        title = plan.title("risk", risk.id)
        row("risk", risk.key, title, "p80_days", risk.p80_days)
        row("risk", risk.key, title, "response_p80_days", risk.response_p80_days)
        row("risk", risk.key, title, "response_cost", risk.response_cost)
    return out.getvalue()


def _cell(text: str) -> str:
    return f"'{text}" if text.lstrip("'").startswith(_RISKY) else text


def to_svg(plan: Plan, _problem: "Problem", forecast: "Forecast", words: Words) -> str:
    """The plan's S-curve with its percentiles."""
    finish = forecast.finish
    first, last = int(finish.instants[0]), int(finish.instants[-1])
    span = max(last - first, 1)
    wide, tall = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def x(minute: int) -> float:
        return round(LEFT + wide * (minute - first) / span, 1)

    def y(share: float) -> float:
        return round(TOP + tall * (1 - share), 1)

    def day(minute: int) -> str:
        return escape(dates.show_date(moment_of(minute).date(), words))

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        'font-size="13">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="28" font-size="18">{escape(safe(str(plan.programme("name") or "")))}: finish</text>',
        f'<text x="{LEFT}" y="46" fill="#666">{forecast.runs} iterations, seed {forecast.seed}, {forecast.shape}, '
        f"{'converged' if forecast.converged else 'not converged'}</text>",
    ]
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(share)}" y2="{y(share)}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y(share) + 4}" text-anchor="end" fill="#666">{share:.0%}</text>')
    points = [f"{x(first)},{y(0)}"]
    for step in range(1, 201):
        at = first + span * step // 200
        points.append(f"{x(at)},{y(finish.confidence(at))}")
    parts.append(f'<polyline points="{" ".join(points)}" fill="none" stroke="#1565c0" stroke-width="2"/>')
    for level in (10, 50, 80, 90):
        at = finish.percentile(level)
        parts.append(f'<line x1="{x(at)}" x2="{x(at)}" y1="{y(level / 100)}" y2="{y(0)}" stroke="#1565c0" '
                     'stroke-dasharray="3 3"/>')  # fmt: skip
        parts.append(f'<text x="{x(at) + 4}" y="{y(level / 100) - 6}">P{level} {day(at)}</text>')
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        at = first + round(span * share)
        parts.append(f'<text x="{x(at)}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle" fill="#666">{day(at)}</text>')
    return "\n".join([*parts, "</svg>", ""])
