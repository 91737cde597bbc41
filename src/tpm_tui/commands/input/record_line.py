"""A new record that is being typed in one line, in the words of the command line: ``Sign contract owner=ana``."""

import re
from collections.abc import Sequence
from typing import Any

from tpm_tui.commands.input.field_arguments import (
    AFTER,
    require_mandatory,
    settable_column,
    settable_columns,
    split_line,
    titled_values,
)
from tpm_tui.commands.input.field_input import FieldInput, InputSource, LineInput, Suggestion
from tpm_tui.commands.input.predecessor_input import PredecessorInput
from tpm_tui.domain.kinds import KINDS, Kind
from tpm_tui.domain.text.counted_nouns import with_article
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.presentation import presentation_of

#: The last ``field=`` of a line and what stands behind it.
_LAST_PAIR = re.compile(r'(?:^|.*\s)(?P<name>[^\s"=]+)=(?P<value>[^=]*)$', re.S)
#: Fields that a hint names.
_HINTED = 4


class RecordLine:
    """A `LineInput` for a record of a kind. ``given``: names of the fields that are filled in already."""

    text = ""
    is_free_text = True

    def __init__(self, kind: str, source: InputSource, given: Sequence[str] = ()) -> None:
        self._kind = KINDS[kind]
        self._source = source
        self._given = given
        self._needed = [c.name for c in self._kind.required_columns if c.name not in given]
        self.hint = self._hint()

    @property
    def offers_form(self) -> bool:
        """Whether an empty line asks for the form: where a record needs more than a title, and for parts."""
        return bool(self._given) or not self._kind.is_titled or any(n != self._kind.title for n in self._needed)

    def _hint(self) -> str:
        """What a newcomer needs to know of the line: which fields it takes, and that there is a form."""
        kind = self._kind
        settable = {c.name for c in kind.columns if c.settable}
        usual = [n for n in presentation_of(kind.name).columns if n in settable and n not in (kind.title, *self._given)]
        needed = [n for n in self._needed if n != kind.title]
        if not kind.is_titled and kind.title not in self._given:
            needed = [kind.title, *needed]
        fields = " ".join(f"{n}=" for n in list(dict.fromkeys((*needed, *usual)))[: max(_HINTED, len(needed))])
        title = f"{kind.column(kind.title).label.lower()}, then " if kind.is_titled else ""
        form = " ─ enter alone: the whole form" if self.offers_form else ""
        return f"{title}{fields}… tab completes{form}"

    def parse(self, text: str) -> dict[str, Any]:
        """The fields of the record by name. ValidationError if one cannot be taken, or is needed and missing."""
        values = titled_values(self._source, self._kind, split_line(text))
        require_mandatory(self._kind, values)
        return values

    def describe(self, text: str) -> str:
        """How a line would be taken, in words; nothing is said of a title alone. ValidationError if it cannot be."""
        kind = self._kind
        if not text.strip() and self.offers_form:
            return self.hint
        arguments = split_line(text)
        said, names = [], set(self._given)
        if arguments.plain or (kind.is_titled and not text.strip()):
            if not kind.is_titled:
                raise ValidationError(
                    f"{arguments.plain[0][:40]!r} is no field=value, and {with_article(kind.label)} has no title"
                )
            title = " ".join(arguments.plain)
            FieldInput(kind.column(kind.title), self._source).parse(title)
            names.add(kind.title)
            said = [title] if arguments.pairs else []
        for name, value in arguments.pairs:
            try:
                field = argument_input(self._source, self._kind, name)
            except ValidationError as refused:
                reason = f'{refused.reason} ─ for a title with = in it, write "{name}=…"'
                raise ValidationError(reason, refused.field) from None
            if isinstance(field, FieldInput):
                names.add(field.column.name)
                said.append(f"{field.column.label}: {field.describe(value)}")
            else:
                said.append(f"after {field.describe(value)}" if value.strip() else "after …")
        require_mandatory(kind, dict.fromkeys(names))
        return " · ".join(said)

    def suggest(self, text: str) -> Sequence[Suggestion]:
        """What a field can be given behind its ``=``; the names of fields for the word that is being typed, those that
        are needed first."""
        word = _last_word(text)
        last = _LAST_PAIR.match(text)
        values: Sequence[Suggestion] = ()
        if last is not None and not (text.endswith(" ") and last["value"].strip()):
            try:
                values = argument_input(self._source, self._kind, last["name"]).suggest(last["value"].strip('"'))
            except ValidationError:
                values = ()
        titled = last is None and self._kind.is_titled
        if "=" in word or (titled and (not word or word == text.strip())):
            return values
        return [*values, *self._names(text, word)]

    def _names(self, text: str, begun: str) -> list[Suggestion]:
        """``field=`` of the fields not given yet that begin so, in the order in which they are shown."""
        kind = self._kind
        typed = {name.lower() for name, _ in split_line(text).pairs}
        settable = settable_columns(self._source.plan, kind)
        columns = {n: c for n, c in settable.items() if c.settable and not c.field.hidden}
        order = dict.fromkeys((*self._needed, *presentation_of(kind.name).columns, *columns))
        names = [n for n in order if n in columns and n not in (kind.title, *self._given)]
        if not kind.is_titled and kind.title not in self._given:
            names.insert(0, kind.title)
        options = [
            (f"{n}=", columns[n].label + (" (needed)" if n in self._needed else "")) for n in names if n not in typed
        ]
        if kind.name == "item":
            options.append((f"{AFTER}=", "Comes after"))
        return [option for option in options if option[0].startswith(begun.lower())]

    def complete(self, text: str, option: str) -> str:
        """The text with an option in it: a field's name in the place of the last word, a value behind the last one."""
        if option.endswith("="):
            return text[: len(text) - len(_last_word(text))] + option
        last = _LAST_PAIR.match(text)
        if last is None:
            return text
        behind = argument_input(self._source, self._kind, last["name"])
        return text[: last.start("value")] + behind.complete(last["value"], option)


def argument_input(source: InputSource, kind: Kind, name: str) -> LineInput:
    """What stands behind a ``name=``. ValidationError if there is no such field."""
    if name.lower() == AFTER and kind.name == "item":
        return PredecessorInput(source)
    return FieldInput(settable_column(source.plan, kind, name), source, named=True)


def _last_word(text: str) -> str:
    """The word that is being typed; none behind a blank."""
    return "" if text.endswith(" ") else text.rpartition(" ")[2]
