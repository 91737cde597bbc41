"""What a change to a need touches is shown before the change is kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.cli_driver import MON, Tpm
from tpm_tui.app.actions.import_preview import preview_lines
from tpm_tui.cli.output import streams
from tpm_tui.exchange.common.import_result import ImportResult


@pytest.fixture
def need(on: Tpm, tpm: Tpm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tpm:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "needs.csv").write_text("Key,Statement\nQ-1,It closes\n", "utf-8")
    on(MON, "add", "item", "Ledger", "estimate=3d")
    on(MON, "add", "requirement", "It balances", "items=T-1")
    on(MON, "add", "stakeholder", "Dana", "power=5", "interest=5", "items=T-1")
    return lambda *words: tpm("-f", tmp_path / "a.db", *words)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """A person at the terminal who gives these answers, in order."""
    given: list[bool] = []
    monkeypatch.setattr(streams, "is_interactive", lambda: True)
    monkeypatch.setattr(streams, "ask_yes_no", lambda _question: given.pop(0))
    yield given
    assert not given


TOUCHED = "Q-1 touches T-1 and 1 more; the last of the items finishes"
EDITS = [
    ("set", "Q-1", "statement=It closes"),
    ("run", "requirement.reword", "Q-1", "statement=It closes"),
    ("import", "csv", "needs.csv", "--kind", "requirement"),
]


def statement(need: Tpm) -> str:
    return str(need("ls", "requirement", "--json").json[0]["statement"])


@pytest.mark.parametrize("edit", EDITS)
def test_a_pipe_is_told_and_goes_on(need: Tpm, edit: tuple[str, ...]) -> None:
    done = need(*edit)
    assert TOUCHED in done.err
    assert "Dana" in done.err
    assert statement(need) == "It closes"


@pytest.mark.parametrize("edit", EDITS)
def test_a_dry_run_is_told_and_nothing_is_written(need: Tpm, edit: tuple[str, ...]) -> None:
    before = need("history").out
    done = need(*edit, "--dry-run")
    assert done.code == 0
    assert TOUCHED in done.err
    assert need("history").out == before


@pytest.mark.parametrize("edit", EDITS)
def test_somebody_at_the_terminal_is_asked(need: Tpm, edit: tuple[str, ...], answers: list[bool]) -> None:
    answers += [False, True]
    refused = need(*edit)
    assert (refused.code, statement(need)) == (1, "It balances")
    assert refused.err.index(TOUCHED) < refused.err.index("nothing was changed")
    assert need(*edit).code == 0
    assert statement(need) == "It closes"


def test_yes_and_what_touches_nothing_ask_nothing(need: Tpm, answers: list[bool]) -> None:
    assert TOUCHED in need("set", "Q-1", "statement=It closes", "--yes").err
    assert need("set", "Q-1", "owner=Ana").code == 0
    assert need("set", "T-1", "priority=high").code == 0
    assert not answers


def test_an_import_changes_nothing_that_is_agreed_and_says_how_to_ask_for_it(need: Tpm) -> None:
    need("run", "requirement.agree", "Q-1", "by=Dana")
    done = need("import", "csv", "needs.csv", "--kind", "requirement")
    assert done.code == 1
    assert "line 2: Q-1 is agreed: ask for its change by tpm set" in done.err
    assert statement(need) == "It balances"


def test_the_preview_of_an_import_begins_with_what_it_touches() -> None:
    lines = preview_lines(ImportResult(updated=1), 80, touched="Q-1 touches T-1")
    assert [line.runs[0][0] for line in lines] == [
        "0 to create · 1 to update · 0 the same · 0 refused", "Q-1 touches T-1",
    ]  # fmt: skip
    assert len(preview_lines(ImportResult(updated=1), 80)) == 1
