"""Order keys: a key fits between any two, for ever."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.attempts import attempt
from tpm_tui.domain.values.rank import RANK_DIGITS, order_key_after, order_key_between, order_keys_after

places = st.lists(st.tuples(st.sampled_from(["insert", "append", "first"]), st.integers(0, 1_000)), max_size=60)


@given(places)
def test_any_mix_of_inserting_and_appending_keeps_the_order_wanted(moves: list[tuple[str, int]]) -> None:
    wanted: list[str] = []
    for move, number in moves:
        if move == "append" or not wanted:
            wanted.append(order_key_after(wanted[-1] if wanted else ""))
        elif move == "first":
            wanted.insert(0, order_key_between("", wanted[0]))
        else:
            place = number % len(wanted)
            wanted.insert(place, order_key_between(wanted[place - 1] if place else "", wanted[place]))
    assert wanted == sorted(set(wanted))
    assert not [key for key in wanted if key.endswith("0")], "nothing would fit before such a key"


@given(st.text(RANK_DIGITS, max_size=8), st.text(RANK_DIGITS, max_size=8))
def test_between_any_two_keys_is_between_or_refused(low: str, high: str) -> None:
    try:
        between = order_key_between(low, high)
    except ValueError:
        # Nothing fits only where the order is wrong, or where the upper key is the lower one and zeros.
        assert high
        assert low >= high or high.rstrip("0") == low.rstrip("0") or not high.strip("0")
        return
    assert low < between
    assert not high or between < high


@given(st.text(RANK_DIGITS, max_size=40))
def test_after_any_key_comes_a_greater_one(low: str) -> None:
    assert order_key_after(low) > low


@given(st.text(max_size=6), st.text(max_size=6))
def test_any_other_text_is_refused_not_a_crash(low: str, high: str) -> None:
    for call in ((order_key_between, low, high), (order_key_after, low)):
        result, reason = attempt(*call)
        assert result > low if reason is None else reason


@given(st.integers(0, 300), st.text(RANK_DIGITS, max_size=4))
def test_spread_gives_so_many_rising_keys_after_the_one_given(count: int, low: str) -> None:
    keys = order_keys_after(count, low)
    assert len(keys) == count
    assert [low, *keys] == sorted({low, *keys})


def test_a_hundred_thousand_appended_keys_stay_short_and_leave_room_between() -> None:
    keys = order_keys_after(100_000)
    assert keys == sorted(set(keys))
    assert max(map(len, keys)) <= 4
    assert not [key for key in keys if key.endswith("0")], "nothing would fit between such a key and its beginning"
    for low, high in pairwise(keys[:4000]):
        assert low < order_key_between(low, high) < high


def test_always_inserting_at_the_same_place_grows_a_key_by_a_letter_every_few_times() -> None:
    low, high = order_keys_after(2)
    for _ in range(200):
        high = order_key_between(low, high)
    assert len(high) < 60


def test_the_trap_of_the_trailing_zero() -> None:
    assert order_key_between("Z", "b01") == "a"
    with pytest.raises(ValueError, match="no order key fits"):
        order_key_between("a", "a0")
