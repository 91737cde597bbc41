"""A terminal for tests: starts a program in a pty, presses keys, and shows what a person would see.

    with Screen(["tpm", "atlas.db"], columns=80, lines=24) as screen:
        screen.wait_for("Backlog")
        screen.press("j", "x")
        assert "done" in screen.line_with("T-13")

Waiting is by what is on the screen, never by the clock; every wait has a deadline and shows the screen when it fails.
"""

import base64
import contextlib
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import pyte

#: The app that tests drive in a terminal, as a program.

#: How long anything may take, in seconds; generous, as it only matters where something is broken.
DEADLINE = 30.0

KEYS = {
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "insert": "\x1b[2~", "delete": "\x1b[3~", "enter": "\r", "tab": "\t",
    "shift+tab": "\x1b[Z", "backspace": "\x7f", "space": " ", "f1": "\x1bOP", "escape": "\x1b",
}  # fmt: skip

# Sequences that pyte does not know: strings (OSC, DCS, APC, PM), private and intermediate CSI.
_UNKNOWN = re.compile(
    rb"\x1b\](?P<osc>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    rb"|\x1bP(?P<dcs>(?:[^\x1b]|\x1b(?!\\))*)\x1b\\"
    rb"|\x1b[_^X](?:[^\x1b]|\x1b(?!\\))*\x1b\\"
    rb"|(?P<alternate>\x1b\[\?1049[hl])"
    rb"|\x1b\[\?(?P<mode>\d+)\$p"
    rb"|\x1b\[(?P<ask>[56]|)(?P<asked>[nc])"
    rb"|\x1b\[[<>=][0-9;:]*[@-~]|\x1b\[\?[0-9;]*m|\x1b\[\??[0-9;:]*[ !\"$'*]+[@-~]|\x1b\[\?[0-9;]*u"
)


def key(name: str) -> str:
    """What a terminal sends for a key: a name of ``KEYS``, ``ctrl+x``, or the text itself."""
    if name in KEYS:
        return KEYS[name]
    if name.startswith("ctrl+") and len(name) == 6:
        return chr(ord(name[5].upper()) & 0x1F)
    return name


def clean_environ(**more: str) -> dict[str, str]:
    """An environment as after a fresh log-in on a UTF-8 terminal: of the one that runs the tests only where things are,
    and what ``conftest.py`` sets for every test (today, the author, the home).
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in ("PATH", "HOME", "PYTHONPATH", "VIRTUAL_ENV") or name.startswith(("TPM_", "XDG_"))
    }
    return kept | {"TERM": "xterm-256color", "LANG": "C.UTF-8", "SHELL": "/bin/sh"} | more


class _Screen(pyte.Screen):
    """pyte's screen with what tmux and editors use besides: scrolling (SU, SD) and repeating (REP)."""

    _last = " "

    def draw(self, data: str) -> None:
        super().draw(data)
        self._last = data[-1:] or self._last

    def repeat(self, count: int = 1) -> None:
        self.draw(self._last * min(max(count, 1), self.columns))

    def scroll_up(self, count: int = 1) -> None:
        self._scroll(self.delete_lines, count)

    def scroll_down(self, count: int = 1) -> None:
        self._scroll(self.insert_lines, count)

    def _scroll(self, move: Callable[[int], None], count: int) -> None:
        kept = self.cursor.x, self.cursor.y
        self.cursor.y = self.margins.top if self.margins else 0
        move(max(count, 1))
        self.cursor.x, self.cursor.y = kept


class _Stream(pyte.ByteStream):
    csi = pyte.ByteStream.csi | {"b": "repeat", "S": "scroll_up", "T": "scroll_down"}
    events = pyte.ByteStream.events | {"repeat", "scroll_up", "scroll_down"}


