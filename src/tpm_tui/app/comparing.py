"""The plan beside a baseline: how far dates have moved, and what has come into scope or left it, by whom and when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from tpm_tui.app.detail import BLANK, head
from tpm_tui.app.session import Session
from tpm_tui.app.widgets.pagelist import PageLine
from tpm_tui.app.widgets.strips import Run
from tpm_tui.domain import dates
from tpm_tui.domain.clock import local
from tpm_tui.domain.dates import Words
from tpm_tui.domain.plan import Plan
from tpm_tui.safe import fit, safe

if TYPE_CHECKING:
    from tpm_tui.commands.baselines import History
    from tpm_tui.planning.variance import Scope, ScopeChange

#: Lines a list has at most.
MOST = 200


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a page is made of: slips are (item, start, finish) in working minutes, in outline order."""

    baseline: str
    plan: Plan
    words: Words
    slips: Sequence[tuple[str, int, int]]
    scope: "Scope"
    finish_then: datetime | None
    finish_now: datetime | None
    finish_slip: int


def compare(plan: Plan, words: Words, baseline: str, history: "History") -> Comparison:
    """Work out a comparison; it takes as long as the plan is large. ValueError where it cannot be scheduled."""
    from tpm_tui.commands.baselines import scope_since
    from tpm_tui.domain.calendar import moment_of
    from tpm_tui.planning.bridge import schedule_of
    from tpm_tui.planning.variance import baseline_spans, slips

    found = schedule_of(plan, words)
    ends = [finish for _, finish in baseline_spans(plan, baseline).values() if finish is not None]
    then = max(ends, default=None)
    calendar = found.network.calendars[found.network.plan_calendar]
    return Comparison(
        baseline,
        plan,
        words,
        list(slips(plan, words, baseline)),
        scope_since(plan, words, baseline, history),
        None if then is None else moment_of(then),
        moment_of(found.plan_finish),
        0 if then is None else calendar.between(then, found.plan_finish),
    )


def signed(minutes: int, words: Words) -> str:
    """Working time with its sign, ``+2d``; ``as planned`` for none."""
    return f"{'+' if minutes > 0 else ''}{dates.show_duration(minutes, words)}" if minutes else "as planned"


def compare_lines(session: Session, found: Comparison, cells: int) -> list[PageLine]:
    """The page; lines about an item that is still there lead to it."""
    lines = [*_headlines(found), BLANK]
    table = found.plan["item"]
    milestones = [slip for slip in found.slips if table.value(slip[0], "type") == "milestone"]
    if milestones:
        lines += [head("Milestones"), *(_slip_line(session, found, slip, cells) for slip in milestones[:MOST]), BLANK]
    scope = found.scope
    for what in ("added", "dropped", "re-estimated"):
        changes = [change for change in scope.changes if change.what == what]
        if changes:
            total = signed(scope.total(what), found.words)
            lines.append(head(f"{what.capitalize()} ({len(changes)}) ─ {total}"))
            lines += [_change_line(found, change, cells) for change in changes[:MOST]]
            lines += [*_more(len(changes)), BLANK]
    rest = [slip for slip in found.slips if slip[2] and slip not in milestones and slip[0] not in found.plan.children]
    for title, chosen in (("Later", [s for s in rest if s[2] > 0]), ("Earlier", [s for s in rest if s[2] < 0])):
        if chosen:
            chosen.sort(key=lambda slip: -abs(slip[2]))
            lines.append(head(f"{title} ({len(chosen)}), the furthest first"))
            lines += [_slip_line(session, found, slip, cells) for slip in chosen[:MOST]]
            lines += [*_more(len(chosen)), BLANK]
    return lines


def _headlines(found: Comparison) -> Iterator[PageLine]:
    words = found.words
    if found.finish_then is not None and found.finish_now is not None:
        then, now = (dates.show_date(day.date(), words) for day in (found.finish_then, found.finish_now))
        style = "bad" if found.finish_slip > 0 else "good"
        yield PageLine((
            ("Finish     ", "soft"), (f"{then} → {now}  ", "strong"), (signed(found.finish_slip, words), style),
        ))  # fmt: skip
    leaves = [slip for slip in found.slips if slip[0] not in found.plan.children]
    later, earlier = sum(slip[2] > 0 for slip in leaves), sum(slip[2] < 0 for slip in leaves)
    yield PageLine((
        ("Dates      ", "soft"),
        (f"{later} later, {earlier} earlier, {len(leaves) - later - earlier} as planned", ""),
    ))  # fmt: skip
    scope = found.scope
    share = f", {scope.change / scope.baseline:+.0%}" if scope.baseline else ""
    then_now = " → ".join(dates.show_duration(minutes, words) for minutes in (scope.baseline, scope.now))
    yield PageLine((
        ("Scope      ", "soft"), (f"{then_now} of work  ", "strong"),
        (f"{signed(scope.change, words)}{share}", "warn" if scope.change > 0 else ""),
    ))  # fmt: skip


def _slip_line(session: Session, found: Comparison, slip: tuple[str, int, int], cells: int) -> PageLine:
    id_, start, finish = slip
    table = found.plan["item"]
    words = found.words
    late = "bad" if finish > 0 else "good" if finish < 0 else "soft"
    began = "" if start == finish or not start else f"start {signed(start, words)}"
    runs: list[Run] = [
        (fit(str(table.value(id_, "key")), 7) + " ", "accent"),
        (fit(safe(found.plan.title("item", id_)), max(12, cells - 44)) + " ", ""),
        (fit(signed(finish, words), 12) + " ", late),
        (began, "soft"),
    ]
    return PageLine(tuple(runs), ("item", id_) if id_ in session.plan["item"] else None, stop=True)


def _change_line(found: Comparison, change: "ScopeChange", cells: int) -> PageLine:
    words = found.words
    when = f"{change.who} {dates.show_date(local(change.when).date(), words)}" if change.when is not None else ""
    runs: list[Run] = [
        (fit(safe(change.key), 7) + " ", "accent"),
        (fit(safe(change.title), max(12, cells - 44)) + " ", ""),
        (fit(signed(change.minutes, words) if change.minutes else "no work", 12) + " ", ""),
        (fit(safe(when), 20), "soft"),
    ]
    return PageLine(tuple(runs), ("item", change.item) if change.item in found.plan["item"] else None, stop=True)


def _more(count: int) -> list[PageLine]:
    return [PageLine(((f"and {count - MOST} more", "dim"),))] if count > MOST else []
