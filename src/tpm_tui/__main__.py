"""Where the program starts: the command line, and behind it the workspace."""

import gc
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path


class TextualLauncher:
    """The workspace in a terminal. Imported only when it is opened: it is most of the start."""

    opened = False

    def problem(self) -> str | None:
        """Why it cannot run here, in one line that says what to do; None if it can."""
        from tpm_tui.app.terminal.startup_checks import terminal_problem

        return terminal_problem(os.environ, sys.stdin.isatty(), sys.stderr.isatty())

    def view_problem(self, name: str) -> str:
        """Why there is no view of that name or digit; empty if there is one."""
        from tpm_tui.app.views.registry_of_views_and_panes import view_problem

        return view_problem(name)

    def run(self, path: Path, *, view: str | None, slow: bool, readonly: bool) -> int:
        """Run it on a file until the person leaves; the exit code."""
        self.opened = True
        from tpm_tui.app.start import run_app

        return run_app(path, view=view, slow=slow, readonly=readonly)


def _open_missing_streams() -> None:
    """A program started with a stream closed has None in its place; what would go there goes nowhere."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115


def main() -> int:
    """Run ``tpm`` with the process's arguments; the exit code."""
    # A command ends before a collection would pay; the workspace turns it on again when it is open.
    gc.disable()
    if hasattr(signal, "SIGPIPE"):
        # A reader that has seen enough, such as head, ends the program without a word.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    _open_missing_streams()
    screen = TextualLauncher()
    try:
        from tpm_tui.cli.main import run_command_line

        code = run_command_line(sys.argv[1:], screen)
        if not screen.opened:
            with suppress(OSError):
                sys.stdout.flush()
                sys.stderr.flush()
            # Files are closed; freeing a large plan piece by piece would cost a tenth of the run.
            os._exit(code)
    except KeyboardInterrupt:
        return 130
    return code


if __name__ == "__main__":
    sys.exit(main())
