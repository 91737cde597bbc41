"""How a kind of record says what its fields are, and what plain functions make of that.

A kind is a frozen dataclass whose fields carry ``Annotated[type, Field(...)]``. :func:`columns` turns the declaration
into a tuple of :class:`Column`; schema, forms, tables, filters, import, export and the command line read nothing else.
"""

import types
from collections.abc import Sequence
from dataclasses import MISSING, FrozenInstanceError, dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from inspect import get_annotations
from typing import Annotated, Any, TypeVar, Union, dataclass_transform, get_args, get_origin

from tpm_tui.domain.values.three_point import ThreePoint


@dataclass(frozen=True, slots=True)
class Field:
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


KindType = TypeVar("KindType")


#: Name and default of each field of a kind; MISSING where it has none.
_DEFAULTS: dict[type, tuple[tuple[str, Any], ...]] = {}


def _defaults(kind: type) -> tuple[tuple[str, Any], ...]:
    defaults = _DEFAULTS.get(kind)
    if defaults is None:
        defaults = _DEFAULTS[kind] = tuple((f.name, f.default) for f in fields(kind))
    return defaults


@dataclass_transform(kw_only_default=True, frozen_default=True)
def record(kind: type[KindType]) -> type[KindType]:
    """Make a kind of its declaration: a frozen dataclass with slots whose fields are given by name.

    What a dataclass can do is written once, in :class:`Record`: generating it for each kind would be a fifth of the
    program's start.
    """
    return dataclass(init=False, repr=False, eq=False, slots=True, kw_only=True)(kind)


@record
class Record:
    """What every record has: an id that survives merging, a short human key, stamps, and notes in Markdown."""

    id: Annotated[str, Field("Id", width=20, hidden=True)]
    key: Annotated[str, Field("Key", width=7)]
    notes: Annotated[str, Field("Notes", width=30, long=True)] = ""
    created: Annotated[datetime | None, Field("Created", width=16)] = None
    changed: Annotated[datetime | None, Field("Changed", width=16)] = None

    def __init__(self, **values: Any) -> None:
        for name, default in _defaults(type(self)):
            value = values.pop(name, default)
            if value is MISSING:
                raise TypeError(f"{type(self).__name__} needs {name}")
            object.__setattr__(self, name, value)
        if values:
            raise TypeError(f"{type(self).__name__} has no {', '.join(values)}")

    def __setattr__(self, name: str, value: Any) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __getstate__(self) -> dict[str, Any]:
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            object.__setattr__(self, name, value)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, f.name) == getattr(other, f.name) for f in fields(self))

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{f.name}={getattr(self, f.name)!r}' for f in fields(self))})"


#: Fields the program writes itself; no form, import or command sets them.
SYSTEM_FIELDS = frozenset({"id", "key", "created", "changed"})


@dataclass(frozen=True, slots=True)
class Column:
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
    for f in fields(kind):
        annotation = declared[f.name]
        if get_origin(annotation) is not Annotated:
            raise TypeError(f"{kind.__name__}.{f.name} needs Annotated[..., Field(...)]")
        plain, extra = get_args(annotation)[:2]
        python_type, nullable = _python_type(plain)
        required = f.default is MISSING
        default = None if required else f.default
        by_name[f.name] = Column(f.name, python_type, nullable, required, default, extra)
    order = ["id", "key", *(n for n in by_name if n not in common), "notes", "created", "changed"]
    return tuple(by_name[name] for name in order)


_BY_NAME: dict[type[Record], dict[str, Column]] = {}


def column(kind: type[Record], name: str) -> Column:
    """The column of that name; KeyError if the kind has none."""
    if kind not in _BY_NAME:
        _BY_NAME[kind] = {c.name: c for c in columns(kind)}
    return _BY_NAME[kind][name]
