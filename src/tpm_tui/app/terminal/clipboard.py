"""Text out to the clipboard, by the way that works where the program runs; and pasted text back in.

A terminal never answers, so the sentences say what was sent where, not that it arrived.
"""

import base64
import subprocess
from collections.abc import Callable, Mapping
from functools import partial

from tpm_tui.app.terminal.daemon_thread import run_in_daemon_thread
from tpm_tui.app.terminal.hangup import unblock_signals

#: Bytes that terminals take in one OSC 52; xterm and those that follow it drop a longer one as a whole.
MAX_BYTES = 74_994
#: Bytes of one piece inside GNU screen, whose string buffer holds 768.
_SCREEN_PIECE = 500
#: How long a display server or tmux may take, in seconds.
TIMEOUT = 2.0


class Clipboard:
    """The program's own register, and the clipboards beyond it.

    ``write`` sends raw text to the terminal (the driver's ``write``); ``environ`` says where we are.
    """

    def __init__(self, write: Callable[[str], object], environ: Mapping[str, str], timeout: float = TIMEOUT) -> None:
        self.register = ""
        self._write = write
        self._environ = environ
        self._patience = timeout

    async def copy(self, text: str) -> str:
        """Take the text and pass it on; the sentence to show. Never raises for a clipboard that fails.

        It may take some seconds: await it in a worker, as an action that waits keeps the next keys waiting.
        """
        self.register = text
        if self._is_local():
            try:
                await run_in_daemon_thread(partial(_display, text), self._patience)
                return "sent to the desktop's clipboard"
            except Exception:
                pass  # the terminal itself may still take it
        if self._environ.get("TMUX"):
            sent = await self._tmux(text)
            if sent:
                return sent
        return self._terminal(text)

    def _is_local(self) -> bool:
        remote = self._environ.get("SSH_TTY") or self._environ.get("SSH_CONNECTION")
        return not remote and bool(self._environ.get("DISPLAY") or self._environ.get("WAYLAND_DISPLAY"))

    async def _tmux(self, text: str) -> str:
        """The sentence if tmux took it, else nothing. Before 3.2 tmux had no ``-w``, which passes the text on."""
        for flags, sentence in (
            (["-w"], "sent to tmux's buffer and through it to the terminal's clipboard"),
            ([], "sent to tmux's buffer"),
        ):
            work = partial(_pipe, ["tmux", "load-buffer", *flags, "-"], text, self._patience)
            try:
                await run_in_daemon_thread(work, self._patience + 1)
            except (OSError, subprocess.SubprocessError, TimeoutError):
                continue
            return sentence
        return ""

    def _terminal(self, text: str) -> str:
        data = text.encode()
        if len(data) > MAX_BYTES:
            return f"too long for the terminal's clipboard ({len(data) // 1000} kB); kept in the program's own"
        sequence = f"\x1b]52;c;{base64.b64encode(data).decode()}\x07"
        if self._environ.get("STY"):
            pieces = (sequence[at : at + _SCREEN_PIECE] for at in range(0, len(sequence), _SCREEN_PIECE))
            sequence = "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
        self._write(sequence)
        return "sent to the terminal's clipboard"


def _display(text: str) -> None:
    # Neither is_available() nor a copy that returns says that there is a display server; what comes back does.
    import pyperclip  # type: ignore[import-untyped]

    pyperclip.copy(text)
    if pyperclip.paste() != text:
        raise OSError("the clipboard did not take the text")


def _pipe(command: list[str], text: str, timeout: float) -> None:
    subprocess.run(
        command,
        input=text.encode(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=timeout,
        check=True,
        preexec_fn=unblock_signals,
    )


def normalise_paste(text: str) -> str:
    """Text as it was before the terminal pasted it: those that send ``\\r`` for each line break are many."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
