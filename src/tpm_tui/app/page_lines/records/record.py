"""A record in full as lines: its fields, its links both ways, its notes, its history."""

import json
from collections.abc import Iterator, Sequence

from tpm_tui.app.page_lines.line_builders import BLANK_LINE, LABEL_WIDTH, heading_line, markdown_lines
from tpm_tui.app.page_lines.records.history import history_lines
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.app.widgets.strip_builder import StyledText
from tpm_tui.commands.schedule.links import show_lag
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import shown_title
from tpm_tui.domain.text.wrapping import wrap_text
from tpm_tui.presentation import PRESENTATIONS, presentation_of
from tpm_tui.safe_text import fit, safe
from tpm_tui.store.journal.journal_entries import JournalEntry


def record_page_lines(
    session: WorkspaceSession, kind: str, id_: str, history: Sequence[tuple[JournalEntry, list[Edit]]], cells: int
) -> list[PageLine]:
    """The page of a record; lines of fields have the target ("field", name), those of links (kind, id)."""
    sheet = session.sheet
    if id_ not in sheet.table(kind):
        from tpm_tui.app.page_lines.records.deleted_record import deleted_lines, last_values

        gone = deleted_lines(session, kind, last_values(history, id_), cells)
        return [*gone, BLANK_LINE, heading_line("History"), *history_lines(session, history, cells, of_record=True)]
    lines = [*_fields(session, kind, id_, cells, filled=True)]
    if kind == "item":
        from tpm_tui.app.page_lines.schedule.explanation import driver_lines

        lines += driver_lines(session, id_, cells)
    lines += _links(session, kind, id_, cells)
    for column in KINDS[kind].columns:
        text = str(sheet.value(kind, id_, column.name) or "")
        if column.field.long and text.strip():
            lines += [BLANK_LINE, heading_line(column.label), *markdown_lines(text, cells)]
    unfilled = list(_fields(session, kind, id_, cells, filled=False))
    if unfilled:
        lines += [BLANK_LINE, heading_line("Not filled in"), *unfilled]
    lines += [BLANK_LINE, heading_line("History"), *history_lines(session, history, cells, of_record=True)]
    return lines


#: What a computed column says of an item that holds others: its finish may slip though work in it may not.
SUMMARY_NOTES = {"critical": "holds critical work", "total_slack": "of its finish", "free_slack": "of its finish"}


def _fields(session: WorkspaceSession, kind: str, id_: str, cells: int, *, filled: bool) -> Iterator[PageLine]:
    """A line a field: those that say something, or those that could."""
    sheet = session.sheet
    # When it was made and last changed is asked least.
    for name, column in sorted(sheet.columns(kind).items(), key=lambda named: named[0] in ("created", "changed")):
        if column.field.hidden or column.field.long:
            continue
        text = str(sheet.value(kind, id_, name)) if name == "key" else sheet.text(kind, id_, name)
        settable = column.settable and (name in {c.name for c in KINDS[kind].columns} or column.custom)
        says = bool(text) and (settable or text not in ("no", "0", "0%"))
        if says != filled or not (says or settable):
            continue
        value = safe(text) if text else "·"
        if text and kind == "item" and id_ in session.plan.children and name in SUMMARY_NOTES:
            value += f" ({SUMMARY_NOTES[name]})"
        style = "" if text else "dim"
        label: StyledText = (fit(column.label, LABEL_WIDTH) + " ", "soft")
        value_cells = max(10, cells - LABEL_WIDTH - 1)
        wrapped = wrap_text(value, value_cells) or [value]
        yield PageLine((label, (wrapped[0], style if settable else "soft")), ("field", name), stop=settable)
        for more in wrapped[1:]:
            yield PageLine(((" " * (LABEL_WIDTH + 1), ""), (more, style)))


def _links(session: WorkspaceSession, kind: str, id_: str, cells: int) -> Iterator[PageLine]:
    """What this record points at and what points at it, each a line that opens it."""
    plan = session.plan
    sections: dict[str, list[tuple[str, str, str]]] = {}
    for c in KINDS[kind].columns:
        stored = plan.value(kind, id_, c.name) if c.ref else None
        for target in json.loads(str(stored)) if c.many and stored else [stored] if stored else []:
            sections.setdefault("Points at", []).append((c.ref, str(target), c.label))
    for other, other_id, field in plan.references_to_record(id_):
        if other == "link":
            far = "successor" if field == "predecessor" else "predecessor"
            item = str(plan.value("link", other_id, far))
            lag = show_lag(int(plan.value("link", other_id, "lag") or 0),
                           str(plan.value("link", other_id, "lag_unit")), session.context)  # fmt: skip
            words = f"{plan.value('link', other_id, 'type')} {lag}".strip()
            title = "Waited for by" if field == "predecessor" else "Comes after"
            sections.setdefault(title, []).append(("item", item, words))
        elif presentation_of(other).part_order is not None:
            sections.setdefault(KINDS[other].plural, []).append((other, other_id, ""))
        elif other == kind and field == "parent":
            sections.setdefault("Below it", []).append((other, other_id, ""))
        else:
            sections.setdefault("Pointed at by", []).append((other, other_id, KINDS[other].column(field).label))
    first = [*(KINDS[name].plural for name in part_kinds()), "Comes after", "Waited for by", "Below it"]
    for title in sorted(sections, key=lambda title: first.index(title) if title in first else len(first)):
        # What was said or done last is looked for first.
        linked = sorted(sections[title], key=lambda part: _when(plan, part[0], part[1]), reverse=True)
        yield BLANK_LINE
        yield heading_line(f"{title} ({len(linked)})" if len(linked) > 1 else title)
        for other, other_id, words in linked[:200]:
            yield PageLine(tuple(_link_runs(session, other, other_id, words, cells)), (other, other_id), stop=True)


def part_kinds() -> list[str]:
    """Kinds listed under a record because they are its parts, in their order."""
    orders = {kind: shown.part_order for kind, shown in PRESENTATIONS.items() if shown.part_order is not None}
    return sorted(orders, key=orders.__getitem__)


def _when(plan: Plan, kind: str, id_: str) -> str:
    """When something was said or done, for those of which that is kept."""
    return str(plan.value(kind, id_, "at") or "") if "at" in plan[kind].columns else ""


def _link_runs(session: WorkspaceSession, kind: str, id_: str, words: str, cells: int) -> list[StyledText]:
    plan, sheet = session.plan, session.sheet
    if id_ not in plan[kind]:
        return [("(deleted)", "dim")]
    key, title = plan.shown_key(kind, id_), shown_title(plan, kind, id_, session.context)
    extra = presentation_of(kind).summary
    more = " · ".join(t for t in (sheet.text(kind, id_, n) for n in extra) if t)
    return [
        (fit(safe(key), 7) + " ", "accent"),
        (fit(safe(title), max(10, min(60, cells - 40))) + " ", ""),
        (safe(" · ".join(t for t in (words, more) if t)), "soft"),
    ]
