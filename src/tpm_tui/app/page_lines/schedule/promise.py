"""The promise as lines: target, state with its reasons, how often it was moved, and every part by the same rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tpm_tui.app.page_lines.line_builders import BLANK_LINE, NO_ITEMS, heading_line, text_line, wrapped_lines
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.app.widgets.strip_builder import StyledText
from tpm_tui.domain.kinds import PROGRAMME_ID
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import finish_day
from tpm_tui.planning.promise.forecast_that_promises_rest_on import BASIS_WORDS
from tpm_tui.planning.promise.rag import RagState
from tpm_tui.safe_text import fit, safe

if TYPE_CHECKING:
    from tpm_tui.planning.promise.how_often_target_dates_moved import PushOut
    from tpm_tui.planning.promise.promise import Promise

#: How a state looks; its word always stands beside.
STATE_STYLES = {RagState.RED: "bad", RagState.AMBER: "warn", RagState.GREEN: "good"}
_MARK = "●"


def promise_lines(session: WorkspaceSession, moves: Sequence[PushOut], cells: int) -> list[PageLine]:
    """The page for a width in cells; the first line leads to the programme, those of parts to their records. ``moves``
    are those of the target, oldest first."""
    result = session.forecast_result
    if not len(session.plan["item"]) and session.plan.complete:
        return _lines_without_items(session, moves, cells)
    if result is None or result.promise is None or result.held is None:
        return [text_line(("the forecast is being made", "dim"))]
    from tpm_tui.planning.promise.promise import part_promises
    from tpm_tui.reports.schedule.promise import push_out_sentence, trade_off_sentence, unheeded_override_text

    promise, context = result.promise, result.context
    lines = [PageLine((*promise_runs(promise, context), (" ", "")), ("programme", PROGRAMME_ID), stop=True), BLANK_LINE]
    if promise.target is None:
        said = "Without a target there is no state: open the programme and give it a target date."
        lines += [text_line((line, "soft")) for line in wrapped_lines(said, cells)]
    for reason in promise.reasons:
        word = (f"{_MARK} {reason.state.value:<6} ", STATE_STYLES[reason.state])
        lines.append(text_line(word, (safe(reason.text), "")))
    if promise.override is not None:
        until = "" if promise.override_until is None else f" until {dates.day_text(promise.override_until, context)}"
        lines.append(text_line((safe(f"by hand: {promise.override.value}{until}, {promise.override_reason}"), "soft")))
    elif unheeded := unheeded_override_text(result.plan, context):
        lines += [text_line((safe(line), "soft")) for line in wrapped_lines(unheeded, cells)]
    if promise.is_watermelon:
        lines.append(text_line(("watermelon: green by hand, red by the rule", "bad")))
    if promise.skipped:
        lines.append(text_line((f"left out of the rule: {', '.join(promise.skipped)}", "soft")))

    if trade_offs := trade_off_sentence(result.plan, context):
        lines += [text_line((safe(line), "soft")) for line in wrapped_lines(trade_offs, cells)]
    if moves:
        lines += [text_line((f"{line}.", "soft")) for line in wrapped_lines(push_out_sentence(moves), cells - 1)]
    parts = list(part_promises(result.plan, result.held))
    return [*lines, BLANK_LINE, *_part_lines(parts, context, cells)]


def _lines_without_items(session: WorkspaceSession, moves: Sequence[PushOut], cells: int) -> list[PageLine]:
    """What was promised where nothing is planned yet, and what is missing for a forecast."""
    from tpm_tui.planning.promise.promise import programme_target
    from tpm_tui.reports.schedule.promise import push_out_sentence, trade_off_sentence

    plan, context = session.plan, session.context
    target = programme_target(plan)
    due = "" if target is None else f" for {dates.day_text(finish_day(target), context)}"
    promised = f"There is no forecast of the finish{due} yet."
    said = [NO_ITEMS]
    if target is None:
        said.append("Without a target there is no state: open the programme and give it a target date.")
    if trade_offs := trade_off_sentence(plan, context):
        said.append(f"{trade_offs}.")
    if moves:
        said.append(f"{push_out_sentence(moves)}.")
    return [
        PageLine(((promised, "strong"),), ("programme", PROGRAMME_ID), stop=True),
        *(text_line((safe(line), "soft")) for text in said for line in wrapped_lines(text, cells - 1)),
    ]


def promise_runs(promise: Promise, context: InputContext, narrow: bool = False) -> list[StyledText]:
    """``● AMBER Cut-over 26 Mar: 62% · P80 2 Apr with people``; without a target nothing."""
    assumed = [(f" {promise.assumed} assumed", "dim")] if promise.assumed else []
    chance = chance_runs(promise, context, 14 if narrow else None)
    return chance and [*chance, *p80_runs(promise, context), *assumed]


def p80_runs(promise: Promise, context: InputContext) -> list[StyledText]:
    """``· P80 2 Apr``, and what it is held to: by logic or with people."""
    p80 = "" if promise.p80 is None else dates.day_text(finish_day(promise.p80), context)
    return [(f" · P80 {p80}", "strong"), (f" {BASIS_WORDS[promise.basis]}", "dim")]


def chance_runs(promise: Promise, context: InputContext, name_cells: int | None = None) -> list[StyledText]:
    """``● AMBER Cut-over 26 Mar: 62%``, the name in so many cells at most; without a target nothing."""
    if promise.target is None or promise.probability is None or promise.shown_state is None:
        return []
    state = promise.shown_state
    by_hand = " by hand" if promise.override is not None else ""
    name = safe(promise.name)
    if name_cells is not None:
        name = fit(name, min(len(name), name_cells)).rstrip() if name_cells else ""
    target = dates.day_text(finish_day(promise.target), context)
    said = f"{name} {target}: {promise.probability:.0%}".lstrip()
    return [(f"{_MARK} {state.name}{by_hand} ", STATE_STYLES[state]), (said, "strong")]


def _part_lines(parts: Sequence[Promise], context: InputContext, cells: int) -> list[PageLine]:
    if not parts:
        return []
    marks = 12 * any(part.assumed for part in parts)
    said = max(
        len(part.why_no_state) if part.shown_state is None else 2 + len(part.shown_state.value) for part in parts
    )
    wide = max(12, cells - 37 - marks - said)
    heads = f"{'':8}{fit('Milestone or workstream', wide)} {'target':>9} {'kept':>5} {'P80':>9}  {'':{marks}}state"
    lines = [heading_line(heads)]
    for part in parts:
        target = "" if part.target is None else dates.show_date(finish_day(part.target), context)
        kept = "" if part.probability is None else f"{part.probability:.0%}"
        p80 = "" if part.p80 is None else dates.show_date(finish_day(part.p80), context)
        state = part.shown_state
        shown = (part.why_no_state, "soft") if state is None else (f"{_MARK} {state.value}", STATE_STYLES[state])
        runs = (
            (f"{fit(safe(part.key), 7)} ", "accent"),
            (f"{fit(safe(part.name), wide)} ", ""),
            (f"{target:>9} {kept:>5} {p80:>9}  ", ""),
            (fit(f"{part.assumed} assumed" if part.assumed else "", marks), "dim"),
            shown,
        )
        lines.append(PageLine(runs, (part.kind, part.id), stop=True))
    return lines
