"""The pages of the forecast view that look back: how forecasts and estimates held, and what the pace says."""

from tpm_tui.app.drawing import chart
from tpm_tui.app.forecast_lines import BLANK, Look, line, wrapped
from tpm_tui.app.foreseen import Foreseen
from tpm_tui.app.widgets.pagelist import PageLine
from tpm_tui.app.widgets.strips import Run
from tpm_tui.commands.learning import Learned
from tpm_tui.reports.forecast import day
from tpm_tui.reports.learning import (
    PACES,
    apart_words,
    group_name,
    held_words,
    needed_words,
    pace_day,
    pace_words,
    remembered_words,
    verdict,
)
from tpm_tui.safe import fit, safe

_STYLES = {"too sure": "bad", "too careful": "warn", "as promised": "good", "too few": "dim"}
_WAIT = [line(("Looking at the history …", "dim"))]


def learn_page(found: Foreseen, look: Look, cells: int, _rows: int) -> list[PageLine]:
    """How P50 and P80 have held, of dates and of estimates; a line with a factor leads to what it would change."""
    learned = look.learned
    if learned is None:
        return _WAIT
    known = learned.calibration
    room = max(24, min(34, cells - 50))
    lines = [line((fit("Forecasts: kept by", room) + f"{'P50':<15}{'P80':<15}{'open':>4}", "head"))]
    for one in known.distances:
        word = verdict(one.p50, one.p80)
        text = f"{fit(one.name, room)}{held_words(one.p50):<15}{held_words(one.p80):<15}{one.open:>4}  "
        lines.append(line((text, ""), (word, _STYLES[word])))
    lines += [line((part, "soft")) for part in wrapped(remembered_words(known, found.plan, found.words), cells)]
    lines += [BLANK, line((fit("Estimates: kept by", room) + f"{'P50':<15}{'P80':<15}{'took':<9}factor", "head"))]
    needed = needed_words(known)
    if needed:
        return [*lines, *(line((part, "dim")) for part in wrapped(needed, cells))]
    for group in known.groups:
        name = fit(safe(group_name(group)), room)
        runs: list[Run] = [(f"{name}{held_words(group.p50):<15}{held_words(group.p80):<15}", "")]
        if group.middle is None:
            lines.append(line((runs[0][0] + "too few", "dim")))
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
    return [*lines, *(line((part, "soft")) for part in wrapped(said, cells))]


def pace_page(found: Foreseen, look: Look, cells: int, _rows: int) -> list[PageLine]:
    """When so many items are done by the pace so far, beside the schedule's own forecast."""
    learned = look.learned
    if learned is None:
        return _WAIT
    whole = learned.paces[-1]
    lines = [line((pace_words(whole), "strong"))]
    lines += _weeks(learned, cells)
    if not whole.items:
        return [*lines, line(("Nothing is open.", "dim"))]
    if look.answer and look.answered == look.page:
        lines.append(line((look.answer, "accent")))
    lines += [BLANK, line((f"{'Items':<22}" + "".join(f"{f'P{p}':<13}" for p in PACES), "head"))]
    for pace in learned.paces:
        name = f"{pace.items} (all that is open)" if pace is whole else str(pace.items)
        days = "".join(f"{pace_day(pace, p, found.words):<13}" for p in PACES)
        lines.append(line((f"{name:<22}{days}", "dim" if whole.thin else "")))
    finish = found.forecast.finish
    days = "".join(f"{day(finish.percentile(p), found.words):<13}" for p in PACES)
    lines.append(line((f"{'by the schedule':<22}{days}", "soft")))
    if not whole.thin:
        lines.append(BLANK)
        said = apart_words(whole, finish, learned.apart, found.words)
        style = "good" if learned.apart is None and whole.percentile(90) is not None else "warn"
        lines += [line((part, style)) for part in wrapped(said, cells)]
    how = (
        "Daily counts of the last twelve weeks, days without any included, drawn with replacement until the items are "
        "used up; estimates, links and risks play no part. / takes a number of items."
    )
    return [*lines, BLANK, *(line((part, "soft")) for part in wrapped(how, cells))]


def _weeks(learned: Learned, cells: int) -> list[PageLine]:
    """Upright bars, one a week of five working days, the newest at the right."""
    counts = learned.paces[-1].counts
    weeks = [sum(counts[max(0, end - 5) : end]) for end in range(len(counts), 0, -5)][::-1]
    most = max(weeks, default=0)
    if not most:
        return []
    bars = chart.columns([count / most for count in weeks for _ in range(3)], 2)
    label = (f"most {most} a week", "")
    rows = [
        line((f"{text:<14}", "soft"), (bar[: max(10, cells - 15)], "accent"))
        for text, bar in zip(label, bars, strict=True)
    ]
    return [*rows, line((f"{'':14}{'a bar is five working days, the last one ends yesterday'}", "dim"))]
