"""The command line as click parses it: help, options, completion."""

import os
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from tpm_tui import __version__
from tpm_tui.cli.input.options import file_option
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.cli.subcommands import EDIT, FILE, MORE, READ, SUBCOMMANDS, insert_open


class SubcommandGroup(click.Group):
    """A group whose sub-commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        subcommand = SUBCOMMANDS.get(cmd_name)
        if subcommand is None:
            return None
        module = import_module(f"tpm_tui.cli.{subcommand.module}")
        command: click.Command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, args if ctx.resilient_parsing else insert_open(args))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in SUBCOMMANDS and not ctx.resilient_parsing:
            import difflib

            near = difflib.get_close_matches(args[0], SUBCOMMANDS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"to open a file of that name: tpm ./{args[0]}"
            raise click.UsageError(f"there is no command {args[0][:40]!r}; {hint}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise click.exceptions.Exit(streams.report_interrupt()) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for part in (READ, EDIT, FILE, MORE):
            with formatter.section(part):
                formatter.write_dl([(name, c.help) for name, c in SUBCOMMANDS.items() if c.part == part])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        from click.shell_completion import CompletionItem

        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        names = [CompletionItem(n, help=c.help) for n, c in SUBCOMMANDS.items() if n.startswith(incomplete)]
        return [*names, CompletionItem(incomplete, type="file")]


@click.group(
    cls=SubcommandGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    options_metavar="[-f FILE]", subcommand_metavar="[FILE] | COMMAND …",
)  # fmt: skip
@file_option
@click.version_option(__version__, prog_name="tpm", message="%(prog)s %(version)s")
def cli_group() -> None:
    """The technical project manager's workspace.

    Without a command, tpm opens FILE in the terminal. FILE is $TPM_FILE where it is not named, else the workspace in
    your data directory.
    """


def run_parsed(args: Sequence[str], invocation: Invocation) -> int:
    """Parse the arguments and run what they ask for; the exit code. A mistake in them is one line on stderr."""
    if "_TPM_COMPLETE" in os.environ:
        import_module("tpm_tui.cli.files.completion_script")  # the ways in which shells ask
    try:
        code = cli_group.main(list(args), "tpm", standalone_mode=False, obj=invocation)
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "tpm"
        text = error.format_message().rstrip(".")
        streams.write_error(f"{text[:1].lower()}{text[1:]}; see: {where} --help")
        return 2
    except click.ClickException as error:
        streams.write_error(error.format_message())
        return 1
    except click.Abort as error:
        if isinstance(error.__cause__, KeyboardInterrupt):
            return streams.report_interrupt()
        streams.write_error("nothing was answered; nothing was done")
        return 1
    return code if isinstance(code, int) else 0
