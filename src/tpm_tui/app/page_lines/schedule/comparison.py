"""The plan beside a baseline: how far dates have moved, and what has come into scope or left it, by whom and when."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tpm_tui.app.page_lines.line_builders import BLANK_LINE, heading_line, shift_style
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.app.widgets.strip_builder import StyledText
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.clock import to_local
from tpm_tui.domain.time.instants import finish_day, to_minute
from tpm_tui.reports.phrases import shift_text
from tpm_tui.safe_text import fit, safe

if TYPE_CHECKING:
    from tpm_tui.planning.analysis.comparison import Comparison
    from tpm_tui.planning.analysis.variance import DateVariance, ScopeChange

#: Lines a list has at most.
MAX_LINES = 200


#: What is said of a date, or of an amount of work, that is as in the baseline.
AS_PLANNED = "as planned"


def signed_duration(minutes: int, context: InputContext) -> str:
    """Work with its sign, ``+2d``; ``as planned`` for none."""
    return f"{'+' if minutes > 0 else ''}{dates.show_duration(minutes, context)}" if minutes else AS_PLANNED


def comparison_lines(session: WorkspaceSession, comparison: "Comparison", cells: int) -> list[PageLine]:
    """The page; lines about an item that is still there lead to it."""
    lines = [*_headlines(comparison), BLANK_LINE]
    table = comparison.plan["item"]
    milestones = [one for one in comparison.variances if table.value(one.item, "type") == "milestone"]
    if milestones:
        lines += [
            heading_line("Milestones"),
            *(_variance_line(session, comparison, one, cells) for one in milestones[:MAX_LINES]),
            BLANK_LINE,
        ]
    scope = comparison.scope
    for what in ("added", "dropped", "re-estimated"):
        changes = [change for change in scope.changes if change.what == what]
        if changes:
            total = signed_duration(scope.total(what), comparison.context)
            lines.append(heading_line(f"{what.capitalize()} ({len(changes)}) ─ {total} of work"))
            lines += [_change_line(comparison, change, cells) for change in changes[:MAX_LINES]]
            lines += [*_more(len(changes)), BLANK_LINE]
    children = comparison.plan.children
    moved = [(_finish_shift(one), one) for one in comparison.variances if one not in milestones]
    rest = [(by, one) for by, one in moved if by and one.item not in children]
    for title, chosen in (("Later", [m for m in rest if m[0] > 0]), ("Earlier", [m for m in rest if m[0] < 0])):
        if chosen:
            chosen.sort(key=lambda pair: -abs(pair[0]))
            lines.append(heading_line(f"{title} ({len(chosen)}), the furthest first, in calendar days"))
            lines += [_variance_line(session, comparison, one, cells) for _, one in chosen[:MAX_LINES]]
            lines += [*_more(len(chosen)), BLANK_LINE]
    return lines


def _headlines(comparison: "Comparison") -> Iterator[PageLine]:
    context = comparison.context
    if comparison.baseline_finish is not None and comparison.current_finish is not None:
        before, after = to_minute(comparison.baseline_finish), to_minute(comparison.current_finish)
        then, now = (dates.day_text(finish_day(minute), context) for minute in (before, after))
        yield PageLine((
            ("Finish     ", "soft"), (f"{then} → {now}  ", "strong"),
            (shift_text(before, after) or AS_PLANNED, shift_style(comparison.finish_slip) or "good"),
        ))  # fmt: skip
    leaves = [_finish_shift(one) for one in comparison.variances if one.item not in comparison.plan.children]
    later, earlier = sum(by > 0 for by in leaves), sum(by < 0 for by in leaves)
    yield PageLine((
        ("Dates      ", "soft"),
        (f"{later} later, {earlier} earlier, {len(leaves) - later - earlier} as planned", ""),
    ))  # fmt: skip
    scope = comparison.scope
    share = f", {scope.change / scope.baseline:+.0%}" if scope.baseline else ""
    then_now = " → ".join(dates.show_duration(minutes, context) for minutes in (scope.baseline, scope.now))
    yield PageLine((
        ("Scope      ", "soft"), (f"{then_now} of work  ", "strong"),
        (f"{signed_duration(scope.change, context)}{share}", "warn" if scope.change > 0 else ""),
    ))  # fmt: skip


def _finish_shift(variance: "DateVariance") -> int:
    """Clock minutes by which the finish moved where that is any working time, else 0: Friday evening or Monday morning
    are the same end of work."""
    return variance.finish[1] - variance.finish[0] if variance.finish_minutes else 0


def _variance_line(session: WorkspaceSession, comparison: "Comparison", one: "DateVariance", cells: int) -> PageLine:
    by = _finish_shift(one)
    finish = shift_text(*one.finish) if by else AS_PLANNED
    start = shift_text(*one.start, starts=True) if one.start_minutes else ""
    then, now = (_last_day(end, comparison.context) for end in one.finish)
    runs: list[StyledText] = [
        (fit(comparison.plan.shown_key("item", one.item), 7) + " ", "accent"),
        (fit(safe(comparison.plan.title("item", one.item)), max(12, cells - 57)) + " ", ""),
        (fit(f"{then} → {now}" if by and then != now else now, 22) + " ", ""),
        (fit(finish, 12) + " ", shift_style(by) or "soft"),
        (f"start {start}" if start and start != finish else "", "soft"),
    ]
    return PageLine(tuple(runs), ("item", one.item) if one.item in session.plan["item"] else None, stop=True)


def _last_day(finish: int, context: InputContext) -> str:
    """The day on which the work ends that is finished at a clock minute."""
    return dates.show_date(finish_day(finish), context)


def _change_line(comparison: "Comparison", change: "ScopeChange", cells: int) -> PageLine:
    context = comparison.context
    when = f"{change.who} {dates.show_date(to_local(change.when).date(), context)}" if change.when is not None else ""
    runs: list[StyledText] = [
        (fit(safe(change.key), 7) + " ", "accent"),
        (fit(safe(change.title), max(12, cells - 44)) + " ", ""),
        (fit(signed_duration(change.minutes, context) if change.minutes else "no work", 12) + " ", ""),
        (fit(safe(when), 20), "soft"),
    ]
    return PageLine(tuple(runs), ("item", change.item) if change.item in comparison.plan["item"] else None, stop=True)


def _more(count: int) -> list[PageLine]:
    return [PageLine(((f"and {count - MAX_LINES} more", "dim"),))] if count > MAX_LINES else []
