"""Charts of reports, made of the numbers that stand in their sentences."""

from collections.abc import Sequence

from msgspec.structs import replace

from tpm_tui.planning.promise.promise import Promise
from tpm_tui.planning.promise.rag import RagState
from tpm_tui.reports.builders.report_facts import ReportSource
from tpm_tui.reports.document import Chart, CurveChart, TimelineChart, TimelineRow, Tone
from tpm_tui.reports.report import cut_text
from tpm_tui.reports.schedule.forecast.forecast_dates import finish_date, finish_day_text
from tpm_tui.reports.schedule.forecast.forecast_document import finish_curve
from tpm_tui.reports.schedule.promise import promise_line

_TONES = {RagState.RED: Tone.BAD, RagState.GREEN: Tone.GOOD}
#: Characters of a name beside its row.
_LONGEST_NAME = 40


def promise_curve(source: ReportSource) -> tuple[CurveChart, ...]:
    """How sure each day is for the programme's target; none without a forecast."""
    if source.promise.p80 is None:
        return ()
    line = promise_line(source.promise, source.context)
    finish = replace(source.promise_finish, deadline=source.promise.target)
    return (finish_curve("How sure the target is", line, finish, source.context),)


def milestone_timeline(source: ReportSource, parts: Sequence[Promise]) -> tuple[Chart, ...]:
    """The target of each part with a forecast beside its P50 and P80, from today on; none without such parts."""
    from tpm_tui.domain.time.instants import to_minute

    forecast = [(part, part.p50, part.p80) for part in parts if part.p50 is not None and part.p80 is not None]
    if not forecast:
        return ()
    moments = [at for part, p50, p80 in forecast for at in (p50, p80, part.target) if at is not None]
    first = min(to_minute(source.until), *moments)
    span = max(max(moments) - first, 1)
    rows = []
    for part, p50, p80 in forecast:
        target = "" if part.target is None else f"due {finish_day_text(part.target, source.context)}, "
        dates = ", ".join(f"P{level} {finish_day_text(at, source.context)}" for level, at in ((50, p50), (80, p80)))
        dates += f", {part.assumed} assumed" if part.assumed else ""
        name = cut_text(f"{part.key} {part.name}", _LONGEST_NAME)
        state = part.shown_state
        rows.append(
            TimelineRow(
                name,
                f"{name}: {target}{dates}",
                (p50 - first) / span,
                (p80 - first) / span,
                None if part.target is None else (part.target - first) / span,
                Tone.NEUTRAL if state is None else _TONES.get(state, Tone.NEUTRAL),
            )
        )
    labels = [(share, finish_date(first + round(span * share), source.context)) for share in (0.0, 0.5, 1.0)]
    return (TimelineChart("Milestones", "diamond: due; bar: from P50 to P80", rows, labels),)
