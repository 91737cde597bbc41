"""Opening the workspace, however it was asked for."""

import signal
from pathlib import Path

from tpm_tui.cli.invocation import Invocation, default_file
from tpm_tui.cli.output import streams
from tpm_tui.domain.text.field_values import ValidationError


def open_file(
    invocation: Invocation, path: str | None, *, view: str | None = None, slow: bool = False, readonly: bool = False
) -> int:
    """Run the workspace on the file named here, else on the invocation's; its exit code. ValidationError as from
    `run_workspace`."""
    if path is not None:
        invocation.file = path
    return run_workspace(invocation, invocation.path(), view=view, slow=slow, readonly=readonly)


def open_demo(invocation: Invocation, path: str | None, *, fresh: bool = False, only_make: bool = False) -> int | None:
    """Make the demo where it is not there, or anew if ``fresh``, and run the workspace on it; its exit code.

    Where there is no terminal, or with ``only_make``, its path is printed instead.
    """
    from tpm_tui.store.file.paths import expand_path

    chosen = default_file().with_name("demo.db") if path is None else expand_path(path)
    if fresh:
        chosen.unlink(missing_ok=True)
    if not chosen.exists():
        from tpm_tui.demo.loader import build_demo

        chosen.parent.mkdir(parents=True, exist_ok=True)
        build_demo(chosen)
    if only_make or invocation.workspace is None or invocation.workspace.problem():
        from tpm_tui.safe_text import safe

        streams.write_line(safe(str(chosen)))
        return None
    return run_workspace(invocation, chosen)


def run_workspace(
    invocation: Invocation, path: Path, *, view: str | None = None, slow: bool = False, readonly: bool = False
) -> int:
    """Run the workspace, with the view of that name or digit first; its exit code.

    ValidationError where there is no terminal for it, or no file and nobody to ask.
    """
    if invocation.workspace is None:
        raise ValidationError("this program was built without the workspace")
    problem = invocation.workspace.problem()
    if problem:
        raise ValidationError(problem)
    if not path.exists():
        if readonly or not streams.ask_yes_no(f"There is no {path}. Make it?"):
            raise ValidationError(f"{path} does not exist; nothing was made")
        make_file(path)
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    return invocation.workspace.run(path, view=view, slow=slow, readonly=readonly)


def make_file(path: Path, name: str = "", begin: str = "") -> None:
    """Make an empty workspace, and the folders it lies in. ValidationError if ``begin`` is no date; StoreError if it
    fails."""
    from tpm_tui.domain.text import dates
    from tpm_tui.domain.time import clock
    from tpm_tui.store.store import Store

    try:
        day = dates.parse_date(begin, clock.today()) if begin else None
    except ValueError as error:
        raise ValidationError(f"--start: {error}") from None
    path.parent.mkdir(parents=True, exist_ok=True)
    Store.create(path, name=" ".join(name.split()), start=day).close()
