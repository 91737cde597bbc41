"""A levelling proposal as lines: what it costs, whom it relieves, and each moved item before and after as bars."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from tpm_tui.app.page_lines.line_builders import BLANK_LINE, heading_line, text_line, wrapped_lines
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.reports.schedule.levelling import levelling_sentences, milestone_rows, moved_rows
from tpm_tui.safe_text import fit, safe

if TYPE_CHECKING:
    from tpm_tui.planning.levelling.levelling_of_plan import PlanProposal

_BEFORE, _AFTER, _BOTH = "░", "█", "▓"
_TEXT, _SAID = 44, 40
"""Cells of a title, where there is room, and of what is said behind it."""


def proposal_lines(
    plan: Plan, context: InputContext, proposal: PlanProposal, left_out: Collection[str], cells: int
) -> list[PageLine]:
    """The proposal; a line of an item leads to it, and says whether it is left out."""
    lines = [
        text_line((text, "strong" if not number else ""))
        for number, sentence in enumerate(levelling_sentences(plan, context, proposal))
        for text in wrapped_lines(safe(sentence), cells)
    ]
    title_cells = min(_TEXT, max(cells - _SAID, 20))
    milestones = milestone_rows(plan, context, proposal)
    if milestones:
        lines += [BLANK_LINE, heading_line("Milestones")]
        lines += [text_line((f"  {fit(safe(title), title_cells - 2)} {said}", "")) for title, said in milestones]
    rows = moved_rows(plan, context, proposal)
    if not rows:
        return lines
    lines += [
        BLANK_LINE,
        heading_line("Moved, most first (░ before, █ after); enter leaves one out or takes it in"),
    ]
    first = min(min(m.start, m.start - m.delay) for m in proposal.moved)
    last = max(max(m.finish, m.finish - m.delay) for m in proposal.moved)
    width = max(10, cells - title_cells - 26)
    scale = max(last - first, 1) / width
    ids = plan["item"].ids
    for moved, (key, title, _, _, said) in zip(proposal.moved, rows, strict=True):
        id_ = ids[moved.place]
        bar = _bars(
            ((moved.start - moved.delay, moved.finish - moved.delay), (moved.start, moved.finish)), first, scale, width
        )
        out = id_ in left_out
        style = "dim" if out else ""
        text = fit(safe(f"{'✗ ' if out else '  '}{key} {title}"), title_cells)
        lines.append(PageLine(((text, style), (bar, style or "accent"), (f" {said}", style)), ("item", id_), stop=True))
    return lines


def _bars(spans: tuple[tuple[int, int], tuple[int, int]], first: int, scale: float, width: int) -> str:
    """Two spans on one line of cells."""
    cells = [0] * width
    for bit, (start, finish) in zip((1, 2), spans, strict=True):
        low = min(int((start - first) / scale), width - 1)
        high = max(low + 1, min(int((finish - first) / scale + 0.5), width))
        for at in range(low, high):
            cells[at] |= bit
    return "".join((" ", _BEFORE, _AFTER, _BOTH)[cell] for cell in cells)
