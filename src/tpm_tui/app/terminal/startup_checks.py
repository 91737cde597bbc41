"""What must be true of the terminal before the workspace starts, and what is set up for it before Textual is loaded."""

import sys
from collections.abc import Mapping, MutableMapping

from tpm_tui.app.terminal.hangup import block_signals
from tpm_tui.charset import encode_for_terminal, original_environ

#: Terminals that cannot move a cursor.
_UNSUPPORTED_TERMS = frozenset({"dumb", "unknown", "emacs", "su", "network", "dialup"})

_REPLACEMENT_TERMS = "for scripts and plain terminals use the command line: tpm --help"


def terminal_problem(environ: Mapping[str, str], stdin_tty: bool, stderr_tty: bool) -> str | None:
    """Why the workspace cannot start here, in one line that says what to do; None if it can.

    ``stdin_tty``, ``stderr_tty``: whether keys can be read and the screen be drawn (the screen goes to stderr).
    """
    if not stdin_tty:
        return f"the workspace reads keys, and its input is no terminal; {_REPLACEMENT_TERMS}"
    if not stderr_tty:
        return f"the workspace draws on standard error, which is no terminal; {_REPLACEMENT_TERMS}"
    term = environ.get("TERM", "")
    if not term:
        return f"TERM is not set, so the terminal is unknown; set it (TERM=xterm), or {_REPLACEMENT_TERMS}"
    if term in _UNSUPPORTED_TERMS:
        return f"TERM={term} names a terminal that cannot move its cursor; {_REPLACEMENT_TERMS}"
    return None


def no_colour(environ: Mapping[str, str]) -> bool:
    """Whether colour is unwanted (https://no-color.org: set and not empty) or the terminal has none."""
    return bool(environ.get("NO_COLOR")) or environ.get("TERM", "") in ("vt100", "vt220", "xterm-mono", "linux-m")


def prepare_terminal(environ: MutableMapping[str, str], *, slow: bool = False) -> None:
    """Make this process ready for the screen: call with ``os.environ`` before Textual is imported or a thread started.

    Hang-ups are masked, standard error speaks the terminal's character set, and Textual's settings are made.
    """
    block_signals()
    encode_for_terminal(sys.__stderr__, original_environ(environ))
    set_up_textual(environ, slow=slow)


def set_up_textual(environ: MutableMapping[str, str], *, slow: bool = False) -> None:
    """Set what Textual reads when it is imported.

    Without colour: the theme ``ansi-dark``, the one whose colours Textual turns into pure bold, dim and reverse (of
    any other it makes shades of grey). On a slow link: the 16 standard colours, and nothing moves by itself.
    """
    if no_colour(environ):
        environ["NO_COLOR"] = "1"
        environ["TEXTUAL_THEME"] = "ansi-dark"
    else:
        # Textual takes an empty one for a wish.
        environ.pop("NO_COLOR", None)
        if slow:
            environ.setdefault("TEXTUAL_COLOR_SYSTEM", "standard")
    # Frames a second while something changes: Textual lets up to two pass after one, and a key shall not wait for long
    # behind an estimate that was drawn a moment before; a slow link joins several keys.
    environ.setdefault("TEXTUAL_FPS", "10" if slow else "250")
    if slow:
        environ.setdefault("TEXTUAL_ANIMATIONS", "none")
        environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")