class Screen:
    """A command in a pty of ``columns`` x ``lines``; ``env`` replaces :func:`clean_environ`.

    ``output`` is every byte it sent, ``clipboard`` what it put there by OSC 52.
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        columns: int = 80,
        lines: int = 24,
        env: Mapping[str, str] | None = None,
        cwd: str | Path | None = None,
    ) -> None:
        self.output = bytearray()
        self.clipboard: list[str] = []
        self._tail = b""
        self._screen = _Screen(columns, lines)
        self._stream = _Stream(self._screen)
        self.fd, slave = os.openpty()
        self._set_size(columns, lines)
        self.process = subprocess.Popen(
            [str(word) for word in command],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=dict(clean_environ() if env is None else env),
            cwd=cwd,
            start_new_session=True,
            preexec_fn=_take_terminal,
        )
        os.close(slave)
        os.set_blocking(self.fd, False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    # -- what is seen

    @property
    def lines(self) -> list[str]:
        """The rows of the screen, without the blanks at their ends."""
        # pyte's own display fails where half of a wide character was drawn over.
        rows, columns = range(self._screen.lines), range(self._screen.columns)
        return ["".join(self._screen.buffer[y][x].data for x in columns).rstrip() for y in rows]

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines)

    def line_with(self, text: str) -> str:
        """The first row that holds the text; AssertionError if none does."""
        for row in self.lines:
            if text in row:
                return row
        raise AssertionError(f"no line shows {text!r}\n{self}")

    def style(self, column: int, row: int) -> Any:
        """The cell there, as pyte keeps it: ``data``, ``fg``, ``bg``, ``bold``, ``reverse`` …"""
        return self._screen.buffer[row][column]

    def __str__(self) -> str:
        edge = "-" * self._screen.columns
        return f"{edge}\n{self.text}\n{edge}"

    # -- reading

    def pump(self, seconds: float = 0.05) -> int:
        """Take what the program sends within the time, and answer what it asks; the number of bytes. 0 at the end."""
        if self.fd < 0 or not select.select([self.fd], [], [], seconds)[0]:
            return 0
        try:
            data = os.read(self.fd, 1 << 16)
        except BlockingIOError:
            return 0
        except OSError:  # the program closed its side
            time.sleep(min(seconds, 0.01))
            return 0
        self.output += data
        self._show(data)
        return len(data)

    def _show(self, data: bytes) -> None:
        data = self._tail + data
        end = _whole(data)
        self._tail = data[end:]
        self._stream.feed(_UNKNOWN.sub(self._unknown, data[:end]))

    def _unknown(self, match: "re.Match[bytes]") -> bytes:
        if match["alternate"] is not None:
            return b"\x1b[2J\x1b[H"
        if match["osc"] is not None and match["osc"].startswith(b"52;"):
            self.clipboard.append(base64.b64decode(match["osc"].rpartition(b";")[2]).decode())
        elif match["mode"] is not None:
            known = match["mode"] in (b"25", b"1000", b"1003", b"1006", b"1049", b"2004", b"2026")
            self._send(b"\x1b[?%s;%d$y" % (match["mode"], 2 if known else 0))
        elif match["asked"] == b"c":
            self._send(b"\x1b[?62;22c")
        elif match["asked"] == b"n":
            cursor = self._screen.cursor
            self._send(b"\x1b[0n" if match["ask"] == b"5" else b"\x1b[%d;%dR" % (cursor.y + 1, cursor.x + 1))
        return b""

    # -- waiting

    def wait_until(self, true: Callable[[], bool], what: str, timeout: float = DEADLINE) -> None:
        """Read until it is true; AssertionError with the screen if it never is, or the program has ended."""
        limit = time.monotonic() + timeout
        while not true():
            if not self.pump() and self.process.poll() is not None and not self.pump() and not true():
                raise AssertionError(f"the program ended ({self.process.returncode}) before {what}\n{self}")
            if time.monotonic() > limit:
                raise AssertionError(f"never: {what}\n{self}")

    def wait_for(self, text: str, timeout: float = DEADLINE) -> str:
        """Read until the screen shows the text; the row that does."""
        self.wait_until(lambda: text in self.text, f"{text!r} was shown", timeout)
        return self.line_with(text)

    def wait_gone(self, text: str, timeout: float = DEADLINE) -> None:
        """Read until the screen no longer shows the text."""
        self.wait_until(lambda: text not in self.text, f"{text!r} was gone", timeout)

    def settle(self, quiet: float = 0.4, timeout: float = DEADLINE) -> None:
        """Read until nothing has been sent for ``quiet`` seconds."""
        limit = time.monotonic() + timeout
        last = time.monotonic()
        while (now := time.monotonic()) - last < quiet:
            if self.pump(quiet / 4):
                last = now
            if now > limit:
                raise AssertionError(f"never quiet\n{self}")

    # -- doing

    def _send(self, data: bytes) -> None:
        limit = time.monotonic() + DEADLINE
        while data and time.monotonic() < limit:
            try:
                data = data[os.write(self.fd, data) :]
            except BlockingIOError:
                self.pump()

    def press(self, *names: str, delay: float = 0.0) -> None:
        """Press keys one after the other; after an ``escape`` the terminal pauses, as a person does."""
        for name in names:
            self._send(key(name).encode())
            if name == "escape" or delay:
                limit = time.monotonic() + max(delay, 0.15 if name == "escape" else 0.0)
                while time.monotonic() < limit:
                    self.pump(0.02)

    def type(self, text: str) -> None:
        """Type a text, character by character."""
        self.press(*text)

    def send_bytes(self, data: bytes) -> None:
        """Send bytes as they are, whether they are text or not."""
        self._send(data)

    def paste(self, text: str) -> None:
        """Paste as a terminal does: in brackets, each line break a carriage return."""
        self._send(b"\x1b[200~" + text.replace("\n", "\r").encode() + b"\x1b[201~")

    def resize(self, columns: int, lines: int) -> None:
        """Change the window's size, as a person pulling at its corner."""
        self._screen.resize(lines, columns)
        self._set_size(columns, lines)

    def _set_size(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, columns * 10, lines * 20))

    def signal(self, number: int) -> None:
        """Send a signal to the program itself."""
        self.process.send_signal(number)

    def hang_up(self) -> None:
        """Close the window, read or not."""
        os.close(self.fd)
        self.fd = -1

    # -- the end

    def exit_status(self, timeout: float = DEADLINE) -> int:
        """Read until the program has ended; its status, negative for a signal. AssertionError if it does not end."""
        limit = time.monotonic() + timeout
        while (status := self.process.poll()) is None:
            if self.fd < 0:
                time.sleep(0.02)
            else:
                self.pump()
            if time.monotonic() > limit:
                raise AssertionError(f"still running after {timeout} s\n{self}")
        while self.fd >= 0 and self.pump(0):
            pass
        return status

    def processes(self) -> list[int]:
        """The living processes of the program's session."""
        return session_processes(self.process.pid)

    def close(self) -> None:
        """End every process of the session, and the terminal."""
        with contextlib.suppress(OSError):
            if self.fd >= 0:
                self.hang_up()
        for pid in self.processes():
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(OSError):
            self.process.kill()
        self.process.wait(DEADLINE)


