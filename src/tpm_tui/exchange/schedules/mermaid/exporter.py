"""The schedule as a Mermaid Gantt chart: a section for each item at the top, a bar for each piece of work in it.

Every bar has an explicit end: where a chart excludes days by itself, Mermaid stretches bars over them.
"""

import re
from collections.abc import Iterator
from typing import IO

from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.exchange.common.export_options import ExportOptions
from tpm_tui.planning.cpm.schedule import Schedule
from tpm_tui.planning.cpm.schedule_of_plan import validated_schedule

#: Characters that mean something to Mermaid or to the page it draws on, and others that look like them.
_PLAIN = str.maketrans(':;#%<>`"\\', "：；＃％＜＞＇”＼")
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\uffff]+"
)


def write(plan: Plan, context: InputContext, out: IO[str], options: ExportOptions) -> None:
    """Write the items that are options. ValidationError where the plan has no schedule."""
    schedule = validated_schedule(plan, context)
    out.write("gantt\n")
    out.write(f"    title {mermaid_text(str(plan.programme('name') or 'Plan'))}\n")
    out.write("    dateFormat YYYY-MM-DD HH:mm\n    axisFormat %d %b\n")
    chosen = set(options.ids) if options.ids is not None and options.kind == "item" else None
    out.writelines(_sections(plan, schedule, chosen))


def mermaid_text(words: str) -> str:
    """A text that Mermaid draws as it is, in one line."""
    return " ".join(_UNSEEN.sub(" ", words).translate(_PLAIN).split()) or "-"


def _sections(plan: Plan, schedule: Schedule, chosen: set[str] | None) -> Iterator[str]:
    out, position, below = dropped_items(plan), plan["item"].position, plan.children
    needs_header = True
    for top in below.get(None, ()):
        bars = []
        stack = [top]
        while stack:
            id_ = stack.pop()
            stack.extend(reversed(below.get(id_, ())))
            wanted = chosen is None or id_ in chosen
            if id_ not in below and not out[position[id_]] and wanted:
                bars.append(_bar(plan, schedule, position[id_]))
        if bars and top in below:
            yield f"    section {_name(plan, position[top])}\n"
            needs_header = True
        elif bars and needs_header:
            yield "    section Items\n"
            needs_header = False
        yield from bars


def _name(plan: Plan, at: int) -> str:
    """Key and title: a line that begins with a key is no keyword of Mermaid's."""
    c = plan["item"].columns
    return mermaid_text(f"{c['key'][at]} {c['title'][at]}")


def _bar(plan: Plan, schedule: Schedule, at: int) -> str:
    c, network = plan["item"].columns, schedule.network
    tags = []
    if schedule.critical[at]:
        tags.append("crit")
    if network.actual_finish[at] is not None:
        tags.append("done")
    elif network.actual_start[at] is not None:
        tags.append("active")
    if c["type"][at] == "milestone":
        tags.append("milestone")
    tags.append(str(c["key"][at]).replace("-", "").lower())
    return f"    {_name(plan, at)} :{', '.join(tags)}, {_date(schedule.start[at])}, {_date(schedule.finish[at])}\n"


def _date(minute: int) -> str:
    return f"{to_datetime(minute):%Y-%m-%d %H:%M}"
