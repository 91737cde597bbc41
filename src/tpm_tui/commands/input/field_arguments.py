"""``field=value`` words, as the command line takes them and the workspace's quick add."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from tpm_tui.commands import records
from tpm_tui.commands.input.field_input import FieldInput, InputSource
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import Kind
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.column_lookup import find_column
from tpm_tui.domain.text.counted_nouns import with_article
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.transaction import Transaction

#: Not a field: the items that an item comes after, each with a link type and a lag.
AFTER = "after"

#: A word of a line: a quoted text with what stands before it, or whatever has no blank in it.
_WORD = re.compile(r'(?P<before>[^\s"=]+=)?"(?P<quoted>[^"]*)"(?=\s|$)|\S+')


class FieldArguments(Struct, frozen=True):
    """What was typed: words before the first ``field=``, then (field, text) pairs in order."""

    plain: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]

    def split_predecessors(self) -> "tuple[FieldArguments, list[str]]":
        """Without ``after=``, and what the item comes after."""
        pairs = tuple(pair for pair in self.pairs if pair[0].lower() != AFTER)
        return FieldArguments(self.plain, pairs), [text for name, text in self.pairs if name.lower() == AFTER]


def split_arguments(words: Sequence[str]) -> FieldArguments:
    """The words before the first ``field=value``, and the pairs.

    A word without ``=`` continues the value before it, so that ``after=T-12 SS +2d`` needs no quotes.
    """
    plain: list[str] = []
    pairs: list[tuple[str, str]] = []
    for word in words:
        name, sign, value = word.partition("=")
        if sign and _names_field(name):
            pairs.append((name, value))
        elif pairs:
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]} {word}")
        else:
            plain.append(word)
    return FieldArguments(tuple(plain), tuple(pairs))


def split_line(text: str) -> FieldArguments:
    """The arguments of a line that no shell has split: ``Sign contract owner=ana after=T-3 FS+2d``.

    Words with ``=`` that are to stay part of a text are quoted: ``"Set retries=3" owner=ana``. Other quotation marks
    are part of the text.
    """
    plain: list[str] = []
    pairs: list[tuple[str, str]] = []
    for match in _WORD.finditer(text):
        before, quoted = match["before"], match["quoted"]
        name, sign, value = match[0].partition("=")
        if quoted is not None and before and _names_field(before[:-1]):
            pairs.append((before[:-1], quoted))
        elif quoted is None and sign and _names_field(name):
            pairs.append((name, value))
        else:
            word = quoted if quoted is not None and "=" in quoted and not before else match[0]
            if pairs:
                pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]} {word}")
            else:
                plain.append(word)
    return FieldArguments(tuple(plain), tuple(pairs))


def _names_field(word: str) -> bool:
    """Whether a word before ``=`` can be the name of a field."""
    return word.replace("_", "").replace("-", "").replace(" ", "").isalnum()


def require_mandatory(kind: Kind, values: Mapping[str, Any]) -> None:
    """ValidationError, saying how to give them, if fields that must be there are not."""
    lacking = [c for c in kind.required_columns if c.name not in values]
    if lacking:
        raise ValidationError(
            f"{with_article(kind.label)} needs {' '.join(f'{c.name}=…' for c in lacking)}", lacking[0].name
        )


def settable_columns(plan: Plan, kind: Kind) -> dict[str, Column]:
    """The columns of a kind that a person may set, those the user added among them, by name."""
    from tpm_tui.domain.query.sheet_of_records import custom_columns

    columns = {c.name: c for c in kind.columns if c.name != "custom"}
    if kind.name == "item":
        columns |= {c.name: c for c in custom_columns(plan) if c.name not in columns}
    return columns


def settable_column(plan: Plan, kind: Kind, name: str) -> Column:
    """The column that a typed name means. ValidationError if there is none, or the program keeps it."""
    column = find_column(name, settable_columns(plan, kind), kind.label)
    if not column.settable:
        raise ValidationError(f"{column.label} is kept by the program; it cannot be set", column.name)
    return column


def field_values(source: InputSource, kind: Kind, pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Python values by field name of typed pairs. ValidationError, naming the field, if one cannot be taken."""
    return {
        (column := settable_column(source.plan, kind, name)).name: FieldInput(column, source, named=True).parse(text)
        for name, text in pairs
    }


def titled_values(source: InputSource, kind: Kind, arguments: FieldArguments) -> dict[str, Any]:
    """As :func:`field_values`, with the words before the first field as the title."""
    title = [(kind.title, " ".join(arguments.plain))] if arguments.plain else []
    return field_values(source, kind, [*title, *arguments.pairs])


def link_predecessors(tx: Transaction, item: str, texts: Sequence[str]) -> None:
    """Make an item follow others, each text as :func:`parse_predecessors` reads it. ValidationError if one cannot be
    read."""
    from tpm_tui.commands.schedule.links import add_link, parse_predecessors

    for text in texts:
        for predecessor, type_, lag, unit in parse_predecessors(text, tx.plan, tx.context):
            add_link(tx, predecessor, item, type_, lag, unit)


def add_from_arguments(
    tx: Transaction,
    kind: Kind,
    arguments: FieldArguments,
    *,
    given: Mapping[str, Any] | None = None,
    after: str | None = None,
    parent: str | None = None,
) -> str:
    """Make a record of what was typed, its title in the words before the first field; its id.

    ``given``: values of fields that were not typed; ``after`` and ``parent`` as in :func:`records.add`. ValidationError
    says in one line what cannot be taken.
    """
    named, predecessors = arguments.split_predecessors() if kind.name == "item" else (arguments, [])
    values = {**(given or {}), **titled_values(tx, kind, named)}
    require_mandatory(kind, values)
    own = {c.name: values.pop(c.name) for c in kind.columns if c.name in values}
    id_ = records.add(tx, kind.name, own, after=after, parent=None if "parent" in own else parent)
    if values:
        records.change(tx, kind.name, [id_], values)
    link_predecessors(tx, id_, predecessors)
    return id_
