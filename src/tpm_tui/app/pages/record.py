"""A record in full as lines: its fields, its links both ways, its notes, its history."""

import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tpm_tui.app.services.session import WorkspaceSession
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.app.widgets.strips import StyledText
from tpm_tui.commands.links import show_lag
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Edit, Plan
from tpm_tui.domain.text.field_values import show_stored
from tpm_tui.presentation import PRESENTATIONS, presentation_of
from tpm_tui.safe import fit, safe, safe_lines
from tpm_tui.store.journal.journal import JournalEntry

LABEL_WIDTH = 18


def heading_line(text: str) -> PageLine:
    return PageLine(((text, "head"),))


BLANK_LINE = PageLine((("", ""),))


def record_page_lines(
    session: WorkspaceSession, kind: str, id_: str, history: Sequence[tuple[JournalEntry, list[Edit]]], cells: int
) -> list[PageLine]:
    """The page of a record; lines of fields have the target ("field", name), those of links (kind, id)."""
    sheet = session.sheet
    if id_ not in sheet.table(kind):
        from tpm_tui.app.pages.deleted_record import deleted_lines, last_values

        gone = deleted_lines(session, kind, last_values(history, id_), cells)
        return [*gone, BLANK_LINE, heading_line("History"), *history_lines(session, history, cells, of_record=True)]
    lines = [*_fields(session, kind, id_, cells, filled=True)]
    if kind == "item":
        from tpm_tui.app.pages.explanation import driver_lines

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


def _fields(session: WorkspaceSession, kind: str, id_: str, cells: int, *, filled: bool) -> Iterator[PageLine]:
    """A line a field: those that say something, or those that could."""
    sheet = session.sheet
    # When it was made and last changed is asked least.
    for name, column in sorted(sheet.columns(kind).items(), key=lambda found: found[0] in ("created", "changed")):
        if column.field.hidden or column.field.long:
            continue
        text = sheet.text(kind, id_, name)
        settable = column.settable and (name in {c.name for c in KINDS[kind].columns} or column.custom)
        says = bool(text) and (settable or text not in ("no", "0", "0%"))
        if says != filled or not (says or settable):
            continue
        value = safe(text) if text else "·"
        style = "" if text else "dim"
        label: StyledText = (fit(column.label, LABEL_WIDTH) + " ", "soft")
        room = max(10, cells - LABEL_WIDTH - 1)
        wrapped = textwrap.wrap(value, room) or [value]
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
        found = sorted(sections[title], key=lambda part: _when(plan, part[0], part[1]), reverse=True)
        yield BLANK_LINE
        yield heading_line(f"{title} ({len(found)})" if len(found) > 1 else title)
        for other, other_id, words in found[:200]:
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
    key, title = str(plan.value(kind, id_, "key")), plan.title(kind, id_)
    extra = presentation_of(kind).summary
    more = " · ".join(t for t in (sheet.text(kind, id_, n) for n in extra) if t)
    return [
        (fit(safe(key), 7) + " ", "accent"),
        (fit(safe(title), max(10, min(60, cells - 40))) + " ", ""),
        (safe(" · ".join(t for t in (words, more) if t)), "soft"),
    ]


def markdown_lines(text: str, cells: int) -> list[PageLine]:
    """Markdown drawn as lines: headings, lists, emphasis and code, with nothing that reaches the terminal raw."""
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console(width=cells, color_system=None, file=None, force_terminal=False, markup=False, emoji=False)
    clean = "\n".join(safe_lines(text))
    rendered = console.render_lines(Markdown(clean, hyperlinks=False), pad=False)
    lines = []
    for segments in rendered:
        runs: list[StyledText] = []
        for segment in segments:
            style = segment.style
            strong = bool(style and (style.bold or style.reverse))
            soft = bool(style and style.italic)
            runs.append((safe(segment.text), "strong" if strong else "soft" if soft else ""))
        lines.append(PageLine(tuple(runs)))
    return lines


def history_lines(
    session: WorkspaceSession, history: Sequence[tuple[JournalEntry, list[Edit]]], cells: int, of_record: bool
) -> Iterator[PageLine]:
    """Transactions, newest first, with each field's old and new value; of the file, what leads to its record."""
    if not history:
        yield PageLine((("Nothing yet.", "dim"),))
    for entry, edits in history:
        when = f"{entry.time.astimezone():%d %b %H:%M}"
        verb = {"undo": "Undid: ", "redo": "Redid: "}.get(entry.verb, "")
        first = (edits[0].kind, edits[0].id) if len(edits) == 1 and not of_record else None
        yield PageLine(
            ((f"{when}  ", "soft"), (fit(safe(entry.author), 10) + " ", "accent"), (safe(verb + entry.label), "")),
            first,
            stop=first is not None,
        )
        for edit in edits[:20]:
            leads = first is None and not of_record
            for line in _edit_lines(edit, session, cells):
                yield replace(line, target=(edit.kind, edit.id), stop=True) if leads else line
        if len(edits) > 20:
            yield PageLine(((f"{'':14}and {len(edits) - 20} records more", "dim"),))


def _edit_lines(edit: Edit, session: WorkspaceSession, cells: int) -> Iterator[PageLine]:
    plan, context = session.plan, session.context
    kind = KINDS[edit.kind]
    row = edit.after if edit.before is None else edit.before if edit.after is None else None
    if row is not None:
        sign = "+" if edit.before is None else "-"
        text = f"{'':14}{sign} {row.get('key')} {row.get(kind.title)}"
        yield PageLine(((fit(safe(text), cells), "good" if sign == "+" else "bad"),))
        return
    columns: dict[str, Column] = {c.name: c for c in kind.columns}
    for name, new in (edit.after or {}).items():
        if name in ("changed", "rank") or name not in columns:
            continue
        old_text = show_stored(columns[name], (edit.before or {}).get(name), plan, context) or "·"
        new_text = show_stored(columns[name], new, plan, context) or "·"
        key = plan.label(edit.kind, edit.id)
        text = f"{'':14}{key} {columns[name].label}: {_short(old_text)} → {_short(new_text)}"
        yield PageLine(((fit(safe(text), cells), "soft"),))


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
