"""A what-if at the screen: its sentence in the status bar, the page of its edits and of what they do."""

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from tpm_tui.app.page_lines.line_builders import BLANK_LINE, heading_line, shift_style
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.app.widgets.strip_builder import StyledText
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import finish_day
from tpm_tui.planning.forecast.forecast_result import FILE_PLAN_NAME, ForecastResult, calendar_days_between
from tpm_tui.reports.phrases import broken_date_text, shift_text, working_time_text
from tpm_tui.reports.schedule.change_effect_text import cost_text, finish_text, load_texts
from tpm_tui.safe_text import fit, safe
from tpm_tui.store.what_if import WhatIfStep

if TYPE_CHECKING:
    from tpm_tui.planning.analysis.impact.change_in_days_money_and_load import ChangeEffect
    from tpm_tui.planning.analysis.unmet_constraints_and_deadlines import Conflict

#: Lines a list has at most.
MAX_LINES = 150


def what_if_status(session: WorkspaceSession, cells: int = 160) -> list[StyledText]:
    """``WHAT-IF 3 edits · finish 15 Mar, +3d · P80 3 Apr, in the file 28 Mar`` for a status bar of so many cells;
    nothing where edits go to the file."""
    what_if = session.what_if
    if what_if is None:
        return []
    count = len(what_if.steps)
    runs: list[StyledText] = [(f" WHAT-IF {counted(count, 'edit')}", "warn")]
    forecast = session.forecast_result
    known = (
        []
        if forecast is None or forecast.plan is not session.plan
        else list(percentile_shifts(forecast, session.context))
    )
    narrow = cells < 110
    scheduled = session.schedule_result
    real = scheduled.file_finish if scheduled is not None and scheduled.plan is session.plan else None
    if scheduled is not None and real is not None and not (narrow and known):
        schedule = scheduled.schedule
        by = schedule.plan_finish - real
        day = dates.day_text(finish_day(schedule.plan_finish), session.context)
        words = shift_text(real, schedule.plan_finish) or "as it is"
        runs += [(f" · finish {day}, ", "strong"), (words, shift_style(by) or "strong")]
    for percent, now, then, moved in known[narrow:]:
        about = "~" if forecast is not None and forecast.preliminary else ""
        runs += [
            (f" · {about}P{percent} ", "strong"),
            (now, shift_style(moved) or "strong"),
            (f", {FILE_PLAN_NAME} {then}", "dim"),
        ]
    return [*runs, ("   ", "")]


def percentile_shifts(result: ForecastResult, context: InputContext) -> Iterator[tuple[int, str, str, int]]:
    """Of P50 and P80: the percentile, its date in the what-if and in the file, and the days it moves by. Nothing where
    the forecast was compared with something else, or is none."""
    if result.earlier is None or result.earlier.name != FILE_PLAN_NAME or not result.forecast.is_founded:
        return
    for percent, before in ((50, result.earlier.p50), (80, result.earlier.p80)):
        after = result.forecast.finish.percentile(percent)
        now, then = (dates.day_text(finish_day(minute), context) for minute in (after, before))
        yield percent, now, then, calendar_days_between(before, after)


def what_if_lines(
    base: Plan,
    plan: Plan,
    context: InputContext,
    steps: Sequence[WhatIfStep],
    effect: "ChangeEffect",
    forecast: ForecastResult | None,
    marked: Collection[int],
    cells: int,
) -> list[PageLine]:
    """The page of a what-if: what was tried, how sure its dates are beside those of the file, and what else it does."""
    nothing = [PageLine((("Nothing tried yet: edit as usual, the file stays as it is.", "dim"),))]
    tried = list(step_lines(steps, marked, cells)) or nothing
    sure = []
    for percent, now, then, days in percentile_shifts(forecast, context) if forecast is not None else ():
        moved = f"{days:+}d" if days else "as it is"
        parts = (
            (f"P{percent}     ", "soft"),
            (f"{then} → {now}  " if days else f"{now}  ", "strong"),
            (moved, shift_style(days) or "soft"),
        )
        sure.append(PageLine(parts))
    return [heading_line("Tried"), *tried, BLANK_LINE, *sure, *consequence_lines(base, plan, context, effect, cells)]


def step_lines(steps: Sequence[WhatIfStep], marked: Collection[int], cells: int) -> Iterator[PageLine]:
    """A line an edit, to be marked for keeping; its target is its number."""
    for number, step in enumerate(steps):
        sign = "✓" if number in marked else " "
        count = len(step.edits)
        more = f"{count} records" if count > 1 else ""
        runs: list[StyledText] = [
            (f"[{sign}] ", "good" if sign.strip() else "soft"),
            (fit(safe(step.label), max(20, cells - 20)), ""),
            (f" {more}", "soft"),
        ]
        yield PageLine(tuple(runs), ("step", number), stop=True)


