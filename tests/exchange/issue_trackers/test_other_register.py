"""A name that one of the registers of people and of stakeholders has is not made in the other, on every way in."""

import io
from pathlib import Path

import pytest

from exchange.schedules.mspdi.test_mspdi_date_comparison import FIRST, SECOND, project
from support.mspdi_files import text_of
from tpm_tui.exchange.import_file import import_file
from tpm_tui.exchange.schedules.mspdi.project_data import MspdiAssignment, MspdiResource
from tpm_tui.store.store import Store

WAYS = {
    "csv": "Title,Owner\nDig,carrier ltd\nPour,Zoe\n",
    "jira": "Summary,Issue key,Issue Type,Status,Assignee\nDig,X-1,Task,To Do,carrier ltd\nPour,X-2,Task,To Do,Zoe\n",
    "table": "Task Name,Owner\nDig,carrier ltd\nPour,Zoe\n",
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    with Store.create(tmp_path / "one.db", name="One") as made:
        with made.transaction("Make") as tx:
            tx.add("stakeholder", name="Carrier Ltd")
            tx.add("person", name="Zoe Quinn")
        yield made


@pytest.mark.parametrize("way", WAYS)
def test_a_stakeholder_who_is_named_as_owner_becomes_no_person(store: Store, way: str) -> None:
    outcome = import_file(store, "jira" if way == "jira" else "csv", io.StringIO(WAYS[way]), kind="item")
    assert outcome.created == 2
    assert [store.plan.title("person", i) for i in store.plan["person"].ids][:1] == ["Zoe Quinn"]
    assert "carrier ltd" not in [store.plan.title("person", i).lower() for i in store.plan["person"].ids]
    assert [n for n in outcome.notes if "Carrier Ltd is among the stakeholders" in n]


@pytest.mark.parametrize(
    ("kind", "text", "register"),
    [
        ("contact", "Stakeholder,Summary,Date\nZoe Quinn,Called,2026-11-20\n", "stakeholder"),
        ("action", "Title,Owner\nCall them,Carrier Ltd\n", "person"),
        ("risk", "Title,Owner\nLate,Carrier Ltd\n", "person"),
        ("time_entry", "Person,Day,Minutes\nCarrier Ltd,2026-11-20,60\n", "person"),
    ],
)
def test_a_row_of_any_kind_is_refused_with_where_to_name_them(
    store: Store, kind: str, text: str, register: str
) -> None:
    count = len(store.plan[register])
    outcome = import_file(store, "csv", io.StringIO(text), kind=kind)
    assert len(store.plan[register]) == count
    assert "is among the" in str(outcome.refused[0])


def test_a_resource_of_ms_project_who_is_a_stakeholder_is_left_out_and_told(store: Store) -> None:
    people = [MspdiResource(uid=1, name="Carrier Ltd"), MspdiResource(uid=2, name="Ben Okafor")]
    works = [MspdiAssignment(uid=n, task_uid=1, resource_uid=n) for n in (1, 2)]
    file = project(FIRST, SECOND, resources=people, assignments=works)
    outcome = import_file(store, "mspdi", io.StringIO(text_of(file)))
    names = [store.plan.title("person", i) for i in store.plan["person"].ids]
    assert names == ["Zoe Quinn", "Ben Okafor"]
    assert [n for n in outcome.notes if "Carrier Ltd is among the stakeholders" in n]
