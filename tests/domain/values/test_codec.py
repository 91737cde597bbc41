"""Values in and out of their stored and their JSON form, for every field of every kind."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.attempts import attempt
from support.record_strategies import python_values
from tpm_tui.domain.field_rules import normalised, value_problem
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.codec import dump_value, encoding_problem, load_value, value_from_json, value_to_json
from tpm_tui.domain.values.three_point import ThreePoint


def draw_column(data: st.DataObject, kind: str) -> Column:
    return data.draw(st.sampled_from(KINDS[kind].columns))


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_a_value_comes_back_from_its_stored_form_and_from_json(kind: str, data: st.DataObject) -> None:
    column = draw_column(data, kind)
    value = data.draw(python_values(column))
    stored = dump_value(column, value)
    assert load_value(column, stored) == value
    assert normalised(column, stored) == stored
    assert type(normalised(column, stored)) is type(stored)
    through = json.loads(json.dumps(value_to_json(column, stored)))
    assert value_from_json(column, through) == stored


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just(10**400),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=6,
)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data(), value=json_values)
def test_any_json_is_a_value_or_a_reason(kind: str, data: st.DataObject, value: Any) -> None:
    column = draw_column(data, kind)
    stored, reason = attempt(value_from_json, column, value)
    if reason is None:
        reason = value_problem(column, stored)
    assert reason is None or (reason and "\n" not in reason)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data(), value=st.none() | st.text(max_size=12) | st.integers() | st.floats() | st.booleans())
def test_any_stored_value_settles_for_good_or_is_refused(kind: str, data: st.DataObject, value: Any) -> None:
    column = draw_column(data, kind)
    kept, reason = attempt(normalised, column, value)
    if reason is None:
        assert normalised(column, kept) == kept
        assert dump_value(column, load_value(column, kept)) == kept


@pytest.mark.parametrize(
    ("kind", "field", "given_", "kept"),
    [
        ("item", "deadline", "2026-11-23 17:00:45", "2026-11-23T17:00"),
        ("item", "tags", '[ "a", "b" ]', '["a","b"]'),
        ("item", "estimate", "[1, 2, 3]", "[1,2,3]"),
        ("cost", "planned", 5.0, "5"),
        ("cost", "at", "20261123", "2026-11-23"),
        ("release", "failed", True, 1),
    ],
)
def test_equal_values_are_kept_as_equal_texts(kind: str, field: str, given_: Any, kept: Any) -> None:
    value = normalised(KINDS[kind].column(field), given_)
    assert (value, type(value)) == (kept, type(kept))


@pytest.mark.parametrize(
    ("kind", "field", "stored", "reason"),
    [
        ("item", "title", None, "cannot be empty"),
        ("item", "title", " \n", "cannot be empty"),
        ("item", "title", 5, "a text"),
        ("item", "notes", "half \udc80", "lone surrogate"),
        ("item", "tags", '["a\\u0000b"]', "NUL"),
        ("item", "tags", '["\\ud800"]', "lone surrogate"),
        ("item", "tags", '"abc"', "list of texts"),
        ("item", "tags", "[1]", "list of texts"),
        ("item", "tags", "[" * 100_000, "list of texts"),
        ("item", "deadline", "2026-11-23T17:00Z", "no zone"),
        ("item", "deadline", "soon" * 1000, r"Due: 'soonsoon\w{32}' is no ISO"),
        ("item", "estimate", "[3,2,1]", "rising"),
        ("item", "estimate", "[Infinity,Infinity,Infinity]", "too large"),
        ("item", "estimate", "[NaN,NaN,NaN]", "rising"),
        ("item", "estimate", "[-5,1,2]", "negative"),
        ("item", "estimate", '[1,2,3,"%"]', "percent has no meaning"),
        ("item", "remaining", -1, "negative"),
        ("item", "progress", 2**63, "whole number"),
        ("item", "progress", 5.0, "whole number"),
        ("item", "points", float("nan"), "number"),
        ("item", "points", float("inf"), "number"),
        ("item", "type", "saga", "one of initiative"),
        ("item", "custom", "[]", "JSON object"),
        ("cost", "at", "2026-11-23T10:00", "without a clock time"),
        ("calendar", "monday", "9-12", "written otherwise"),
        ("calendar", "monday", "all day", "no span of hours"),
        ("stakeholder", "cadence", "FREQ=NEVER", "cannot be read"),
        ("criterion", "weight", -1, "cannot be negative"),
        ("programme", "tolerance", 0, "above zero"),
        ("risk", "chance", 100.5, "at most 100"),
    ],
)
def test_what_cannot_be_kept_says_why(kind: str, field: str, stored: Any, reason: str) -> None:
    column = KINDS[kind].column(field)
    with pytest.raises(ValidationError, match=reason) as caught:
        normalised(column, stored)
    assert caught.value.reason.startswith(column.label)
    assert len(caught.value.reason) < 200


@pytest.mark.parametrize(
    ("field", "value"),
    [("tags", "abc"), ("tags", (1,)), ("estimate", (1, 2, 3)), ("deadline", date(2026, 1, 1)),
     ("deadline", datetime(2026, 1, 1, tzinfo=UTC))],
)  # fmt: skip
def test_a_python_value_of_another_type_has_no_stored_form(field: str, value: Any) -> None:
    with pytest.raises((TypeError, ValueError), match=r"it is|no zone"):
        dump_value(KINDS["item"].column(field), value)


def test_a_time_with_a_zone_comes_in_as_local_time() -> None:
    moment = datetime(2026, 11, 23, 12, tzinfo=UTC)
    value = value_from_json(KINDS["item"].column("deadline"), moment.isoformat())
    assert datetime.fromisoformat(str(value)).astimezone() == moment


@given(st.text())
def test_text_that_utf8_cannot_hold_is_told_apart(text: str) -> None:
    try:
        whole = text.encode().decode() == text and "\0" not in text
    except UnicodeEncodeError:
        whole = False
    assert (encoding_problem(text) is None) == whole


def test_half_a_character_is_told() -> None:
    assert "lone surrogate" in str(encoding_problem("\ud800"))


@given(st.lists(st.floats() | st.integers(), min_size=3, max_size=3))
def test_a_three_point_value_rises_and_stays_finite(numbers: list[float]) -> None:
    try:
        value = ThreePoint(*numbers)
    except ValueError:
        assert not (numbers == sorted(numbers) and all(abs(n) < 1e15 for n in numbers))
        return
    assert value.best <= value.likely <= value.worst
    assert value.best <= value.mean + 1e-6 * abs(value.mean)
    assert ThreePoint.load(value.dump()) == value
