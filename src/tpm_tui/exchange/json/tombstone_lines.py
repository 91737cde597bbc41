"""Keys that no record has any more, from JSON into a change set: former keys, and those of deleted records."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

from tpm_tui.domain.kinds import PREFIXES
from tpm_tui.domain.plan.edits import Tombstone
from tpm_tui.exchange.common.change_set import ChangeSet

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}")
_KEY = re.compile(r"(\w+)-[1-9][0-9]{0,14}", re.ASCII)


def is_id(value: Any) -> TypeGuard[str]:
    """Whether a JSON value can be the id of a record."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def kind_of_key(value: Any) -> str | None:
    """The kind whose keys look like a JSON value; None if it is no key."""
    match = _KEY.fullmatch(value) if isinstance(value, str) else None
    return PREFIXES.get(match[1]) if match else None


def read_tombstones(head: Mapping[str, Any], notes: list[str]) -> tuple[dict[str, str], list[Tombstone]]:
    """Former key -> id, and deleted records, of what stands beside the records; parts of another shape are noted."""
    former, gone = head.get("aliases", {}), head.get("deleted", [])
    aliases, deleted, strange = {}, [], 0
    for key, id_ in former.items() if isinstance(former, dict) else [("", former)]:
        if kind_of_key(key) and is_id(id_):
            aliases[key] = id_
        else:
            strange += 1
    for value in gone if isinstance(gone, list) else [gone]:
        members = value if isinstance(value, dict) else {}
        kind, id_, key = members.get("kind"), members.get("id"), members.get("key")
        if isinstance(key, str) and kind is not None and kind_of_key(key) == kind and is_id(id_):
            deleted.append(Tombstone(kind, id_, key))
        else:
            strange += 1
    if strange:
        notes.append(f"{strange} of its aliases and deleted records cannot be read and were left out")
    return aliases, list({record.id: record for record in deleted}.values())


def add_tombstones(change_set: ChangeSet, aliases: Mapping[str, str], deleted: Sequence[Tombstone]) -> None:
    """Into a validated change set: a former key of a record that will be there or was deleted, unless it finds another
    here; a deleted record, unless it will be there: its number is then given out again neither way."""
    plan = change_set.plan
    change_set.deleted = [record for record in deleted if not change_set.will_have(record.kind, record.id)]
    gone = {record.id for record in change_set.deleted}
    own = {str(c.values["key"]) for c in change_set.changes.values() if c.values.get("key")}
    left: Counter[str] = Counter()
    for key, id_ in aliases.items():
        kind = kind_of_key(key) or ""
        if not (id_ in gone or change_set.will_have(kind, id_)):
            left["that of a record that is not there"] += 1
        elif key in own or plan.aliases.get(key, id_) != id_ or _key_in_use(change_set, kind, key):
            left["that of another record here"] += 1
        elif key not in plan.aliases:
            change_set.aliases[key] = id_
    for why, many in left.items():
        change_set.notes.append(f"{many} former keys were left out: each is {why}")


def _key_in_use(change_set: ChangeSet, kind: str, key: str) -> bool:
    """Whether a record that is here already has that key and keeps it."""
    owner = change_set.plan.id_of_key(kind, key)
    return owner is not None and (kind, owner) not in change_set.removed and change_set.value(kind, owner, "key") == key
