"""The command line: its sub-commands by name, each in a module that is imported when it is run, and exit codes."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NamedTuple

import click

from tpm_tui import __version__
from tpm_tui.cli import output
from tpm_tui.cli.session import Session, Workspace, file_option


class SubCommand(NamedTuple):
    """Where a sub-command is (``module:object`` under this package), its line in the help, and its part of the help."""

    place: str
    help: str
    part: str


READ, EDIT, FILE, MORE = "Look", "Change", "File", "Program"

#: One line a sub-command.
COMMANDS: dict[str, SubCommand] = {
    "open": SubCommand("opening:open_", "Open the workspace (so does tpm FILE).", FILE),
    "demo": SubCommand("files:demo", "Make and open a believable programme to explore.", FILE),
    "new": SubCommand("files:new", "Make an empty workspace.", FILE),
    "ls": SubCommand("listing:ls", "List records of a kind, filtered and sorted.", READ),
    "show": SubCommand("showing:show", "Show all of a record: fields, links, history.", READ),
    "schedule": SubCommand("scheduling:schedule", "When each item starts and finishes, and its slack.", READ),
    "why": SubCommand("explaining:why", "What sets an item's dates, and what waits for it.", READ),
    "kinds": SubCommand("kinds:kinds", "Every kind of record with its fields.", READ),
    "history": SubCommand("journal:history", "Who changed what, when.", READ),
    "check": SubCommand("health:check", "What in the plan is worth a look.", READ),
    "simulate": SubCommand("forecasting:simulate", "How sure the dates are, and what they hang on.", READ),
    "respond": SubCommand("responding:respond", "Which responses bring P80 before a date, the cheapest.", READ),
    "learn": SubCommand("learning:learn", "How forecasts and estimates have held, and the pace.", READ),
    "add": SubCommand("editing:add", "Add a record; prints its key.", EDIT),
    "set": SubCommand("editing:set_", "Change fields of records.", EDIT),
    "rm": SubCommand("removing:rm", "Delete records and what belongs to them.", EDIT),
    "link": SubCommand("linking:link", "Make one item follow another.", EDIT),
    "unlink": SubCommand("linking:unlink", "Remove the link between two items.", EDIT),
    "done": SubCommand("acting:done", "Finish items, actions, steps, promises.", EDIT),
    "comment": SubCommand("acting:comment", "Say something about a record.", EDIT),
    "run": SubCommand("acting:run", "Run any command of the workspace by its id.", EDIT),
    "undo": SubCommand("journal:undo", "Take back your last change.", EDIT),
    "redo": SubCommand("journal:redo", "Take back your last undo.", EDIT),
    "import": SubCommand("exchanging:import_", "Bring in records from another program.", FILE),
    "export": SubCommand("exchanging:export", "Write records for another program.", FILE),
    "backup": SubCommand("files:backup", "Write a complete copy of the file.", FILE),
    "fork": SubCommand("files:fork", "Write a copy to work on elsewhere.", FILE),
    "doctor": SubCommand("health:doctor", "Look for damage in the file itself.", FILE),
    "completion": SubCommand("completion:completion", "Print the shell's completion script.", MORE),
}


class Commands(click.Group):
    """A group whose sub-commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = COMMANDS.get(cmd_name)
        if found is None:
            return None
        module, _, name = found.place.partition(":")
        command: click.Command = getattr(import_module(f"tpm_tui.cli.{module}"), name)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, args if ctx.resilient_parsing else with_open(args))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"to open a file of that name: tpm ./{args[0]}"
            raise click.UsageError(f"there is no command {args[0][:40]!r}; {hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for part in (READ, EDIT, FILE, MORE):
            with formatter.section(part):
                formatter.write_dl([(name, c.help) for name, c in COMMANDS.items() if c.part == part])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        from click.shell_completion import CompletionItem

        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        names = [CompletionItem(n, help=c.help) for n, c in COMMANDS.items() if n.startswith(incomplete)]
        return [*names, CompletionItem(incomplete, type="file")]


def with_open(args: list[str]) -> list[str]:
    """The arguments with ``open`` put in where no sub-command is named: ``tpm``, ``tpm -f FILE``, ``tpm FILE``."""
    place = 0
    while place < len(args):
        word = args[place]
        if word in ("-h", "--help", "--version"):
            return args
        if word in ("-f", "--file"):
            place += 2
        elif word.startswith("--file=") or (word.startswith("-f") and word != "-f"):
            place += 1
        elif word in COMMANDS or not (word.startswith("-") or _looks_like_a_file(word)):
            return args
        else:
            break
    return args if place > len(args) else [*args[:place], "open", *args[place:]]


def _looks_like_a_file(word: str) -> bool:
    return "." in word or os.sep in word or os.path.exists(word)


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    options_metavar="[-f FILE]", subcommand_metavar="[FILE] | COMMAND …",
)  # fmt: skip
@file_option
@click.version_option(__version__, prog_name="tpm", message="%(prog)s %(version)s")
def cli() -> None:
    """The technical project manager's workspace.

    Without a command, tpm opens FILE in the terminal. FILE is $TPM_FILE where it is not named, else the workspace in
    your data directory.
    """


def run(args: Sequence[str], workspace: Workspace | None = None) -> int:
    """Run the command line; the exit code: 0 done, 1 refused, 2 usage, 130 interrupted.

    ``workspace`` is the screen that ``open`` runs. What goes wrong is one line on stderr.
    """
    if "_TPM_COMPLETE" in os.environ:
        import_module("tpm_tui.cli.completion")  # the ways in which shells ask
    try:
        code = cli.main(list(args), "tpm", standalone_mode=False, obj=Session(workspace=workspace))
        sys.stdout.flush()
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "tpm"
        text = error.format_message().rstrip(".")
        output.fail(f"{text[:1].lower()}{text[1:]}; see: {where} --help")
        return 2
    except click.ClickException as error:
        output.fail(error.format_message())
        return 1
    except (click.Abort, KeyboardInterrupt) as error:
        if isinstance(error, KeyboardInterrupt) or isinstance(error.__cause__, KeyboardInterrupt):
            return 130
        output.fail("nothing was answered; nothing was done")
        return 1
    except Exception as error:
        reason = output.reason(error)
        if reason is None:
            raise
        output.fail(reason)
        return 1
    return code if isinstance(code, int) else 0
