"""What the program remembers by itself survives restarts, other programs, and any garbage in its file."""

import json
import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpm_tui.app.services.ui_state import MAX_NAMES, UiState, state_path


def test_it_lies_in_the_xdg_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert state_path() == tmp_path / "tpm" / "state.json"


def test_what_is_set_is_there_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "state.json"
    first = UiState(path)
    assert first.get("columns.item") is None
    first.set("columns.item", ["title", "owner"])
    first.set("view", "2")
    assert first.get("columns.item") == ["title", "owner"]
    first.flush()
    assert UiState(path).get("columns.item") == ["title", "owner"]
    first.set("view", None)
    first.flush()
    assert UiState(path).get("view", "1") == "1"
    assert sorted(os.listdir(path.parent)) == ["state.json"]


def test_a_change_reaches_the_file_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    remembered = UiState(path, delay=0.01)
    remembered.set("a", 1)
    for thread in threading.enumerate():
        if thread.name == "remember":
            thread.join(30)
    assert json.loads(path.read_text()) == {"a": 1}


def test_two_programs_keep_each_others_words(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    one, two = UiState(path), UiState(path)
    one.set("columns.item", ["title"])
    two.set("columns.risk", ["score"])
    one.flush()
    two.flush()
    third = UiState(path)
    assert third.get("columns.item") == ["title"]
    assert third.get("columns.risk") == ["score"]


@given(st.binary(max_size=60) | st.sampled_from([b"[1, 2]", b"null", b'{"a": ', b"[" * 100_000, b'{"a": 1e999}']))
def test_garbage_counts_as_nothing(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("state") / "state.json"
    path.write_bytes(data)
    remembered = UiState(path)
    remembered.set("b", [1])
    remembered.flush()
    assert UiState(path).get("b") == [1]


def test_a_value_of_another_type_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.write_text('{"columns.item": "title", "folds": {}}')
    remembered = UiState(path)
    assert remembered.get("columns.item", []) == []
    assert remembered.get("folds", {}) == {}


def test_what_was_set_longest_ago_is_forgotten_first(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    remembered = UiState(path)
    remembered.set("old", 1)
    remembered.set("kept", 1)
    for number in range(MAX_NAMES - 2):
        remembered.set(f"n{number}", number)
    remembered.set("kept", 2)
    remembered.set("new", 3)
    remembered.flush()
    third = UiState(path)
    assert third.get("old") is None
    assert (third.get("kept"), third.get("new")) == (2, 3)


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    remembered = UiState(tmp_path / "file" / "state.json")
    remembered.set("a", 1)
    remembered.flush()
    assert remembered.get("a") == 1


def test_what_json_cannot_hold_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        UiState(tmp_path / "state.json").set("a", {1, 2})
