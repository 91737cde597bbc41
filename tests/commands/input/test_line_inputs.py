"""What is typed in one line, without a screen: how it would be taken, why it cannot be, and what is offered."""

import random
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from support import record_factory
from tpm_tui.commands.command_catalog import commands
from tpm_tui.commands.input.command_params import ParamInput
from tpm_tui.commands.input.field_input import FieldInput
from tpm_tui.commands.input.predecessor_input import PredecessorInput
from tpm_tui.commands.input.record_line import RecordLine
from tpm_tui.commands.records import NOT_ADDED
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time import clock
from tpm_tui.store.store import Store


class Source(NamedTuple):
    plan: Plan
    context: InputContext


@pytest.fixture
def source(store: Store) -> Source:
    return Source(store.plan, InputContext(clock.today()))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Source]:
    store = Store.create(tmp_path_factory.mktemp("filled") / "filled.db", name="Filled", author="ana", durable=False)
    record_factory.fill(store, random.Random(7))
    yield Source(store.plan, InputContext(clock.today()))
    store.close()


def test_a_line_is_said_field_by_field(source: Source) -> None:
    said = RecordLine("item", source).describe("Sign contract owner=ana estimate=3d/5d/10d after=T-1 type=milestone")
    assert said == (
        "Sign contract · Owner: P-1 Ana Ng · Estimate: 3d/5d/10d · "
        "after T-1 Survey the site · starts after its finish · Type: milestone"
    )
    assert RecordLine("item", source).describe("Sign contract") == ""
    assert RecordLine("item", source).describe("Sign after=") == "Sign · after …"


@pytest.mark.parametrize(
    ("kind", "typed", "reason"),
    [
        ("item", "Sign estimate=soon", "Estimate: 'soon'"),
        ("item", "Sign onwer=ana", 'did you mean owner? ─ for a title with = in it, write "onwer=…"'),
        ("item", "Sign after=T-999", "there is no item 'T-999'"),
        ("item", "Sign owner=3d/5d/10d", "Owner: '3d/5d/10d' reads as an estimate or a date, not as a name"),
        ("item", "owner=ana", "an item needs title=…"),
        ("option", "Buy it", "an option needs decision=…"),
        ("score", "Four", "'Four' is no field=value, and a score has no title"),
    ],
)
def test_why_a_line_cannot_be_taken_is_said_in_one_line(source: Source, kind: str, typed: str, reason: str) -> None:
    with pytest.raises(ValidationError, match=r"^[^\n]+$") as refused:
        RecordLine(kind, source).describe(typed)
    assert reason in refused.value.reason


@pytest.mark.parametrize(
    ("typed", "options", "completed"),
    [
        ("Sign contract own", ["owner="], "Sign contract owner="),
        ("Sign owner=an", ["Ana Ng"], "Sign owner=Ana Ng"),
        ("Sign type=mile", ["milestone"], "Sign type=milestone"),
        ("Sign after=replay", ["T-3"], "Sign after=T-3"),
        ("Sign after=T-3 S", ["SS", "SF", "T-1", "T-2"], "Sign after=T-3 SS"),
        ("Sign own", ["owner="], "Sign owner="),
        ("Sig", [], ""),
    ],
)
def test_names_of_fields_and_their_values_are_offered_and_put_in(
    source: Source, typed: str, options: list[str], completed: str
) -> None:
    line = RecordLine("item", source)
    offered = [option for option, _ in line.suggest(typed)]
    assert offered[: len(options)] == options
    assert bool(offered) == bool(options)
    if offered:
        assert line.complete(typed, offered[0]) == completed


def test_what_a_record_needs_comes_first_and_what_was_typed_is_not_offered_again(source: Source) -> None:
    line = RecordLine("mitigation", source)
    assert line.suggest("Call them r")[0] == ("risk=", "Risk (needed)")
    offered = {option for option, _ in line.suggest("Call them risk=R-1 owner=ana ")}
    assert offered
    assert not {"risk=", "owner="} & offered
    given = RecordLine("mitigation", source, ("risk",))
    assert "risk=" not in given.hint
    assert given.offers_form
    assert not RecordLine("person", source).offers_form


def test_an_option_takes_the_place_of_the_last_of_several_values(source: Source) -> None:
    items = FieldInput(KINDS["risk"].column("items"), source)
    assert [option for option, _ in items.suggest("T-1, sch")] == ["T-2"]
    assert items.complete("T-1, sch", "T-2") == "T-1, T-2"
    assert items.complete("sch", "T-2") == "T-2"
    assert FieldInput(KINDS["item"].column("owner"), source).complete("Ng, An", "Ana Ng") == "Ana Ng"


def test_a_field_says_what_it_is_for_until_it_is_changed(source: Source) -> None:
    estimate = FieldInput(KINDS["item"].column("estimate"), source, "[480,960,2400]")
    assert estimate.text == "1d/2d/5d"
    assert estimate.describe("1d/2d/5d") == KINDS["item"].column("estimate").field.help
    assert estimate.describe("3d") == "3d"
    assert estimate.describe("") == "empty"
    with pytest.raises(ValidationError, match="cannot be empty"):
        FieldInput(KINDS["item"].column("title"), source).describe("")


def test_the_item_behind_a_key_is_offered_types_and_predecessors_are_said(source: Source) -> None:
    after = PredecessorInput(source)
    assert after.describe("").startswith("T-12")
    assert after.describe("T-1 SS +2d") == "T-1 Survey the site · starts after its start +2d"
    assert [option for option, _ in after.suggest("T-1 ")] == ["FS", "SS", "FF", "SF"]
    assert after.complete("T-1, sch", "T-2") == "T-1, T-2"


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_offered_for_a_field_can_be_taken(filled: Source, kind: str) -> None:
    for column in KINDS[kind].columns:
        field = FieldInput(column, filled)
        for option, _ in field.suggest("") if column.settable else ():
            field.parse(field.complete("", option))


@pytest.mark.parametrize("kind", [name for name in KINDS if name not in NOT_ADDED])
def test_whatever_name_is_offered_is_a_field_that_a_line_takes(filled: Source, kind: str) -> None:
    line = RecordLine(kind, filled)
    for option, _ in line.suggest("Something "):
        values = line.suggest(f"Something {option}")
        with_value = line.complete(f"Something {option}", values[0][0] if values else "")
        assert "has no field" not in reason(line, with_value)


def reason(line: RecordLine, text: str) -> str:
    """Why a line cannot be taken; empty if it can."""
    try:
        line.describe(text)
    except ValidationError as refused:
        return refused.reason
    return ""


def test_every_parameter_of_every_command_can_be_asked_for(filled: Source) -> None:
    for command in commands().values():
        for param in command.params:
            line = ParamInput(param, filled, "item", filled.plan["item"].ids[:1]).line
            assert line.text == "" or line.describe(line.text) == line.hint
            for option, _ in line.suggest("")[:3]:
                assert line.complete("", option) == option
