"""A program in a pseudo-terminal, as an SSH server would start it: how fast it answers, and in how many bytes."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

KEYS = {"Down": b"\x1bOB", "Enter": b"\r", "Esc": b"\x1b"}
_ESCAPE = re.compile(rb"\x1b(?:\[[0-9;?<>=]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_]|[ -/]+[0-~])")
#: A program asks whether the terminal knows a mode; one that it asks about and gets no answer to, it does not use.
_ASKED = re.compile(rb"\x1b\[\?(\d+)\$p")
_SYNCHRONISED = b"2026"


@dataclass(frozen=True)
class Answer:
    """What a key brought: milliseconds to the first and the last byte, and the bytes."""

    first: float
    last: float
    size: int


class Probe:
    """``command`` running at a size in a terminal that draws a picture at once where asked to (mode 2026), as most do;
    use as a context manager, the program is killed at the end."""

    def __init__(self, command: list[str], columns: int = 160, lines: int = 45, **environment: str) -> None:
        self.text = b""
        self._unanswered = b""
        self.started = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, columns * 10, lines * 20))
            env = {k: v for k, v in os.environ.items() if k not in ("COLORTERM", "NO_COLOR", "TMUX")}
            env |= {"TERM": "xterm-256color", "LANG": "C.UTF-8", **environment}
            os.execvpe(command[0], command, env)

    def __enter__(self) -> "Probe":
        return self

    def __exit__(self, *_: object) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)

    def read(self, quiet: float, limit: float, wanted: bytes = b"") -> Answer:
        """Read until ``wanted`` has been seen and nothing came for ``quiet`` seconds, at most ``limit`` seconds."""
        begun = time.monotonic()
        first = last = 0.0
        size, seen = 0, not wanted
        while True:
            now = time.monotonic()
            if now - begun > limit or (size and seen and now - last > quiet):
                break
            if not select.select([self.fd], [], [], 0.002)[0]:
                continue
            try:
                data = self._take()
            except OSError:
                break
            last = time.monotonic()
            first = first or last
            size += len(data)
            self.text = (self.text + data)[-200_000:]
            if not seen:
                seen = wanted in self.shown()
        return Answer(1000 * (first - begun), 1000 * (last - begun), size)

    def _take(self) -> bytes:
        """What the program has written; its questions are answered. OSError where it has ended."""
        data = os.read(self.fd, 1 << 16)
        said = self._unanswered + data
        end = 0
        for asked in _ASKED.finditer(said):
            os.write(self.fd, b"\x1b[?%s;%d$y" % (asked[1], 2 if asked[1] == _SYNCHRONISED else 0))
            end = asked.end()
        # A question may come in two parts.
        self._unanswered = said[end:][-16:]
        return data

    def until(self, wanted: bytes, limit: float) -> float:
        """Milliseconds until something has come, a regular expression, at most ``limit`` seconds."""
        begun = time.monotonic()
        seen = b""
        while not re.search(wanted, _ESCAPE.sub(b"", seen)) and time.monotonic() - begun < limit:
            if select.select([self.fd], [], [], 0.002)[0]:
                data = os.read(self.fd, 1 << 16)
                seen += data
                self.text = (self.text + data)[-200_000:]
        return 1000 * (time.monotonic() - begun)

    def shown(self) -> bytes:
        """What has come so far, without escape sequences."""
        return _ESCAPE.sub(b"", self.text)

    def settled(self, wanted: bytes) -> float:
        """Seconds from the start until the last byte, once the text is on the screen and nothing came for a tenth of a
        second."""
        begun = time.monotonic()
        return begun - self.started + self.read(0.1, 60, wanted).last / 1000

    def press(self, key: str, quiet: float = 0.03, limit: float = 5.0) -> Answer:
        """Press a key and read its answer."""
        os.write(self.fd, KEYS.get(key, key.encode()))
        return self.read(quiet, limit)

    def presses(self, key: str, times: int) -> tuple[float, float]:
        """(median milliseconds to the last byte, median bytes) of a key pressed so many times."""
        answers = [self.press(key, limit=1.0) for _ in range(times)]
        answers = [a for a in answers if a.size]
        return (median(a.last for a in answers), median(a.size for a in answers)) if answers else (0.0, 0.0)

    def idle(self, seconds: float) -> tuple[int, float]:
        """(bytes, CPU seconds) spent while nothing is asked of it."""
        before, end, size = self.cpu(), time.monotonic() + seconds, 0
        while time.monotonic() < end:
            if select.select([self.fd], [], [], 0.05)[0]:
                size += len(self._take())
        return size, self.cpu() - before

    def cpu(self) -> float:
        """Seconds of the processor that the program has had, to the nanosecond: /proc counts ticks of ten
        milliseconds, which is two keys."""
        # The clock of another process, as clock_getcpuclockid(3) names it.
        return time.clock_gettime((~self.pid << 3) | 2)

    def memory(self) -> float:
        """Resident memory now, in MiB."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        match = re.search(r"VmRSS:\s+(\d+)", status)
        return int(match[1]) / 1024 if match else 0.0
