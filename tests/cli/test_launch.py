"""How the workspace is opened: without the parser of the command line where nothing but a file is named."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tpm_tui.cli.input.group import run_parsed
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.main import run_command_line
from tpm_tui.cli.subcommands import parse_plain_open
from tpm_tui.store.store import Store

#: Runs that need no parser; FILE stands for a workspace, DEMO for a path at which there is none yet.
UNADORNED = [
    [],
    ["FILE"],
    ["-f", "FILE"],
    ["-f", "FILE", "open"],
    ["open"],
    ["open", "FILE"],
    ["demo"],
    ["demo", "DEMO"],
]
#: Runs that say more, or nothing that is known.
ADORNED = [
    ["--help"], ["--version"], ["-h"], ["FILE", "--slow"], ["--slow"], ["open", "--read-only"], ["demo", "--fresh"],
    ["demo", "-h"], ["-f"], ["-fFILE"], ["--file=FILE"], ["--file", "FILE"], ["-f", "FILE", "open", "FILE"], ["ls"],
    ["-f", "FILE", "ls"], ["FILE", "FILE"], ["demo", "DEMO", "DEMO"], ["-f", "FILE", "-f", "FILE"], ["nothing"], [""],
    ["open", ""], ["-f", "", "open"], ["--", "FILE"], ["open", "--"],
]  # fmt: skip


class Opened:
    """Stands where the screen stands, and keeps what it was asked to open."""

    def __init__(self, problem: str | None = None) -> None:
        self.runs: list[tuple[Path, dict[str, Any]]] = []
        self._problem = problem

    def problem(self) -> str | None:
        return self._problem

    def run(self, path: Path, **how: Any) -> int:
        self.runs.append((path, how))
        return 7


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Where FILE and DEMO are; the user's own workspace is there as well."""
    monkeypatch.delenv("TPM_FILE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    by_key = {"FILE": str(tmp_path / "plan.db"), "DEMO": str(tmp_path / "shown.db")}
    for path in (tmp_path / "plan.db", tmp_path / "tpm" / "workspace.db", tmp_path / "tpm" / "demo.db"):
        path.parent.mkdir(exist_ok=True)
        Store.create(path).close()
    Store.create(tmp_path / "shown.db").close()
    return by_key


def said(args: list[str], places: dict[str, str]) -> list[str]:
    for name, path in places.items():
        args = [word.replace(name, path) for word in args]
    return args


@pytest.mark.parametrize("args", UNADORNED, ids=" ".join)
def test_without_the_parser_the_same_is_opened_in_the_same_way(args: list[str], places: dict[str, str]) -> None:
    args = said(args, places)
    assert parse_plain_open(args) is not None
    at_once, parsed = Opened(), Opened()
    assert run_command_line(args, at_once) == run_parsed(args, Invocation(workspace=parsed)) == 7
    assert at_once.runs == parsed.runs
    assert len(at_once.runs) == 1


@pytest.mark.parametrize("args", UNADORNED, ids=" ".join)
def test_without_the_parser_a_terminal_that_will_not_do_is_told_of_in_the_same_words(
    args: list[str], places: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    args = said(args, places)
    code = run_command_line(args, Opened("it is too small"))
    at_once = capsys.readouterr()
    asked = "demo" in args
    assert (code, bool(at_once.out), at_once.err) == ((0, True, "") if asked else (1, False, "tpm: it is too small\n"))
    assert run_command_line([*args, "--no-open" if asked else "--slow"], Opened("it is too small")) == code
    assert capsys.readouterr() == at_once


@pytest.mark.parametrize("args", ADORNED, ids=" ".join)
def test_whatever_else_is_said_is_parsed(args: list[str], places: dict[str, str]) -> None:
    assert parse_plain_open(said(args, places)) is None


@pytest.mark.parametrize("args", UNADORNED, ids=" ".join)
def test_the_workspace_is_opened_without_loading_the_parser(args: list[str], places: dict[str, str]) -> None:
    program = """
import sys
from tpm_tui import __main__
class Opened(__main__.TextualLauncher):
    def problem(self): return None
    def run(self, path, **how): sys.exit("click" in sys.modules)
__main__.TextualLauncher = Opened
sys.exit(__main__.main())
"""
    done = subprocess.run(
        [sys.executable, "-c", program, *said(args, places)], capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_shell_that_completes_words_opens_nothing(places: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_TPM_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "tpm ")
    monkeypatch.setenv("COMP_CWORD", "1")
    opened = Opened()
    with pytest.raises(SystemExit):
        run_command_line([], opened)
    assert not opened.runs
