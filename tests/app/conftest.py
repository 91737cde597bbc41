"""Files to work on: the demo programme, built once and copied for each test, and an empty one."""

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tpm_tui.store.store import Store


@pytest.fixture(autouse=True)
def _let_go() -> Iterator[None]:
    """An app keeps its plan out of the garbage collector's sight for as long as its process lives: here, for a test."""
    yield
    gc.unfreeze()


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test writes by a relative path lies beside its file."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def file(demo_file: Path, tmp_path: Path) -> Path:
    """A copy of the demo programme."""
    return Path(shutil.copy(demo_file, tmp_path / "atlas.db"))


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A new file without records."""
    path = tmp_path / "empty.db"
    Store.create(path, name="Empty", author="ana").close()
    return path
