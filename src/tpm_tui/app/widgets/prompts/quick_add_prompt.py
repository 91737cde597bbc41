"""The question for a new record in one line, in the words of the command line: ``Sign contract owner=ana``."""

import re
from collections.abc import Callable, Sequence

from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.widgets.prompts.field_prompts import describe_input, field_suggestions
from tpm_tui.app.widgets.prompts.predecessor_prompt import (
    complete_predecessor,
    describe_predecessors,
    predecessor_suggestions,
)
from tpm_tui.app.widgets.prompts.prompt import Prompt, Suggestion
from tpm_tui.commands.field_arguments import (
    AFTER,
    require_mandatory,
    required_columns,
    settable_column,
    settable_columns,
    split_line,
)
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS, Kind
from tpm_tui.domain.text.counting import with_article
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.presentation import presentation_of

#: The last ``field=`` of a line and what stands behind it.
_LAST_PAIR = re.compile(r'(?:^|.*\s)(?P<name>[^\s"=]+)=(?P<value>[^=]*)$', re.S)
#: Fields that a hint names.
_HINTED = 4


def quick_add_prompt(session: WorkspaceSession, kind: str, given: Sequence[str], label: str, draft: str) -> Prompt:
    """The question. ``given``: names of the fields that are filled in already; an empty answer asks for the form where
    a record of the kind needs more than its title."""
    return Prompt(
        label,
        check=lambda text: describe_arguments(session, kind, given, text),
        suggest=argument_suggestions(session, kind, given),
        complete=lambda text, option: complete_argument(session, kind, text, option),
        draft=f"draft.{session.path}.{draft}",
        hint=_hint(kind, given),
    )


def offers_form(kind: str, given: Sequence[str]) -> bool:
    """Whether an empty line asks for the form: where a record of the kind needs more than a title, and for parts."""
    declared = KINDS[kind]
    return bool(given) or not declared.is_titled or any(c.name != declared.title for c in required_columns(declared))


def describe_arguments(session: WorkspaceSession, kind: str, given: Sequence[str], text: str) -> str:
    """How a line would be taken, in words; nothing is said of a title alone. ValidationError if it cannot be."""
    declared = KINDS[kind]
    if not text.strip() and offers_form(kind, given):
        return _hint(kind, given)
    arguments = split_line(text)
    said, names = [], set(given)
    if arguments.plain or (declared.is_titled and not text.strip()):
        if not declared.is_titled:
            raise ValidationError(
                f"{arguments.plain[0][:40]!r} is no field=value, and {_described(declared)} has no title"
            )
        title = " ".join(arguments.plain)
        describe_input(session, declared.column(declared.title), title)
        names.add(declared.title)
        said = [title] if arguments.pairs else []
    for name, value in arguments.pairs:
        if name.lower() == AFTER and kind == "item":
            said.append(f"after {describe_predecessors(session, value)}" if value.strip() else "after …")
            continue
        column = _column(session, declared, name)
        names.add(column.name)
        said.append(f"{column.label}: {_describe_value(session, column, value)}")
    require_mandatory(declared, dict.fromkeys(names))
    return " · ".join(said)


def _column(session: WorkspaceSession, kind: Kind, name: str) -> Column:
    try:
        return settable_column(session.plan, kind, name)
    except ValidationError as refused:
        raise ValidationError(f'{refused.reason} ─ for a title with = in it, write "{name}=…"', refused.field) from None


def _describe_value(session: WorkspaceSession, column: Column, text: str) -> str:
    try:
        return describe_input(session, column, text)
    except ValidationError as refused:
        reason = refused.reason if refused.reason.startswith(column.label) else f"{column.label}: {refused.reason}"
        raise ValidationError(reason, column.name) from None


def argument_suggestions(
    session: WorkspaceSession, kind: str, given: Sequence[str]
) -> Callable[[str], Sequence[Suggestion]]:
    """What a field can be given behind its ``=``; the names of fields for the word that is being typed, those that
    are needed first."""
    declared = KINDS[kind]

    def offer(text: str) -> Sequence[Suggestion]:
        word = "" if text.endswith(" ") else text.rpartition(" ")[2]
        last = _LAST_PAIR.match(text)
        values: Sequence[Suggestion] = ()
        if last is not None and not (text.endswith(" ") and last["value"].strip()):
            values = _value_suggestions(session, declared, last["name"], last["value"].strip('"'))
        titled = last is None and declared.is_titled
        if "=" in word or (titled and (not word or word == text.strip())):
            return values
        return [*values, *_names(session, declared, given, text, word)]

    return offer


def _names(session: WorkspaceSession, kind: Kind, given: Sequence[str], text: str, begun: str) -> list[Suggestion]:
    """``field=`` of the fields not given yet that begin so, in the order in which they are shown."""
    typed = {name.lower() for name, _ in split_line(text).pairs}
    needed = [c.name for c in required_columns(kind)]
    usual = presentation_of(kind.name).columns
    columns = {n: c for n, c in settable_columns(session.plan, kind).items() if c.settable and not c.field.hidden}
    order = [n for n in dict.fromkeys((*needed, *usual, *columns)) if n in columns and n not in (kind.title, *given)]
    if not kind.is_titled and kind.title not in given:
        order.insert(0, kind.title)
    options = [(f"{n}=", columns[n].label + (" (needed)" if n in needed else "")) for n in order if n not in typed]
    if kind.name == "item":
        options.append((f"{AFTER}=", "Comes after"))
    return [option for option in options if option[0].startswith(begun.lower())]


def _value_suggestions(session: WorkspaceSession, kind: Kind, name: str, value: str) -> Sequence[Suggestion]:
    if name.lower() == AFTER and kind.name == "item":
        return predecessor_suggestions(session)(value)
    try:
        return field_suggestions(session, settable_column(session.plan, kind, name))(value)
    except ValidationError:
        return ()


def complete_argument(session: WorkspaceSession, kind: str, text: str, option: str) -> str:
    """The text with an option in it: a field's name in the place of the last word, a value behind the last ``=``."""
    if option.endswith("="):
        return text[: len(text) - len("" if text.endswith(" ") else text.rpartition(" ")[2])] + option
    last = _LAST_PAIR.match(text)
    if last is None:
        return text
    head, value = text[: last.start("value")], last["value"]
    if last["name"].lower() == AFTER and kind == "item":
        return head + complete_predecessor(session, value, option)
    try:
        many = settable_column(session.plan, KINDS[kind], last["name"]).many
    except ValidationError:
        many = False
    kept = value[: value.rfind(",") + 1] if many else ""
    return f"{head}{kept}{option}"


def _described(kind: Kind) -> str:
    return with_article(kind.label)


def _hint(kind: str, given: Sequence[str]) -> str:
    """What a newcomer needs to know of the line: which fields it takes, and that there is a form."""
    declared = KINDS[kind]
    needed = [c.name for c in required_columns(declared) if c.name not in (declared.title, *given)]
    if not declared.is_titled:
        needed = list(dict.fromkeys((declared.title, *needed)))
    usual = [n for n in presentation_of(kind).columns if n in {c.name for c in declared.columns if c.settable}]
    names = [n for n in dict.fromkeys((*needed, *usual)) if n != declared.title or n in needed]
    fields = " ".join(f"{n}=" for n in [n for n in names if n not in given][: max(_HINTED, len(needed))])
    title = f"{declared.column(declared.title).label.lower()}, then " if declared.is_titled else ""
    form = " ─ enter alone: the whole form" if offers_form(kind, given) else ""
    return f"{title}{fields}… tab completes{form}"
