"""``tpm new``, ``tpm demo``, ``tpm backup`` and ``tpm fork``: whole files."""

from pathlib import Path

import click

from tpm_tui.cli.files.launch import make_file, open_demo
from tpm_tui.cli.input.options import TypedPath, file_option, pass_invocation
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.safe_text import safe


@click.command("new")
@click.argument("path", metavar="FILE", type=TypedPath(path_type=Path))
@click.option("--name", metavar="TEXT", default="", help="What the programme is called; the file's name otherwise.")
@click.option("--start", "begin", metavar="DATE", default="", help="When the plan starts; today otherwise.")
def new_command(path: Path, name: str, begin: str) -> None:
    """Make an empty workspace at FILE, with a calendar and a workflow, and print where it is."""
    make_file(path, name, begin)
    streams.write_line(safe(str(path)))


@click.command("demo")
@click.argument("path", metavar="[FILE]", required=False, type=TypedPath())
@click.option("--fresh", is_flag=True, help="Make the demo anew, dated from today; only without FILE.")
@click.option("--no-open", "no_open", is_flag=True, help="Make it only, and print where it is.")
@pass_invocation
def demo_command(invocation: Invocation, path: str | None, fresh: bool, no_open: bool) -> int | None:
    """Open a believable programme to explore, making it first where it is not there.

    Without FILE it lies in your data directory. Where there is no terminal, it is made and its path printed.
    """
    if fresh and path is not None:
        raise click.UsageError(
            f"--fresh is for the demo in your data directory; delete {path} yourself, then try again"
        )
    return open_demo(invocation, path, fresh=fresh, only_make=no_open)


@click.command("backup")
@click.argument("path", metavar="PATH", type=TypedPath(path_type=Path))
@file_option
@pass_invocation
def backup_command(invocation: Invocation, path: Path) -> None:
    """Write a complete copy of the file to PATH, which must not exist yet, and print where it is.

    Others may be writing the file meanwhile; the copy is of one moment.
    """
    _copy(invocation, path)


@click.command("fork")
@click.argument("copy", metavar="COPY", type=TypedPath(path_type=Path))
@file_option
@pass_invocation
def fork_command(invocation: Invocation, copy: Path) -> None:
    """Write a complete copy to work on elsewhere, and print where it is.

    It holds the whole history, and becomes a copy of its own with the first change made in it.
    """
    _copy(invocation, copy)


def _copy(invocation: Invocation, target: Path) -> None:
    with invocation.store() as store:
        if not target.parent.is_dir():
            raise ValidationError(f"there is no folder {target.parent}; make it first")
        store.backup(target)
    streams.write_line(safe(str(target)))
