"""The strain page: how long people can keep this up, by team first, and what would relieve them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tpm_tui.app.page_lines.line_builders import BLANK_LINE, heading_line, indented_lines, text_line, wrapped_lines
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.reports.people.strain import hours, person_lines
from tpm_tui.safe_text import fit, safe

if TYPE_CHECKING:
    from tpm_tui.planning.analysis.workload.strain_of_plan import PlanStrain

_SAID = (
    "Hours a week over rolling four weeks: logged where there is an entry, planned otherwise, six hours for an incident"
    " outside the hours of work. Who can read the file can read this."
)


def strain_page_lines(plan: Plan, context: InputContext, strain: PlanStrain, cells: int) -> Sequence[PageLine]:
    """Teams, then everybody over a limit; a person's line leads to them."""
    if not strain.people:
        return [text_line(("No people yet. Add one with: tpm add person NAME", "dim")), *_explained(cells)]
    lines = [text_line((fit("Team", 20) + f"{'People':>8}{'Peak a week':>14}{'Warnings':>10}{'Alarms':>8}", "head"))]
    for team in strain.teams:
        style = "bad" if team.alarms else "warn" if team.warnings else ""
        mark = "‼" if team.alarms else "!" if team.warnings else " "
        text = f"{team.people:>8}{hours(team.peak):>13.1f}h{team.warnings:>10}{team.alarms:>8}"
        lines.append(text_line((f"{fit(safe(team.team or 'no team'), 19)}{mark}{text}", style)))
    strained = [one for one in strain.people if one.is_strained]
    lines += [BLANK_LINE, heading_line("Over a limit" if strained else "Nobody is over a limit")]
    for one in strained:
        first, *rest = person_lines(plan, context, one, strain)
        head, *more = indented_lines(safe(first), cells)
        style = "bad" if one.level > 1 else "warn"
        lines.append(PageLine(((head, style),), ("person", one.person), stop=True))
        lines += [text_line((part, style)) for part in more]
        lines += [text_line((part, "soft")) for line in rest for part in indented_lines(safe(line), cells)]
    return [*lines, *_explained(cells)]


def _explained(cells: int) -> list[PageLine]:
    return [BLANK_LINE, *(text_line((part, "dim")) for part in wrapped_lines(_SAID, cells))]
