"""The pages of the forecast view that look back: how forecasts and estimates held, and what the pace says."""

from tpm_tui.app.charts import plots
from tpm_tui.app.page_lines.line_builders import BLANK_LINE, text_line, wrapped_lines
from tpm_tui.app.page_lines.schedule.forecast.shared_lines import ForecastPageState
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.app.widgets.strip_builder import StyledText
from tpm_tui.planning.forecast.calibration_result import CalibrationResult
from tpm_tui.planning.forecast.forecast_result import ForecastResult
from tpm_tui.reports.schedule.forecast.calibration import (
    THROUGHPUT_PERCENTILES,
    calibration_verdict,
    disagreement_text,
    group_name,
    kept_text,
    missing_data_text,
    recorded_forecasts_text,
    throughput_date,
    throughput_text,
)
from tpm_tui.reports.schedule.forecast.forecast_dates import finish_date
from tpm_tui.safe_text import fit, safe

_STYLES = {"too sure": "bad", "too careful": "warn", "as promised": "good", "too few": "dim"}
_NO_HISTORY = [text_line(("Looking at the history …", "dim"))]


def calibration_page(result: ForecastResult, look: ForecastPageState, cells: int, _rows: int) -> list[PageLine]:
    """How P50 and P80 have held, of dates and of estimates; a line with a factor leads to what it would change."""
    learned = look.learned
    if learned is None:
        return _NO_HISTORY
    known = learned.calibration
    name_cells = max(24, min(34, cells - 50))
    lines = [text_line((fit("Forecasts: kept by", name_cells) + f"{'P50':<15}{'P80':<15}{'open':>4}", "head"))]
    for one in known.horizons:
        word = calibration_verdict(one.p50, one.p80)
        text = f"{fit(one.name, name_cells)}{kept_text(one.p50):<15}{kept_text(one.p80):<15}{one.open:>4}  "
        lines.append(text_line((text, ""), (word, _STYLES[word])))
    lines += [
        text_line((part, "soft"))
        for part in wrapped_lines(recorded_forecasts_text(known, result.plan, result.context), cells)
    ]
    lines += [
        BLANK_LINE,
        text_line((fit("Estimates: kept by", name_cells) + f"{'P50':<15}{'P80':<15}{'took':<9}factor", "head")),
    ]
    needed = missing_data_text(known)
    if needed:
        return [*lines, *(text_line((part, "dim")) for part in wrapped_lines(needed, cells))]
    for group in known.groups:
        name = fit(safe(group_name(group)), name_cells)
        runs: list[StyledText] = [(f"{name}{kept_text(group.p50):<15}{kept_text(group.p80):<15}", "")]
        if group.middle is None:
            lines.append(text_line((runs[0][0] + "too few", "dim")))
            continue
        runs.append((f"{f'×{group.middle:.2f}':<9}", ""))
        if group.factor is not None:
            runs.append((f"⏎ ×{group.factor:g}", "accent"))
        target = ("factor", (group.by, group.value)) if group.factor is not None else None
        lines.append(PageLine(tuple(runs), target, stop=target is not None))
    said = (
        "took ×1.20: half of the work took more than 1.2 times what its estimate gives at P50, half less. "
        "⏎ shows what a factor would change. Groups are kinds of work, never persons."
    )
    return [*lines, *(text_line((part, "soft")) for part in wrapped_lines(said, cells))]


def throughput_page(result: ForecastResult, look: ForecastPageState, cells: int, _rows: int) -> list[PageLine]:
    """When so many items are done by the pace so far, beside the schedule's own forecast."""
    learned = look.learned
    if learned is None:
        return _NO_HISTORY
    whole = learned.throughputs[-1]
    lines = [text_line((throughput_text(whole), "strong"))]
    lines += _weekly_throughput(learned, cells)
    if not whole.items:
        return [*lines, text_line(("Nothing is open.", "dim"))]
    if look.answer and look.answered == look.page:
        lines.append(text_line((look.answer, "accent")))
    lines += [
        BLANK_LINE,
        text_line((f"{'Items':<22}" + "".join(f"{f'P{p}':<13}" for p in THROUGHPUT_PERCENTILES), "head")),
    ]
    for pace in learned.throughputs:
        name = f"{pace.items} (all that is open)" if pace is whole else str(pace.items)
        days = "".join(f"{throughput_date(pace, p, result.context):<13}" for p in THROUGHPUT_PERCENTILES)
        lines.append(text_line((f"{name:<22}{days}", "dim" if whole.is_history_short else "")))
    if result.forecast.is_founded:
        lines += _beside_the_schedule(result, learned, cells)
    how = (
        "Daily counts of the last twelve weeks, days without any included, drawn with replacement until the items are "
        "used up; estimates, links and risks play no part. / takes a number of items."
    )
    return [*lines, BLANK_LINE, *(text_line((part, "soft")) for part in wrapped_lines(how, cells))]


def _beside_the_schedule(result: ForecastResult, learned: CalibrationResult, cells: int) -> list[PageLine]:
    """The schedule's own forecast, and whether the two agree."""
    whole, finish = learned.throughputs[-1], result.forecast.finish
    days = "".join(f"{finish_date(finish.percentile(p), result.context):<13}" for p in THROUGHPUT_PERCENTILES)
    lines = [text_line((f"{'by the schedule':<22}{days}", "soft"))]
    if not whole.is_history_short:
        lines.append(BLANK_LINE)
        said = disagreement_text(whole, finish, learned.days_apart, result.context)
        style = "good" if learned.days_apart is None and whole.percentile(90) is not None else "warn"
        lines += [text_line((part, style)) for part in wrapped_lines(said, cells)]
    return lines


def _weekly_throughput(learned: CalibrationResult, cells: int) -> list[PageLine]:
    """Upright bars, one a week of five working days, the newest at the right."""
    counts = learned.throughputs[-1].counts
    weeks = [sum(counts[max(0, end - 5) : end]) for end in range(len(counts), 0, -5)][::-1]
    most = max(weeks, default=0)
    if not most:
        return []
    bars = plots.column_chart([count / most for count in weeks for _ in range(3)], 2)
    label = (f"most {most} a week", "")
    rows = [
        text_line((f"{text:<14}", "soft"), (bar[: max(10, cells - 15)], "accent"))
        for text, bar in zip(label, bars, strict=True)
    ]
    return [*rows, text_line((f"{'':14}{'a bar is five working days, the last one ends yesterday'}", "dim"))]
