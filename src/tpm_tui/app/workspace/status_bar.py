"""The top line: what the programme is, when it ends, what needs a look."""

from datetime import datetime
from itertools import product

from tpm_tui.app.page_lines.line_builders import shift_style
from tpm_tui.app.page_lines.schedule.planned_finishes import (
    PlannedFinishes,
    brief_finish_forms,
    called_briefly,
    finish_forms,
    planned_finishes,
)
from tpm_tui.app.page_lines.schedule.promise import chance_runs, p80_runs, promise_runs
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.widgets.strip_builder import StyledText
from tpm_tui.domain.derived.waits_and_blocks import blocked_items
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import finish_day, to_day_number, to_minute
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.planning.forecast.forecast_result import ForecastResult, calendar_days_between
from tpm_tui.planning.risks_issues_decisions.decisions_of_plan import overdue_decisions
from tpm_tui.safe_text import fit, safe, width

#: A target whose name has less room than this many cells is not named.
SHORTEST_NAME = 7

#: Runs that stand or fall together.
_Part = list[StyledText]

_GAP: StyledText = ("   ", "")


def status_bar_text(session: WorkspaceSession, cells: int = 160) -> tuple[list[StyledText], list[StyledText]]:
    """Runs for the left and the right end of a line of so many cells: what has no room is left out whole, the file's
    name first."""
    narrow = cells < 110
    name = safe(str(session.plan.programme("name") or "Untitled"))
    programme: _Part = [(f" {fit(name, min(len(name), 20)).rstrip() if narrow else name}  ", "strong")]
    file: _Part = [] if narrow else [(f"▸ {session.path.name}   ", "")]
    right: list[StyledText] = [(" read-only ", "warn")] if session.readonly else [(" saved ", "good")]
    leads: _Part = []
    follows: _Part = []
    if session.what_if is not None:
        from tpm_tui.app.page_lines.schedule.what_if import what_if_status

        # a what-if says before all else what it comes to
        leads, right = what_if_status(session, cells), [(" not in the file ", "warn")]
    elif session.forecast_result is not None:
        result = session.forecast_result
        # The promise leads; of a narrow line it stays longest.
        promised = [] if result.promise is None else promise_runs(result.promise, session.context, narrow)
        danger = danger_runs(result, session.context, narrow) if not promised else []
        leads = [(" ", ""), *promised, ("   ", "")] if promised else [(" ", ""), *danger] if danger else []
        follows = [] if promised else forecast_runs(result, session.context, narrow)
        programme = [] if leads and narrow else programme
    elif finish := schedule_finish(session):
        follows = _planned_runs(session, finish)
    finishes = planned_finishes(session) if session.what_if is None else None
    counts = _count_parts(session, narrow) if session.plan.complete else []
    overloads = overload_forms(session) if session.plan.complete else []
    overload = overloads[0] if overloads else []
    # The lower a number, the longer a part stays.
    free_cells = cells - _cells(right)
    people: _Part = []
    if finishes is not None:
        forms = finish_forms(finishes)
        people = next(
            (
                form
                for named in ([*programme, *overload], overload, programme, [])
                for form in forms
                if _cells([*leads, *named, *follows, *form]) <= free_cells
            ),
            forms[-1],
        )
        lacking = _cells([*leads, *follows, *people]) - free_cells
        # A forecast without a promise is not shortened to name the overloaded too.
        if leads and lacking + (0 if follows else _cells(overload)) > 0:
            brief = _brief_runs(session, finishes, [[_GAP, *form] for form in overloads], free_cells)
            if not brief and lacking > 0:
                brief = _brief_runs(session, finishes, [[]], free_cells)
            if brief:
                leads, follows, people, overload = brief, [], [], []
    parts = [(0, leads), (2, programme), (4, file), (0, follows), (1, people), *((3, count) for count in counts)]
    # beside a promise, which names the target, the programme's name is the lesser
    parts.append((1 if leads and session.what_if is None else 3, overload))
    return _fitting(parts, free_cells), right


