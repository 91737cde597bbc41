"""Dates as iCalendar [RFC 5545]: milestones, deadlines of open items, open actions that are due, meetings.

An event keeps its UID from one export to the next, so that a calendar that reads the file again moves events instead of
doubling them. Clock times are local, without time zone, as in the plan.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import IO

from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.domain.values.codec import Stored
from tpm_tui.exchange.common.export_options import ExportOptions
from tpm_tui.planning.cpm.schedule_of_plan import validated_schedule

_LINE = 75
"""Octets of a line before it is folded."""

_CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def write(plan: Plan, context: InputContext, out: IO[str], options: ExportOptions) -> None:
    """Write the calendar; with items chosen, no other item's dates. ValidationError where the plan has no schedule."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tpm//plan//EN", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{escape_text(str(plan.programme('name') or 'Plan'))}")
    chosen = set(options.ids) if options.ids is not None and options.kind == "item" else None
    for part in (_milestones(plan, context, chosen), _deadlines(plan, chosen), _actions(plan), _meetings(plan)):
        for event in part:
            lines += ["BEGIN:VEVENT", *event, "END:VEVENT"]
    lines.append("END:VCALENDAR")
    out.writelines(f"{fold_line(line)}\r\n" for line in lines)


def escape_text(text: str) -> str:
    """A text as a value [RFC 5545, 3.3.11], without control characters."""
    plain = _CONTROL_CHARACTERS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    plain = plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\n", "\\n")


def fold_line(line: str) -> str:
    """A line broken so that no part is longer than 75 octets [RFC 5545, 3.1]; no character is cut."""
    if len(line.encode()) <= _LINE:
        return line
    parts, size = [""], 0
    for letter in line:
        width = len(letter.encode())
        if size + width > _LINE:
            parts.append(" ")
            size = 1
        parts[-1] += letter
        size += width
    return "\r\n".join(parts)


def _event(
    plan: Plan, kind: str, id_: str, what: str, summary: str, when: datetime | date, notes: Stored = ""
) -> list[str]:
    changed = plan.value(kind, id_, "changed")
    stamp = datetime.fromisoformat(str(changed)).astimezone(UTC) if changed else datetime(1970, 1, 1, tzinfo=UTC)
    lines = [f"UID:{id_}.{what}@tpm", f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}"]
    if isinstance(when, datetime):
        lines.append(f"DTSTART:{when:%Y%m%dT%H%M%S}")
    else:
        following = when + timedelta(days=1) if when < date.max else when
        lines += [f"DTSTART;VALUE=DATE:{when:%Y%m%d}", f"DTEND;VALUE=DATE:{following:%Y%m%d}", "TRANSP:TRANSPARENT"]
    lines += [f"SUMMARY:{escape_text(' '.join(summary.split()))}", f"CATEGORIES:{what.upper()}"]
    if notes:
        lines.append(f"DESCRIPTION:{escape_text(str(notes))}")
    return lines


def _named(plan: Plan, id_: str) -> str:
    return f"{plan.value('item', id_, 'key')} {plan.title('item', id_)}"


def _milestones(plan: Plan, context: InputContext, chosen: set[str] | None) -> Iterator[list[str]]:
    table = plan["item"]
    places = [at for at, kind in enumerate(table.columns["type"]) if kind == "milestone"]
    if not places:
        return
    schedule, out = validated_schedule(plan, context), dropped_items(plan)
    for at in places:
        id_ = table.ids[at]
        if not out[at] and (chosen is None or id_ in chosen):
            when = to_datetime(schedule.finish[at])
            yield _event(plan, "item", id_, "milestone", _named(plan, id_), when, table.columns["notes"][at])


def _deadlines(plan: Plan, chosen: set[str] | None) -> Iterator[list[str]]:
    table, groups = plan["item"], plan.state_groups
    out = dropped_items(plan)
    rows = zip(table.ids, table.columns["deadline"], table.columns["status"], out, strict=True)
    for id_, due, status, dropped in rows:
        still = due is not None and not dropped and groups.get(str(status)) != "done"
        if still and (chosen is None or id_ in chosen):
            day = datetime.fromisoformat(str(due)).date()
            yield _event(plan, "item", id_, "deadline", f"Due: {_named(plan, id_)}", day)


def _actions(plan: Plan) -> Iterator[list[str]]:
    table = plan["action"]
    for row in map(table.row, table.ids):
        if row["due"] and not row["done"]:
            owner = f" ({plan.title('person', str(row['owner']))})" if row["owner"] else ""
            day = date.fromisoformat(str(row["due"]))
            summary = f"{row['key']} {row['title']}{owner}"
            yield _event(plan, "action", str(row["id"]), "action", summary, day, row["notes"])


def _meetings(plan: Plan) -> Iterator[list[str]]:
    table = plan["meeting"]
    for row in map(table.row, table.ids):
        if row["at"]:
            when = datetime.fromisoformat(str(row["at"]))
            yield _event(plan, "meeting", str(row["id"]), "meeting", f"{row['key']} {row['title']}", when, row["notes"])