# From an ESC on: a sequence that has its end; a string, a control sequence, the short ones.
_ENDED = re.compile(
    rb"\x1b(?:[\]P_^X](?:[^\x07\x1b]|\x1b(?!\\))*(?:\x07|\x1b\\)|\[[0-9;:<>=?]*[ -/]*[@-~]|[()*+][0-~]|[^\[\]P_^X()*+])"
)
#: No sequence is longer than this; what is, is not one.
_LONGEST = 1 << 20


def _whole(data: bytes) -> int:
    """How much of the data can be shown: a sequence cut by the end of a read waits for its other half."""
    at = data.find(b"\x1b")
    while at >= 0:
        ended = _ENDED.match(data, at)
        if ended is None and len(data) - at < (64 if data[at + 1 : at + 2] == b"[" else _LONGEST):
            return at
        at = data.find(b"\x1b", ended.end() if ended else at + 1)
    return len(data)


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def session_processes(session: int) -> list[int]:
    """The living processes of a session (its id is its leader's pid), zombies left out."""
    listed = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                fields = (entry / "stat").read_bytes().rpartition(b")")[2].split()
                if int(fields[3]) == session and fields[0] not in (b"Z", b"X"):
                    listed.append(int(entry.name))
    return listed


def cpu_seconds(pid: int) -> float:
    """Processor time a living process has used, its own and the kernel's for it; 10 ms steps."""
    fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def gone(pid: int, timeout: float = DEADLINE) -> bool:
    """Whether the process ends within the time (a zombie has ended)."""
    limit = time.monotonic() + timeout
    while time.monotonic() < limit:
        try:
            if Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0] in (b"Z", b"X"):
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False
