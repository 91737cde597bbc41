"""What can be said on the command line: sub-commands by name, each in a module that is imported when it is run."""

import os
from collections.abc import Sequence
from typing import NamedTuple


class Subcommand(NamedTuple):
    """Where a sub-command is (a module under this package, which has it as ``<name>_command``), its line in the
    help, and the part of the help that it stands in."""

    module: str
    help: str
    part: str


READ, EDIT, FILE, MORE = "Look", "Change", "File", "Program"

#: One line a sub-command.
SUBCOMMANDS: dict[str, Subcommand] = {
    "open": Subcommand("files.open", "Open the workspace (so does tpm FILE).", FILE),
    "demo": Subcommand("files.copies", "Make and open a believable programme to explore.", FILE),
    "new": Subcommand("files.copies", "Make an empty workspace.", FILE),
    "ls": Subcommand("records.ls", "List records of a kind, filtered and sorted.", READ),
    "show": Subcommand("records.show", "Show all of a record: fields, links, history.", READ),
    "schedule": Subcommand("schedule.schedule", "When each item starts and finishes, and its slack.", READ),
    "why": Subcommand("schedule.explanation", "What sets an item's dates, and what waits for it.", READ),
    "kinds": Subcommand("records.kinds", "Every kind of record with its fields.", READ),
    "history": Subcommand("records.history", "Who changed what, when.", READ),
    "flow": Subcommand("delivery.flow", "Cycle time, throughput, and where work waits.", READ),
    "dora": Subcommand("delivery.dora", "How often and how well releases go out.", READ),
    "decision": Subcommand(
        "risks_issues_decisions.decisions", "A decision's matrix, and how sure its winner is.", READ
    ),
    "impact": Subcommand("schedule.impact", "Everything that a record reaches.", READ),
    "check": Subcommand("findings", "What in the plan is worth a look.", READ),
    "level": Subcommand("schedule.levelling", "Dates at which nobody is asked for too much.", READ),
    "who": Subcommand("schedule.levelling", "Who can take an item, the best first.", READ),
    "simulate": Subcommand("schedule.forecast", "How sure the dates are, and what they hang on.", READ),
    "respond": Subcommand("schedule.risk_responses", "Which responses bring P80 before a date, the cheapest.", READ),
    "learn": Subcommand("schedule.calibration", "How forecasts and estimates have held, and the pace.", READ),
    "trace": Subcommand("scope.trace", "Which needs are covered, and which work answers none.", READ),
    "sprint": Subcommand("delivery.sprint", "What a sprint committed to, and what came of it.", READ),
    "impediments": Subcommand(
        "risks_issues_decisions.impediments", "What is in the way, how long, and at which level.", READ
    ),
    "change": Subcommand("scope.change_request", "What a request for change would do to the plan.", READ),
    "session": Subcommand("meeting_session", "Keep lines that were said in a meeting.", EDIT),
    "evm": Subcommand("money.earned_value", "Earned value: what is done for the money, where it leads.", READ),
    "budget": Subcommand("money.budget", "Budget, planned, committed, spent; reserves.", READ),
    "load": Subcommand("people.load", "Who is asked for how much of each day.", READ),
    "strain": Subcommand("people.strain", "How long people can keep this up.", READ),
    "baseline": Subcommand("schedule.baseline", "Take, list or compare baselines.", READ),
    "report": Subcommand("report", "Write what changed, for those who must know.", READ),
    "promise": Subcommand("schedule.promise", "What was promised, how sure it is, red or green.", READ),
    "objectives": Subcommand("scope.objectives", "Items, effort and P80 of each objective.", READ),
    "stakeholders": Subcommand("people.stakeholders", "Where they stand, promises both ways, what changed.", READ),
    "raci": Subcommand("people.raci", "Who is responsible, accountable, consulted, informed.", READ),
    "who-must-hear": Subcommand("people.who_must_hear", "Who must hear about a change, and why.", READ),
    "add": Subcommand("records.edit", "Add a record; prints its key.", EDIT),
    "set": Subcommand("records.edit", "Change fields of records.", EDIT),
    "rm": Subcommand("records.rm", "Delete records and what belongs to them.", EDIT),
    "link": Subcommand("records.links", "Make one item follow another.", EDIT),
    "unlink": Subcommand("records.links", "Remove the link between two items.", EDIT),
    "done": Subcommand("records.run", "Finish items, actions, steps, promises.", EDIT),
    "log": Subcommand("money.time_log", "Log time that somebody worked on an item.", EDIT),
    "comment": Subcommand("records.run", "Say something about a record.", EDIT),
    "run": Subcommand("records.run", "Run any command of the workspace by its id.", EDIT),
    "incident": Subcommand(
        "delivery.incident_subcommands", "Open an incident, note on its timeline, resolve it; figures.", EDIT
    ),
    "undo": Subcommand("records.history", "Take back your last change.", EDIT),
    "redo": Subcommand("records.history", "Take back your last undo.", EDIT),
    "import": Subcommand("files.import_export", "Bring in records from another program.", FILE),
    "export": Subcommand("files.import_export", "Write records for another program.", FILE),
    "backup": Subcommand("files.copies", "Write a complete copy of the file.", FILE),
    "fork": Subcommand("files.copies", "Write a copy to work on elsewhere.", FILE),
    "doctor": Subcommand("findings", "Look for damage in the file itself.", FILE),
    "completion": Subcommand("files.completion_script", "Print the shell's completion script.", MORE),
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
