"""``tpm open``, which is also ``tpm`` alone and ``tpm FILE``."""

import signal
from pathlib import Path

import click

from tpm_tui.cli import output
from tpm_tui.cli.session import Session, file_option, pass_session
from tpm_tui.domain.entry import Refused


@click.command("open")
@click.argument("path", metavar="[FILE]", required=False, type=click.Path())
@file_option
@click.option("--view", metavar="NAME", help="The view to begin with.")
@click.option("--slow", is_flag=True, help="For slow links: 16 colours, nothing moves by itself.")
@click.option("--read-only", "readonly", is_flag=True, help="Look, and change nothing.")
@pass_session
def open_(session: Session, path: str | None, view: str | None, slow: bool, readonly: bool) -> int:
    """Open the workspace on FILE.

    A file that is not there is made, after asking.
    """
    if path is not None:
        if session.file is not None and session.file != path:
            raise click.UsageError(f"two files are named, {session.file} and {path}")
        session.file = path
    from tpm_tui.config import view_digit

    try:
        view = view and view_digit(view)
    except ValueError as error:
        raise click.UsageError(f"--view: {error}") from None
    return start(session, session.path(), view=view, slow=slow, readonly=readonly)


def start(session: Session, path: Path, *, view: str | None = None, slow: bool = False, readonly: bool = False) -> int:
    """Run the workspace, with the view behind a digit first; its exit code. Refused where there is no terminal for it,
    or no file and nobody to ask."""
    if session.workspace is None:
        raise Refused("this program was built without the workspace")
    problem = session.workspace.problem()
    if problem:
        raise Refused(problem)
    if not path.exists():
        if readonly or not output.ask(f"There is no {path}. Make it?"):
            raise Refused(f"{path} does not exist; nothing was made")
        make(path)
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    return session.workspace.run(path, view=view, slow=slow, readonly=readonly)


def make(path: Path, name: str = "", begin: str = "") -> None:
    """Make an empty workspace, and the folders it lies in. Refused if ``begin`` is no date; StoreError if it fails."""
    from tpm_tui.domain import clock, dates
    from tpm_tui.store.store import Store

    try:
        day = dates.parse_date(begin, clock.today()) if begin else None
    except ValueError as error:
        raise Refused(f"--start: {error}") from None
    path.parent.mkdir(parents=True, exist_ok=True)
    Store.create(path, name=" ".join(name.split()), start=day).close()
