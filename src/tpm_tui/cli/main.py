"""The command line: runs what was said, and tells how it ended by an exit code."""

import os
import sys
from collections.abc import Sequence

from tpm_tui.cli import output
from tpm_tui.cli.names import unadorned
from tpm_tui.cli.session import Session, Workspace


def run(args: Sequence[str], workspace: Workspace | None = None) -> int:
    """Run the command line; the exit code: 0 done, 1 refused, 2 usage, 130 interrupted.

    ``workspace`` is the screen that ``open`` runs. What goes wrong is one line on stderr.
    """
    session = Session(workspace=workspace)
    # Where a shell asks how a word may go on, nothing is run.
    said = None if "_TPM_COMPLETE" in os.environ else unadorned(args)
    try:
        if said is not None:
            # The person waits for the first picture, which needs no parser.
            from tpm_tui.cli.starting import open_demo, open_named

            command, session.file, path = said
            code = open_demo(session, path) if command == "demo" else open_named(session, path)
        else:
            from tpm_tui.cli.group import run_parsed

            code = run_parsed(args, session)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return output.interrupted()
    except Exception as error:
        reason = output.reason(error)
        if reason is None:
            raise
        output.fail(reason)
        return 1
    return code or 0
