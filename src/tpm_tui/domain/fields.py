"""How a kind of record says what its fields are, and what plain functions make of that.

A kind is a frozen struct whose fields carry ``Annotated[type, Field(...)]``. :func:`columns` turns the declaration
into a tuple of :class:`Column`; schema, forms, tables, filters, import, export and the command line read nothing else.
"""

import types
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from inspect import get_annotations
from typing import Annotated, Any, Union, get_args, get_origin

from msgspec import NODEFAULT, Struct

from tpm_tui.domain.values.three_point import ThreePoint


class Field(Struct, frozen=True):
    """The words and limits of one field; its type, default and nullability are ordinary Python beside it.

    ``choices``: the words (or numbers) allowed. ``ref``: the kind whose record this field points at. ``vocabulary``:
    the kind whose record names are the words allowed. ``format``: how a value of a plain type is typed and shown (see
    :mod:`tpm_tui.domain.text.field_formats`). ``owned``: the record is part of the one it points at, and goes with it.
    ``past``: what has happened, so that a day without a year is the last one. ``end``: a day by which something is due,
    so that a quarter or a week means its end. ``long``: text of many lines. ``hidden``: kept by the program, not
    offered in forms and tables. ``summed``: a table says its sum.
    ``new_by_text``: what names no record is the text of a new one, which the command makes with what it needs besides.
    ``elsewhere``: what to write for somebody of the other register, of people and of stakeholders.
    ``empty``: what is shown where there is no value.
    """

    label: str
    width: int = 14
    choices: Sequence[Any] = ()
    ref: str = ""
    vocabulary: str = ""
    format: str = ""
    owned: bool = False
    past: bool = False
    end: bool = False
    elsewhere: str = ""
    long: bool = False
    hidden: bool = False
    summed: bool = False
    new_by_text: bool = False
    empty: str = ""
    help: str = ""


class Record(Struct, frozen=True, kw_only=True):
    """What every record has: an id that survives merging, a short human key, stamps, and notes in Markdown."""

    id: Annotated[str, Field("Id", width=20, hidden=True)]
    key: Annotated[str, Field("Key", width=7)]
    notes: Annotated[str, Field("Notes", width=30, long=True)] = ""
    created: Annotated[datetime | None, Field("Created", width=16)] = None
    changed: Annotated[datetime | None, Field("Changed", width=16)] = None


#: Fields the program writes itself; no form, import or command sets them.
SYSTEM_FIELDS = frozenset({"id", "key", "created", "changed"})


class Column(Struct, frozen=True):
    """One field of one kind, as every consumer sees it.

    ``type`` is one of str, int, float, Decimal, bool, date, datetime, tuple, ThreePoint; ``many`` is true for a
    tuple of words or references. ``custom`` marks a field the user added, kept inside the record's ``custom`` object.
    """

    name: str
    type: type
    nullable: bool
    required: bool
    default: Any
    field: Field
    custom: bool = False

    @property
    def label(self) -> str:
        return self.field.label

    @property
    def many(self) -> bool:
        return self.type is tuple

    @property
    def ref(self) -> str:
        return self.field.ref

    @property
    def settable(self) -> bool:
        return self.name not in SYSTEM_FIELDS

    @property
    def cascades(self) -> bool:
        """True if deleting what this field points at deletes this record too."""
        return bool(self.ref) and not self.many and (self.field.owned or self.required)


def _python_type(annotation: Any) -> tuple[type, bool]:
    """The plain type of an annotation and whether it may be None."""
    if get_origin(annotation) in (Union, types.UnionType):
        inner = [a for a in get_args(annotation) if a is not type(None)]
        return _python_type(inner[0])[0], True
    if get_origin(annotation) is tuple:
        return tuple, False
    if annotation not in (str, int, float, Decimal, bool, date, datetime, ThreePoint):
        raise TypeError(f"a field cannot be of type {annotation!r}")
    return annotation, False


_COLUMNS: dict[type[Record], tuple[Column, ...]] = {}


def columns(kind: type[Record]) -> tuple[Column, ...]:
    """The columns of a kind: id and key, then its own fields in the order declared, then notes and stamps."""
    if kind not in _COLUMNS:
        _COLUMNS[kind] = _read_columns(kind)
    return _COLUMNS[kind]


def _read_columns(kind: type[Record]) -> tuple[Column, ...]:
    common = get_annotations(Record)
    declared: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        declared.update(get_annotations(base))
    by_name: dict[str, Column] = {}
    names, given = kind.__struct_fields__, kind.__struct_defaults__
    # Defaults are those of the last fields; what comes before them is required.
    defaults = (*([NODEFAULT] * (len(names) - len(given))), *given)
    for name, default in zip(names, defaults, strict=True):
        annotation = declared[name]
        if get_origin(annotation) is not Annotated:
            raise TypeError(f"{kind.__name__}.{name} needs Annotated[..., Field(...)]")
        plain, extra = get_args(annotation)[:2]
        python_type, nullable = _python_type(plain)
        required = default is NODEFAULT
        by_name[name] = Column(name, python_type, nullable, required, None if required else default, extra)
    order = ["id", "key", *(n for n in by_name if n not in common), "notes", "created", "changed"]
    return tuple(by_name[name] for name in order)


_BY_NAME: dict[type[Record], Mapping[str, Column]] = {}


def columns_by_name(kind: type[Record]) -> Mapping[str, Column]:
    """The columns of a kind by their names, in their order."""
    if kind not in _BY_NAME:
        _BY_NAME[kind] = {c.name: c for c in columns(kind)}
    return _BY_NAME[kind]


_REQUIRED: dict[type[Record], tuple[Column, ...]] = {}


def required_columns(kind: type[Record]) -> tuple[Column, ...]:
    """The fields that must be given of a record: what the program keeps itself is none of them."""
    if kind not in _REQUIRED:
        _REQUIRED[kind] = tuple(c for c in columns(kind) if c.required and c.settable)
    return _REQUIRED[kind]
