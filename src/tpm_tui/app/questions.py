"""The question for one field: what typed text means there, and what can be offered."""

from collections.abc import Callable, Sequence

from textual.geometry import Region

from tpm_tui.app.session import Session
from tpm_tui.app.widgets.ask import Option, Question
from tpm_tui.commands.links import parse_after, show_lag
from tpm_tui.domain import entry
from tpm_tui.domain.codec import Stored, dump
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.kinds.plan import CONSTRAINT_WORDS, LINK_WORDS

_MOST = 60

#: What choices of a few letters mean.
MEANINGS = {**CONSTRAINT_WORDS, **LINK_WORDS}


def meaning(session: Session, column: Column, text: str) -> str:
    """How a text would be taken, in words; Refused if it cannot be."""
    value = entry.parse(column, text, session.plan, session.words)
    if column.ref and value:
        return ", ".join(_pointed_at(session, column.ref, one) for one in (value if column.many else (value,)))
    stored = dump(column, value)
    shown = entry.show(column, stored, session.plan, session.words)
    if shown in MEANINGS:
        return f"{shown}: {MEANINGS[shown]}"
    return shown or ("empty" if text.strip() == "" else "")


def _pointed_at(session: Session, kind: str, value: str) -> str:
    if isinstance(value, entry.Newcomer):
        return f"a new {KINDS[kind].label.lower()}: {value}"
    return f"{session.plan.value(kind, value, 'key')} {session.plan.title(kind, value)}"


def offers(session: Session, column: Column) -> Callable[[str], Sequence[Option]]:
    """Options for what is typed so far: records, words of the workflow, choices."""

    def offer(text: str) -> Sequence[Option]:
        wanted = text.rpartition(", ")[2].strip().lower() if column.many else text.strip().lower()
        if column.ref:
            return _records(session, column.ref, wanted)
        words = list(session.plan.states) if column.field.vocabulary else [str(c) for c in column.field.choices]
        if column.type is bool:
            words = ["yes", "no"]
        if column.type not in (str, bool) or not words:
            return ()
        fitting = [w for w in words if wanted in w.lower()]
        return [
            (w, MEANINGS.get(w, ""))
            for w in (fitting if fitting and wanted not in (word.lower() for word in words) else words)
        ]

    return offer


def _records(session: Session, kind: str, wanted: str) -> Sequence[Option]:
    table = session.plan[kind]
    named = table.kind.title == "name"
    begin: list[Option] = []
    inside: list[Option] = []
    for key, title in zip(table.columns["key"], table.columns[table.kind.title], strict=True):
        name, lowered = str(title), str(title).lower()
        option = (name, str(key)) if named else (str(key), name)
        if lowered.startswith(wanted) or str(key).lower().startswith(wanted):
            begin.append(option)
        elif wanted in lowered:
            inside.append(option)
        if len(begin) >= _MOST:
            break
    return (begin + inside)[:_MOST]


def after_meaning(session: Session, text: str) -> str:
    """How a link typed as ``T-12 SS +2d`` would be taken, in words; Refused if it cannot be."""
    if not text.strip():
        return "T-12 · T-12 SS +2d with its start, two days later · T-12 FF -50% · T-12 +3ed by the clock"
    item, type_, lag, unit = parse_after(text, session.plan, session.words)
    name = f"{session.plan.label('item', item)} {session.plan.title('item', item)}"
    return f"{name} · {LINK_WORDS[type_]} {show_lag(lag, unit, session.words)}".rstrip()


def after_question(session: Session, label: str, text: str = "", problem: str = "") -> Question:
    """A question for what an item comes after, and how."""
    return Question(
        label,
        text=text,
        check=lambda typed: after_meaning(session, typed),
        offer=offers(session, KINDS["item"].column("parent")),
        problem=problem,
    )


def field_question(
    session: Session, column: Column, stored: Stored, region: Region | None, label: str = "", draft: str = ""
) -> Question:
    """A question for a field's value, beginning with the one it has. ``draft`` names the draft kept of a free text."""
    text = entry.show(column, stored, session.plan, session.words)
    if column.field.format == "hours" and text == "free":
        text = ""
    fits = bool(text) or not column.required
    return Question(
        label or column.label,
        text=text,
        check=lambda typed: column.field.help if typed == text and fits else meaning(session, column, typed),
        offer=offers(session, column),
        region=region,
        draft=f"draft.{session.path}.{draft}" if draft and free(column) else "",
    )


def free(column: Column) -> bool:
    """Whether a field holds words of the person's own, worth keeping before they are taken."""
    field = column.field
    return column.type is str and not (field.ref or field.choices or field.vocabulary or field.format)
