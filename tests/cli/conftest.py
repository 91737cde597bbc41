"""The command line, run in this process where only its words matter, and in one of its own where its streams do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.cli_driver import Result, Tpm
from tpm_tui.cli.main import run_command_line
from tpm_tui.store.store import Store


@pytest.fixture
def tpm(capfdbinary: pytest.CaptureFixture[bytes]) -> Tpm:
    """Runs a command line in this process."""

    def call(*args: object) -> Result:
        capfdbinary.readouterr()
        code = run_command_line([str(a) for a in args])
        sys.stdout.flush()
        sys.stderr.flush()
        out, err = capfdbinary.readouterr()
        return Result(code, out.decode(), err.decode())

    return call


@pytest.fixture
def process() -> Tpm:
    """Runs a command line in a process of its own, as a shell would."""

    def call(*args: object, stdin: bytes | None = None, **environ: str) -> Result:
        done = subprocess.run(
            [sys.executable, "-m", "tpm_tui", *map(str, args)],
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            env={**os.environ, **environ},
            timeout=60,
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty workspace that ``TPM_FILE`` names."""
    path = tmp_path / "atlas.db"
    Store.create(path, name="Atlas").close()
    monkeypatch.setenv("TPM_FILE", str(path))
    return path


@pytest.fixture
def atlas(file: Path) -> Path:
    """A small plan: a parent with two children in a row and a third item, two people, a risk, a check."""
    with Store.open(file) as store:
        store.load()
        with store.transaction("Plan") as tx:
            ana, ben = tx.add("person", name="Ana Ruiz"), tx.add("person", name="Ben Okafor")
            top = tx.add("item", title="Cut over", type="epic", rank="a")
            first = tx.add("item", title="Rehearse", parent=top, owner=ana, rank="a", tags=("dry-run", "wave-1"))
            second = tx.add("item", title="Replay traffic", parent=top, owner=ben, rank="b", status="doing")
            tx.add("item", title="Train the pilot", rank="b", priority="high")
            tx.add("link", predecessor=first, successor=second, lag=480)
            tx.add("risk", title="Vendor late", items=(second,), probability=4, impact=5)
            tx.add("check", item=first, title="Runs in four hours")
    return file


@pytest.fixture
def on(tpm: Tpm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tpm:
    """Runs a command on one new file on a day (the first argument), and expects it to be taken."""
    path = tmp_path / "a.db"
    assert tpm("new", path).code == 0

    def run(day: str, *args: object) -> Result:
        monkeypatch.setenv("TPM_TODAY", day)
        done = tpm("-f", path, *args)
        assert done.code == 0, done.err
        return done

    return run
