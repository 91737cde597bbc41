"""Long text in the user's own editor, with the screen lent to it meanwhile."""

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from tpm_tui.app.terminal.hangup import unblock_signals
from tpm_tui.app.terminal.suspend import suspended

if TYPE_CHECKING:
    from textual.app import App

#: Editors looked for where neither VISUAL nor EDITOR is set; the first is what Debian points to the user's choice.
FALLBACKS = ("editor", "nano", "vi")


class EditorResult(Struct, frozen=True):
    """What came back: the new ``text``, None if it is unchanged or unusable; ``problem`` is one line, or empty."""

    text: str | None
    problem: str = ""


def edit_suspended(
    app: "App[Any]", text: str, *, name: str = "text", environ: Mapping[str, str] = os.environ
) -> EditorResult:
    """Edit the text with the app suspended; nothing else of the app runs until the editor ends.

    Call it with no transaction open. ``name`` begins the file's name, which editors show.
    """
    from textual.app import SuspendNotSupported

    try:
        with suspended(app):
            return edit_in_editor(text, name=name, environ=environ)
    except SuspendNotSupported:
        return EditorResult(None, "an editor cannot be started from this screen")


def edit_in_editor(text: str, *, name: str = "text", environ: Mapping[str, str] = os.environ) -> EditorResult:
    """Edit the text in ``$VISUAL``, else ``$EDITOR`` (with arguments), else what is installed, on this terminal.

    The file is the user's alone (0600 in a folder 0700) and ends in ``.md``. If the editor fails after writing, the
    file stays and the problem names it. An unchanged buffer gives no text, whatever newline the editor put at its end.
    """
    command, problem = _editor(environ)
    if problem:
        return EditorResult(None, problem)
    try:
        folder = Path(tempfile.mkdtemp(prefix="tpm-"))
        path = folder / (_file_name(name) + ".md")
        # Editors end every line; without this, one that does would make a text without a last newline "changed".
        begun = text if text.endswith("\n") or not text else text + "\n"
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(begun.encode())
    except OSError as error:
        return EditorResult(None, f"no file could be made for the editor: {error.strerror}")
    failure = _run([*command, str(path)])
    outcome = _read(path, text, begun, failure)
    if not outcome.problem.endswith(str(path)):
        shutil.rmtree(folder, ignore_errors=True)
    return outcome


def _editor(environ: Mapping[str, str]) -> tuple[list[str], str]:
    """(the words of the command, nothing) or (nothing, why there is none)."""
    for variable in ("VISUAL", "EDITOR"):
        line = environ.get(variable, "").strip()
        if not line:
            continue
        try:
            words = shlex.split(line)
        except ValueError:
            words = []
        if not words:
            return [], f"${variable} has a quote that does not end; set it to an editor's name"
        if shutil.which(words[0], path=environ.get("PATH")) is None:
            return (
                [],
                f"the editor {words[0]} (from ${variable}) was not found; set ${variable} to one that is installed",
            )
        return words, ""
    for name in FALLBACKS:
        if shutil.which(name, path=environ.get("PATH")):
            return [name], ""
    return [], "no editor was found; set EDITOR to the name of one"


def _file_name(name: str) -> str:
    """Letters and digits of a title, for the name of a file."""
    return "".join(char if char.isalnum() and char.isascii() else "-" for char in name)[:40].strip("-") or "text"


def _run(command: Sequence[str]) -> str:
    """Run the editor in the foreground; how it failed, or nothing."""
    with _own_terminal():
        try:
            status = subprocess.Popen(command, preexec_fn=_as_user_started).wait()
        except OSError as error:
            return f"could not be started: {error.strerror}"
    if status < 0:
        return f"was ended by {signal.Signals(-status).name}"
    return f"ended with status {status}" if status else ""


def _as_user_started() -> None:
    """In the editor's process: the signals as a shell would pass them on."""
    unblock_signals()
    for number in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)


@contextlib.contextmanager
def _own_terminal() -> Iterator[None]:
    """While the editor runs, ctrl+c and ctrl+\\ are its keys alone; a crashed editor leaves no raw terminal behind."""
    import termios

    ignored = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGQUIT)}
    try:
        settings = termios.tcgetattr(0)
    except termios.error:
        settings = None
    try:
        yield
    finally:
        if settings is not None:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(0, termios.TCSADRAIN, settings)
        for number, handler in ignored.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)
        sys.stdout.flush()


def _read(path: Path, text: str, begun: str, failure: str) -> EditorResult:
    """What the editor left in the file, and what to say of it."""
    try:
        written = path.read_bytes()
    except OSError:
        return EditorResult(
            None, f"the editor {failure}" if failure else "the editor removed its file; nothing was changed"
        )
    changed = written not in (begun.encode(), text.encode())
    if failure:
        kept = f"; what you wrote is kept in {path}" if changed else "; nothing was changed"
        return EditorResult(None, f"the editor {failure}{kept}")
    if not changed:
        return EditorResult(None)
    try:
        edited = written.decode()
    except UnicodeDecodeError:
        return EditorResult(None, f"the editor did not write UTF-8; what you wrote is kept in {path}")
    # The newline we lent goes; one that the user had stays.
    if begun != text or not text:
        edited = edited.removesuffix("\n")
    return EditorResult(None) if edited == text else EditorResult(edited)
