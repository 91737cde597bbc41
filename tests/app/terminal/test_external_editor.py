"""Long text goes through the user's own editor and comes back, or stays as it was with one line that says why."""

import os
import shlex
import shutil
import signal
import stat
import sys
from pathlib import Path

import pytest

from support.terminal_emulator import Screen, clean_environ
from tpm_tui.app.terminal.external_editor import EditorResult, edit_in_editor

COMMAND = [sys.executable, str(Path(__file__).parents[2] / "support" / "terminal_app.py")]


def script(folder: Path, *lines: str) -> dict[str, str]:
    """An environment whose editor is a shell script; it is given the file as its last argument, ``$file``."""
    path = folder / "my editor"
    path.write_text("\n".join(["#!/bin/sh", "for file do :; done", *lines]) + "\n")
    path.chmod(0o755)
    return {"EDITOR": f"'{path}' --wait", "PATH": os.environ["PATH"]}


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The editor's files go where the test can look for what is left of them."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def test_what_the_editor_wrote_comes_back(tmp_path: Path, own_folder: Path) -> None:
    environ = script(tmp_path, "printf 'new\\nlines\\n' > \"$file\"")
    assert edit_in_editor("old", environ=environ) == EditorResult("new\nlines")
    assert list(own_folder.iterdir()) == []


@pytest.mark.parametrize("text", ["", "one line", "with its newline\n", "\n", "dos\r\nlines", "Zażółć\n\n"])
def test_an_unchanged_text_is_no_text(tmp_path: Path, text: str) -> None:
    assert edit_in_editor(text, environ=script(tmp_path, 'touch "$file"')) == EditorResult(None)


@pytest.mark.parametrize("text", ["", "one line", "with its newline\n", "dos\r\nlines"])
def test_only_what_was_added_is_added(tmp_path: Path, text: str) -> None:
    edited = edit_in_editor(text, environ=script(tmp_path, "printf 'more\\n' >> \"$file\""))
    assert edited.problem == ""
    assert edited.text is not None
    assert edited.text.rstrip("\n") == (text if text.endswith("\n") or not text else text + "\n") + "more"


def test_the_file_is_the_users_alone_and_named_for_its_text(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    environ = script(tmp_path, f'stat -c \'%a %n\' "$file" "$(dirname "$file")" > {seen}', f'echo "$@" >> {seen}')
    assert edit_in_editor("x", name="Notes: ../T-13", environ=environ) == EditorResult(None)
    file, folder, arguments = seen.read_text().splitlines()
    assert file.startswith("600 ")
    assert file.endswith("/Notes-----T-13.md")
    assert folder.startswith("700 ")
    assert arguments.startswith("--wait ")


def test_visual_goes_before_editor(tmp_path: Path) -> None:
    environ = script(tmp_path, "printf 'by visual' > \"$file\"")
    environ["VISUAL"] = environ.pop("EDITOR")
    assert edit_in_editor("x", environ=environ | {"EDITOR": "false"}) == EditorResult("by visual")


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"EDITOR": "no-such-editor --wait", "PATH": "/usr/bin"}, "no-such-editor (from $EDITOR) was not found"),
        ({"VISUAL": "vi 'half", "PATH": "/usr/bin"}, "$VISUAL has a quote that does not end"),
        ({"PATH": "/nowhere"}, "no editor was found; set EDITOR"),
    ],
)
def test_no_editor_is_one_clear_line(environ: dict[str, str], said: str) -> None:
    edited = edit_in_editor("x", environ=environ)
    assert edited.text is None
    assert said in edited.problem
    assert "\n" not in edited.problem


def test_a_crash_keeps_what_was_written(tmp_path: Path) -> None:
    edited = edit_in_editor("old", environ=script(tmp_path, "printf 'half a th' > \"$file\"", "kill -SEGV $$"))
    assert edited.text is None
    assert edited.problem.startswith("the editor was ended by SIGSEGV; what you wrote is kept in /")
    kept = Path(edited.problem.rpartition(" ")[2])
    assert kept.read_text() == "half a th"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_giving_up_changes_nothing_and_leaves_nothing(tmp_path: Path, own_folder: Path) -> None:
    edited = edit_in_editor("old", environ=script(tmp_path, "exit 1"))
    assert edited == EditorResult(None, "the editor ended with status 1; nothing was changed")
    assert list(own_folder.iterdir()) == []


