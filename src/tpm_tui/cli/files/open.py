"""``tpm open``, which is also ``tpm`` alone and ``tpm FILE``."""

import click

from tpm_tui.cli.files.launch import open_file
from tpm_tui.cli.input.options import TypedPath, file_option, pass_invocation
from tpm_tui.cli.invocation import Invocation


@click.command("open")
@click.argument("path", metavar="[FILE]", required=False, type=TypedPath())
@file_option
@click.option("--view", metavar="NAME", help="The view to begin with.")
@click.option("--slow", is_flag=True, help="For slow links: 16 colours, nothing moves by itself.")
@click.option("--read-only", "readonly", is_flag=True, help="Look, and change nothing.")
@pass_invocation
def open_command(invocation: Invocation, path: str | None, view: str | None, slow: bool, readonly: bool) -> int:
    """Open the workspace on FILE.

    A file that is not there is made, after asking.
    """
    if path is not None and invocation.file is not None and invocation.file != path:
        raise click.UsageError(f"two files are named, {invocation.file} and {path}")
    if view is not None and invocation.workspace is not None:
        problem = invocation.workspace.view_problem(view)
        if problem:
            raise click.UsageError(f"--view: {problem}")
    return open_file(invocation, path, view=view, slow=slow, readonly=readonly)
