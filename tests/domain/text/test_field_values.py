"""What people type into a field, and what they are shown: any field of any kind, any text."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.attempts import attempt
from support.plans import plan_of
from support.record_strategies import python_values
from tpm_tui.domain.field_rules import value_problem
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError, editable_text, parse_value, resolve_reference, show_stored
from tpm_tui.domain.values.codec import dump_value
from tpm_tui.domain.values.three_point import ThreePoint

WORDS = InputContext(date(2026, 11, 23))

PLAN = plan_of(
    [
        ("person", "p1", {"name": "Ana Ruiz"}),
        ("person", "p2", {"name": "Ben Okafor"}),
        ("person", "p3", {"name": "Ana Lindqvist"}),
        ("person", "p4", {"name": "Kim, Dana"}),
        ("item", "i1", {"title": "Cut-over rehearsal"}),
        ("item", "i2", {"title": "Replay production traffic"}),
    ]
)

#: Pieces of what each kind of field reads, in any order, so that a text nearly fits many of them.
pieces = st.sampled_from(
    ["3d", "1h30", "/", "%", "-", "9:00", "-12:00", "free", "fri", "FREQ=DAILY", ";INTERVAL=0", ";COUNT=0", ";UNTIL=1",
     ";BYDAY=9XX", ";BYMONTHDAY=31;BYMONTH=2", "every 0 days", "python:3", ":", "1e9", "9" * 30, "k", "M", "NaN", "inf",
     "{}", "[" * 3000, '{"a":', "T-1", "ana", ",", " ", "\n", "\x1b[31m", "٣", "½", "²", "true", "5 20 40 60 85"]
)  # fmt: skip
anything = st.text(max_size=30) | st.lists(pieces, max_size=4).map("".join)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data(), text=anything)
def test_any_text_in_any_field_is_a_value_that_can_be_kept_or_a_reason(
    kind: str, data: st.DataObject, text: str
) -> None:
    column = data.draw(st.sampled_from(KINDS[kind].columns))
    value, reason = attempt(parse_value, column, text, PLAN, WORDS, refusal=ValidationError)
    if reason is None:
        stored = dump_value(column, value)
        assert value_problem(column, stored) is None
        show_stored(column, stored, PLAN, WORDS)
    else:
        assert reason
        assert "\n" not in reason
        assert len(reason) < 400


def typed_in(kind: str) -> st.SearchStrategy[Column]:
    """A column whose values a person types, other records and the workflow apart."""
    columns = KINDS[kind].columns
    return st.sampled_from([c for c in columns if c.settable and not c.ref and not c.field.vocabulary])


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_what_is_shown_can_be_typed_again(kind: str, data: st.DataObject) -> None:
    column = data.draw(typed_in(kind))
    value = data.draw(python_values(column))
    if column.type is str and not column.field.long and not column.field.format and not column.field.choices:
        value = " ".join(value.split())
    shown = editable_text(column, dump_value(column, value), PLAN, WORDS)
    assert parse_value(column, shown, PLAN, WORDS) == value


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_nothing_that_a_table_can_hold_makes_showing_fail(kind: str, data: st.DataObject) -> None:
    column = data.draw(st.sampled_from(KINDS[kind].columns))
    held = {int: st.integers(-(2**63), 2**63 - 1), bool: st.integers(-1, 2), float: st.floats(allow_nan=False)}
    stored = data.draw(st.none() | held.get(column.type, st.text(max_size=20)))
    assert isinstance(show_stored(column, stored, PLAN, WORDS), str)


def item(name: str) -> Column:
    return KINDS["item"].column(name)


@pytest.mark.parametrize(
    ("kind", "field", "typed", "value"),
    [
        ("item", "estimate", "2d/3d/8d", ThreePoint(960, 1440, 3840)),
        ("item", "estimate", "3d", ThreePoint(1440, 1440, 1440)),
        ("item", "progress", "40%", 40),
        ("item", "status", "do", None),
        ("item", "status", "doi", "doing"),
        ("item", "priority", "highest", "highest"),
        ("item", "tags", "+cutover, #data data", ("cutover", "data")),
        ("item", "deadline", "fri", datetime(2026, 11, 27, 23, 59)),
        ("item", "actual_start", "fri", datetime(2026, 11, 20)),
        ("item", "parent", "t-2", "i2"),
        ("item", "parent", "", None),
        ("item", "owner", "ben", "p2"),
        ("item", "owner", "okafor", "p2"),
        ("risk", "chance", "60%", 60.0),
        ("risk", "delay", "3d/5d/15d", ThreePoint(1440, 2400, 7200)),
        ("risk", "delay", "10%/20%/50%", ThreePoint(10, 20, 50, percent=True)),
        ("risk", "cost", "1k/1.5k/1M", ThreePoint(1000, 1500, 1_000_000)),
        ("risk", "items", "T-1, replay", ("i1", "i2")),
        ("cost", "planned", "12 500,50", 12500.5),
        ("link", "lag", "-2d", -960),
        ("release", "lead_time", "2d", 2880),
        ("calendar", "monday", "9-12, 13:00 – 17:30", "09:00-12:00 13:00-17:30"),
        ("calendar", "monday", "22:00-24:00 0:00-6:00", "00:00-06:00 22:00-24:00"),
        ("calendar", "sunday", "free", ""),
        ("person", "skills", "Python:3 sql python:4", ("python:4", "sql:1")),
        ("stakeholder", "cadence", "every 2 weeks", "FREQ=WEEKLY;INTERVAL=2"),
        ("stakeholder", "cadence", "RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=FR", "FREQ=WEEKLY;BYDAY=FR"),
    ],
)
def test_words_people_type(kind: str, field: str, typed: str, value: Any) -> None:
    column = KINDS[kind].column(field)
    if value is None and typed:
        with pytest.raises(ValidationError, match="may mean doing or done"):
            parse_value(column, typed, PLAN, WORDS)
        return
    assert parse_value(column, typed, PLAN, WORDS) == value


@pytest.mark.parametrize(
    ("kind", "field", "typed", "reason"),
    [
        ("item", "title", "  ", "Title cannot be empty"),
        ("item", "title", "a\0b", "NUL"),
        ("item", "title", "a\ud800", "lone surrogate"),
        ("item", "notes", "x" * 1_000_001, "longer than a million"),
        ("item", "estimate", "8d/3d/2d", "rising order"),
        ("item", "estimate", "1d/2d", "best/likely/worst"),
        ("item", "estimate", "-1d", "cannot be negative"),
        ("item", "estimate", "50%", "no duration"),
        ("item", "remaining", "-1d", "cannot be negative"),
        ("item", "progress", "101", "from 0 to 100"),
        ("item", "progress", "50.5%", "whole number"),
        ("item", "status", "finished", "one of backlog, ready, doing, done, dropped"),
        ("item", "owner", "ana", "could be P-1 Ana Ruiz, P-3 Ana Lindqvist; type more of it"),
        ("item", "owner", "ben okafar", "did you mean Ben Okafor"),
        ("item", "parent", "R-1", "there is no item"),
        ("item", "custom", "not json", "JSON object"),
        ("risk", "chance", "150%", "at most 100"),
        ("risk", "chance", "-1", "cannot be negative"),
        ("risk", "delay", "-10%", "cannot be negative"),
        ("risk", "probability", "6", "from 1 to 5"),
        ("state", "order", "9" * 15 + "M", "too large"),
        ("calendar", "monday", "9:75-12:00", "no span of hours"),
        ("calendar", "monday", "22:00-06:00", "a night is 22:00-24:00 and 0:00-6:00 of the next"),
        ("calendar", "monday", "9-12 11-13", "11-13 lies over another span of the day"),
        ("calendar", "monday", "12-9", "does not end after it starts"),
        ("programme", "risk_chance", "5 4 3 2 1", "five rising numbers"),
        ("custom_field", "name", "1st", "starting with a letter"),
        ("person", "skills", "python:9", "level from 1 to 5"),
        ("criterion", "weight", "-1", "cannot be negative"),
        ("programme", "tolerance", "0", "above zero"),
        ("stakeholder", "cadence", "whenever", "is no cadence"),
        ("stakeholder", "cadence", "FREQ=DAILY;INTERVAL=0", "from 1 to 999"),
        ("stakeholder", "cadence", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "no day ever matches"),
        ("stakeholder", "cadence", "FREQ=SECONDLY", "cannot be read"),
        ("stakeholder", "cadence", "FREQ=DAILY\nEXDATE:20270101", "cannot be read"),
        ("release", "failed", "perhaps", "yes or no"),
    ],
)
def test_what_is_refused_says_why(kind: str, field: str, typed: str, reason: str) -> None:
    with pytest.raises(ValidationError, match=reason) as caught:
        parse_value(KINDS[kind].column(field), typed, PLAN, WORDS)
    assert caught.value.field == field or not caught.value.field


def test_an_empty_text_clears_what_can_be_empty_and_puts_the_default_back_elsewhere() -> None:
    assert parse_value(item("owner"), "", PLAN, WORDS) is None
    assert parse_value(item("tags"), "", PLAN, WORDS) == ()
    assert parse_value(item("priority"), "", PLAN, WORDS) == "medium"
    assert parse_value(item("custom"), "", PLAN, WORDS) == "{}"
    assert parse_value(KINDS["programme"].column("risk_delay"), "", PLAN, WORDS) == "1 3 8 15 30"


def test_a_name_that_would_be_read_as_two_is_shown_by_its_key() -> None:
    shown = show_stored(KINDS["item"].column("owner"), "p4", PLAN, WORDS)
    assert shown == "P-4"
    assert parse_value(KINDS["item"].column("owner"), shown, PLAN, WORDS) == "p4"


@pytest.mark.parametrize(
    ("kind", "field", "stored", "shown"),
    [
        ("cost", "planned", 1234567.0, "1 234 567"),
        ("cost", "planned", 12345670.0, "12 345 670"),
        ("cost", "planned", 1500.0, "1 500"),
        ("cost", "planned", -2_000_000.0, "-2 000 000"),
        ("cost", "planned", 999.5, "999.50"),
        ("risk", "cost", "[20000,50000,1200000]", "20 000/50 000/1 200 000"),
        ("reading", "value", 1234567.0, "1234567"),
        ("reading", "value", 0.1, "0.1"),
        ("item", "estimate", "[960,1440,3840]", "2d/3d/8d"),
        ("item", "estimate", "[1440,1440,1440]", "3d"),
        ("risk", "delay", '[10,20,50,"%"]', "10%/20%/50%"),
        ("risk", "items", '["i1","i2"]', "T-1, T-2"),
        ("item", "owner", "gone", "?"),
        ("stakeholder", "cadence", "FREQ=MONTHLY;INTERVAL=3", "quarterly"),
    ],
)
def test_values_are_shown_whole(kind: str, field: str, stored: Any, shown: str) -> None:
    assert show_stored(KINDS[kind].column(field), stored, PLAN, WORDS) == shown


names = st.text(st.sampled_from("abAB ,;-İß"), min_size=1, max_size=5).filter(str.strip)


@given(st.lists(names, min_size=1, max_size=6), names)
def test_a_resolved_word_always_fits_what_it_is_resolved_to(people: list[str], word: str) -> None:
    plan = plan_of([("person", f"p{i}", {"name": name}) for i, name in enumerate(people)])
    wanted = word.strip().lower()
    result, reason = attempt(resolve_reference, "person", word, plan)
    if reason is None:
        assert wanted in plan.title("person", result).lower()
    else:
        exact = [name for name in people if name.lower() == wanted]
        assert len(exact) != 1, "one record has exactly that name"


@given(st.lists(names, min_size=1, max_size=6))
def test_every_record_is_found_by_its_key_and_by_its_id(people: list[str]) -> None:
    plan: Plan = plan_of([("person", f"p{i}", {"name": name}) for i, name in enumerate(people)])
    for id_, key in zip(plan["person"].ids, plan["person"].columns["key"], strict=True):
        assert resolve_reference("person", str(key).lower(), plan) == id_
        assert resolve_reference("person", id_, plan) == id_


@pytest.mark.parametrize(
    ("kind", "field", "typed", "ends"),
    [
        ("meeting", "attendees", "Zoe", "people, and Attendees takes stakeholders; write team="),
        ("meeting", "attendees", "zoe kim", "people, and Attendees takes stakeholders; write team="),
        ("meeting", "team", "Carrier", "stakeholders, and Team present takes people; write attendees="),
        ("contact", "owner", "Carrier", "stakeholders, and Promised by takes people; theirs=yes is theirs"),
        ("item", "owner", "Carrier", "and Owner takes people; add them there too: tpm add person 'Carrier'"),
        ("meeting", "team", "Zoe", None),
        ("meeting", "attendees", "Carrier", None),
        ("meeting", "attendees", "Zoltan", None),
    ],
)
def test_a_name_of_one_register_is_not_made_in_the_other(kind: str, field: str, typed: str, ends: str | None) -> None:
    plan = plan_of([("person", "p", {"name": "Zoe Kim"}), ("stakeholder", "s", {"name": "Carrier"})])
    _, reason = attempt(parse_value, KINDS[kind].column(field), typed, plan, WORDS, refusal=ValidationError)
    if ends is None:
        assert reason is None
    else:
        assert reason is not None
        assert reason.startswith(("Zoe Kim is among the ", "Carrier is among the "))
        assert reason.endswith(ends)


def test_a_beginning_of_several_choices_names_those_alone() -> None:
    with pytest.raises(ValidationError, match="'hi' may mean high or highest; type more of it"):
        parse_value(KINDS["item"].column("priority"), "hi", PLAN, WORDS)
