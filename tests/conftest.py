"""What every test stands on: Monday 23 November 2026, a signature, and folders of its own.

This folder is on the path, so that any test can import ``terminal.screen``, ``terminal.tmux`` and ``hostile``.
"""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from support.ssh_server import sshd
from tpm_tui.demo import loader

__all__ = ["sshd"]  # a fixture, for every test

# The same examples each time, so that a test fails for a change alone; `make soak` draws new ones.
settings.register_profile("fresh", deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", settings.get_profile("fresh"), derandomize=True)
settings.load_profile("same")

#: What a person's own environment may hold and a test must not see.
UNSET = ("TPM_FILE", "NO_COLOR", "VISUAL", "EDITOR", "XDG_CONFIG_DIRS", "XDG_DATA_DIRS", "SSH_TTY", "TMUX", "STY")


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo programme as it stands on Monday 23 November 2026; not to be written."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    loader.build_demo(path, today=date(2026, 11, 23))
    return path


@pytest.fixture(autouse=True)
def _at_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Today, the author and the home of one test, for it and the processes it starts."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("TPM_TODAY", "2026-11-23")
    monkeypatch.setenv("TPM_AUTHOR", "ana")
    monkeypatch.setenv("HOME", str(home))
    for name, folder in {
        "CONFIG": ".config",
        "DATA": ".local/share",
        "STATE": ".local/state",
        "CACHE": ".cache",
    }.items():
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / folder))
    for name in UNSET:
        monkeypatch.delenv(name, raising=False)
    return home


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what draws examples, so that `make quick` can leave it out."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker(pytest.mark.property)
