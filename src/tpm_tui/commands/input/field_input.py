"""A field that is being typed: what it begins with, what the text means there, and what can be offered."""

from collections.abc import Sequence
from typing import Any, Protocol

from tpm_tui.commands.what_follows_from_an_edit.pools_of_assignments import several_of
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.kinds.schedule.items import CONSTRAINT_WORDS, LINK_WORDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text import field_values
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import NewReference, ValidationError
from tpm_tui.domain.values.codec import Stored, dump_value

_MAX_SUGGESTIONS = 60

#: What choices of a few letters mean.
CHOICE_DESCRIPTIONS = {**CONSTRAINT_WORDS, **LINK_WORDS}

#: What is offered: the text it would enter, and what more there is to say of it.
Suggestion = tuple[str, str]


class InputSource(Protocol):
    """What typed text is read against, at any moment: an open file, or a transaction."""

    @property
    def plan(self) -> Plan: ...
    @property
    def context(self) -> InputContext: ...


class LineInput(Protocol):
    """What is typed in one line, and begins with ``text``. ``hint`` is said while nothing is typed; ``is_free_text``:
    it holds words of the person's own, worth keeping before they are taken. ``describe`` says how a text would be
    taken, ValidationError why it cannot be; ``suggest`` gives options for the text typed so far, ``complete`` the text
    with an option in it; ``parse`` is what it is taken for."""

    text: str
    hint: str
    is_free_text: bool

    def describe(self, text: str) -> str: ...
    def suggest(self, text: str) -> Sequence[Suggestion]: ...
    def complete(self, text: str, option: str) -> str: ...
    def parse(self, text: str) -> Any: ...


class FieldInput:
    """A `LineInput` for the value of one column, which begins with the one it has. ``optional``: it may be left empty
    even where a record needs one. ``named``: one of several in a line, so that a refusal begins with its label."""

    def __init__(
        self,
        column: Column,
        source: InputSource,
        stored: Stored = None,
        *,
        optional: bool = False,
        named: bool = False,
    ) -> None:
        field = column.field
        self.column = column
        self.hint = field.help
        self.is_free_text = column.type is str and not (field.ref or field.choices or field.vocabulary or field.format)
        self._source = source
        self._optional = optional
        self._named = named
        text = field_values.editable_text(column, stored, source.plan, source.context)
        self.text = "" if field.format == "hours" and text == "free" else text

    def parse(self, text: str) -> Any:
        """The value of a text. ValidationError if it cannot be taken."""
        column = self.column
        if self._optional and not text.strip():
            return None
        try:
            return field_values.parse_value(column, text, self._source.plan, self._source.context)
        except ValidationError as refused:
            if not self._named:
                raise
            reason = refused.reason if refused.reason.startswith(column.label) else f"{column.label}: {refused.reason}"
            raise ValidationError(reason, column.name) from None

    def describe(self, text: str) -> str:
        """How a text would be taken, in words; of what the field began with, what it is for. ValidationError if it
        cannot be taken."""
        column = self.column
        if text == self.text and not self._named and (text or not column.required):
            return column.field.help
        value = self.parse(text)
        if column.ref and value:
            return ", ".join(self._referenced(column.ref, one) for one in (value if column.many else (value,)))
        shown = field_values.show_stored(column, dump_value(column, value), self._source.plan, self._source.context)
        if shown in CHOICE_DESCRIPTIONS:
            return f"{shown}: {CHOICE_DESCRIPTIONS[shown]}"
        return shown or ("empty" if text.strip() == "" else "")

    def _referenced(self, kind: str, value: str) -> str:
        plan = self._source.plan
        several = several_of(value) if kind == "pool" and isinstance(value, NewReference) else None
        if several is not None:
            units, pool = several
            return f"{units}% of {self._referenced(kind, field_values.resolve_or_new(kind, pool, plan))}"
        if isinstance(value, NewReference):
            return f"a new {KINDS[kind].label.lower()}: {value}"
        return f"{plan.shown_key(kind, value)} {field_values.shown_title(plan, kind, value, self._source.context)}"

    def suggest(self, text: str) -> Sequence[Suggestion]:
        """Options for what is typed so far: records, words of the workflow, choices."""
        column = self.column
        wanted = text[self._last(text) :].strip().lower()
        if column.ref:
            return self._records(wanted)
        words = list(self._source.plan.states) if column.field.vocabulary else [str(c) for c in column.field.choices]
        if column.type is bool:
            words = ["yes", "no"]
        if column.type not in (str, bool) or not words:
            return ()
        fitting = [w for w in words if wanted in w.lower()]
        return [
            (w, CHOICE_DESCRIPTIONS.get(w, ""))
            for w in (fitting if fitting and wanted not in (word.lower() for word in words) else words)
        ]

    def _records(self, wanted: str) -> Sequence[Suggestion]:
        kind, plan = self.column.ref, self._source.plan
        table = plan[kind]
        named = table.kind.title == "name"
        begin: list[Suggestion] = []
        inside: list[Suggestion] = []
        for id_, own, title in zip(table.ids, table.columns["key"], table.columns[table.kind.title], strict=True):
            key, name = plan.shown_key(kind, id_), str(title)
            begins = any(word.lower().startswith(wanted) for word in (name, key, str(own)))
            if begins or wanted in name.lower():
                by_name = named and not field_values.reads_as_several(name)
                (begin if begins else inside).append((name, key) if by_name else (key, name))
            if len(begin) >= _MAX_SUGGESTIONS:
                break
        return (begin + inside)[:_MAX_SUGGESTIONS]

    def complete(self, text: str, option: str) -> str:
        """The text with an option in the place of what is typed, of several values the last."""
        return text[: self._last(text)] + option

    def _last(self, text: str) -> int:
        """Where in a text the last of several values begins."""
        _, comma, last = text.rpartition(",")
        return len(text) - len(last.lstrip()) if self.column.many and comma else 0
