"""What can be said on the command line: sub-commands by name, each in a module that is imported when it is run."""

import os
from collections.abc import Sequence
from typing import NamedTuple


class Subcommand(NamedTuple):
    """Where a sub-command is (``module:object`` under this package), its line in the help, and its part of the help."""

    place: str
    help: str
    part: str


READ, EDIT, FILE, MORE = "Look", "Change", "File", "Program"

#: One line a sub-command.
SUBCOMMANDS: dict[str, Subcommand] = {
    "open": Subcommand("opening:open_", "Open the workspace (so does tpm FILE).", FILE),
    "demo": Subcommand("files:demo", "Make and open a believable programme to explore.", FILE),
    "new": Subcommand("files:new", "Make an empty workspace.", FILE),
    "ls": Subcommand("listing:ls", "List records of a kind, filtered and sorted.", READ),
    "show": Subcommand("showing:show", "Show all of a record: fields, links, history.", READ),
    "schedule": Subcommand("scheduling:schedule", "When each item starts and finishes, and its slack.", READ),
    "why": Subcommand("explaining:why", "What sets an item's dates, and what waits for it.", READ),
    "kinds": Subcommand("kinds:kinds", "Every kind of record with its fields.", READ),
    "history": Subcommand("journal:history", "Who changed what, when.", READ),
    "check": Subcommand("health:check", "What in the plan is worth a look.", READ),
    "simulate": Subcommand("forecasting:simulate", "How sure the dates are, and what they hang on.", READ),
    "respond": Subcommand("responding:respond", "Which responses bring P80 before a date, the cheapest.", READ),
    "learn": Subcommand("learning:learn", "How forecasts and estimates have held, and the pace.", READ),
    "add": Subcommand("editing:add", "Add a record; prints its key.", EDIT),
    "set": Subcommand("editing:set_", "Change fields of records.", EDIT),
    "rm": Subcommand("removing:rm", "Delete records and what belongs to them.", EDIT),
    "link": Subcommand("linking:link", "Make one item follow another.", EDIT),
    "unlink": Subcommand("linking:unlink", "Remove the link between two items.", EDIT),
    "done": Subcommand("acting:done", "Finish items, actions, steps, promises.", EDIT),
    "comment": Subcommand("acting:comment", "Say something about a record.", EDIT),
    "run": Subcommand("acting:run", "Run any command of the workspace by its id.", EDIT),
    "undo": Subcommand("journal:undo", "Take back your last change.", EDIT),
    "redo": Subcommand("journal:redo", "Take back your last undo.", EDIT),
    "import": Subcommand("exchanging:import_", "Bring in records from another program.", FILE),
    "export": Subcommand("exchanging:export", "Write records for another program.", FILE),
    "backup": Subcommand("files:backup", "Write a complete copy of the file.", FILE),
    "fork": Subcommand("files:fork", "Write a copy to work on elsewhere.", FILE),
    "doctor": Subcommand("health:doctor", "Look for damage in the file itself.", FILE),
    "completion": Subcommand("completion:completion", "Print the shell's completion script.", MORE),
}


def insert_open(args: list[str]) -> list[str]:
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
        elif word in SUBCOMMANDS or not (word.startswith("-") or _looks_like_a_file(word)):
            return args
        else:
            break
    return args if place > len(args) else [*args[:place], "open", *args[place:]]


def _looks_like_a_file(word: str) -> bool:
    return "." in word or os.sep in word or os.path.exists(word)


def parse_plain_open(args: Sequence[str]) -> tuple[str, str | None, str | None] | None:
    """The way most runs begin, told without parsing: a sub-command that takes a file at most, the file that ``-f``
    named, and the file after it; None where more is said, or may be."""
    words = insert_open(list(args))
    named = words[1] if len(words) > 2 and words[0] == "-f" else None
    rest = words[2:] if named is not None else words
    if not rest or rest[0] not in ("open", "demo") or len(rest) > (2 if named is None else 1):
        return None
    path = rest[1] if len(rest) == 2 else None
    if any(word is not None and (not word or word.startswith("-")) for word in (named, path)):
        return None
    return rest[0], named, path
