"""Why the finish moved, in words and as documented facts: parts that add up to the minute, down to edits and people.

Pure: what `planning.attribution` found in, lines and objects out. Lines hold text of records as it is: whoever draws
them makes it safe.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text import dates, field_values
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.planning.analysis.finish_attribution import Attribution, AttributionStep
from tpm_tui.reports.phrases import finish_instant_text, shift_sentence, shift_text
from tpm_tui.reports.schedule.forecast.forecast_dates import minute_iso


class AttributionLine(Struct, frozen=True):
    """One line of the account: ``depth`` 0 for a part, 1 for an edit in it; by level the minutes of clock time that it
    moved, and the same as shown, in calendar days (`shift_texts`); the record it is of."""

    depth: int
    text: str
    moved: tuple[int, ...]
    shown: tuple[str, ...]
    kind: str = ""
    id: str = ""


def shift_texts(start: Sequence[int], moved: Sequence[int]) -> tuple[str, ...]:
    """By level, what moved from where: ``+2d``, ``-3h``, ``0``. Taken from where the part before ended, calendar days
    between dates add up to those of the whole."""
    return tuple(shift_text(at, at + by) or "0" for at, by in zip(start, moved, strict=False))


def part_shifts(attribution: Attribution) -> list[tuple[str, ...]]:
    """What each part moved, by level, in the order of the parts."""
    at, shifts = list(attribution.before), []
    for part in attribution.parts:
        shifts.append(shift_texts(at, part.moved))
        at = [a + by for a, by in zip(at, part.moved, strict=True)]
    return shifts


def attribution_headline(attribution: Attribution, since: datetime, context: InputContext) -> list[str]:
    """What moved how far, one sentence a level."""
    names = {"finish": "The finish"}
    lines = []
    for level, before, after in zip(attribution.levels, attribution.before, attribution.after, strict=True):
        name = names.get(level, level)
        then, now = _instant(before, context), _instant(after, context)
        if before == after:
            lines.append(f"{name} stands at {now}, as on {dates.datetime_text(since, context)}.")
        else:
            lines.append(f"{name} is {shift_sentence(before, after)}: {now}, it was {then}.")
    return lines


def attribution_lines(
    attribution: Attribution, before: Plan, after: Plan, context: InputContext
) -> list[AttributionLine]:
    """The parts in their order, each with the edits that moved something; what moved nothing is counted."""
    lines, at = [], attribution.before
    for part, shown in zip(attribution.parts, part_shifts(attribution), strict=True):
        begin, at = at, tuple(a + by for a, by in zip(at, part.moved, strict=True))
        if not part.steps and not any(part.moved):
            continue
        apart = " (cannot be told apart from the next part)" if part.interacts else ""
        lines.append(AttributionLine(0, part.name + apart, part.moved, shown))
        if part.depends_on_order and not part.interacts:
            alone = shift_texts(attribution.before, part.alone)
            lines.append(AttributionLine(1, "alone it would be (order matters)", part.alone, alone))
        still = 0
        for step in part.steps:
            if any(step.moved) or (part.name == "risks" and len(step.moved) == 1):
                text = edit_sentence(step, before, after, context)
                edit = step.edit
                here = ("", "") if edit is None else (edit.kind, edit.id)
                lines.append(AttributionLine(1, text, step.moved, shift_texts(begin, step.moved), *here))
            else:
                still += 1
            begin = tuple(a + by for a, by in zip(begin, step.moved, strict=False))
        if still:
            text, none = f"{counted(still, 'edit')} that moved nothing", len(part.steps[0].moved)
            lines.append(AttributionLine(1, text, (0,) * none, ("0",) * none))
    return lines


def edit_sentence(step: AttributionStep, before: Plan, after: Plan, context: InputContext) -> str:
    """What an edit did, and who made it: ``T-13 Replay traffic: Estimate 2d → 3d (ben)``."""
    edit = step.edit
    if edit is None:
        return "time that has passed, and what follows from several edits together"
    who = f" ({', '.join(step.authors)})" if step.authors else ""
    return f"{_record(edit, before, after)}: {', '.join(_changes(edit, before, after, context))}{who}"


def _record(edit: Edit, before: Plan, after: Plan) -> str:
    kind = KINDS[edit.kind]
    for plan in (after, before):
        if edit.id in plan[edit.kind]:
            if edit.kind == "link":
                ends = [plan.label("item", str(plan.value("link", edit.id, n))) for n in ("predecessor", "successor")]
                return f"link {ends[0]} → {ends[1]}"
            return f"{plan.value(edit.kind, edit.id, 'key')} {plan.title(edit.kind, edit.id)}"
    row = edit.after or edit.before or {}
    return f"{row.get('key') or kind.label} {row.get(kind.title) or ''}".rstrip()


def _changes(edit: Edit, before: Plan, after: Plan, context: InputContext) -> list[str]:
    if edit.verb != "change":
        return [{"add": "made", "delete": "deleted"}[edit.verb]]
    changes = []
    for name, value in (edit.after or {}).items():
        column = next((c for c in KINDS[edit.kind].columns if c.name == name), None)
        if column is None or name in ("changed", "created"):
            continue
        if name == "rank":
            changes.append("moved in the order")
            continue
        old = field_values.show_stored(column, (edit.before or {}).get(name), before, context) or "empty"
        changes.append(f"{column.label} {old} → {field_values.show_stored(column, value, after, context) or 'empty'}")
    return changes or ["changed"]


def _instant(minute: int, context: InputContext) -> str:
    return finish_instant_text(minute, context)


def attribution_facts(
    attribution: Attribution, before: Plan, after: Plan, since: datetime, until: datetime
) -> dict[str, Any]:
    """The documented object of ``tpm why --since --json``; minutes are time on the clock."""
    names = [level.lower() for level in attribution.levels]
    whole = zip(names, attribution.before, attribution.after, strict=True)
    return {
        "since": since.isoformat(timespec="minutes"),
        "until": until.isoformat(timespec="minutes"),
        **{n: {"before": minute_iso(b), "after": minute_iso(a), "moved_minutes": a - b} for n, b, a in whole},
        "parts": [
            {
                "name": part.name,
                "moved_minutes": dict(zip(names, part.moved, strict=True)),
                "alone_minutes": dict(zip(names, part.alone, strict=True)),
                "depends_on_order": part.depends_on_order,
                "edits": [_step(step, names, before, after) for step in part.steps],
            }
            for part in attribution.parts
        ],
    }


def _step(step: AttributionStep, names: list[str], before: Plan, after: Plan) -> dict[str, Any]:
    edit, moved = step.edit, dict(zip(names, step.moved, strict=False))
    if edit is None:
        return {"kind": None, "id": None, "key": None, "verb": None, "fields": [], "authors": [],
                "moved_minutes": moved}  # fmt: skip
    row = edit.after if edit.before is None else edit.before
    key = next((p.value(edit.kind, edit.id, "key") for p in (after, before) if edit.id in p[edit.kind]), None)
    fields = [] if edit.verb != "change" else sorted((edit.after or {}).keys() - {"changed", "created"})
    return {
        "kind": edit.kind,
        "id": edit.id,
        "key": key or (row or {}).get("key"),
        "verb": edit.verb,
        "fields": fields,
        "authors": list(step.authors),
        "moved_minutes": moved,
    }
