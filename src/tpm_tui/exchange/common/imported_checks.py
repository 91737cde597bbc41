"""The checks that definitions of done ask for of the open items that an import makes."""

from msgspec import Struct

from tpm_tui.domain.derived.checks_by_definition_of_done import definitions_of_done
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.exchange.common.change_set import ChangeSet
from tpm_tui.store.transaction import Transaction


class ImportedCheck(Struct, frozen=True):
    """A check to be added: the ids of its item and of the protocol that asks for it, its type and title."""

    item: str
    protocol: str
    type: str
    title: str


def imported_checks(change_set: ChangeSet) -> list[ImportedCheck]:
    """The checks of new items that are neither done nor dropped, but those that come with them; says so in the notes.

    What came as done was done under other rules; items that were there keep the checks they have.
    """
    plan = change_set.plan
    definitions = list(definitions_of_done(plan))
    new = [c.id for c in change_set.changes.values() if definitions and c.new and c.kind == "item"]
    if not new:
        return []
    groups = _state_groups(change_set)
    there = {
        tuple(change_set.value("check", c.id, name) for name in ("item", "type", "title"))
        for c in change_set.changes.values()
        if c.kind == "check"
    }
    checks: list[ImportedCheck] = []
    for id_ in new:
        if groups.get(str(change_set.value("item", id_, "status"))) == "done":
            continue
        type_ = change_set.value("item", id_, "type")
        for protocol, types, asked in definitions:
            for check in asked if type_ in types else ():
                if (id_, *check) not in there:
                    there.add((id_, *check))
                    checks.append(ImportedCheck(id_, protocol, *check))
    change_set.notes += _notes(plan, checks)
    return checks


def add_imported_checks(tx: Transaction, checks: list[ImportedCheck]) -> None:
    """Write them, beside their items."""
    for check in checks:
        tx.add("check", item=check.item, type=check.type, title=check.title)


def _state_groups(change_set: ChangeSet) -> dict[str, str]:
    groups = dict(change_set.plan.state_groups)
    for change in change_set.changes.values():
        if change.kind == "state":
            name, group = (str(change_set.value("state", change.id, field)) for field in ("name", "group"))
            groups[name] = group
    return groups


def _notes(plan: Plan, checks: list[ImportedCheck]) -> list[str]:
    said = []
    for protocol in dict.fromkeys(check.protocol for check in checks):
        mine = [check for check in checks if check.protocol == protocol]
        items = len({check.item for check in mine})
        added = f"{counted(len(mine), 'check')} to {counted(items, 'open item')}"
        said.append(f"the definition of done {plan.title('protocol', protocol)} adds {added}")
    return said
