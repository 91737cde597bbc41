"""The forecast view: when it is finished and how sure that is, milestones, what drives it, risks, money."""

import re
from collections.abc import Callable, Sequence

from tpm_tui.app.charts import plots
from tpm_tui.app.page_lines.line_builders import BLANK_LINE, text_line, wrapped_lines
from tpm_tui.app.page_lines.schedule.forecast.calibration import calibration_page, throughput_page
from tpm_tui.app.page_lines.schedule.forecast.shared_lines import (
    CONFIDENCE_LEVELS,
    ForecastPageState,
    date_text,
    target_finish,
    target_label,
)
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.app.widgets.strip_builder import StyledText
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.counted_nouns import grouped_number
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time.instants import to_day_number
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.planning.forecast.forecast_result import ForecastResult
from tpm_tui.reports.phrases import day_count_text
from tpm_tui.reports.schedule.forecast.forecast import assumed_count_text, assumed_text, pace_text, ways_to_estimate
from tpm_tui.reports.schedule.forecast.forecast_dates import finish_date, finish_day_text
from tpm_tui.reports.schedule.forecast.risk_responses import response_rate_text
from tpm_tui.safe_text import fit, safe

# -- when


def dates_page(result: ForecastResult, look: ForecastPageState, cells: int, rows: int) -> list[PageLine]:
    """The S-curve with the percentiles, and the answer to what was asked."""
    finish = target_finish(result, look.target)
    # a handful of extreme iterations would press the rest of the curve to the edge
    first, last = finish.percentile(0.5), finish.percentile(99.5)
    span = max(last - first, 1)
    parts = " · ".join(f"P{p} {date_text(result, finish.percentile(p))}" for p in CONFIDENCE_LEVELS)
    planned = finish.confidence(finish.deterministic)
    lines = [
        text_line((safe(target_label(result, look.target)), "strong"), (f"   {parts}", "")),
        text_line(
            (
                f"as planned, without risks: {date_text(result, finish.deterministic)}, which is {planned:.0%} sure",
                "soft",
            )
        ),
    ]
    if result.forecast.assumed:
        lines.append(text_line((f"{assumed_text(result.forecast)}: nobody estimated so much of the open work", "warn")))
    if finish.deadline is not None:
        on_time = finish.on_time or 0.0
        style = "good" if on_time >= 0.8 else "warn" if on_time >= 0.5 else "bad"
        lines.append(
            text_line(
                (
                    f"deadline {finish_day_text(finish.deadline, result.context)}: kept in {on_time:.0%}",
                    style,
                )
            )
        )
    lines += _overtime_lines(result, look, cells)
    if look.answer and look.answered == look.page:
        lines.append(text_line((look.answer, "accent")))
    lines.append(BLANK_LINE)
    tall, wide = max(5, min(16, rows - len(lines) - 4)), max(20, min(100, cells - 7))
    size = len(finish.instants)
    points = [(0.0, 0.0)]
    for step in range(1, 2 * wide + 1):
        at = first + span * step / (2 * wide)
        points.append((step / (2 * wide), finish.confidence(int(at))))
    drawn = plots.line_chart(points, wide, tall)
    marks = {tall - 1 - round(p / 100 * (tall - 1)): p for p in (50, 80)}
    for number, text in enumerate(drawn):
        level = marks.get(number)
        label = "100%" if number == 0 else f"{level}%" if level else "0%" if number == tall - 1 else ""
        if level:
            stop = round((finish.percentile(level) - first) / span * (wide - 1))
            text = "".join("┄" if c == " " and x < stop else c for x, c in enumerate(text))
        lines.append(text_line((f"{label:>4} ", "soft"), ("│", "soft"), (text, "accent" if not level else "strong")))
    lines.append(text_line((" " * 5 + "└" + "─" * wide, "soft")))
    lines.append(text_line((" " * 6 + _axis(result, first, last, wide), "soft")))
    ends = date_text(result, int(finish.instants[0])), date_text(result, int(finish.instants[-1]))
    left_out = "0.5% at each end is left out"
    lines.append(text_line((f"{grouped_number(size)} finishes, {ends[0]} to {ends[1]}; {left_out}", "dim")))
    return lines


