"""Impact as lines: what a record reaches, and what reaches it; each line leads on to its record."""

from collections.abc import Sequence

from tpm_tui.app.page_lines.line_builders import BLANK_LINE, heading_line, text_line
from tpm_tui.app.page_lines.people.stakeholders import hearer_lines
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.commands.scope.touched_records import TouchedRecords
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import shown_title
from tpm_tui.domain.time.instants import finish_day
from tpm_tui.planning.analysis.impact.reached_records import ImpactNode
from tpm_tui.planning.analysis.impact.supposed_change import SupposedChange
from tpm_tui.reports.schedule.impact import change_text, record_changes
from tpm_tui.safe_text import fit, safe, width

#: Records that are drawn each way.
MOST_RECORDS = 300


def impact_page(
    plan: Plan,
    context: InputContext,
    forwards: Sequence[ImpactNode],
    backwards: Sequence[ImpactNode],
    supposed: SupposedChange | None,
    what: str,
    cells: int,
) -> list[PageLine]:
    """The two trees for a width in cells, with what changes at each record; a line's target is the id of its record.

    ``what`` says what is supposed.
    """
    return [
        *_tree(plan, context, f"It reaches {len(forwards) - 1}; what changes {what}", forwards, supposed, cells),
        BLANK_LINE,
        *_tree(plan, context, f"It is reached from {len(backwards) - 1}", backwards, supposed, cells),
    ]


def touched_lines(
    plan: Plan, context: InputContext, touched: TouchedRecords, changed: int, cells: int
) -> list[PageLine]:
    """What so many ``changed`` records reach, down to the planned finish, and who must hear; a line leads to its
    record."""
    reached, schedule = touched.reached[changed:], touched.schedule
    lines = [heading_line(f"{'It touches' if changed == 1 else 'They touch'} {len(reached) or 'no record'}")]
    for node in reached[:MOST_RECORDS]:
        kind = plan.kind_of(node.key)
        if kind is None:
            continue
        finish = ""
        if kind.name == "item" and schedule is not None:
            minute = schedule.finish[plan["item"].position[node.key]]
            finish = f"  finish {dates.show_date(finish_day(minute), context)}"
        text = f"{plan.label(kind.name, node.key)} {safe(plan.title(kind.name, node.key))}"
        runs = ((fit(text, max(10, cells - width(finish))), ""), (finish, "soft"))
        lines.append(PageLine(runs, (kind.name, node.key), stop=True))
    if schedule is not None:
        day = dates.day_text(finish_day(schedule.plan_finish), context)
        lines.append(text_line((f"The plan finishes on {day}.", "soft")))
    return [*lines, BLANK_LINE, heading_line("Must hear of it"), *hearer_lines(plan, list(touched.hearers), cells)]


def _tree(
    plan: Plan,
    context: InputContext,
    heading: str,
    nodes: Sequence[ImpactNode],
    supposed: SupposedChange | None,
    cells: int,
) -> list[PageLine]:
    lines = [heading_line(heading)]
    for node in nodes[1 : MOST_RECORDS + 1]:
        kind = plan.kind_of(node.key)
        if kind is None:
            continue
        lead = f"{'  ' * min(node.depth, 12)}{safe(node.via)}: "
        name = f"{plan.label(kind.name, node.key)} {safe(shown_title(plan, kind.name, node.key, context))}"
        text = safe(change_text(record_changes(supposed, node.key), context))
        tail = f"  {text}" if text else ""
        space = max(10, cells - len(lead) - width(tail))
        lines.append(PageLine(((lead, "dim"), (fit(name, space), ""), (tail, "strong")), node.key, stop=True))
    if len(nodes) > MOST_RECORDS + 1:
        lines.append(text_line((f"and {len(nodes) - MOST_RECORDS - 1} more", "dim")))
    return lines
