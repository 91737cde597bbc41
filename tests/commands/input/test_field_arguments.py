"""``field=value`` words: split from a line as a shell would, and made a record."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import record_factory
from tpm_tui.commands.input.field_arguments import (
    FieldArguments,
    add_from_arguments,
    field_values,
    split_arguments,
    split_line,
)
from tpm_tui.commands.records import NOT_ADDED, change
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text import field_values as entry
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import NewReference, ValidationError
from tpm_tui.domain.time import clock
from tpm_tui.domain.values.codec import dump_value
from tpm_tui.store.store import Store

_WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=8)


def add(store: Store, kind: str, line: str) -> str:
    with store.transaction("Add", "record.add") as tx:
        return add_from_arguments(tx, KINDS[kind], split_line(line))


@pytest.mark.parametrize(
    ("line", "plain", "pairs"),
    [
        (
            "Sign contract owner=ana estimate=3d/5d/10d after=T-3",
            ("Sign", "contract"),
            (("owner", "ana"), ("estimate", "3d/5d/10d"), ("after", "T-3")),
        ),
        (
            "Freeze deadline=26 mar after=T-3 T-5 FS+2d",
            ("Freeze",),
            (("deadline", "26 mar"), ("after", "T-3 T-5 FS+2d")),
        ),
        ('"Set retries=3" owner=ana', ("Set retries=3",), (("owner", "ana"),)),
        ('Say "yes" today', ("Say", '"yes"', "today"), ()),
        ('Vendor late owner="Ana Ng" chance=40%', ("Vendor", "late"), (("owner", "Ana Ng"), ("chance", "40%"))),
        ("See https://example.org/?a=b", ("See", "https://example.org/?a=b"), ()),
        ("option=A criterion=Cost score=4", (), (("option", "A"), ("criterion", "Cost"), ("score", "4"))),
        ("owner= ", (), (("owner", ""),)),
        ("", (), ()),
    ],
)
def test_a_line_is_split_into_a_title_and_fields(
    line: str, plain: tuple[str, ...], pairs: tuple[tuple[str, str], ...]
) -> None:
    assert split_line(line) == FieldArguments(plain, pairs)


@given(st.lists(_WORDS, max_size=4), st.lists(st.tuples(_WORDS, _WORDS), max_size=4))
def test_a_line_without_quotes_is_split_as_the_words_of_a_shell(plain: list[str], pairs: list[tuple[str, str]]) -> None:
    words = [*plain, *(f"{name}={value}" for name, value in pairs)]
    assert split_line(" ".join(words)) == split_arguments(words) == FieldArguments(tuple(plain), tuple(pairs))


def test_an_item_comes_with_its_owner_estimate_date_and_predecessors(store: Store) -> None:
    id_ = add(store, "item", "Sign contract owner=ana estimate=3d/5d/10d deadline=2026-12-04 after=T-1 T-2 SS+2d")
    plan = store.plan
    assert plan.title("item", id_) == "Sign contract"
    assert plan.title("person", str(plan.value("item", id_, "owner"))) == "Ana Ng"
    links = [plan["link"].row(link) for link in plan.ids_by_reference("link", "successor")[id_]]
    assert sorted((plan.label("item", str(row["predecessor"])), row["type"], row["lag"]) for row in links) == [
        ("T-1", "FS", 0),
        ("T-2", "SS", 960),
    ]


def test_several_of_a_pool_are_its_units_unless_the_pool_is_called_so(store: Store) -> None:
    add(store, "pool", "backend capacity=4")
    rig = add(store, "pool", "2 of everything")
    three = add(store, "assignment", "item=T-1 pool=3 of Backend")
    whole = add(store, "assignment", "item=T-1 pool=2 of everything")
    table = store.plan["assignment"]
    assert (store.plan.title("pool", str(table.value(three, "pool"))), table.value(three, "units")) == ("backend", 300)
    part = add(store, "assignment", "item=T-1 pool=1.5 of backend")
    assert store.plan.value("assignment", part, "units") == 150
    assert (table.value(whole, "pool"), table.value(whole, "units")) == (rig, 100)


def test_a_pool_that_is_named_with_a_number_first_is_as_large_as_that(store: Store) -> None:
    for line in ("item=T-1 pool=3 of backend", "item=T-1 pool=2.5 of qa", "item=T-1 pool=staging"):
        add(store, "assignment", line)
    with store.transaction("set", "record.change") as tx:
        change(tx, "assignment", store.plan["assignment"].ids[2:], {"pool": NewReference("12 of testers")})
    c = store.plan["pool"].columns
    assert list(zip(c["name"], c["capacity"], c["function"], strict=True)) == [
        ("backend", 3, None), ("qa", 3, "qa"), ("staging", 1, None), ("testers", 12, None),
    ]  # fmt: skip
    assert list(store.plan["assignment"].columns["units"]) == [300, 250, 1200]
    with pytest.raises(ValidationError, match="names no pool"):
        add(store, "assignment", "item=T-1 pool=2 of nobody")


@pytest.mark.parametrize(
    ("kind", "line", "reason"),
    [
        ("item", "Sign onwer=ana", "Item has no field 'onwer'; did you mean owner?"),
        ("item", "Sign estimate=soon", "Estimate"),
        ("item", "Sign after=T-99", "there is no item 'T-99'"),
        ("item", "Sign owner=3d/5d/10d", "reads as an estimate or a date, not as a name"),
        ("item", "Sign key=T-9", "Key is kept by the program"),
        ("option", "Build it ourselves", "an option needs decision=…"),
        ("person", "3d/5d/10d", "reads as an estimate or a date, not as a name"),
        ("person", "T-3", "reads as a key, not as a name"),
        ("person", "PROJ-123", "reads as a key, not as a name"),
        ("stakeholder", "26 mar", "reads as an estimate or a date, not as a name"),
        ("item", "Sign owner=tomorrow", "reads as an estimate or a date, not as a name"),
        ("person", "next fri", "reads as an estimate or a date, not as a name"),
        ("person", "5 Tage", "reads as an estimate or a date, not as a name"),
        ("person", "PT16H", "reads as an estimate or a date, not as a name"),
        ("person", "T-3FS+2d", "reads as an estimate or a date, not as a name"),
    ],
)
def test_what_cannot_be_taken_is_said_in_one_line_and_nothing_is_added(
    store: Store, kind: str, line: str, reason: str
) -> None:
    before = store.plan.sequence
    with pytest.raises(ValidationError, match=r"^[^\n]+$") as refused:
        add(store, kind, line)
    assert reason in str(refused.value)
    assert store.plan.sequence == before


def test_a_person_is_not_renamed_to_an_estimate_either(store: Store) -> None:
    from tpm_tui.commands import records

    ana = store.plan.find_key("P-1")
    assert ana is not None
    with pytest.raises(ValidationError, match="reads as an estimate"), store.transaction("Set", "record.set") as tx:
        records.change(tx, "person", [ana[1]], {"name": "2d"})


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = Store.create(tmp_path_factory.mktemp("filled") / "filled.db", name="Filled", author="ana", durable=False)
    record_factory.fill(made, random.Random(7))
    yield made
    made.close()


@pytest.mark.parametrize("kind", [name for name in KINDS if name not in NOT_ADDED])
def test_a_record_of_every_kind_is_added_in_one_line_as_its_fields_are_shown(filled: Store, kind: str) -> None:
    plan, context, declared = filled.plan, InputContext(clock.today()), KINDS[kind]
    values = record_factory.record(kind, random.Random(kind), plan)
    typed: dict[str, str] = {}
    for column in declared.columns:
        if column.settable and not column.field.hidden and not column.field.long and column.name in values:
            if column.many and not column.ref and not column.field.format:
                continue  # words parted by blanks, which the text of another plan may hold
            text = entry.editable_text(column, dump_value(column, values[column.name]), plan, context)
            if column.ref and not column.many and text:
                text = str(plan.value(column.ref, str(values[column.name]), "key"))
            if text and not set(text) & set('"\n=') and column.field.format != "hours":
                typed[column.name] = text
    title = typed.pop(declared.title, "Something") if declared.is_titled else ""
    if kind in ("person", "stakeholder"):
        title = "Somebody New"
    line = " ".join([title, *(f'{name}="{text}"' for name, text in typed.items())])
    with filled.transaction("Add", "record.add") as tx:
        id_ = add_from_arguments(tx, declared, split_line(line))
        shown = {
            name: entry.editable_text(declared.column(name), tx.row(kind, id_)[name], tx.plan, context)
            for name in typed
        }
        wanted = field_values(tx, declared, list(typed.items()))
        assert shown == {
            name: entry.editable_text(declared.column(name), dump_value(declared.column(name), value), tx.plan, context)
            for name, value in wanted.items()
        }
        tx.delete(kind, id_)
