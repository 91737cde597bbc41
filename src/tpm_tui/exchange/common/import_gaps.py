"""What imported items lack, as counts: what a person may want to do first."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from msgspec import Struct

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.codec import Stored


class ImportGap(Struct, frozen=True):
    """Something that open items lack: its name, its words for one and for many, the filter that lists such items, what
    the workspace's keys do about it, and the commands that do it for all of them (``{filter}`` stands for the filter).
    """

    name: str
    one: str
    many: str
    filter: str
    keys: str
    commands: tuple[str, ...]

    def sentence(self, count: int) -> str:
        return f"{count} {self.one if count == 1 else self.many}"


#: What a person may want to do first after an import, in this order.
GAPS = (
    ImportGap(
        "due_in_the_past", "was due in the past", "were due in the past", "status:open due<today",
        "x closes them, t gives another date, t with an empty line none",
        ("tpm done --filter '{filter}'", "tpm set --filter '{filter}' due=2w", "tpm set --filter '{filter}' due="),
    ),
    ImportGap(
        "without_owner", "has no owner", "have no owner", "status:open owner:none -type:milestone",
        "w gives one", ("tpm set --filter '{filter}' owner=NAME",),
    ),
    ImportGap(
        "without_estimate", "has no estimate", "have no estimate", "status:open estimate:none -type:milestone",
        "~ assumes a range, : estimate by the reference class what finished items took",
        ("tpm run estimate.reference --filter '{filter}'", "tpm run estimate.assume --filter '{filter}'"),
    ),
    ImportGap(
        "without_parent", "has no parent", "have no parent", "status:open parent:none",
        "P gives one", ("tpm set --filter '{filter}' parent=KEY",),
    ),
)  # fmt: skip


class _Changed(Protocol):
    """The part of a change set that is asked for the values of its items."""

    plan: Plan
    context: InputContext

    def value(self, kind: str, id_: str, name: str) -> Stored:
        """One stored value as it will be."""


def import_findings(
    change_set: _Changed, groups: Mapping[str, str], items: Iterable[str]
) -> tuple[tuple[str, int], ...]:
    """(what, how many) of the open items that an import made or changed: due dates in the past, no owner, no estimate,
    no parent; ``groups``: state -> its group. Items that hold others need no
    estimate; where no item has a parent, none is missing."""
    ids = list(items)
    parents = {id_: change_set.value("item", id_, "parent") for id_ in ids}
    above = {str(parent) for parent in parents.values() if parent} | {str(p) for p in change_set.plan.children if p}
    today = change_set.context.today.isoformat()
    past = no_owner = no_estimate = no_parent = 0
    for id_ in ids:
        if groups.get(str(change_set.value("item", id_, "status"))) == "done":
            continue
        due = change_set.value("item", id_, "deadline")
        past += due is not None and str(due)[:10] < today
        if id_ in above:
            continue
        milestone = change_set.value("item", id_, "type") == "milestone"
        no_owner += not milestone and not change_set.value("item", id_, "owner")
        no_estimate += not milestone and change_set.value("item", id_, "estimate") is None
        no_parent += bool(above) and not parents[id_]
    counts = {
        "due_in_the_past": past,
        "without_owner": no_owner,
        "without_estimate": no_estimate,
        "without_parent": no_parent,
    }
    return tuple((what, count) for what, count in counts.items() if count)
