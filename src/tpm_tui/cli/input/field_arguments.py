"""``field=value`` words of the command line, and the keys before them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tpm_tui.cli.input.listed_records import find_column
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import Kind
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text import field_values as entry
from tpm_tui.domain.text.field_values import ValidationError, require_one_source

if TYPE_CHECKING:
    from tpm_tui.store.transaction import Transaction

#: Not a field: the items that an item comes after, each with a link type and a lag.
AFTER = "after"


@dataclass(frozen=True, slots=True)
class FieldArguments:
    """What was typed: words before the first ``field=``, then (field, text) pairs in order."""

    plain: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]


def split_arguments(words: Sequence[str]) -> FieldArguments:
    """The words before the first ``field=value``, and the pairs.

    A word without ``=`` continues the value before it, so that ``after=T-12 SS +2d`` needs no quotes.
    """
    plain: list[str] = []
    pairs: list[tuple[str, str]] = []
    for word in words:
        name, sign, value = word.partition("=")
        if sign and name.replace("_", "").replace("-", "").replace(" ", "").isalnum():
            pairs.append((name, value))
        elif pairs:
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]} {word}")
        else:
            plain.append(word)
    return FieldArguments(tuple(plain), tuple(pairs))


def with_article(kind: Kind) -> str:
    """The kind with its article: a risk, an item."""
    label = kind.label if kind.label.isupper() else kind.label[0].lower() + kind.label[1:]
    return f"{'an' if label[0] in 'aeiou' else 'a'} {label}"


def is_titled(kind: Kind) -> bool:
    """Whether records of the kind are called by free text, which then is the first word of ``add``."""
    column = kind.column(kind.title)
    return column.type is str and not column.ref and not column.field.choices


def title_argument(kind: Kind, word: str) -> str:
    """The title in the first word. Refused where it reads as another field: no script's title shall become one."""
    name, sign, value = word.partition("=")
    if sign and name == kind.title:
        return value
    if sign and any(c.name == name.lower() for c in kind.columns):
        raise ValidationError(
            f"the first word is the {kind.title}; for one that starts so, write '{kind.title}={word}'"
        )
    return word


def require_mandatory(kind: Kind, values: Mapping[str, Any]) -> None:
    """Refused, saying how to give them, if fields that must be there are not."""
    lacking = [c for c in kind.columns if c.required and c.settable and c.name not in values]
    if lacking:
        raise ValidationError(f"{with_article(kind)} needs {' '.join(f'{c.name}=…' for c in lacking)}", lacking[0].name)


def settable_columns(plan: Plan, kind: Kind) -> dict[str, Column]:
    """The columns of a kind that a person may set, those the user added among them, by name."""
    from tpm_tui.domain.query.sheet import custom_columns

    columns = {c.name: c for c in kind.columns if c.name != "custom"}
    if kind.name == "item":
        columns |= {c.name: c for c in custom_columns(plan) if c.name not in columns}
    return columns


def field_values(tx: "Transaction", kind: Kind, pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Python values by field name of typed pairs. Refused, naming the field, if one cannot be taken."""
    columns = settable_columns(tx.plan, kind)
    values: dict[str, Any] = {}
    for name, text in pairs:
        column = find_column(name, columns, kind.label)
        if not column.settable:
            raise ValidationError(f"{column.label} is kept by the program; it cannot be set", column.name)
        values[column.name] = parse_field(tx, column, text)
    return values


def parse_field(tx: "Transaction", column: Column, text: str) -> Any:
    """The value of typed text. Refused, naming the field, if it cannot be taken."""
    try:
        return entry.parse_value(column, text, tx.plan, tx.context)
    except ValidationError as error:
        reason = error.reason if error.reason.startswith(column.label) else f"{column.label}: {error.reason}"
        raise ValidationError(reason, column.name) from None


def split_predecessors(pairs: Sequence[tuple[str, str]]) -> tuple[list[tuple[str, str]], list[str]]:
    """The pairs that are fields, and what the item comes after."""
    return [p for p in pairs if p[0].lower() != AFTER], [text for name, text in pairs if name.lower() == AFTER]


def link_predecessors(tx: "Transaction", item: str, texts: Sequence[str]) -> None:
    """Make an item follow others, each ``T-12 SS +2d``, several parted by commas. Refused if one cannot be read."""
    from tpm_tui.commands.plan.links import add_link, parse_predecessor

    for text in texts:
        for part in text.replace(";", ",").split(","):
            predecessor, type_, lag, unit = parse_predecessor(part.strip(), tx.plan, tx.context)
            add_link(tx, predecessor, item, type_, lag, unit)


def find_record(plan: Plan, word: str) -> tuple[str, str]:
    """(kind, id) of the record with that key or id. Refused if there is none."""
    hit = plan.find_key(word)
    if hit is None and "-" not in word:
        kind = plan.kind_of(word)
        hit = (kind.name, word) if kind else None
    if hit is None:
        require_one_source(word, plan)
        raise ValidationError(f"there is no record {word[:40]!r}; tpm ls shows the keys")
    return hit


def group_by_kind(plan: Plan, keys: Sequence[str]) -> Mapping[str, list[str]]:
    """Ids of the records by kind, in the order typed. Refused, naming the key, if one is not there."""
    groups: dict[str, list[str]] = {}
    for key in keys:
        kind, id_ = find_record(plan, key)
        ids = groups.setdefault(kind, [])
        if id_ not in ids:
            ids.append(id_)
    return groups


def chosen_records(tx: "Transaction", keys: Sequence[str], filter_: str | None) -> Mapping[str, list[str]]:
    """Ids by kind: the records with these keys, then the items that fit a filter. Refused where nothing fits it."""
    groups = {kind: list(ids) for kind, ids in group_by_kind(tx.plan, keys).items()}
    if filter_ is None:
        return groups
    from tpm_tui.cli.input.listed_records import filter_places
    from tpm_tui.domain.query.sheet import Sheet

    table = tx.plan["item"]
    fitting = [
        table.ids[place] for place in filter_places(Sheet(tx.plan, tx.context), "item", filter_, range(len(table)))
    ]
    if not fitting:
        raise ValidationError(f"no item fits {filter_[:60]}")
    groups["item"] = list(dict.fromkeys([*groups.get("item", ()), *fitting]))
    return groups


def selection_text(keys: Sequence[str], filter_: str | None) -> str:
    """What the history calls the records of an edit: the first keys, else the filter."""
    if keys:
        return f"{', '.join(keys[:3])}{' …' if len(keys) > 3 else ''}"
    return f"items that fit {filter_ or ''}"[:60]