def test_what_is_not_utf_8_is_kept_but_not_taken(tmp_path: Path) -> None:
    edited = edit_in_editor("old", environ=script(tmp_path, "printf 'f\\374r' > \"$file\""))
    assert edited.text is None
    assert "did not write UTF-8" in edited.problem
    assert Path(edited.problem.rpartition(" ")[2]).read_bytes() == b"f\xfcr"


def test_an_editor_that_removes_its_file_changes_nothing(tmp_path: Path) -> None:
    edited = edit_in_editor("old", environ=script(tmp_path, 'rm "$file"'))
    assert edited == EditorResult(None, "the editor removed its file; nothing was changed")


def test_signals_meant_for_the_editor_are_its_own(tmp_path: Path) -> None:
    """It can be hung up on and interrupted, though the program that started it masks and ignores both."""
    seen = tmp_path / "seen"
    environ = script(tmp_path, f"grep -E 'Sig(Blk|Ign)' /proc/self/status > {seen}")
    # As the workspace begins: also where whoever started it, as nohup does, had hang-ups ignored.
    handlers = {number: signal.signal(number, signal.SIG_DFL) for number in (signal.SIGHUP, signal.SIGTERM)}
    interrupt = signal.signal(signal.SIGINT, signal.default_int_handler)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, list(handlers))
    try:
        edit_in_editor("x", environ=environ)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        signal.signal(signal.SIGINT, interrupt)
        for number, handler in handlers.items():
            signal.signal(number, handler)
    blocked, ignored = (int(line.split()[1], 16) for line in seen.read_text().splitlines())
    for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
        assert not (blocked | ignored) & 1 << number - 1, number.name


def test_the_screen_is_lent_and_comes_back(tmp_path: Path) -> None:
    editor = script(tmp_path, "printf 'the editor has the screen\\n'", "read line", 'printf "%s" "$line" > "$file"')
    with Screen(COMMAND, env=clean_environ(EDITOR=editor["EDITOR"])) as screen:
        screen.wait_for("nothing yet")
        screen.settle()
        screen.press("e")
        screen.wait_for("the editor has the screen")
        screen.wait_gone("nothing yet")
        # Keys are typed in lines again, and those of the app are the editor's.
        screen.type("q typed by hand\n")
        screen.wait_for("got 'q typed by hand'")
        screen.wait_for(" ready")  # all of it is drawn anew, not only what changed
        screen.settle()
        screen.press("q")
        assert screen.exit_status() == 7


def test_ctrl_c_in_the_editor_does_not_end_the_app(tmp_path: Path) -> None:
    editor = script(
        tmp_path, "trap 'echo > \"$file\" interrupted; exit 0' INT", "echo waiting", "while :; do sleep 0.1; done"
    )
    with Screen(COMMAND, env=clean_environ(EDITOR=editor["EDITOR"])) as screen:
        screen.wait_for("nothing yet")
        screen.settle()
        screen.press("e")
        screen.wait_for("waiting")
        screen.press("ctrl+c")
        screen.wait_for("got 'interrupted'")
        screen.settle()
        screen.press("q")
        assert screen.exit_status() == 7


def test_a_crashed_editor_leaves_the_terminal_as_it_was(tmp_path: Path) -> None:
    editor = script(tmp_path, "stty raw -echo", "kill -KILL $$")
    env = clean_environ(EDITOR=editor["EDITOR"], PS1="prompt> ")
    with Screen(["/bin/sh", "-i"], env=env, cwd=tmp_path) as screen:
        screen.wait_for("prompt>")
        screen.type("stty -g > before\n")
        screen.type(shlex.join(COMMAND) + "\n")
        screen.wait_for("nothing yet")
        screen.settle()
        screen.press("e")
        screen.wait_for("SIGKILL")
        screen.settle()
        screen.press("q")
        screen.wait_for("prompt>")
        screen.type("stty -g > after; echo ov''er\n")
        screen.wait_for("over")
    assert (tmp_path / "after").read_text() == (tmp_path / "before").read_text()


@pytest.mark.skipif(shutil.which("vi") is None, reason="vi is not installed (apt-get install vim-tiny)")
def test_vi_itself(tmp_path: Path) -> None:
    with Screen(COMMAND, env=clean_environ(EDITOR="vi", TEXT="T-13 is late")) as screen:
        screen.wait_for("nothing yet")
        screen.settle()
        screen.press("e")
        screen.wait_for("T-13 is late")
        screen.settle()
        screen.type("A, by two days")
        screen.press("escape")
        screen.type(":wq\n")
        screen.wait_for("got 'T-13 is late, by two days'")
