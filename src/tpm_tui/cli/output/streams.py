"""What the command line prints: results to stdout, everything else to stderr, all of it safe to draw."""

import json
import re
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tpm_tui.domain.cancellation_of_long_work import ProgressCallback


#: Characters of an error, without what names the program.
LONGEST_ERROR = 400


@cache
def _unseen() -> "re.Pattern[str]":
    """Characters that JSON may hold raw but a terminal would obey or not show: DEL and C1, formats (bidi, zero-width,
    tags), line and paragraph separators, surrogates, noncharacters. As ``\\uXXXX`` they say the same."""
    return re.compile(
        "[\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
        "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff\U000110bd\U000110cd\U00013430-\U0001345f"
        "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
    )


def _escaped(match: "re.Match[str]") -> str:
    code = ord(match[0])
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def escape_invisible(text: str) -> str:
    """JSON text with every character that cannot be seen written as an escape."""
    if text.isascii() and "\x7f" not in text:
        return text
    return _unseen().sub(_escaped, text)


def json_text(value: Any) -> str:
    """A value as JSON that is safe to print; an array with one element a line."""
    if isinstance(value, list):
        inside = ",\n".join(json.dumps(v, ensure_ascii=False) for v in value)
        return escape_invisible(f"[\n{inside}\n]" if value else "[]")
    return escape_invisible(json.dumps(value, ensure_ascii=False))


def write_bytes(data: bytes) -> None:
    """Bytes to stdout as they are: JSON and exported files are UTF-8 whatever the terminal's encoding."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def write_document(text: str, *, is_json: bool = False) -> None:
    """A file's text to stdout: as it is in a pipe, each line safe to draw on a terminal, which would obey what records
    hold. JSON says what cannot be seen as ``\\uXXXX`` either way."""
    if is_json:
        text = escape_invisible(text)
    elif sys.stdout.isatty():
        from tpm_tui.safe_text import safe_lines

        text = "\n".join(safe_lines(text))
    write_bytes(text.encode())


def write_chunks(texts: Iterable[str]) -> None:
    """A long text to stdout piece by piece, as UTF-8."""
    sys.stdout.flush()
    for text in texts:
        sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def write_json(value: Any) -> None:
    """The documented JSON of a command, to stdout."""
    write_bytes(f"{json_text(value)}\n".encode())


def _printable(text: str, encoding: str | None) -> str:
    """What the stream's encoding can hold, the rest as question marks."""
    return text.encode(encoding or "utf-8", "replace").decode(encoding or "utf-8")


def write_line(text: str = "") -> None:
    """One line of a result, to stdout."""
    write_lines([text])


def write_lines(texts: Iterable[str]) -> None:
    """Lines of a result, made safe to draw, to stdout."""
    from tpm_tui.safe_text import safe

    text = "".join(f"{safe(t)}\n" for t in texts)
    sys.stdout.write(_printable(text, sys.stdout.encoding))


def write_confirmation(text: str) -> None:
    """What was done, in words, on stderr; only to a person, since scripts have the exit code."""
    if text and sys.stderr.isatty():
        write_notice(text)


def write_notice(text: str) -> None:
    """One line on stderr."""
    from tpm_tui.safe_text import safe

    sys.stderr.write(_printable(f"{safe(text)}\n", sys.stderr.encoding))


def write_error(text: str) -> None:
    """Why nothing was done, and what to do: one line on stderr, however long what was typed is."""
    line = " ".join(text.split())
    if len(line) > LONGEST_ERROR:
        # What was typed stands first and what to do last: both ends are wanted.
        line = f"{line[: LONGEST_ERROR // 2]} … {line[-LONGEST_ERROR // 2 :]}"
    write_notice(f"tpm: {line}")


@contextmanager
def progress_percent() -> "Iterator[ProgressCallback | None]":
    """What is told how far long work is: a person sees it on stderr, from half a second on and until the work ends,
    however it does. None where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    begun, shown = time.monotonic(), 0.0

    def report(done: int, total: int) -> bool:
        nonlocal shown
        now = time.monotonic()
        if total and now - begun > 0.5 and now - shown > 0.1:
            shown = now
            sys.stderr.write(f"\r{100 * done // total:3}%")
            sys.stderr.flush()
        return True

    try:
        yield report
    finally:
        if shown:
            sys.stderr.write("\r    \r")
            sys.stderr.flush()


def report_interrupt() -> int:
    """Say that ctrl+c has ended it, below the ^C that a terminal shows; the exit code."""
    if sys.stderr.isatty():
        sys.stderr.write("\n")
    write_error("interrupted")
    return 130


def ask_yes_no(question: str) -> bool:
    """A yes or no from the person at the terminal; Enter alone is no answer. Asked on stderr."""
    from tpm_tui.safe_text import safe

    while True:
        sys.stderr.write(_printable(f"{safe(question)} [y/n] ", sys.stderr.encoding))
        sys.stderr.flush()
        answer = sys.stdin.readline()
        if not answer:
            sys.stderr.write("\n")
            return False
        if answer.strip().lower() in ("y", "yes", "n", "no"):
            return answer.strip().lower().startswith("y")


def is_interactive() -> bool:
    """Whether a person is there to answer."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def error_reason(error: BaseException) -> str | None:
    """The line for an error that is the person's to mend; None if it is a fault of the program."""
    from tpm_tui.domain.text.field_values import ValidationError
    from tpm_tui.domain.time.clock import ClockError
    from tpm_tui.store.errors import StoreError

    if isinstance(error, ValidationError | StoreError | ClockError):
        return str(error)
    if isinstance(error, OSError):
        what = error.strerror or str(error)
        return f"{error.filename}: {what}" if error.filename is not None else what
    return None


def terminal_width() -> int | None:
    """Cells in a row of the terminal that stdout is; None where it is a file or a pipe, and nothing is cut."""
    if not sys.stdout.isatty():
        return None
    import shutil

    return shutil.get_terminal_size().columns
