"""The words of the command line: a title, keys of records; ``field=value`` words are read by the commands' own."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tpm_tui.domain.kinds import Kind
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import ValidationError, require_one_source

if TYPE_CHECKING:
    from tpm_tui.store.transaction import Transaction


def title_argument(kind: Kind, word: str) -> str:
    """The title in the first word. ValidationError where it reads as another field: no script's title shall become
    one."""
    name, sign, value = word.partition("=")
    if sign and name == kind.title:
        return value
    if sign and any(c.name == name.lower() for c in kind.columns):
        raise ValidationError(
            f"the first word is the {kind.title}; for one that starts so, write '{kind.title}={word}'"
        )
    return word


def find_record(plan: Plan, word: str) -> tuple[str, str]:
    """(kind, id) of the record with that key or id. ValidationError if there is none."""
    hit = plan.find_key(word)
    if hit is None and "-" not in word:
        kind = plan.kind_of(word)
        hit = (kind.name, word) if kind else None
    if hit is None:
        require_one_source(word, plan)
        raise ValidationError(f"there is no record {word[:40]!r}; tpm ls shows the keys")
    return hit


def group_by_kind(plan: Plan, keys: Sequence[str]) -> Mapping[str, list[str]]:
    """Ids of the records by kind, in the order typed. ValidationError, naming the key, if one is not there."""
    groups: dict[str, list[str]] = {}
    for key in keys:
        kind, id_ = find_record(plan, key)
        ids = groups.setdefault(kind, [])
        if id_ not in ids:
            ids.append(id_)
    return groups


def chosen_records(tx: "Transaction", keys: Sequence[str], filter_: str | None) -> Mapping[str, list[str]]:
    """Ids by kind: the records with these keys, then the items that fit a filter. ValidationError where nothing fits
    it."""
    groups = {kind: list(ids) for kind, ids in group_by_kind(tx.plan, keys).items()}
    if filter_ is None:
        return groups
    from tpm_tui.cli.input.listed_records import filter_places
    from tpm_tui.domain.query.sheet_of_records import Sheet

    table = tx.plan["item"]
    unknown: list[str] = []
    places = filter_places(Sheet(tx.plan, tx.context), "item", filter_, range(len(table)), unknown.append)
    fitting = [table.ids[place] for place in places]
    if not fitting:
        raise ValidationError("; ".join([f"no item fits {filter_[:60]}", *unknown]))
    groups["item"] = list(dict.fromkeys([*groups.get("item", ()), *fitting]))
    return groups


def selection_text(keys: Sequence[str], filter_: str | None) -> str:
    """What the history calls the records of an edit: the first keys, else the filter."""
    if keys:
        return f"{', '.join(keys[:3])}{' …' if len(keys) > 3 else ''}"
    return f"items that fit {filter_ or ''}"[:60]