def _cells(part: _Part) -> int:
    return sum(width(text) for text, _ in part)


def _fitting(parts: list[tuple[int, _Part]], free_cells: int) -> list[StyledText]:
    """The runs of the parts that fit into so many cells, those with a low number first; those with 0 always stay."""
    kept: set[int] = set()
    for place in sorted(range(len(parts)), key=lambda place: parts[place][0]):
        rank, part = parts[place]
        if not rank or _cells(part) <= free_cells:
            kept.add(place)
            free_cells -= _cells(part)
    return [run for place in sorted(kept) for run in parts[place][1]]


def _brief_runs(session: WorkspaceSession, finishes: PlannedFinishes, overloads: list[_Part], free_cells: int) -> _Part:
    """``● RED 29 Mar: 5% · P80 28 Jun   logic 1 Apr, people 8 Apr (Ana)``: the promise with as much of its target's
    name as there is room for, else ``Go-live 15 Mar: 12% · logic 1 Apr (P80 28 Jun), people 8 Apr (Ana)``. Behind it
    the first of ``overloads`` for which there is room; where there is none for any, the bottleneck is not named.
    Nothing where even the shortest form has no room."""
    result, context = session.forecast_result, session.context
    if result is None or not result.forecast.is_founded:
        return []
    promise = result.promise
    if promise is not None and (chance := chance_runs(promise, context, 0)):
        with_p80 = [(" ", ""), *chance, *p80_runs(promise, context)]
        leads = with_p80, with_p80[:-1]  # without its basis
        for said, overload, lead in product(brief_finish_forms(finishes), overloads, leads):
            brief: _Part = [*lead, _GAP, (said, ""), *overload]
            left = free_cells - _cells(brief)
            if left >= 0:
                longer = chance if left < SHORTEST_NAME else chance_runs(promise, context, left - 1)
                return [(" ", ""), *longer, *brief[1 + len(longer) :]]
        return []
    p80 = dates.day_text(finish_day(result.forecast.finish.percentile(80)), context)
    danger: _Part = [(" ", ""), *danger_runs(result, context, brief=True), (" · ", "")]
    dates_said = brief_finish_forms(finishes, f" (P80 {p80})")
    forms: list[_Part] = [[*danger, (said, ""), *overload] for said, overload in product(dates_said, overloads)]
    return next((form for form in forms if _cells(form) <= free_cells), [])


def _count_parts(session: WorkspaceSession, narrow: bool) -> list[_Part]:
    """What needs a look, each a part of its own: money, what is late, broken, blocked, undecided."""
    plan, sheet = session.plan, session.sheet
    incidents = sum(1 for r in plan["incident"].columns["resolved"] if r is None)
    decisions = len(overdue_decisions(plan, session.context.today))
    money = _money_runs(session, narrow)
    counts = (
        (sum(1 for v in sheet.values("item", "overdue") if v), "overdue", "overdue"),
        (incidents, "incident open", "incidents open"),
        (len(blocked_items(plan)), "blocked", "blocked"),
        (decisions, "decision overdue", "decisions overdue"),
    )
    parts: list[_Part] = [[(f"{counted(count, one, many)}   ", "bad")] for count, one, many in counts if count]
    return [[money], *parts] if money else parts


def overload_forms(session: WorkspaceSession) -> list[_Part]:
    """``Ana +2 above capacity``: who is on most days to come, and how many more are on any; then ``Ana +2 above``, and
    ``3 above``. Nothing where nobody is."""
    load = session.team_load
    overloaded = [] if load is None or load.plan is not session.plan else load.strip.all_overloaded()
    if not overloaded:
        return []
    (kind, id_), *others = overloaded
    called = f"{called_briefly(kind, session.plan.title(kind, id_))}{f' +{len(others)}' if others else ''}"
    said = f"{called} above capacity   ", f"{called} above", f"{len(overloaded)} above"
    return [[(text, "bad")] for text in said]


