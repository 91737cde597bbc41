"""Which column of a table fills which field: what a person chose is remembered in the file, for the next import."""

import json
from collections.abc import Mapping, Sequence, Set

from msgspec import Struct, field

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.exchange.common.change_set import ChangeSet


class ImportOptions(Struct, frozen=True):
    """What a person may say about an import. ``mapping`` is header -> field, an empty field ignores the column, and
    ``header:value`` -> what a value of that column means; ``kind`` is the kind of record a table holds, where the
    format does not say it."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    kind: str = "item"


class SavedMapping(Struct, frozen=True):
    """A mapping to remember: the format's name, the kind, the file's name, its headers, and every header
    with its field, values with what they mean."""

    format: str
    kind: str
    file: str
    headers: frozenset[str]
    pairs: dict[str, str]


def recall_mapping(plan: Plan, format_: str, kind: str, headers: Sequence[str]) -> dict[str, str]:
    """The remembered mapping for a table with exactly these headers; empty if there is none."""
    id_ = _find_mapping(plan, format_, kind, set(headers))
    return {} if id_ is None else _pairs(plan, id_)


def split_mapping(
    mapping: Mapping[str, str], headers: Sequence[str]
) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """What each header fills, and what values of a header's column mean (header -> value -> ours), keys in lower case.

    ValidationError if the file has no such column.
    """
    known = {header.lower() for header in headers}
    columns: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    for name, meaning in mapping.items():
        word = name.strip().lower()
        if word in known:
            columns[word] = meaning.strip()
            continue
        at = [i for i, letter in enumerate(word) if letter == ":" and word[:i].strip() in known]
        if not at:
            raise ValidationError(f"the file has no column {word[:40]!r}")
        values.setdefault(word[: at[0]].strip(), {})[word[at[0] + 1 :].strip()] = meaning.strip()
    return columns, values


def save_mapping(change_set: ChangeSet, keep: SavedMapping | None) -> None:
    """Let the change set keep a mapping, in place of the one for the same headers; not where nothing came of it."""
    if keep is None or not (change_set.changes or change_set.same):
        return
    stored = json.dumps(keep.pairs, ensure_ascii=False)
    id_ = _find_mapping(change_set.plan, keep.format, keep.kind, keep.headers)
    if id_ is not None:
        change_set.set("mapping", id_, {"pairs": stored})
    else:
        change_set.add("mapping", {"name": f"{keep.format}: {keep.file}", "kind": keep.kind, "pairs": stored})


def _find_mapping(plan: Plan, format_: str, kind: str, headers: Set[str]) -> str | None:
    table = plan["mapping"]
    rows = zip(table.ids, table.columns["name"], table.columns["kind"], strict=True)
    for id_, name, of_kind in rows:
        if str(name).startswith(f"{format_}: ") and of_kind == kind:
            names = _pairs(plan, id_).keys()
            beside = {name.partition(":")[0].lower() for name in names - headers}
            if headers <= names and beside <= {header.lower() for header in headers}:
                return id_
    return None


def _pairs(plan: Plan, id_: str) -> dict[str, str]:
    """The pairs of a kept mapping; empty if somebody wrote something else there."""
    try:
        pairs = json.loads(str(plan.value("mapping", id_, "pairs")))
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in pairs.items()} if isinstance(pairs, dict) else {}