def effect_lines(base: Plan, plan: Plan, context: InputContext, effect: "ChangeEffect", cells: int) -> list[PageLine]:
    """Days, money and load that a change comes to; ``base`` is the plan without it."""
    more = effect.cost[1] - effect.cost[0]
    lines = []
    for label, (text, moved), worse in (
        ("Finish", finish_text(context, effect), effect.impact.minutes),
        ("Cost", cost_text(plan, effect), more),
    ):
        lines.append(
            PageLine(((fit(label, 8), "soft"), (f"{text}  ", "strong"), (moved, shift_style(worse) or "soft")))
        )
    texts = load_texts(base, plan, context, effect) or ["as it is"]
    for number, text in enumerate(texts):
        lines.append(PageLine(((fit("" if number else "Load", 8), "soft"), (fit(safe(text), max(12, cells - 8)), ""))))
    return lines


def consequence_lines(
    base: Plan, plan: Plan, context: InputContext, effect: "ChangeEffect", cells: int
) -> list[PageLine]:
    """What a change does: days, money, load, what can no longer be kept, whose dates move. Lines lead to the items."""
    impact = effect.impact
    lines = effect_lines(base, plan, context, effect, cells)
    for title, chosen, tone in (
        ("Would have to give", impact.new_conflicts, "bad"),
        ("Holds again", impact.resolved_conflicts, "good"),
    ):
        if chosen:
            lines += [BLANK_LINE, heading_line(f"{title} ({len(chosen)})")]
            lines += [_conflict_line(plan, context, id_, conflict, tone, cells) for id_, conflict in chosen[:MAX_LINES]]
    if impact.new_negative_slack:
        lines += [BLANK_LINE, heading_line(f"Would have to be done sooner ({len(impact.new_negative_slack)})")]
        for id_, minutes in impact.new_negative_slack[:MAX_LINES]:
            runs: list[StyledText] = [
                (fit(plan.shown_key("item", id_), 7) + " ", "accent"),
                (fit(safe(plan.title("item", id_)), max(12, cells - 44)) + " ", ""),
                (f"by {working_time_text(minutes, context)}", "bad"),
            ]
            lines.append(PageLine(tuple(runs), ("item", id_), stop=True))
    milestones = [m for m in impact.moved if plan.value("item", m.item, "type") == "milestone"]
    rest = [m for m in impact.moved if m not in milestones and m.item not in plan.children]
    for title, moved in (("Milestones that move", milestones), ("Work that moves", rest)):
        if moved:
            lines += [BLANK_LINE, heading_line(f"{title} ({len(moved)})")]
            for m in moved[:MAX_LINES]:
                before, after = (dates.show_date(finish_day(minute), context) for minute in m.finish)
                runs = [
                    (fit(plan.shown_key("item", m.item), 7) + " ", "accent"),
                    (fit(safe(plan.title("item", m.item)), max(12, cells - 44)) + " ", ""),
                    (fit(f"{before} → {after}", 22) + " ", ""),
                    (shift_text(*m.finish), shift_style(m.minutes)),
                ]
                lines.append(PageLine(tuple(runs), ("item", m.item), stop=True))
            if len(moved) > MAX_LINES:
                lines.append(PageLine(((f"and {len(moved) - MAX_LINES} more", "dim"),)))
    if not impact.moved and not impact.new_conflicts and not impact.resolved_conflicts:
        lines.append(PageLine((("No date moves.", "soft"),)))
    return lines


def _conflict_line(
    plan: Plan, context: InputContext, id_: str, conflict: "Conflict", style: str, cells: int
) -> PageLine:
    from tpm_tui.planning.analysis.driver import Cause

    short = shift_text(*conflict.shift, starts=conflict.cause != Cause.DEADLINE).removeprefix("+")
    what = broken_date_text(conflict, str(plan.value("item", id_, "constraint")), context)
    runs: list[StyledText] = [
        (fit(plan.shown_key("item", id_), 7) + " ", "accent"),
        (fit(safe(plan.title("item", id_)), max(12, cells - 48)) + " ", ""),
        (f"✗ {what}, missed by {short}" if style == "bad" else f"✓ {what}", style),
    ]
    return PageLine(tuple(runs), ("item", id_), stop=True)


# -- the draft, so that a lost line loses no edits
