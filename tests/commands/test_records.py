"""What deleting says before it is done, and what records of one name there cannot be."""

from pathlib import Path

import pytest

from tpm_tui.commands.command_catalog import commands
from tpm_tui.commands.records import add, change, describe_deletion
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.store import Store


def test_what_goes_along_is_counted_in_plain_words(tmp_path: Path) -> None:
    with Store.create(tmp_path / "a.db") as store:
        store.load()
        with store.transaction("plan", "edit") as tx:
            above = tx.add("item", title="Move house")
            for title in ("Pack", "Drive"):
                tx.add("item", title=title, parent=above)
        plan = store.load()
        assert describe_deletion(plan, "item", [above])[0] == "Delete T-1 “Move house” with 2 items"
        ids = list(plan["item"].ids)
        assert describe_deletion(plan, "item", ids)[0] == "Delete 3 items"
        assert describe_deletion(plan, "state", list(plan["state"].ids)[:2])[0].startswith("Delete 2 workflow states")


def test_a_state_has_a_name_of_its_own(tmp_path: Path) -> None:
    with Store.create(tmp_path / "a.db") as store:
        store.load()
        with store.transaction("plan", "edit") as tx:
            parked = add(tx, "state", {"name": "parked", "group": "todo"})
            with pytest.raises(ValidationError, match="there is a state 'blocked' already"):
                add(tx, "state", {"name": "blocked", "group": "active"})
            with pytest.raises(ValidationError, match="there is a state 'blocked' already"):
                change(tx, "state", [parked], {"name": "blocked"})


def test_fixed_work_is_effort_driven_as_long_as_it_is_that(tmp_path: Path) -> None:
    with Store.create(tmp_path / "a.db") as store:
        store.load()
        with store.transaction("plan", "edit") as tx:
            made = add(tx, "item", {"title": "Build", "effort_type": "fixed work"})
            assert tx.plan.value("item", made, "effort_driven") == 1
            for values, driven in (
                ({"effort_type": "fixed duration"}, 0),
                ({"effort_type": "fixed work"}, 1),
                ({"title": "Built"}, 1),
                ({"effort_type": "fixed units", "effort_driven": True}, 1),
                ({"effort_type": "fixed duration"}, 1),
            ):
                change(tx, "item", [made], values)
                assert tx.plan.value("item", made, "effort_driven") == driven


def test_whoever_has_an_owner_can_be_given_one() -> None:
    owned = {kind.name for kind in KINDS.values() if any(column.name == "owner" for column in kind.columns)}
    assert {"item", "risk", "issue", "requirement"} <= owned
    assert set(commands()["item.owner"].kinds) == owned