def _planned_runs(session: WorkspaceSession, finish: datetime) -> list[StyledText]:
    """The planned finish until there is a forecast; where too much of the work has no estimate, that."""
    from tpm_tui.planning.model.estimate_coverage import estimate_coverage
    from tpm_tui.reports.schedule.forecast.forecast import coverage_text

    if session.plan.complete and not (coverage := estimate_coverage(session.plan)).is_founded:
        return [(f"{coverage_text(coverage)}   ", "warn")]
    return [(f"finish {dates.day_text(finish_day(to_minute(finish)), session.context)}   ", "strong")]


def _money_runs(session: WorkspaceSession, narrow: bool) -> StyledText | None:
    """``EAC 1 310 000 of 1 250 000``; None where that is unknown."""
    cost = session.cost_estimate
    said = None if cost is None or cost.plan is not session.plan else cost.against_budget
    if narrow or said is None:
        return None
    return (f"EAC {said.estimate} of {said.budget}   ", "bad" if said.is_beyond else "")


def danger_runs(
    result: ForecastResult, context: InputContext, narrow: bool = False, brief: bool = False
) -> list[StyledText]:
    """``Go-live 15 Mar kept with 12%``: the next milestone, else the next dated item, that is kept with less than
    half; nothing without one. ``brief``: ``Go-live 15 Mar: 12%``."""
    from tpm_tui.planning.promise.endangered_deadlines import endangered_deadlines

    if not result.forecast.is_founded:
        return []
    today = to_day_number(context.today) * MINUTES_PER_DAY
    endangered = [one for one in endangered_deadlines(result.problem, result.forecast) if one.deadline > today]
    milestones = [one for one in endangered if result.plan.value("item", one.item, "type") == "milestone"]
    first = next(iter(milestones or endangered), None)
    if first is None:
        return []
    name = fit(safe(result.plan.title("item", first.item)), 10 if brief else 14 if narrow else 24).rstrip()
    due = dates.day_text(finish_day(first.deadline), context)
    chance = f"{'~' if result.preliminary else ''}{first.probability:.0%}"
    return [(f"{name} {due}: {chance}", "bad")] if brief else [(f"{name} {due} kept with {chance}", "bad"), ("   ", "")]


def forecast_runs(result: ForecastResult, context: InputContext, narrow: bool = False) -> list[StyledText]:
    """``finish P50 12 Mar · P80 2 Apr (+3d since Mon) 7 assumed``; ``~`` marks a first estimate. Where too much of the
    open work has no estimate: how much, what the pace of the finished work says, and the key that assumes a range."""
    from tpm_tui.reports.schedule.forecast.forecast import assumed_text

    assumed = assumed_text(result.forecast)
    if not result.forecast.is_founded:
        pace = result.pace
        day = None if pace is None or pace.is_history_short or narrow else pace.percentile(80)
        by_pace = [] if day is None else [(f" · by pace P80 {dates.day_text(day, context)}", "")]
        return [(assumed, "warn"), *by_pace, (" · ~ assumes", "dim"), ("   ", "")]
    finish = result.forecast.finish
    half, sure = (dates.day_text(finish_day(finish.percentile(p)), context) for p in (50, 80))
    about = "~" if result.preliminary else ""
    runs: list[StyledText] = [(f"finish {about}P50 {half} · {about}P80 {sure}", "strong")]
    if result.earlier is not None:
        name, days = result.earlier.name, calendar_days_between(result.earlier.p80, finish.percentile(80))
        since = "" if narrow else f" since {name}"
        runs.append((f" ({days:+}d{since})" if days else f" (as {name})" if not narrow else "", shift_style(days)))
    if assumed:
        runs.append((f" {assumed}", "dim"))
    return [*runs, ("   ", "")]


def schedule_finish(session: WorkspaceSession) -> datetime | None:
    """The latest finish of any item, None while the dates are not known."""
    if ("item", "finish") not in session.sheet.extras:
        return None
    values = [str(v) for v in session.sheet.values("item", "finish") if v is not None]
    return datetime.fromisoformat(max(values)) if values else None
