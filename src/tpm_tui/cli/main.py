"""The command line: runs what was said, and tells how it ended by an exit code."""

import os
import sys
from collections.abc import Sequence

from tpm_tui.cli.invocation import Invocation, WorkspaceLauncher
from tpm_tui.cli.output import streams
from tpm_tui.cli.subcommands import parse_plain_open


def run_command_line(args: Sequence[str], workspace: WorkspaceLauncher | None = None) -> int:
    """Run the command line; the exit code: 0 done, 1 refused, 2 usage, 130 interrupted.

    ``workspace`` is the screen that ``open`` runs. What goes wrong is one line on stderr.
    """
    invocation = Invocation(workspace=workspace)
    # Where a shell asks how a word may go on, nothing is run.
    said = None if "_TPM_COMPLETE" in os.environ else parse_plain_open(args)
    try:
        if said is not None:
            # The person waits for the first picture, which needs no parser.
            from tpm_tui.cli.files.launch import open_demo, open_file

            command, invocation.file, path = said
            code = open_demo(invocation, path) if command == "demo" else open_file(invocation, path)
        else:
            from tpm_tui.cli.input.group import run_parsed

            code = run_parsed(args, invocation)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return streams.report_interrupt()
    except Exception as error:
        reason = streams.error_reason(error)
        if reason is None:
            raise
        streams.write_error(reason)
        return 1
    return code or 0