def _overtime_lines(result: ForecastResult, look: ForecastPageState, cells: int) -> list[PageLine]:
    """What the dates ask of people, once it is worked out; nothing where there are no people."""
    if look.strain is None or look.strain[0] is not result.plan or not look.strain[1].people:
        return []
    from tpm_tui.reports.people.strain import overtime_text

    said, over = overtime_text(look.strain[1])
    return [text_line((part, "bad" if over else "soft")) for part in wrapped_lines(safe(said), cells)]


def _axis(result: ForecastResult, first: int, last: int, cells: int) -> str:
    """Dates under a scale, as many as fit."""
    many = max(2, min(6, cells // 14))
    text = [" "] * cells
    for number in range(many):
        share = number / (many - 1)
        label = date_text(result, first + round((last - first) * share))
        at = min(cells - len(label), max(0, round(share * (cells - 1)) - (len(label) // 2 if number else 0)))
        text[at : at + len(label)] = label
    return "".join(text)


def answer_forecast_question(result: ForecastResult, target: str, text: str) -> str:
    """``P90`` or ``90%``: the date of that confidence; a date: how sure it is. ValidationError otherwise."""
    if not result.forecast.is_founded:
        raise ValidationError(assumed_text(result.forecast))
    finish = target_finish(result, target)
    word = text.strip().lower().removeprefix("p").removesuffix("%").strip()
    if word.replace(".", "", 1).isdigit() and (text.strip().lower().startswith("p") or text.strip().endswith("%")):
        level = float(word)
        if not 0 < level <= 100:
            raise ValidationError("a confidence lies between 0 and 100: P80, 95%")
        return f"P{word} is {date_text(result, finish.percentile(level))}"
    try:
        when = dates.parse_date(text, result.context.today)
    except ValueError:
        raise ValidationError("type a confidence (P90), a date (12 mar) or a number of items (14 items)") from None
    sure = finish.confidence(to_day_number(when) * MINUTES_PER_DAY + MINUTES_PER_DAY)
    return f"by the end of {dates.day_text(when, result.context)}: {sure:.0%} sure"


def parse_item_count(text: str, bare: bool) -> int | None:
    """The number in ``14 items``; with `bare` a number alone will do. None if it is something else."""
    match = re.fullmatch(r"\s*(\d{1,6})\s*(items?)?\s*", text)
    return int(match[1]) if match and int(match[1]) and (match[2] or bare) else None


# -- milestones


def milestones_page(result: ForecastResult, _look: ForecastPageState, cells: int, _rows: int) -> list[PageLine]:
    """Everything whose finish is forecast; enter shows its curve."""
    label_cells = max(16, cells - 48 - (12 if result.forecast.assumed else 0))
    lines = [text_line((fit("Finish of", label_cells) + "  P50        P80        due        kept", "head"))]
    targets: list[tuple[str, str, int]] = [
        ("", "The plan", result.forecast.assumed),
        *((t.id, target_label(result, t.id), t.assumed) for t in result.problem.targets),
    ]
    for id_, name, assumed in targets:
        finish = target_finish(result, id_)
        runs: list[StyledText] = [(fit(safe(name), label_cells) + "  ", "strong" if not id_ else "")]
        runs.append(("".join(fit(finish_date(finish.percentile(level), result.context), 11) for level in (50, 80)), ""))
        if finish.deadline is not None:
            kept = finish.on_time or 0.0
            style = "good" if kept >= 0.8 else "warn" if kept >= 0.5 else "bad"
            runs += [
                (fit(finish_date(finish.deadline, result.context), 11), "soft"),
                (f"{kept:>4.0%} {plots.bar_chart(kept, 8)}", style),
            ]
        if assumed:
            runs.append((f" {assumed_count_text(assumed)}", "dim"))
        lines.append(PageLine(tuple(runs), ("target", id_), stop=True))
    return lines


# -- what drives it


def drivers_page(result: ForecastResult, _look: ForecastPageState, cells: int, rows: int) -> list[PageLine]:
    """The tornado: whose spread moves the finish; then how often each item is critical."""
    f = result.forecast
    drives = [("item", i.id, i.key, i.sensitivity) for i in f.items]
    drives += [("risk", r.id, r.key, r.sensitivity) for r in f.risks]
    drives.sort(key=lambda d: (-abs(d[3]), d[2]))
    shown = [d for d in drives[: max(6, rows // 2 - 2)] if abs(d[3]) >= 0.005]
    both = any(value < 0 for *_, value in shown)
    half = max(8, min(24, (cells - 44) // 2)) if both else max(16, min(48, cells - 52))
    label_cells = max(14, cells - (2 if both else 1) * half - 12)
    lines = [text_line(("What spreads the finish: rank correlation of each duration and risk with it", "head"))]
    top = abs(drives[0][3]) if drives else 1.0
    for kind, id_, key, value in shown:
        length = plots.bar_chart(abs(value) / (top or 1), half).rstrip()
        left = "" if not both else length.rjust(half) if value < 0 else " " * half
        right = length.ljust(half) if value >= 0 else " " * half
        label = fit(f"{key} {safe(result.plan.title(kind, id_))}", label_cells)
        style = "" if kind == "risk" else "accent"
        runs: tuple[StyledText, ...] = (
            (label + " ", ""),
            (left, style),
            ("│", "soft"),
            (right, style),
            (f" {value:+.2f}", ""),
        )
        lines.append(PageLine(runs, (kind, id_), stop=True))
    lines += [
        BLANK_LINE,
        text_line(("Criticality: share of iterations without slack to the finish or a deadline", "head")),
    ]
    parents = result.plan.children
    often = [i for i in f.items if i.criticality > 0 and i.id not in parents]
    often.sort(key=lambda i: (-i.criticality, -abs(i.sensitivity), i.key))
    for item in often[:60]:
        label = fit(f"{item.key} {safe(result.plan.title('item', item.id))}", label_cells)
        share = (
            (f"{item.criticality:>4.0%} ", ""),
            (plots.bar_chart(item.criticality, (2 if both else 1) * half), "accent"),
        )
        lines.append(PageLine(((label + " ", ""), *share), ("item", item.id), stop=True))
    return lines


# -- risks


def risks_page(result: ForecastResult, _look: ForecastPageState, cells: int, _rows: int) -> list[PageLine]:
    """What each risk costs at P80; what each response buys, best value first."""
    if result.preliminary:
        return [text_line(("What risks cost is being worked out.", "dim"))]
    risks = result.forecast.risks
    if not risks:
        return [text_line(("No open risks.", "dim"))]
    label_cells, half = max(16, min(44, cells - 42)), max(6, min(20, cells - 66))
    top = max((abs(r.p80_days or 0.0) for r in risks), default=1.0) or 1.0
    total = (result.risk_duration or 0) / result.forecast.minutes_per_day
    together = f"all together {day_count_text(total)}; their effects overlap"
    lines = [text_line((f"What each risk costs by itself, in working days at P80 ({together})", "head"))]
    for risk in sorted(risks, key=lambda r: (-(r.p80_days or 0.0), r.key)):
        days = risk.p80_days or 0.0
        label = fit(f"{risk.key} {safe(result.plan.title('risk', risk.id))}", label_cells)
        bar = plots.bar_chart(abs(days) / top, half)
        runs: tuple[StyledText, ...] = (
            (label, ""),
            (f" {day_count_text(days):>7}  ", ""),
            (bar, "bad" if days > 0 else "good"),
        )
        lines.append(PageLine(runs, ("risk", risk.id), stop=True))
    lines += [BLANK_LINE, text_line(("What each response buys: working days at P80, by what it costs", "head"))]
    in_force = {r.id for r in result.problem.risks if r.in_force}
    for risk in sorted(risks, key=lambda r: (-(r.days_per_money or 0.0), -(r.response_p80_days or 0.0), r.key)):
        if not risk.response_p80_days and risk.response_cost is None:
            continue
        money = "no cost given" if risk.response_cost is None else f"for {grouped_number(risk.response_cost)}"
        rate = response_rate_text(risk.days_per_money)
        label = fit(f"{risk.key} {safe(result.plan.title('risk', risk.id))}", label_cells)
        force = "  in force: saved already" if risk.id in in_force else ""
        text = f" {day_count_text(risk.response_p80_days or 0.0):>7}  {fit(money, 14)} {rate}{force}"
        lines.append(PageLine(((label, ""), (text, "soft" if force else "")), ("risk", risk.id), stop=True))
    return [
        *lines,
        BLANK_LINE,
        text_line(("r finds the cheapest set of responses that brings P80 before a date", "soft")),
    ]


# -- money


def money_page(result: ForecastResult, _look: ForecastPageState, cells: int, rows: int) -> list[PageLine]:
    """How much it costs, and how cost and date hang together."""
    costs = [float(c) for c in result.forecast.costs]
    low, high = min(costs), max(costs)
    if low == high:
        return [text_line((f"No spread in the costs: {grouped_number(low)}. Give risks a cost to see one.", "dim"))]
    marks = " · ".join(f"P{p} {grouped_number(result.forecast.cost(p))}" for p in CONFIDENCE_LEVELS)
    currency = safe(str(result.plan.programme("currency") or ""))
    lines = [text_line((f"Cost, with the risks that occur, {currency}".rstrip(", "), "head")), text_line((marks, ""))]
    wide, tall = max(20, min(100, cells - 14)), max(3, (rows - 10) // 2)
    found_counts = plots.histogram(costs, low, high, wide)
    most = max(found_counts)
    lines += [
        text_line((" " * 12 + text, "accent")) for text in plots.column_chart([n / most for n in found_counts], tall)
    ]
    ends = grouped_number(low), grouped_number(high)
    lines.append(text_line((" " * 12 + ends[0] + ends[1].rjust(wide - len(ends[0])), "soft")))
    lines += [BLANK_LINE, text_line(("Date and cost together: darker where more iterations end", "head"))]
    sample = [int(v) for v in result.forecast.sample]
    first, last = min(sample), max(sample)
    span = max(last - first, 1)
    points = [((m - first) / span, (c - low) / (high - low)) for m, c in zip(sample, costs, strict=True)]
    for number, text in enumerate(plots.density_plot(points, wide, tall)):
        label = ends[1] if number == 0 else ends[0] if number == tall - 1 else ""
        lines.append(text_line((f"{label:>11} ", "soft"), (text, "accent")))
    both = result.forecast.cost(80)
    sure = result.forecast.finish.percentile(80)
    within = sum(1 for m, c in zip(sample, costs, strict=True) if m <= sure and c <= both) / len(sample)
    lines.append(text_line((" " * 12 + _axis(result, first, last, wide), "soft")))
    said = f"by {date_text(result, sure)} and for {grouped_number(both)}, both at once: {within:.0%}"
    lines.append(text_line((said, "")))
    return lines


ForecastPage = Callable[[ForecastResult, ForecastPageState, int, int], list[PageLine]]
FORECAST_PAGES: Sequence[tuple[str, ForecastPage]] = (
    ("Dates", dates_page),
    ("Milestones", milestones_page),
    ("Drivers", drivers_page),
    ("Risks", risks_page),
    ("Money", money_page),
    ("Learn", calibration_page),
    ("Pace", throughput_page),
)
#: Pages that show what was learnt from the past.
HISTORY_PAGES = (5, PACE := 6)


def _unfounded_lines(result: ForecastResult, cells: int) -> list[PageLine]:
    """That there is no forecast, and what there is instead."""
    planned = date_text(result, result.forecast.finish.deterministic)
    lines = [
        text_line((assumed_text(result.forecast), "warn")),
        text_line((f"as planned, with a day for each of them and without risks: {planned}", "soft")),
        BLANK_LINE,
    ]
    said = [] if result.pace is None else [pace_text(result.pace, result.context)]
    for text in (*said, *ways_to_estimate(keys=True)):
        lines += [text_line((part, "")) for part in wrapped_lines(text, cells)]
    return lines


def forecast_lines(result: ForecastResult, look: ForecastPageState, cells: int, rows: int) -> list[PageLine]:
    """The page that is looked at, under the names of all."""
    tabs: list[StyledText] = []
    for number, (name, _) in enumerate(FORECAST_PAGES):
        here = number == look.page
        tabs.append((f"[{number + 1} {name}]" if here else f" {number + 1} {name} ", "strong" if here else "soft"))
    if not result.forecast.is_founded and look.page not in HISTORY_PAGES:
        return [PageLine(tuple(tabs)), BLANK_LINE, *_unfounded_lines(result, cells)]
    return [PageLine(tuple(tabs)), BLANK_LINE, *FORECAST_PAGES[look.page][1](result, look, cells, rows - 2)]
