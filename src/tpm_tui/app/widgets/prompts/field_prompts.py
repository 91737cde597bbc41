"""The question for one field: what typed text means there, and what can be offered."""

from collections.abc import Callable, Sequence

from textual.geometry import Region

from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.widgets.prompts.prompt import Prompt, Suggestion
from tpm_tui.commands.edit_rules.pools_of_assignments import several_of
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.kinds.work.items import CONSTRAINT_WORDS, LINK_WORDS
from tpm_tui.domain.text import field_values
from tpm_tui.domain.values.codec import Stored, dump_value

_MAX_SUGGESTIONS = 60

#: What choices of a few letters mean.
CHOICE_DESCRIPTIONS = {**CONSTRAINT_WORDS, **LINK_WORDS}


def describe_input(session: WorkspaceSession, column: Column, text: str) -> str:
    """How a text would be taken, in words; Refused if it cannot be."""
    value = field_values.parse_value(column, text, session.plan, session.context)
    if column.ref and value:
        return ", ".join(_referenced(session, column.ref, one) for one in (value if column.many else (value,)))
    stored = dump_value(column, value)
    shown = field_values.show_stored(column, stored, session.plan, session.context)
    if shown in CHOICE_DESCRIPTIONS:
        return f"{shown}: {CHOICE_DESCRIPTIONS[shown]}"
    return shown or ("empty" if text.strip() == "" else "")


def _referenced(session: WorkspaceSession, kind: str, value: str) -> str:
    several = several_of(value) if kind == "pool" and isinstance(value, field_values.NewReference) else None
    if several is not None:
        units, pool = several
        return f"{units}% of {_referenced(session, kind, field_values.resolve_or_new(kind, pool, session.plan))}"
    if isinstance(value, field_values.NewReference):
        return f"a new {KINDS[kind].label.lower()}: {value}"
    return (
        f"{session.plan.shown_key(kind, value)} {field_values.shown_title(session.plan, kind, value, session.context)}"
    )


def field_suggestions(session: WorkspaceSession, column: Column) -> Callable[[str], Sequence[Suggestion]]:
    """Options for what is typed so far: records, words of the workflow, choices."""

    def offer(text: str) -> Sequence[Suggestion]:
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
            (w, CHOICE_DESCRIPTIONS.get(w, ""))
            for w in (fitting if fitting and wanted not in (word.lower() for word in words) else words)
        ]

    return offer


def _records(session: WorkspaceSession, kind: str, wanted: str) -> Sequence[Suggestion]:
    table = session.plan[kind]
    named = table.kind.title == "name"
    begin: list[Suggestion] = []
    inside: list[Suggestion] = []
    for id_, own, title in zip(table.ids, table.columns["key"], table.columns[table.kind.title], strict=True):
        key, name, lowered = session.plan.shown_key(kind, id_), str(title), str(title).lower()
        option = (name, key) if named else (key, name)
        if lowered.startswith(wanted) or key.lower().startswith(wanted) or str(own).lower().startswith(wanted):
            begin.append(option)
        elif wanted in lowered:
            inside.append(option)
        if len(begin) >= _MAX_SUGGESTIONS:
            break
    return (begin + inside)[:_MAX_SUGGESTIONS]


def field_prompt(
    session: WorkspaceSession, column: Column, stored: Stored, region: Region | None, label: str = "", draft: str = ""
) -> Prompt:
    """A question for a field's value, beginning with the one it has. ``draft`` names the draft kept of a free text."""
    text = field_values.editable_text(column, stored, session.plan, session.context)
    if column.field.format == "hours" and text == "free":
        text = ""
    fits = bool(text) or not column.required
    return Prompt(
        label or column.label,
        text=text,
        check=lambda typed: column.field.help if typed == text and fits else describe_input(session, column, typed),
        suggest=field_suggestions(session, column),
        region=region,
        draft=f"draft.{session.path}.{draft}" if draft and is_free_text(column) else "",
    )


def is_free_text(column: Column) -> bool:
    """Whether a field holds words of the person's own, worth keeping before they are taken."""
    field = column.field
    return column.type is str and not (field.ref or field.choices or field.vocabulary or field.format)
